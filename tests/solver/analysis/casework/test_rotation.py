"""Rotations: pins hold, nobody away works on cases, nobody else's cases move, and the cover is the fairest there is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from solver.analysis.casework.explain import explain
from solver.analysis.casework.rotation import Absence, Handover, Other, Rotation, Why, holding, rotation
from solver.analysis.fte import Period
from solver.errors import InvalidChange
from solver.goals import Goals, SolveConfig
from solver.model.units import units_of
from solver.plan import UNPLACED, Reason
from solver.problem import ALONE, LEFT, NEW, NO_STANDARD, Problem
from tests.solver.instances import make_problem, random_instance

QUICK = SolveConfig(20, 1)
HOUR = 10_000


def test_by_hand() -> None:
    """D-1 goes for 45 days. Two of the three cases are covered, 4 h by D-2 and 2 h by D-3; the pinned one stays."""
    problem = make_problem(
        [10 * HOUR] * 3,
        [4 * HOUR, 2 * HOUR, HOUR, 3 * HOUR, 5 * HOUR],
        current=[0, 0, 0, 1, 2],
        pinned=[False, False, True, False, False],
    )
    found = rotation(problem, Absence((0,), 45, Period.MONTH), config=QUICK)
    assert found.handovers == (Handover(0, 0, 1), Handover(1, 0, 2))
    assert found.pinned == (2,)
    assert found.uncovered == ()
    assert found.others == ()
    assert found.periods == Fraction(45 * 12, 365)
    first, second = found.carried
    assert {first.officer, second.officer} == {1, 2}
    assert first.utilization_during == second.utilization_during == Fraction(7, 10)
    assert {each.officer: each.more_hours for each in found.carried} == {
        1: 4 * found.periods,
        2: 2 * found.periods,
    }
    assert found.after_return().tolist() == [0, 0, 0, 1, 2]


def test_a_case_that_lost_its_officer_for_a_detail_was_not_mentioned() -> None:
    """D-2 may hold one case and gets the urgent one of D-1; nobody else has room for their own, or hours for it."""
    problem = make_problem([100, 50], [20, 5], current=[0, 1], standards=[-1, 1], priority=[1, 5])
    found = rotation(problem, Absence((0,), 30, Period.MONTH), config=QUICK)
    assert found.handovers == (Handover(0, 0, 1),)
    assert found.others == (Other(1, 1, UNPLACED, Why.ROOM),)
    assert [(each.cases_taken, each.others_taken) for each in found.carried] == [(1, 0)]


def test_a_move_was_said_to_be_granted_where_none_was() -> None:
    """D-2 may hold one case and gets that of D-1, which only they may cover: their own goes to D-3."""
    problem = make_problem(
        [100] * 3, [20, 5], [[0, 1], [1, 2]], signature=[0, 1], current=[0, 1], standards=[-1, 1, -1], priority=[1, 5]
    )
    found = rotation(problem, Absence((0,), 30, Period.MONTH), config=QUICK)
    assert found.others == (Other(1, 1, 2, Why.ROOM),)


def test_granted_moves_make_room() -> None:
    """Only D-2 may cover the case of D-1. A granted move takes something off D-2."""
    problem = make_problem([10 * HOUR] * 3, [6 * HOUR, 6 * HOUR], [[0, 1], [0, 1, 2]], signature=[0, 1], current=[0, 1])
    still = rotation(problem, Absence((0,), 30, Period.MONTH), config=QUICK)
    assert still.others == ()
    assert still.carried[0].utilization_during == Fraction(6, 5)
    moved = rotation(problem, Absence((0,), 30, Period.MONTH), config=QUICK, granted_moves=1)
    assert moved.others == (Other(1, 1, 2, Why.GRANTED),)
    assert {each.officer: (each.cases_taken, each.others_taken) for each in moved.carried} == {1: (1, 0), 2: (0, 1)}
    assert moved.carried[0].utilization_during == Fraction(3, 5)


def test_what_nobody_else_may_hold_is_named_and_comes_back() -> None:
    problem = make_problem([10, 10], [1, 1], [[0], [0, 1]], signature=[0, 1], current=[0, 0])
    found = rotation(problem, Absence((0,), 10, Period.MONTH), config=QUICK)
    assert found.uncovered == (0,)
    assert Reason(found.plan.reason[0]) is Reason.NOBODY_ELSE
    assert found.pinned == ()
    assert found.after_return().tolist() == [0, 0]


@pytest.mark.parametrize("away", [[], [3], [-1]])
def test_nobody_goes(away: list[int]) -> None:
    with pytest.raises(InvalidChange):
        rotation(make_problem([1], [1]), Absence(tuple(away), 45, Period.MONTH))
    with pytest.raises(InvalidChange):
        rotation(make_problem([1], [1]), Absence((0,), 0, Period.MONTH))


def best_fairness(found: Rotation) -> int:
    """Try every cover, with every case of those who stay where it is."""
    problem, units = found.problem, units_of(found.problem)
    stays = found.plan.officer.copy()
    free = [handover.case for handover in found.handovers]
    choices = [np.flatnonzero(units.allowed[units.group[units.of_case[case]]]).tolist() for case in free]
    best = None
    for cover in product(*choices):
        stays[free] = cover
        levels = explain(problem, stays, Goals(), free[0], cover[0]).levels
        fairness = next(level.now for level in levels if level.name == "fairness")
        best = fairness if best is None else min(best, fairness)
    assert best is not None
    return best


def held_by_somebody(seed: int) -> Problem | None:
    """A random instance in which everybody may keep what they hold, without standards, bundles or new cases."""
    problem = random_instance(seed).problem
    cases, officers = problem.cases, problem.officers
    if not len(officers):
        return None
    may = [np.flatnonzero(problem.may_hold(case) & (officers.limit > 0)).tolist() for case in range(len(cases))]
    if not all(may):
        return None
    current = np.array([some[(seed + 3 * case) % len(some)] for case, some in enumerate(may)], np.int32)
    return replace(
        problem,
        officers=replace(officers, standard=np.full(len(officers), NO_STANDARD, np.int64)),
        cases=replace(cases, current=current, bundle=np.full(len(cases), ALONE, np.int32)),
    )


def rotation_is_right(seed: int) -> int:
    problem = held_by_somebody(seed)
    if problem is None:
        return 0
    cases = problem.cases
    away = [seed % len(problem.officers)]
    found = rotation(problem, Absence(tuple(away), 45, Period.MONTH), config=QUICK)
    theirs = np.flatnonzero(cases.current == away[0])
    assert set(found.pinned) == {case for case in theirs.tolist() if cases.pinned[case]}
    assert found.others == ()
    assert {each.case for each in found.handovers} | set(found.uncovered) | set(found.pinned) == set(theirs.tolist())
    for each in found.handovers:
        assert each.cover not in away
        assert problem.may_hold(each.case)[each.cover]
    for case in found.uncovered:
        others = problem.may_hold(case) & (found.problem.officers.limit > 0)
        assert not others.any()
    assert (found.after_return() == cases.current).all()
    if not found.handovers or len(found.handovers) > 4:
        return 0
    assert found.plan.level("fairness").value == best_fairness(found), seed
    return 1


def test_the_cover_is_the_fairest_of_all() -> None:
    assert sum(rotation_is_right(seed) for seed in range(120)) > 10


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(0, 2000, 200))
def test_the_cover_is_the_fairest_of_all_in_a_campaign(first: int) -> None:
    assert sum(rotation_is_right(seed) for seed in range(first, first + 200)) > 20


def test_new_cases_are_no_handovers() -> None:
    problem = make_problem([10, 10], [1, 1], current=[0, NEW])
    found = rotation(problem, Absence((0,), 5, Period.WEEK), config=QUICK)
    assert [each.case for each in found.handovers] == [0]
    assert found.others == (Other(1, NEW, 1, Why.NEW),)
    assert UNPLACED not in found.plan.officer


def test_every_other_case_that_moves_is_listed_with_who_takes_it_and_why() -> None:
    """The cases of somebody who has left were neither counted nor listed, and a family was called a departure."""
    problem = make_problem(
        [100] * 3, [10, 10, 10, 5, 5], current=[0, 1, 2, LEFT, LEFT], bundle=[ALONE, 7, 7, ALONE, ALONE]
    )
    found = rotation(
        holding(problem, problem.cases.current.clip(min=UNPLACED)), Absence((0,), 30, Period.MONTH), config=QUICK
    )
    assert [each.case for each in found.handovers] == [0]
    (together, *left) = found.others
    assert (together.why, {together.home, together.taker}) == (Why.TOGETHER, {1, 2})
    assert [(each.case, each.home, each.why) for each in left] == [(3, LEFT, Why.LEFT), (4, LEFT, Why.LEFT)]
    taken = {each.officer: (each.cases_taken, each.others_taken) for each in found.carried}
    assert sum(cases for cases, _ in taken.values()) == 1
    assert sum(others for _, others in taken.values()) == 3


def test_a_case_whose_officer_may_not_hold_it_moves_for_that_reason() -> None:
    problem = make_problem([100] * 3, [1, 1], [[0, 1], [1]], signature=[0, 1], current=[0, 2])
    (other,) = rotation(problem, Absence((0,), 30, Period.MONTH), config=QUICK).others
    assert other == Other(1, 2, 1, Why.MAY_NOT)
