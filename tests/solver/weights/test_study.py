"""A study whose rows point nowhere is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.errors import InvalidProblem
from solver.weights.study import Entries, PaidHours, TimeStudy
from tests.solver.weights.made import MONDAY, entries, made

GOOD = made([[[1.0], [2.0]]], [[[3.0], [3.0]]])


def test_days_belong_to_weeks_that_begin_on_monday() -> None:
    study = replace(GOOD, entries=entries([0, 0, 0], [MONDAY, MONDAY + 6, MONDAY + 7], [1, 1, 1], [0, 0, 0]))
    assert study.week_of_entries.tolist() == [0, 0, 1]
    assert study.knows_officers


@pytest.mark.parametrize(
    "bad",
    [
        entries([1], [MONDAY], [1], [0]),
        entries([-1], [MONDAY], [1], [0]),
        entries([0], [MONDAY + 14], [1], [0]),
        entries([0], [MONDAY - 1], [1], [0]),
        entries([0], [MONDAY], [1], [1]),
        entries([0], [MONDAY], [-1], [0]),
        entries([0], [MONDAY], [np.nan], [0]),
    ],
)
def test_entries_that_point_nowhere_are_refused(bad: Entries) -> None:
    with pytest.raises(InvalidProblem):
        replace(GOOD, entries=bad)


def test_what_would_not_fit_into_memory_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="take a shorter time"):
        replace(GOOD, officers=tuple(map(str, range(20_000))), weeks=1_001)


def test_a_study_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="needs an officer"):
        replace(GOOD, officers=())


def test_negative_amounts_and_groups_of_half_the_types_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="paid hours must be 0"):
        replace(GOOD, paid=PaidHours(np.zeros(1, np.int64), np.zeros(1, np.int64), np.array([-1.0])))
    with pytest.raises(InvalidProblem, match="open_cases must be 0"):
        replace(GOOD, counts=replace(GOOD.counts, open_cases=np.array([-1.0, 2.0])))
    with pytest.raises(InvalidProblem, match="groups"):
        replace(GOOD, groups=np.zeros(2, np.int64))
    assert isinstance(GOOD, TimeStudy)
