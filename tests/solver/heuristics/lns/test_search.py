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
from solver.engines.integer_program import IntegerProgram
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import VariableLayout, level_program
from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from solver.heuristics.lns.neighbourhoods import Variables, distance_by_officer
from solver.heuristics.lns.search import large_neighbourhood_search
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    also,
    effort,
    names_of,
    part_of,
    parts_of,
    random_parts,
    random_rooms,
    torn_parts,
)
from tests.solver.instances import make_problem
from tests.solver.offices import office


def written(part: Part, held: HeldGoals, name: str) -> tuple[IntegerProgram, VariableLayout, Certificate | None]:
    program, layout = level_program(part, held, BY_NAME[name])
    return program, layout, certificate_from_duals(part, 0, program, relax(program, effort()), BY_NAME[name], held)


@pytest.mark.parametrize("with_prices", [True, False])
def test_small_levels_are_brought_to_the_best_of_all_plans(with_prices: bool) -> None:
    tried = improved = 0
    for seed, instance, part in [*random_parts(range(70), most=400), *torn_parts(range(20))]:
        plans, names = EveryPlan.of(part), names_of(instance)
        rng = random.Random(f"near {seed}")
        name = rng.choice([name for name in names if name != "fairness"])
        held = held_after(part, random_rooms(rng, plans, names[: names.index(name)]))
        best = plans.least(name, held)
        assert best is not None
        program, layout, certificate = written(part, held, name)
        fine = plans.planned[plans.keeps(held)]
        x = layout.point(part, fine[rng.randrange(len(fine))])
        start, told = program.value(x), list[Ints]()
        bound = certificate.bound if with_prices and certificate is not None else min(best, 0) - 1
        found = large_neighbourhood_search(
            part, program, layout, x, bound, certificate if with_prices else None, effort(), told.append
        )
        assert program.value(found.x) == best, (seed, name)
        assert program.allows(found.x)
        assert found.exhausted or best == bound
        values = [program.value(y) for y in told]
        assert values == sorted(set(values), reverse=True)
        assert not values or (values[0] < start and values[-1] == best)
        tried, improved = tried + 1, improved + (best < start)
    assert tried > 60
    assert improved > 20


def an_office(
    seed: int, name: str = "continuity"
) -> tuple[Part, IntegerProgram, VariableLayout, Ints, Certificate | None]:
    part = max(parts_of(office(seed, own_weights=True)), key=lambda part: len(part.column_class))
    held = held_after(part, {"fairness": 4_000} if name == "continuity" else {})
    program, layout, certificate = written(part, held, name)
    return part, program, layout, layout.point(part, first_fit(part)), certificate


def test_a_larger_office_gets_better_and_stays_within_what_is_held() -> None:
    better = 0
    for seed in range(4):
        part, program, layout, x, certificate = an_office(seed)
        if not program.allows(x):
            continue
        assert certificate is not None
        found = large_neighbourhood_search(
            part, program, layout, x, certificate.bound, certificate, effort(), lambda _: None, patience=5
        )
        assert program.allows(found.x)
        assert certificate.bound <= program.value(found.x) <= program.value(x)
        better += program.value(found.x) < program.value(x)
    assert better > 1


def test_patience_is_counted_in_neighbourhoods_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    from solver.engines.cp_sat import SearchResult
    from solver.heuristics.lns import search as lns_search

    asked: list[int | None] = []

    def nothing(*_: object, below: int | None = None) -> SearchResult:
        asked.append(below)
        return SearchResult(None, None, complete=False)

    monkeypatch.setattr(lns_search, "search", nothing)
    part, program, layout, x, certificate = an_office(1, "evenness")
    found = large_neighbourhood_search(part, program, layout, x, 0, certificate, effort(), lambda _: None, patience=7)
    assert asked == [program.value(x)] * 7
    assert not found.exhausted
    assert found.x.tolist() == x.tolist()


@pytest.mark.parametrize(
    "over",
    [Budget(time.monotonic() - 1, 1, 0), Budget(time.monotonic() + 999, 1, 0, lambda: True)],
    ids=["late", "stop"],
)
def test_no_time_leaves_the_point_as_it_is(over: Budget) -> None:
    part, program, layout, x, certificate = an_office(2, "evenness")
    found = large_neighbourhood_search(part, program, layout, x, 0, certificate, over, lambda _: None)
    assert found.x.tolist() == x.tolist()
    assert not found.exhausted


def test_what_meets_its_bound_is_not_searched() -> None:
    part, program, layout, x, certificate = an_office(3, "evenness")
    found = large_neighbourhood_search(
        part, program, layout, x, program.value(x), certificate, effort(), lambda _: pytest.fail("searched")
    )
    assert found.x is x
    assert not found.exhausted


def test_a_certificate_that_leaves_nothing_open_is_the_end() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0]))
    program, layout, certificate = written(part, held_after(part, {"fairness": 0}), "continuity")
    assert certificate is not None
    x = layout.point(part, np.array([2, 2], np.int64))
    found = large_neighbourhood_search(
        part, program, layout, x, 0, replace(certificate, bound=0), effort(), lambda _: None
    )
    assert found.exhausted
    assert found.x.tolist() == x.tolist()


def test_one_worker_and_a_seed_find_the_same() -> None:
    part, program, layout, x, certificate = an_office(1, "evenness")
    once, twice = (
        large_neighbourhood_search(part, program, layout, x, 0, certificate, effort(seed=9), lambda _: None, patience=4)
        for _ in range(2)
    )
    assert once.x.tolist() == twice.x.tolist()


def test_variables_belong_to_their_officers() -> None:
    part = part_of(make_problem([9, 9], [1, 2], current=[1, 0]), Goals(Policy.WITHIN_CAPACITY))
    _, layout = level_program(part, also(held_after(part, {}), evenness=5), BY_NAME["continuity"])
    assert Variables.of(part, layout).officer.tolist() == [0, 1, 0, 1, 0, 1, -1, -1, 0, 1]


def test_the_distance_to_the_bound_is_owned_by_somebody() -> None:
    """With prices on hours alone, the pieces that officers own add up to the distance between plan and bound."""
    owned = 0
    for seed in range(6):
        part, program, layout, x, certificate = an_office(seed)
        assert certificate is not None
        prices = certificate.prices
        if prices.kept.any() or not program.allows(x):
            continue
        pieces = distance_by_officer(part, certificate, layout.planned(x))
        assert (pieces >= -1e-6).all()
        assert pieces.sum() == pytest.approx(program.value(x) - certificate.bound, abs=1)
        owned += 1
    assert owned > 1
