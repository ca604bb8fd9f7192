"""Every finding has a study that shows it, and a sound study has none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Floats
from solver.weights.checks import StudyFinding, Weight, findings_of, named
from solver.weights.estimate import estimate
from solver.weights.study import NONE, TimeStudy
from tests.solver.weights.made import MONDAY, entries, made

CASES = np.full((9, 2, 1), 10.0)


def sound(hours: Floats | None = None, cases: Floats = CASES, paid: float | None = 31.0) -> TimeStudy:
    """Nine officers with 10 hours a week for cases and 20.1 for others, in entries of odd minutes."""
    rng = np.random.default_rng(1)
    spent = CASES * (1 + rng.uniform(-0.1, 0.1, CASES.shape)) if hours is None else hours
    base = made(spent, cases, np.full(spent.shape[:2], 20.1), None if paid is None else np.full(spent.shape[:2], paid))
    days = np.repeat(base.entries.day, 5) + np.tile(np.arange(5), len(base.entries))
    each = base.entries
    return replace(
        base,
        entries=entries(np.repeat(each.officer, 5), days, np.repeat(each.minutes / 5, 5), np.repeat(each.case_type, 5)),
    )


def codes(study: TimeStudy) -> dict[str, StudyFinding]:
    return {each.code: each for each in findings_of(study, estimate(study))}


def test_a_sound_study_has_nothing_to_say() -> None:
    assert codes(sound()) == {}


def test_what_is_wrong_comes_first() -> None:
    study = sound(paid=None)
    study = replace(study, entries=replace(study.entries, minutes=study.entries.minutes * 5))
    found = findings_of(study, estimate(study))
    assert [each.weight for each in found] == [Weight.WRONG, Weight.NOTE]
    assert [each.code for each in found] == ["long-days", "no-paid-hours"]


def test_a_day_of_more_than_sixteen_hours_is_told_with_its_officer() -> None:
    base = sound()
    more = entries([3], [MONDAY], [60 * 12], [NONE])
    joined = [np.concatenate([getattr(base.entries, n), getattr(more, n)]) for n in type(more).__slots__]
    found = codes(replace(base, entries=type(more)(*joined)))["long-days"]
    assert found.text.startswith("1 days")
    assert "(O3)" in found.text


@pytest.mark.parametrize(
    ("paid", "code"), [(40.0, "response"), (20.0, "more-than-paid"), (None, "no-paid-hours"), (130.0, "thin-weeks")]
)
def test_recorded_hours_are_held_against_paid_ones(paid: float | None, code: str) -> None:
    assert code in codes(sound(paid=paid))


def test_officers_and_weeks_that_are_missing_are_named() -> None:
    study = sound()
    keep = (study.entries.officer != 2) & ((study.entries.officer != 4) | (study.week_of_entries == 0))
    kept = type(study.entries)(*(getattr(study.entries, n)[keep] for n in type(study.entries).__slots__))
    found = codes(replace(study, entries=kept))
    assert "O2" in found["no-entries"].text
    assert "O4 (1 of 2)" in found["missing-weeks"].text


def test_few_officers_and_one_week_are_said() -> None:
    assert "few-officers" in codes(sound(CASES[:3], CASES[:3]))
    assert codes(sound(CASES[:, :1], CASES[:, :1]))["one-week"].weight is Weight.WRONG


def test_types_without_time_or_without_cases_are_named() -> None:
    hours, cases = CASES.repeat(3, axis=2) / 3, CASES.repeat(3, axis=2)
    hours[:, :, 1] = 0
    cases[:, :, 2] = 0
    found = codes(sound(hours, cases))
    assert "T1" in found["no-time"].text
    assert "T2" in found["no-counts"].text


def test_an_interval_that_is_hardly_one_or_none_is_said() -> None:
    hours, cases = CASES.repeat(2, axis=2), CASES.repeat(2, axis=2)
    hours[1:, :, 1] = 0
    cases[1:, :, 1] = 0
    assert "T1" in codes(sound(hours, cases))["no-interval"].text
    pace = np.exp(np.linspace(-2, 2, 9))[:, None, None]
    assert "T0" in codes(sound(CASES * pace))["wide"].text


def test_counts_that_do_not_say_whose_cases_they_are_are_told() -> None:
    study = sound()
    nobody = np.full(len(study.counts.officer), NONE, np.int64)
    assert "counts-not-by-officer" in codes(replace(study, counts=replace(study.counts, officer=nobody)))


def test_quarters_of_an_hour_are_seen() -> None:
    study = sound()
    rounded = np.maximum(np.round(study.entries.minutes / 15), 1) * 15
    assert "100%" in codes(replace(study, entries=replace(study.entries, minutes=rounded)))["heaping"].text


def test_a_few_names_are_told_and_the_others_counted() -> None:
    assert named(list("abcdefg")) == "a, b, c, d, e and 2 more"
