from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.telemetry.attempts import attempt, child_process
from app.telemetry.spans import NOTHING, Span, Traces, current
from app.telemetry.trace_parent import TraceParent


class Kept(Span, Traces):
    """Remembers every span by its name, with when it began and ended where somebody said so."""

    def __init__(self, spans: dict[str, Kept], name: str = "", began: datetime | None = None) -> None:
        self.spans = spans
        self.began, self.ended = began, began
        self.is_over = False
        spans[name] = self

    def child(self, name: str, began: datetime | None = None) -> Span:
        return Kept(self.spans, name, began)

    def request(self, method: str, parent: TraceParent | None) -> Span:
        return NOTHING

    def work(self, name: str, began: datetime | None = None) -> Span:
        return self.child(name, began)

    def end(self, ended: datetime | None = None) -> None:
        self.ended, self.is_over = ended, True


def test_the_wait_the_child_and_its_phases_are_told_one_after_the_other() -> None:
    spans: dict[str, Kept] = {}
    asked_at = datetime.now(UTC) - timedelta(seconds=5)
    with attempt(Kept(spans), 1, asked_at):
        with child_process() as phases:
            phases.tell({"phase": "reading"})
            phases.tell({"phase": "reading"})
            phases.tell({"phase": "fair shares"})
            assert spans["plan phase reading"].is_over
            assert not spans["plan phase fair shares"].is_over
            phases.tell({"phase": "CANARY-C-4711"})
            phases.tell({"value": 7})
        assert not spans["plan"].is_over
    assert set(spans) == {
        "",
        "plan",
        "plan queue",
        "plan child",
        "plan phase reading",
        "plan phase fair shares",
        "plan phase other",
    }
    wait = spans["plan queue"]
    assert wait.began == spans["plan"].began == asked_at
    assert wait.ended is not None
    assert wait.ended - asked_at >= timedelta(seconds=5)
    assert all(span.is_over for name, span in spans.items() if name)
    assert current() is NOTHING


def test_a_later_attempt_has_no_wait_and_a_clock_that_is_ahead_makes_none_that_ends_before_it_begins() -> None:
    spans: dict[str, Kept] = {}
    with attempt(Kept(spans), 2, None):
        pass
    assert set(spans) == {"", "plan"}
    with attempt(Kept(spans), 1, datetime.now(UTC) + timedelta(hours=1)):
        pass
    assert spans["plan queue"].began == spans["plan queue"].ended
