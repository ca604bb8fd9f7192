from __future__ import annotations

import pytest

from app.jobs.queries import OUTCOMES
from app.store.tables import State
from app.telemetry.outcomes import FINE, tell_outcome
from app.telemetry.spans import Span


class Told(Span):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.notes: dict[str, object] = {}
        self.has_failed = False

    def note(self, name: str, value: str | float) -> None:
        self.notes[name] = value

    def fail(self) -> None:
        self.has_failed = True


@pytest.mark.parametrize(("outcome", "is_fine"), [("done", True), ("refused", True), ("crashed", False), ("?", False)])
def test_an_outcome_is_told_and_some_are_failures(outcome: str, is_fine: bool) -> None:
    told = Told()
    tell_outcome(told, outcome)
    assert told.notes == {"caseload.outcome": outcome}
    assert told.has_failed is not is_fine


def test_the_words_are_those_of_the_metrics() -> None:
    assert {State.DONE, State.CANCELLED} <= FINE
    assert not {"crashed", "timed_out", "out_of_memory"} - set(OUTCOMES.values())
    assert not FINE & {"crashed", "timed_out", "out_of_memory", "fault"}
