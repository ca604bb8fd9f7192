"""What was done to the events of a log before anything was made of them, each as a finding."""

from __future__ import annotations

from collections.abc import Iterator

from solver.weights.checks import StudyFinding, Weight, of_types
from solver.weights.estimate import Estimate
from solver.weights.event_log.handling import Handled
from solver.weights.study import TimeStudy

LITTLE = 0.5
"""Share of the time between starts and ends below which most of it was no work."""


def findings_of_log(study: TimeStudy, found: Estimate, events: Handled) -> tuple[StudyFinding, ...]:
    """Everything that was found, what is wrong first."""
    every = [*_of_events(events), *of_types(study, found)]
    return tuple(sorted(every, key=lambda each: each.weight is Weight.NOTE))


def _of_events(events: Handled) -> Iterator[StudyFinding]:
    hours = float(events.entries.minutes.sum()) / 60
    share = hours / events.clock_hours if events.clock_hours else 1.0
    yield StudyFinding(
        "log",
        Weight.NOTE,
        f"Of {events.clock_hours:,.0f} hours between start and end, {hours:,.0f} ({share:.0%}) are handling time: "
        "within working hours as the log shows them, shared where events of one officer overlap. Time that no event "
        "records is in no weight.",
    )
    if events.trimmed:
        yield StudyFinding(
            "outliers",
            Weight.NOTE,
            f"{events.trimmed:,} events are longer than three ranges between the quartiles above the third one "
            f"(logarithms, by type and activity) and were cut there: {events.trimmed_hours:,.0f} hours.",
        )
    if events.outside:
        outside = events.outside / max(len(events.entries), 1)
        weight = Weight.WRONG if outside > 1 - LITTLE else Weight.NOTE
        yield StudyFinding(
            "outside", weight, f"{events.outside:,} events lie outside of all working hours and count with no time."
        )
