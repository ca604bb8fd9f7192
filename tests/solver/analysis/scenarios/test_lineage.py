from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Change, ChangeEffort, ChangeIntake, DropCases, RemoveOfficers
from solver.analysis.scenarios.lineage import traced
from solver.errors import InvalidChange
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import random_roster, roster


def office() -> Problem:
    cases = [(Need(), hours) for hours in (1, 2, 3, 4, 5)]
    return roster([10, 10], cases, types=["a", "b", "a", "a", "a"])


CHANGES: tuple[Change, ...] = (
    ChangeIntake("a", share=Fraction(1, 2)),
    DropCases((office().cases.ids[1],)),
    ChangeEffort("a", factor=Fraction(3, 2)),
    ChangeIntake("a", cases=-2),
    ChangeIntake("a", cases=3),
)


def test_every_case_knows_where_it_comes_from() -> None:
    before = office()
    done = traced(before, CHANGES)
    assert done.problem.cases.ids == applied(before, CHANGES).cases.ids
    for at, name in enumerate(done.problem.cases.ids):
        original = re.sub(r"( \(new \d+\))+$", "", name)
        assert before.cases.ids[done.source[at]] == original
        assert bool(done.is_copy[at]) == (name != original)


def test_efforts_and_types_follow_their_source() -> None:
    before = office()
    done = traced(before, CHANGES)
    factor = np.array([Fraction(3, 2) if kind == "a" else Fraction(1) for kind in ("a", "b", "a", "a", "a")])
    for at, source in enumerate(done.source.tolist()):
        old = before.hours(int(before.cases.effort[source]))
        assert done.problem.hours(int(done.problem.cases.effort[at])) == old * factor[source]
        assert done.problem.cases.case_type[at] == before.cases.case_type[source]


def test_cases_that_came_later_are_left_out_of_the_counting() -> None:
    """With or without the two later ones, the same three cases of type a are copied and dropped."""
    before = roster([10, 10], [(Need(), 1)] * 5, types=["a", "a", "a", "a", "a"])
    later = np.array([False, False, False, True, True])
    alone = roster([10, 10], [(Need(), 1)] * 3, types=["a", "a", "a"])
    changes = (
        ChangeIntake("a", share=Fraction(1)),
        ChangeIntake("a", cases=-2),
        ChangeEffort("a", case_hours=Fraction(2)),
    )
    done, expected = traced(before, changes, later), applied(alone, changes)
    names = [name for name, source in zip(done.problem.cases.ids, done.source.tolist(), strict=True) if source < 3]
    assert tuple(names) == expected.cases.ids
    assert {before.cases.ids[source] for source in done.source.tolist()} >= set(before.cases.ids[3:])
    assert {done.problem.hours(int(effort)) for effort in done.problem.cases.effort} == {2}, "efforts are everybody's"
    assert set(done.problem.cases.case_type.tolist()) == {0}


def test_no_change_leaves_every_case_in_its_place() -> None:
    for seed in range(20):
        problem = random_roster(seed)
        done = traced(problem, ())
        assert done.problem is problem
        assert done.source.tolist() == list(range(len(problem.cases)))
        assert not done.is_copy.any()


def test_a_change_that_cannot_be_is_named() -> None:
    with pytest.raises(InvalidChange, match=r"nobody leaves.*there is no officer nobody"):
        traced(office(), (RemoveOfficers(("nobody",)),))
