"""What an attempt at a plan is told as: its wait, its child process, and the phases of the child."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from app.telemetry.spans import NOTHING, Span, Traces, current, within

PHASE = re.compile(r"[a-z][a-z -]{0,29}")
"""Phases are words of the solver; what does not look like one is no name of a span."""


@contextmanager
def attempt(traces: Traces, number: int, asked_at: datetime | None) -> Iterator[Span]:
    """Be within an attempt at a plan.

    Parameters
    ----------
    traces : Traces
    number : int
        1 for the first.
    asked_at : datetime or None
        When it was asked for, where it has waited since then.
    """
    now = datetime.now(UTC)
    asked_at = None if asked_at is None else min(asked_at, now)  # by the clock of another machine
    with within(traces.work("plan", asked_at)) as span:
        span.note("caseload.attempt", number)
        if asked_at is not None:
            span.child("plan queue", asked_at).end(now)
        yield span


@contextmanager
def child_process() -> Iterator[Phases]:
    """Be within the child process of an attempt."""
    with within(current().child("plan child")) as span:
        phases = Phases(span)
        try:
            yield phases
        finally:
            phases.end()


class Phases:
    """Spans of the phases that a child tells of, one after the other."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self._name: object = None
        self._phase = NOTHING

    def tell(self, message: Mapping[str, Any]) -> None:
        """Hear what the child says; a new phase ends the one before."""
        name = message.get("phase")
        if name == self._name:
            return
        self.end()
        self._name = name
        is_word = isinstance(name, str) and PHASE.fullmatch(name)
        self._phase = self._span.child(f"plan phase {name if is_word else 'other'}")

    def end(self) -> None:
        """The last phase is over."""
        self._phase.end()
        self._name, self._phase = None, NOTHING
