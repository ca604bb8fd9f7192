"""Phases of a study, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from solver.errors import InvalidParameter
from solver.weights.case_ages import CaseFile, in_phases
from solver.weights.estimate import WEEKS, estimate
from solver.weights.study import NONE, Counts, PaidHours, TimeStudy
from tests.solver.weights.made import MONDAY, entries

Case = tuple[int, int, int, int | None]
"""Type, officer (or NONE), and the first and last day, from the first Monday on."""
Entry = tuple[int, int, float, int, int]
"""Officer, day from the first Monday on, hours, type, case."""


def file_of(*cases: Case) -> CaseFile:
    kind, officer, opened, closed = zip(*cases, strict=True)
    last = [NONE if each is None else MONDAY + each for each in closed]
    return CaseFile(
        np.arange(len(cases)),
        np.array(kind, np.int64),
        np.array(officer, np.int64),
        MONDAY + np.array(opened, np.int64),
        np.array(last, np.int64),
    )


def study_of(*rows: Entry, types: Sequence[str] = ("intake",), officers: int = 3, weeks: int = 2) -> TimeStudy:
    officer, day, hours, kind, case = (np.array(column) for column in zip(*rows, strict=True))
    nothing = np.zeros(0, np.int64)
    return TimeStudy(
        officers=tuple(f"O{at}" for at in range(officers)),
        types=tuple(types),
        activities=(),
        first_monday=MONDAY,
        weeks=weeks,
        entries=entries(officer, MONDAY + day.astype(int), 60 * hours, kind.astype(int), case.astype(int)),
        counts=Counts(nothing, nothing, nothing, np.zeros(0), np.zeros(0), np.zeros(0)),
    )


def test_three_officers_and_two_weeks_by_hand() -> None:
    """One case each that is 7 days old on the second Monday, and O2's that is old all the time.

    First phase, 7 days: case-weeks 1 + 1 + 0 = 2 of the first week, hours 3 + 5 = 8: 4 h a case-week. Later: the second
    week of both, and both of O2's: 4 case-weeks, hours 1 + 1 + 2 + 2 = 6: 1.5 h.
    """
    study = study_of(
        (0, 1, 3, 0, 0), (0, 8, 1, 0, 0), (1, 2, 5, 0, 1), (1, 9, 1, 0, 1), (2, 0, 2, 0, 2), (2, 13, 2, 0, 2)
    )
    phased = in_phases(study, file_of((0, 0, 0, None), (0, 1, 0, None), (0, 2, -100, None)), {0: (7,)})
    found = estimate(phased.study)
    assert phased.study.types == ("intake, day 0–6", "intake, from day 7")
    assert phased.of_type.tolist() == [0, 0]
    assert phased.from_day.tolist() == [0, 7]
    assert found.hours.tolist() == [8, 6]
    assert found.cases.tolist() == [2, 4]
    assert found.weight.tolist() == pytest.approx([4 * WEEKS["month"], 1.5 * WEEKS["month"]])
    assert found.officers.tolist() == [2, 3]


def test_days_of_a_week_are_sevenths_of_a_case_and_the_last_day_counts() -> None:
    """Opened on Wednesday, closed on Thursday a week later: 5 + 4 days; the later phase from its third day on."""
    study = study_of((0, 3, 1, 0, 0), officers=1)
    phased = in_phases(study, file_of((0, 0, 2, 10)), {0: (2,)})
    counts = phased.study.counts
    table = {(w, k): c for w, k, c in zip(counts.week, counts.case_type, counts.open_cases, strict=True)}
    assert table == pytest.approx({(0, 0): 2 / 7, (0, 1): 3 / 7, (1, 1): 4 / 7})


def test_time_before_a_case_is_opened_is_its_first_day_and_after_it_is_closed_its_last() -> None:
    study = study_of((0, 0, 1, 0, 0), (0, 9, 2, 0, 0), (0, 4, 4, 0, 0), officers=1)
    phased = in_phases(study, file_of((0, 0, 3, 5)), {0: (2, 4)})
    assert estimate(phased.study).hours.tolist() == [5, 2, 0]


def test_time_without_an_age_is_spread_like_that_of_the_same_officer_and_week() -> None:
    """O0 in week 0: 1 h young, 3 h old, so 2 h without a case are 0.5 and 1.5. O1 knows none: as all, 1 to 4 of 5."""
    rows = [(0, 0, 1, 0, 0), (0, 1, 3, 0, 1), (0, 2, 2, 0, NONE), (1, 0, 10, 0, 7), (2, 8, 1, 0, 1)]
    study = study_of(*rows)
    phased = in_phases(study, file_of((0, 0, 0, None), (0, 1, -100, None)), {0: (30,)})
    found = estimate(phased.study)
    assert found.cells.hours[0, 0].tolist() == [1.5, 4.5]
    assert found.cells.hours[1, 0].tolist() == [2, 8]
    assert found.hours.sum() == 17
    assert (phased.hours.tolist(), phased.without_case.tolist(), phased.not_in_file.tolist()) == ([17], [2], [10])
    paid = PaidHours(np.array([0]), np.array([0]), np.array([12.0]))
    doubled = estimate(replace(phased.study, paid=paid))
    assert doubled.cells.hours[0, 0].tolist() == [3, 9]


def test_of_nobody_whose_age_is_known_nothing_is_made_up() -> None:
    study = study_of((0, 0, 1, 0, NONE))
    with pytest.raises(InvalidParameter, match="no time of intake is booked on a case"):
        in_phases(study, file_of((0, 0, 0, None)), {0: (30,)})


def test_whose_case_it_is_says_the_file_or_the_most_time_or_nobody() -> None:
    rows = [(0, 0, 1, 0, 0), (1, 0, 2, 0, 0), (2, 0, 5, 0, 1)]
    phased = in_phases(study_of(*rows), file_of((0, NONE, 0, None), (0, 0, 0, None), (0, NONE, 0, None)), {0: (30,)})
    found = estimate(phased.study).cells.cases[:, 0, 0]
    assert found.tolist() == pytest.approx([1 + 1 / 3, 1 + 1 / 3, 1 / 3])
    assert phased.nobodys == pytest.approx(1 / 3)


def test_other_types_keep_their_counts_and_the_file_says_the_type_of_a_case() -> None:
    """``check`` has counts; ``visit`` has none, so it takes the file's. One entry names another type than the file."""
    rows = [(0, 0, 1, 0, 0), (0, 0, 1, 1, NONE), (0, 0, 1, 1, 1), (0, 0, 1, 2, 2), (0, 0, 1, NONE, 0)]
    study = study_of(*rows, types=("intake", "check", "visit"), officers=1, weeks=1)
    counts = Counts(
        np.array([0, 0]), np.array([0, 0]), np.array([0, 1]), np.array([9.0, 4.0]), *np.full((2, 2), np.nan)
    )
    study = replace(study, counts=counts, groups=np.array([0, 0, NONE]))
    phased = in_phases(study, file_of((0, 0, 0, None), (0, 0, -90, None), (2, 0, 0, None)), {0: (30,)})
    found = estimate(phased.study)
    assert phased.study.types == ("intake, day 0–29", "intake, from day 30", "check", "visit")
    assert found.cases.tolist() == [1, 1, 4, 1]
    assert found.hours.tolist() == [2, 1, 1, 1]
    assert phased.retyped == 2
    assert phased.study.groups.tolist() == [0, 1, 0, NONE]


def test_without_borders_it_is_the_same_study() -> None:
    study = study_of((0, 0, 1, 0, 0), (1, 1, 2, 0, 1))
    counts = Counts(
        np.array([0, 1]), np.array([NONE, NONE]), np.array([0, 0]), np.array([3.0, 4.0]), *np.full((2, 2), np.nan)
    )
    study = replace(study, counts=counts)
    phased = in_phases(study, file_of((0, 0, 0, None), (0, 1, 0, None)), {})
    assert estimate(phased.study).weight.tolist() == estimate(study).weight.tolist()
    assert not phased.has_several.any()
