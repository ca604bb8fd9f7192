"""Whole new cases in officers' rooms: no plan is below the bound, and it knows what the relaxation does not."""

from __future__ import annotations

import random

import pytest

from solver.bounds.arrival_packing import ArrivalPackingParams, Detail, has_arrival_packing, new_units, pack_arrivals
from solver.bounds.level_relaxation import relax_level
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_model import LevelModel
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    level_of,
    names_of,
    part_of,
    random_parts,
    random_rooms,
    without,
)
from tests.solver.instances import make_problem

MANY = 2**40


def full_office() -> tuple[Part, LevelModel]:
    """Two officers with 12 h each: one holds 5 and 3, the other 9 and 1, and a case of 6 is new."""
    part = part_of(make_problem([12, 12], [5, 3, 9, 1, 6], [[0, 1]], current=[0, 0, 1, 1, -1]))
    return part, level_of(part, held_after(part, {"fairness": 0}), "continuity")


@pytest.mark.parametrize("detail", Detail)
def test_no_plan_is_below_the_bound(detail: Detail) -> None:
    looked = raised = 0
    for seed, instance, part in random_parts(range(500)):
        plans = EveryPlan.of(part)
        held = held_after(part, random_rooms(random.Random(f"new {seed}"), plans, names_of(instance)))
        held = without(held, "continuity", "cost")
        level, least = level_of(part, held, "continuity"), plans.least("continuity", held)
        if least is None or not has_arrival_packing(level):
            continue
        found = pack_arrivals(level, MANY, effort(), detail)
        if found is None:
            continue
        assert found.bound <= least, seed
        below = pack_arrivals(level, least, effort(), detail)
        assert below is None or below.bound <= least, seed
        looked, raised = looked + 1, raised + (found.bound > 0)
    assert looked >= 30, looked
    assert raised >= 3, raised


def test_what_gives_way_worked_by_hand() -> None:
    """The new case of 6 goes to the first, who has 4 h left: the 3 must go. The second has 2 h: the 1 must go, too.

    The relaxation splits the new case and moves nothing. Whoever is asked what must go alone says one case.
    """
    part, level = full_office()
    assert EveryPlan.of(part).least("continuity", level.held) == 2
    _, relaxed, priced = relax_level(level, effort())
    assert relaxed.x is not None
    assert priced is None or priced.bound <= 0
    rid, moved = (pack_arrivals(level, MANY, effort(), detail) for detail in (Detail.RID, Detail.LENGTH))
    assert rid is not None
    assert moved is not None
    assert (rid.bound, moved.bound) == (1, 2)
    held = level.layout.held
    assert set(part.column_officer[held[moved.gives]].tolist()) == {0, 1}


def test_each_time_more_is_known_of_what_gives_way() -> None:
    """Three officers with 12 h, all of which are needed; D-2 holds 28 h, D-1 holds 4, D-3 none, and a case of 4 is new.

    D-2 has 16 h too many: two cases of 8. Only one of them has room with D-3 and the other one with D-1, who then has
    none for the new 4, so that the 4 of D-2 must go as well, to D-3: three. But that 4 is nothing for D-3, so D-1 gives
    the 3 and the 1 away instead.
    """
    problem = make_problem(
        [12, 12, 12],
        [1, 8, 4, 3, 8, 8, 4],
        [[0, 1, 2], [0, 1]],
        signature=[0, 0, 1, 0, 1, 0, 1],
        current=[0, 1, 1, 0, 1, 1, -1],
    )
    part = part_of(problem)
    level = level_of(part, held_after(part, {"fairness": 0}), "continuity")
    assert level.held.load.tolist() == [12, 12, 12]
    told = [pack_arrivals(level, MANY, effort(), detail) for detail in Detail]
    assert [found.bound for found in told if found is not None] == [2, 3, 4]
    assert EveryPlan.of(part).least("continuity", level.held) == 4


def test_where_nothing_is_below_the_plan_the_plan_is_the_bound() -> None:
    _, level = full_office()
    found = pack_arrivals(level, 2, effort(), Detail.LENGTH)
    assert found is not None
    assert found.bound == 2
    assert not found.gives.any()


def test_it_is_for_moves_where_few_cases_are_new_and_all_are_placed() -> None:
    part, level = full_office()
    assert new_units(level).sum() == 1
    assert has_arrival_packing(level)
    assert not has_arrival_packing(level, ArrivalPackingParams(most_new=0))
    assert not has_arrival_packing(level, ArrivalPackingParams(most_choices=1))
    assert not has_arrival_packing(level_of(part, held_after(part, {}), "evenness"))
    settled = part_of(make_problem([12, 12], [5, 3], [[0, 1]], current=[0, 1]))
    assert not has_arrival_packing(level_of(settled, held_after(settled, {"fairness": 0}), "continuity"))


def test_a_family_that_two_officers_hold_was_counted_as_less_than_none() -> None:
    """It could stay with either; a search was asked for less than no case of it, and CP-SAT refused."""
    problem = make_problem([12, 12], [5, 3, 4], [[0, 1]], current=[0, 1, -1], bundle=[0, 0, -1])
    part = part_of(problem)
    level = level_of(part, held_after(part, {"fairness": 4_000}), "continuity")
    assert new_units(level).min() < 0
    assert not has_arrival_packing(level)
