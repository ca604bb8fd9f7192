"""Who could simply take an unplaced case, as things are."""

from __future__ import annotations

import random

import numpy as np

from solver.check.facts import NOBODY, facts_of
from solver.check.rules import held_by
from solver.check.spare_capacity import effort_by_officer, spare_of
from solver.goals import Goals
from solver.problem import LEFT, NEW, Problem
from tests.solver.check.judged import WITHIN, facts_and_loads, judged, said
from tests.solver.instances import make_problem, random_instance
from tests.solver.unrelated_instances import unrelated_instance


def with_room(problem: Problem, *officer: int, goals: Goals = WITHIN) -> list[int]:
    """An officer for each case that is out."""
    facts, given = facts_of(problem), np.array(officer, np.int32)
    found: list[int] = spare_of(facts, given, held_by(facts, given), goals).room.tolist()
    return found


def test_who_has_room_for_an_unplaced_case() -> None:
    problem = make_problem([5, 5], [3, 3], standards=[1, 1])
    assert said(judged(problem, 0, -1)) == ["nobody holds case C-2, but officer D-2 may and has room"]
    full = make_problem([5], [3, 3], standards=[1])
    assert said(judged(full, 0, -1)) == []


def test_room_is_for_a_bundle_as_a_whole() -> None:
    problem = make_problem([9], [1, 1, 1], standards=[2], bundle=[-1, 0, 0])
    assert said(judged(problem, 0, -1, -1)) == []
    assert len(said(judged(problem, -1, -1, -1))) == 3


def test_room_is_measured_in_the_time_of_the_pair() -> None:
    problem = make_problem([5, 5], [3], pairs=[(0, 0, 0, 9), (0, 1, 0, 6)])
    assert said(judged(problem, -1, goals=WITHIN)) == []
    assert len(said(judged(problem, -1))) == 1


def test_a_case_that_nobody_may_hold_is_rightly_unplaced() -> None:
    assert said(judged(make_problem([5], [3], [[]]), -1)) == []
    assert said(judged(make_problem([], [3], [[]]), -1)) == []
    assert said(judged(make_problem([0], [3]), -1)) == []


def test_the_one_with_most_hours_is_asked_of_those_who_have_a_place() -> None:
    problem = make_problem([5, 9, 20], [7, 1], standards=[-1, 1, 0])
    assert with_room(problem, -1, 0) == [1, NOBODY]
    assert with_room(problem, -1, 1) == [NOBODY, NOBODY]
    assert with_room(make_problem([5, 9, 20], [7, 1]), -1, 0) == [2, NOBODY]


def test_every_waiting_case_is_looked_at_by_itself() -> None:
    problem = make_problem([5, 4], [3, 4, 5, 6], [[0, 1], [1]], signature=[0, 1, 1, 0])
    # of each alone, though not all of them together
    assert with_room(problem, -1, -1, -1, -1) == [0, 1, NOBODY, NOBODY]


def test_hours_are_no_limit_where_every_case_is_to_be_placed() -> None:
    problem = make_problem([5, 0], [7, 7])
    assert with_room(problem, 0, -1) == [NOBODY, NOBODY]
    assert with_room(problem, 0, -1, goals=Goals()) == [NOBODY, 0]


def test_what_is_pinned_waits_for_nobody_else() -> None:
    problem = make_problem([5, 5], [1, 1], current=[0, NEW], pinned=[True, False])
    # D-1 has a tick less than D-2, since the pin counts for D-1
    assert with_room(problem, -1, -1) == [NOBODY, 1]


def test_pins_take_their_places_and_hours_even_where_they_are_broken() -> None:
    problem = make_problem([5], [4, 2], current=[0, NEW], pinned=[True, False])
    assert with_room(problem, 0, -1) == with_room(problem, -1, -1) == [NOBODY, NOBODY]
    crowded = make_problem([9], [1, 1], current=[0, LEFT], pinned=[True, False], standards=[1])
    assert with_room(crowded, 0, -1) == [NOBODY, NOBODY]
    # a pin beyond the hours leaves none, not less than none
    beyond = make_problem([3], [4, 0], current=[0, NEW], pinned=[True, False])
    assert with_room(beyond, 0, -1) == [NOBODY, 0]


def test_a_family_takes_its_time_of_each_officer_together() -> None:
    problem = make_problem([9, 9], [3, 4, 5], pairs=[(0, 1, 0, 5), (2, 0, 0, 1), (2, 1, 0, -1)])
    facts = facts_of(problem)
    assert effort_by_officer(facts, np.array([0, 1])).tolist() == [7, 9]
    assert effort_by_officer(facts, np.array([0, 2])).tolist() == [4, 10]
    assert effort_by_officer(facts, np.zeros(0, np.int64)).tolist() == [0, 0]


def test_times_of_pairs_decide_who_has_room_for_a_family() -> None:
    pairs = [(0, 0, 0, 6), (0, 1, 0, 5)]
    for second, officer in ((4, NOBODY), (3, 0)):
        problem = make_problem([9, 7], [1, second], bundle=[0, 0], pairs=pairs)
        assert with_room(problem, -1, -1) == [officer, officer]


def test_it_is_what_giving_the_case_away_shows() -> None:
    """Beside giving the whole unit to every officer in turn: whoever breaks no rule by it has room."""
    has = hasnt = 0
    for seed in range(120):
        instance = unrelated_instance(seed) if seed % 4 == 0 else random_instance(seed)
        problem, goals = instance.problem, instance.goals
        facts, rng = facts_of(problem), random.Random(f"room {seed}")
        officer = np.full(len(problem.cases), NOBODY, np.int32)
        for unit in np.unique(facts.unit).tolist():
            mine = facts.unit == unit
            able = np.flatnonzero(facts.allowed[facts.row[mine.argmax()]]).tolist()
            if able and (rng.random() < 0.6 or facts.pin[mine.argmax()] >= 0):
                officer[mine] = rng.choice(able)
        if any(v.code != "has_room" for v in judged(problem, *officer.tolist(), goals=goals).violations):
            continue
        told = with_room(problem, *officer.tolist(), goals=goals)
        for case in np.flatnonzero(officer == NOBODY).tolist():
            fits = []
            for o in range(len(problem.officers)):
                given = np.where(facts.unit == facts.unit[case], o, officer)
                broken = judged(problem, *given.tolist(), goals=goals).violations
                fits += [o] if all(v.code == "has_room" for v in broken) else []
            assert told[case] in fits if fits else told[case] == NOBODY, seed
            has, hasnt = has + bool(fits), hasnt + (not fits)
        assert all(o == NOBODY for o, held in zip(told, officer.tolist(), strict=True) if held != NOBODY)
    assert has > 30
    assert hasnt > 30


def test_who_has_the_hours_and_who_has_the_places() -> None:
    problem = make_problem([100, 5, 100], [10, 10, 10], [[0, 1]], standards=[1, -1, -1])
    assigned = np.array([0, -1, -1], np.int32)
    facts, held = facts_and_loads(problem, *assigned.tolist())
    spare = spare_of(facts, assigned, held, WITHIN)
    assert (spare.room.tolist(), spare.hours.tolist()) == ([NOBODY] * 3, [NOBODY, 0, 0])
    assert spare.places.tolist() == [NOBODY, 1, 1]


def test_where_hours_are_no_limit_whoever_has_the_places_has_room() -> None:
    facts, held = facts_and_loads(make_problem([9, 4], [3, 3, 3], standards=[1, 2]), 0, 1, -1)
    spare = spare_of(facts, np.array([0, 1, -1], np.int32), held, Goals())
    assert spare.room.tolist() == spare.places.tolist() == [NOBODY, NOBODY, 1]
    assert spare.hours[2] != NOBODY


def test_where_nothing_waits_nobody_is_looked_for() -> None:
    facts, held = facts_and_loads(make_problem([9], [3]), 0)
    spare = spare_of(facts, np.array([0], np.int32), held, WITHIN)
    assert spare.room.tolist() == spare.hours.tolist() == spare.places.tolist() == [NOBODY]
