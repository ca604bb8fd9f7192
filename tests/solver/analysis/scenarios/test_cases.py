"""Problems with other cases: more or fewer of a type, other efforts, some of them alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.scenarios.cases import cases_of_type, intake_changed, intake_chosen, with_cases, with_effort
from solver.analysis.scenarios.changes import ChangeEffort, ChangeIntake
from solver.errors import InvalidChange, TooLarge
from solver.problem import ALONE, NEW, Need, Problem
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import make_problem


def office(pinned: int = 0) -> Problem:
    return roster(
        [10],
        [(Need(), 1), (Need(), 2), (Need(), 3), (Need(), 4)],
        types=["Visit", "visit", "other", "VISIT"],
        current=[0] * 4,
        pinned=[case < pinned for case in range(4)],
    )


def efforts(problem: Problem) -> list[Fraction]:
    return [problem.hours(ticks) for ticks in problem.cases.effort.tolist()]


def test_types_compare_casefolded_and_an_unknown_one_is_refused() -> None:
    assert cases_of_type(office(), "vISIT").tolist() == [0, 1, 3]
    with pytest.raises(InvalidChange, match="there is no case of type visits"):
        cases_of_type(office(), "visits")


def test_other_efforts_are_exact() -> None:
    third = with_effort(office(), ChangeEffort("visit", factor=Fraction(1, 3)))
    assert efforts(third) == [Fraction(1, 3), Fraction(2, 3), 3, Fraction(4, 3)]
    fixed = with_effort(office(), ChangeEffort("visit", case_hours=Fraction(1, 7)))
    assert efforts(fixed) == [Fraction(1, 7), Fraction(1, 7), 3, Fraction(1, 7)]
    for change in (ChangeEffort("visit", case_hours=Fraction(-1)), ChangeEffort("visit", factor=Fraction(-1))):
        with pytest.raises(InvalidChange, match="0 h or more"):
            with_effort(office(), change)


def test_more_cases_are_new_and_copied_evenly() -> None:
    more = intake_changed(office(), ChangeIntake("visit", cases=3))
    assert efforts(more)[4:] == [1, 2, 4]
    assert more.cases.current.tolist() == [0] * 4 + [NEW] * 3
    assert more.cases.bundle[4:].tolist() == [ALONE] * 3
    assert len(set(more.cases.ids)) == 7
    assert intake_chosen(office(), ChangeIntake("visit", share=Fraction(1, 2))).tolist() == [0, 1, 2, 3, 0, 1]


def test_orders_come_along_and_a_copy_has_none() -> None:
    """A copy of a case that is pinned is nobody's."""
    problem = office()
    ordered = np.array([0, NEW, 0, NEW], np.int32)
    cases = replace(problem.cases, pinned=ordered >= 0, ordered=ordered)
    problem = replace(problem, cases=cases)
    more = intake_changed(problem, ChangeIntake("visit", cases=2))
    assert more.cases.ordered is not None
    assert more.cases.ordered.tolist() == [0, NEW, 0, NEW, NEW, NEW]
    assert more.cases.pinned.tolist() == [True, False, True, False, False, False]
    assert with_cases(problem, np.array([2, 1], np.int64)).cases.pin.tolist()[0] == 0


def test_fewer_cases_never_take_a_pinned_one() -> None:
    assert intake_chosen(office(pinned=2), ChangeIntake("visit", cases=-1)).tolist() == [0, 1, 2]
    with pytest.raises(InvalidChange, match="of 3 cases of type visit, 1 are not pinned; 2 cannot go"):
        intake_chosen(office(pinned=2), ChangeIntake("visit", cases=-2))


def test_more_cases_than_can_be_are_refused() -> None:
    with pytest.raises(TooLarge, match="more than 20,000,000 cases"):
        intake_chosen(office(), ChangeIntake("visit", cases=20_000_000))


def test_some_cases_alone_keep_their_pairs() -> None:
    problem = make_problem([5, 5], [1, 2, 3], pairs=[(0, 0, 7, 1), (2, 0, 8, -1), (2, 1, 9, 4)])
    some = with_cases(problem, np.array([2, 1], np.int64))
    assert some.cases.ids == ("C-3", "C-2")
    assert some.pairs is not None
    assert (some.pairs.case.tolist(), some.pairs.cost.tolist(), some.pairs.effort.tolist()) == ([0, 0], [8, 9], [-1, 4])
    assert with_cases(problem, np.array([1], np.int64)).may_hold(0).all()
