"""What came of something, as a span says it: the word that the metrics have, and whether that is a failure."""

from __future__ import annotations

from app.telemetry.spans import Span

FINE = frozenset({"done", "cancelled", "handed_back", "superseded", "answered", "refused"})
"""Whatever else came of it went wrong."""


def tell_outcome(span: Span, outcome: str) -> None:
    """Say what came of it."""
    span.note("caseload.outcome", outcome)
    if outcome not in FINE:
        span.fail()
