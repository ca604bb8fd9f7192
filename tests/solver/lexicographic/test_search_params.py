"""One object tunes the whole search: it refuses what cannot be, reaches every level, and makes no plan less right."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import pytest

from solver.bounds.aggregated_mip import AggregatedMipParams
from solver.bounds.column_generation import ColumnGenerationParams
from solver.bounds.fairness_cuts import FairnessCutsParams
from solver.budget import Budget
from solver.errors import InvalidParameter
from solver.formulation.aggregation import AggregationParams
from solver.formulation.goals.ranking import BY_NAME
from solver.formulation.level_model import LevelModel
from solver.frontier import frontier
from solver.goals import Goals, SolveConfig
from solver.heuristics.coverage_repair import CoverageRepairParams
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.lns.neighbourhoods import LnsParams
from solver.heuristics.local_search import LocalSearchParams
from solver.heuristics.packing.knapsack import KnapsackParams
from solver.heuristics.packing.meet_in_the_middle import ListLengths
from solver.heuristics.pair_exchange import PairExchangeParams
from solver.heuristics.portfolio import HEURISTICS
from solver.lexicographic.search_params import (
    FairnessLevelParams,
    LevelShares,
    MoveBudgetParams,
    ParallelParams,
    SearchParams,
)
from solver.solve import solve
from tests.solver.instances import make_problem


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SearchParams(check_share=0.9), r"SearchParams\.check_share must be from 0 to 0\.5, not 0\.9"),
        (lambda: LevelShares(cost=0), r"LevelShares\.cost must be from 1e-09 to 1, not 0"),
        (lambda: LevelShares(others=2), r"LevelShares\.others must be from 1e-09 to 1, not 2"),
        (lambda: FairnessLevelParams(small=-1), r"FairnessLevelParams\.small must be from 0 to inf, not -1"),
        (lambda: FairnessLevelParams(hurry=0), r"FairnessLevelParams\.hurry must be from 1 to inf, not 0"),
        (lambda: MoveBudgetParams(step_share=1.5), r"MoveBudgetParams\.step_share must be from 1e-09 to 1, not 1\.5"),
        (lambda: ParallelParams(worthwhile=-1), r"ParallelParams\.worthwhile must be from 0 to inf, not -1"),
        (lambda: ParallelParams(stop_every_s=0), r"ParallelParams\.stop_every_s must be from 1e-09 to 60, not 0"),
        (
            lambda: ColumnGenerationParams(rounds=0),
            r"ColumnGenerationParams\.rounds",
        ),
        (lambda: AggregationParams(most_bins=0), r"AggregationParams\.most_bins must be from 1 to inf, not 0"),
        (
            lambda: AggregatedMipParams(guide_share=2),
            r"AggregatedMipParams\.guide_share must be from 1e-09 to 1",
        ),
        (lambda: FairnessCutsParams(most_rounds=-1), r"FairnessCutsParams\.most_rounds must be from 0 to inf, not -1"),
        (lambda: PairExchangeParams(look_up=0), r"PairExchangeParams\.look_up must be from 1 to inf, not 0"),
        (lambda: CoverageRepairParams(most_looked_at=0), r"CoverageRepairParams\.most_looked_at must be from 1"),
        (lambda: KnapsackParams(grains=0), r"KnapsackParams\.grains must be from 1 to inf, not 0"),
        (lambda: ListLengths(fills=0, joins=1), r"ListLengths\.fills must be from 1 to inf, not 0"),
        (lambda: LocalSearchParams(patience=0), r"LocalSearchParams\.patience must be from 1 to inf, not 0"),
    ],
)
def test_what_cannot_be_is_refused(make: Any, message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        make()


def test_each_level_has_its_share_of_the_time() -> None:
    shares = LevelShares(coverage=0.1, fairness=0.2, continuity=0.3, cost=0.4, others=0.6)
    asked = [shares.of(BY_NAME[name]) for name in ("coverage_1", "coverage_5", "fairness", "continuity", "cost")]
    assert asked == [0.1, 0.1, 0.2, 0.3, 0.4]
    assert shares.of(BY_NAME["evenness"]) == 0.6


def parts_of_params(params: Any) -> list[Any]:
    """An object of parameters and all that it is made of."""
    found = [params]
    for field in fields(params):
        value = getattr(params, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if is_dataclass(each):
                found += parts_of_params(each)
    return found


def test_nothing_in_it_can_be_changed_and_it_goes_through_a_pipe() -> None:
    for each in parts_of_params(SearchParams()):
        with pytest.raises((AttributeError, TypeError)):
            setattr(each, fields(each)[0].name, 1)
    assert pickle.loads(pickle.dumps(SearchParams())) == SearchParams()


def test_other_parameters_make_no_bound_wrong() -> None:
    """No heuristic helps, repairs give up at once, and a step is searched by neighbourhoods that hurry."""
    problem = make_problem([10, 12], [3, 4, 2], current=[0, 0, 0])
    other = SearchParams(
        fairness=FairnessLevelParams(small=0, hurry=100, repair=LocalSearchParams(patience=1)),
        lns=LnsParams(fairness=1, evenness=1, continuity=1),
        heuristics=(),
    )
    one, two = (solve(problem, Goals(), SolveConfig(60, 1), params=params) for params in (SearchParams(), other))
    for level, again in zip(one.levels, two.levels, strict=True):
        assert level.name == again.name
        # bounds and values of both are true, so neither's bound passes the other's value
        assert sum(level.part_bound) <= sum(again.part_value)
        assert sum(again.part_bound) <= sum(level.part_value)


class Seen:
    """A heuristic that finds nothing, and remembers what it was asked."""

    def __init__(self) -> None:
        self.levels: list[str] = []

    def supports(self, level: LevelModel) -> bool:
        self.levels.append(level.goal.name)
        return False

    def __call__(self, incumbent: Incumbent, budget: Budget) -> None:
        raise AssertionError("it supports no level")


@pytest.mark.parametrize("door", [solve, partial(frontier, points=2)], ids=["solve", "frontier"])
def test_a_heuristic_handed_to_a_door_is_asked_at_the_levels(door: Callable[..., object]) -> None:
    """Officer A holds everything: coverage and fairness are clear, what moves has to be looked for."""
    problem = make_problem([10, 12], [3, 4, 2, 5], current=[0, 0, 0, 0])
    seen = Seen()
    door(problem, Goals(), SolveConfig(60, 1), params=SearchParams(heuristics=(seen, *HEURISTICS)))
    assert "continuity" in seen.levels
