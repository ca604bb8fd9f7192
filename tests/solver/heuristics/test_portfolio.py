"""Every heuristic of the list: it supports the levels that it says, and what it finds is a plan that keeps them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.level_relaxation import relax_level
from solver.certificate import Certificate, HeldGoals
from solver.engines.highs import LpSolution
from solver.formulation.goals.ranking import HELD_BY_LOADS, held_after
from solver.formulation.level_model import LevelModel
from solver.goals import Goals, Objective, Policy
from solver.heuristics.packing.minimum_bin_slack import MinimumBinSlack
from solver.heuristics.place_arrivals import PlaceArrivals
from solver.heuristics.portfolio import HEURISTICS, AggregatedGuide, ChainsBeside, Heuristic
from solver.heuristics.relax_and_fix import RelaxAndFix
from solver.heuristics.round_and_repair import RoundBoldly, RoundCarefully
from solver.heuristics.tabu_search import TabuSearch
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    incumbent_of,
    level_of,
    names_of,
    part_of,
    random_parts,
    random_rooms,
    torn_parts,
)
from tests.solver.instances import make_problem


def test_the_order_of_the_list() -> None:
    """Cheap ways to a plan first; what only raises the bound comes last."""
    assert [type(heuristic) for heuristic in HEURISTICS] == [
        PlaceArrivals,
        RelaxAndFix,
        RoundBoldly,
        TabuSearch,
        MinimumBinSlack,
        RoundCarefully,
        AggregatedGuide,
        ChainsBeside,
    ]


def test_levels_that_each_supports() -> None:
    part = part_of(make_problem([9, 9], [1, 2], current=[0, 0]))
    supported = {
        name: [type(each) for each in HEURISTICS if each.supports(level_of(part, held_after(part, {}), name))]
        for name in ("continuity", "evenness", "cost")
    }
    assert supported == {
        "continuity": [RoundBoldly, TabuSearch, RoundCarefully, AggregatedGuide],
        "evenness": [RoundCarefully],
        "cost": [RoundCarefully, ChainsBeside],
    }


# exchanges come after this, and packing is held against every plan in tests/solver/heuristics/packing
OFFERING = [each for each in HEURISTICS if not isinstance(each, ChainsBeside | MinimumBinSlack)]


@dataclass(frozen=True)
class Tried:
    """One level of a small part, and all plans that there are of it."""

    seed: int | str
    plans: EveryPlan
    held: HeldGoals
    name: str
    relaxed: LpSolution
    certificate: Certificate | None
    start: Ints


@cache
def every_level() -> list[tuple[LevelModel, Tried]]:
    """The same for each heuristic: trying every plan takes longer than any of them."""
    out = []
    for seed, instance, part in [*random_parts(range(500), most=300), *torn_parts(range(60))]:
        plans, names = EveryPlan.of(part), names_of(instance)
        rng = random.Random(f"portfolio {seed}")
        name = (
            "continuity" if "continuity" in names else rng.choice([name for name in names if name not in HELD_BY_LOADS])
        )
        held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
        level, relaxed, certificate = relax_level(level_of(part, held, name), effort())
        fine = plans.planned[plans.keeps(held)]
        out.append((level, Tried(seed, plans, held, name, relaxed, certificate, fine[rng.randrange(len(fine))])))
    return out


@pytest.mark.parametrize("heuristic", OFFERING, ids=lambda each: type(each).__name__)
def test_what_it_finds_keeps_every_rule_and_no_bound_passes_the_best(heuristic: Heuristic) -> None:
    """Over all plans of small parts: an offer may be refused, but never for breaking a rule."""
    asked = found = 0
    for level, tried in every_level():
        if not heuristic.supports(level):
            continue
        incumbent, _ = incumbent_of(level, tried.start.copy(), tried.certificate)
        incumbent.relaxed = tried.relaxed
        before = incumbent.value
        planned = heuristic(incumbent, effort())
        best = tried.plans.least(tried.name, tried.held)
        assert best is not None
        assert incumbent.bound <= best <= incumbent.value, (tried.seed, tried.name)
        asked += 1
        if planned is not None and level.value(planned) < before:
            assert incumbent.offer(planned), (tried.seed, tried.name)
            found += 1
    assert asked > 5
    assert found > 3 or isinstance(heuristic, AggregatedGuide), (asked, found)


def test_exchanges_go_on_beside_the_neighbourhoods_from_whatever_plan_is_the_best() -> None:
    """Both cases with the officer who is dear for them: 2 + 2 would do instead of 9 + 9, and no move alone fits."""
    pairs = [(0, 0, 9, 5), (0, 1, 2, 5), (1, 0, 2, 5), (1, 1, 9, 5)]
    part = part_of(make_problem([5, 5], [5, 5], pairs=pairs), Goals(Policy.WITHIN_CAPACITY, Objective.COST))
    level = level_of(part, held_after(part, {"coverage_3": 0}), "cost")
    dear = part.column_cost == 9
    incumbent, _ = incumbent_of(level, dear.astype(np.int64), None)
    assert (incumbent.value, incumbent.improver) == (18, None)
    heuristic = HEURISTICS[-1]
    assert heuristic.supports(level)
    assert heuristic(incumbent, effort()) is None
    assert incumbent.value == 18
    assert incumbent.improver is not None
    incumbent.follow(incumbent.improver(incumbent.planned, 60, effort()))
    assert incumbent.value == 4
