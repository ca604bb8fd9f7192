from __future__ import annotations

import pytest

from app.audit.actions import Action
from app.audit.duties import UndeclaredDuty, duty_of, leaves, leaves_nothing


def test_a_function_says_what_it_records() -> None:
    @leaves(Action.PLANNED, Action.REFUSED)
    def one() -> None:
        """Records."""

    @leaves_nothing("there is nothing")
    def other() -> None:
        """Records nothing."""

    assert duty_of(one).actions == (Action.PLANNED, Action.REFUSED)
    assert (duty_of(other).actions, duty_of(other).reason) == ((), "there is nothing")


def test_a_function_that_says_nothing_is_found() -> None:
    def forgotten() -> None:
        """Says nothing."""

    with pytest.raises(UndeclaredDuty, match="forgotten"):
        duty_of(forgotten)
