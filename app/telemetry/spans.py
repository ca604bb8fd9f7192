"""What happened, for how long, and within what: spans, which go nowhere unless an operator has said where to.

A span holds words of the program, numbers and outcomes. Nothing that a client sent, no id and no text of an error is
ever given to one: whoever writes here keeps to that, and ``tests/app/api/test_canaries.py`` holds them to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from app.telemetry.trace_parent import TraceParent


class Span:
    """Something that takes time. This one is told to nobody."""

    def child(self, name: str, began: datetime | None = None) -> Span:  # noqa: ARG002
        """Something within it, from now on, or from a moment that is over."""
        return self

    def note(self, name: str, value: str | float) -> None:
        """Say more of it."""

    def rename(self, name: str) -> None:
        """Call it otherwise, once it is known what it is."""

    def fail(self) -> None:
        """Say that it went wrong, and not why: texts of errors may quote what was sent."""

    def end(self, ended: datetime | None = None) -> None:
        """It is over. One that never ends is told to nobody."""


NOTHING = Span()
_current: ContextVar[Span] = ContextVar("caseload_span", default=NOTHING)


class Traces:
    """Where spans begin that are within nothing else. These go nowhere."""

    def request(self, method: str, parent: TraceParent | None) -> Span:  # noqa: ARG002
        """A request that somebody sends, within what they do."""
        return NOTHING

    def work(self, name: str, began: datetime | None = None) -> Span:  # noqa: ARG002
        """Something that this process does by itself."""
        return NOTHING

    def close(self) -> None:
        """Send what was not sent yet."""


NOWHERE = Traces()


def current() -> Span:
    """What this thread or task is within."""
    return _current.get()


@contextmanager
def within(span: Span) -> Iterator[Span]:
    """Be within a span, which ends with the block. Whether it went wrong, others say: a refusal is no failure."""
    token = _current.set(span)
    try:
        yield span
    finally:
        _current.reset(token)
        span.end()
