from __future__ import annotations

import pytest

from app.telemetry.spans import NOTHING, NOWHERE, Span, current, within


class Ended(Span):
    """Remembers that it is over."""

    def __init__(self) -> None:
        self.is_over = False

    def end(self, ended: object = None) -> None:
        self.is_over = True


def test_a_span_of_nowhere_can_be_told_everything() -> None:
    for span in (NOWHERE.request("GET", None), NOWHERE.work("plan")):
        assert span is NOTHING
        assert span.child("x") is NOTHING
        span.note("a", 1)
        span.rename("y")
        span.fail()
        span.end()
    NOWHERE.close()


def test_who_is_within_a_span_finds_it_and_it_ends_with_the_block_whatever_happens() -> None:
    outer, inner = Ended(), Ended()
    with within(outer):
        assert current() is outer
        with pytest.raises(LookupError), within(inner):
            raise LookupError if current() is inner else AssertionError
        assert current() is outer
        assert inner.is_over
        assert not outer.is_over
    assert current() is NOTHING
    assert outer.is_over
