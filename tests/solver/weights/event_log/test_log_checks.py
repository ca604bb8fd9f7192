"""What was done to a log is said."""

from __future__ import annotations

from dataclasses import replace

from solver.weights.checks import Weight
from solver.weights.estimate import estimate
from solver.weights.event_log.handling import handled
from solver.weights.event_log.log_checks import findings_of_log
from tests.solver.weights.event_log.made import log_of, office_days
from tests.solver.weights.made import made

STUDY = made([[[1.0]], [[2.0]]], [[[1.0]], [[1.0]]])


def test_how_much_of_the_time_between_start_and_end_was_work_is_said() -> None:
    events = handled(log_of(office_days(6)), 1)
    found = {each.code: each for each in findings_of_log(STUDY, estimate(STUDY), events)}
    assert found.keys() == {"log", "wide"}
    assert "Of 194 hours between start and end, 194 (100%)" in found["log"].text


def test_outliers_and_events_outside_of_working_hours_are_counted() -> None:
    events = replace(handled(log_of(office_days(6)), 1), outside=40, trimmed=3, trimmed_hours=12.0)
    first, *others = findings_of_log(STUDY, estimate(STUDY), events)
    assert (first.code, first.weight) == ("outside", Weight.WRONG)
    assert "3 events" in next(each.text for each in others if each.code == "outliers")
