"""Large-neighbourhood search: never worse, never outside the rules; "nothing better exists" only where that is so."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.lp_bound import certificate_from_duals
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals
from solver.engines.highs import relax
from solver.formulation.goals.ranking import BY_NAME, HELD_BY_LOADS, held_after
from solver.formulation.level_model import LevelModel
from solver.formulation.level_program import level_program
from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from solver.heuristics.lns.neighbourhoods import Variables, distance_by_officer
from solver.heuristics.lns.search import large_neighbourhood_search
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    also,
    effort,
    incumbent_of,
    level_of,
    names_of,
    part_of,
    parts_of,
    random_parts,
    random_rooms,
    torn_parts,
)
from tests.solver.instances import make_problem
from tests.solver.offices import office


def written(part: Part, held: HeldGoals, name: str) -> tuple[LevelModel, Certificate | None]:
    level = level_of(part, held, name)
    return level, certificate_from_duals(level, level.program, relax(level.program, effort()))


@pytest.mark.parametrize("with_prices", [True, False])
def test_small_levels_are_brought_to_the_best_of_all_plans(with_prices: bool) -> None:
    tried = improved = 0
    for seed, instance, part in [*random_parts(range(70), most=400), *torn_parts(range(20))]:
        plans, names = EveryPlan.of(part), names_of(instance)
        rng = random.Random(f"near {seed}")
        name = rng.choice([name for name in names if name not in HELD_BY_LOADS])
        held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
        best = plans.least(name, held)
        assert best is not None
        level, certificate = written(part, held, name)
        fine = plans.planned[plans.keeps(held)]
        planned = fine[rng.randrange(len(fine))]
        start = level.value(planned)
        bound = certificate.bound if with_prices and certificate is not None else min(best, 0) - 1
        incumbent, told = incumbent_of(level, planned, certificate if with_prices else None)
        incumbent.bound = bound
        exhausted = large_neighbourhood_search(incumbent, effort())
        assert incumbent.value == best, (seed, name)
        assert level.program.allows(incumbent.x)
        assert exhausted or best == bound
        values = [value for value, _ in told]
        assert values == sorted(set(values), reverse=True)
        assert not values or (values[0] < start and values[-1] == best)
        tried, improved = tried + 1, improved + (best < start)
    assert tried > 60
    assert improved > 20


def an_office(seed: int, name: str = "continuity") -> tuple[LevelModel, Ints, Certificate | None]:
    part = max(parts_of(office(seed, own_weights=True)), key=lambda part: len(part.column_class))
    level, certificate = written(part, held_after(part, {"fairness": 4_000} if name == "continuity" else {}), name)
    return level, first_fit(part), certificate


def test_a_larger_office_gets_better_and_stays_within_what_is_held() -> None:
    better = 0
    for seed in range(4):
        level, planned, certificate = an_office(seed)
        if not level.program.allows(level.point(planned)):
            continue
        assert certificate is not None
        incumbent, _ = incumbent_of(level, planned, certificate)
        large_neighbourhood_search(incumbent, effort(), patience=5)
        assert level.program.allows(incumbent.x)
        assert certificate.bound <= incumbent.value <= level.value(planned)
        better += incumbent.value < level.value(planned)
    assert better > 1


def test_patience_is_counted_in_neighbourhoods_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    from solver.engines.cp_sat import SearchResult
    from solver.heuristics.lns import search as lns_search

    asked: list[int | None] = []

    def nothing(*_: object, below: int | None = None) -> SearchResult:
        asked.append(below)
        return SearchResult(None, None, complete=False)

    monkeypatch.setattr(lns_search, "search", nothing)
    level, planned, certificate = an_office(1, "evenness")
    incumbent, _ = incumbent_of(level, planned, certificate)
    incumbent.bound = 0
    before = incumbent.x
    assert not large_neighbourhood_search(incumbent, effort(), patience=7)
    assert asked == [level.value(planned)] * 7
    assert incumbent.x is before


@pytest.mark.parametrize(
    "over",
    [Budget(time.monotonic() - 1, 1, 0), Budget(time.monotonic() + 999, 1, 0, lambda: True)],
    ids=["late", "stop"],
)
def test_no_time_leaves_the_point_as_it_is(over: Budget) -> None:
    level, planned, certificate = an_office(2, "evenness")
    incumbent, told = incumbent_of(level, planned, certificate)
    before = incumbent.x
    assert not large_neighbourhood_search(incumbent, over)
    assert incumbent.x is before
    assert told == []


def test_what_meets_its_bound_is_not_searched() -> None:
    level, planned, certificate = an_office(3, "evenness")
    incumbent, told = incumbent_of(level, planned, certificate)
    incumbent.bound = incumbent.value
    before = incumbent.x
    assert not large_neighbourhood_search(incumbent, effort())
    assert incumbent.x is before
    assert told == []


def test_a_certificate_that_leaves_nothing_open_is_the_end() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0]))
    level, certificate = written(part, held_after(part, {"fairness": 0}), "continuity")
    assert certificate is not None
    incumbent, _ = incumbent_of(level, np.array([2, 2], np.int64), replace(certificate, bound=0))
    assert large_neighbourhood_search(incumbent, effort())
    assert incumbent.planned.tolist() == [2, 2]


def test_one_worker_and_a_seed_find_the_same() -> None:
    level, planned, certificate = an_office(1, "evenness")
    found = []
    for _ in range(2):
        incumbent, _told = incumbent_of(level, planned, certificate)
        incumbent.bound = 0
        large_neighbourhood_search(incumbent, effort(seed=9), patience=4)
        found.append(incumbent.planned.tolist())
    assert found[0] == found[1]


def test_variables_belong_to_their_officers() -> None:
    part = part_of(make_problem([9, 9], [1, 2], current=[1, 0]), Goals(Policy.WITHIN_CAPACITY))
    _, layout = level_program(part, also(held_after(part, {}), evenness=5), BY_NAME["continuity"])
    assert Variables.of(part, layout).officer.tolist() == [0, 1, 0, 1, 0, 1, -1, -1, 0, 1]


def test_the_distance_to_the_bound_is_owned_by_somebody() -> None:
    """With prices on hours alone, the pieces that officers own add up to the distance between plan and bound."""
    owned = 0
    for seed in range(6):
        level, planned, certificate = an_office(seed)
        assert certificate is not None
        if certificate.prices.kept.any() or not level.program.allows(level.point(planned)):
            continue
        pieces = distance_by_officer(level.part, certificate, planned)
        assert (pieces >= -1e-6).all()
        assert pieces.sum() == pytest.approx(level.value(planned) - certificate.bound, abs=1)
        owned += 1
    assert owned > 1
