"""What a route records. Each route says so once, in a line above its function, and none goes without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.audit.actions import Action

F = TypeVar("F", bound=Callable[..., Any])
MARK = "caseload_duty"


class UndeclaredDuty(LookupError):
    """A route does not say what it records."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a route records.

    Attributes
    ----------
    actions : tuple of Action
        One of them, whenever it does what it is asked; none: nothing, and why stands in ``reason``.
    reason : str
    """

    actions: tuple[Action, ...]
    reason: str = ""


def leaves(*actions: Action) -> Callable[[F], F]:
    """Declare that a route leaves a record: ``@leaves(Action.PLANNED)`` below ``@needs(…)``."""
    return _marked(Duty(actions))


def leaves_nothing(reason: str) -> Callable[[F], F]:
    """Declare that a route neither changes nor hands out anything of what is kept, and why it needs no record."""
    return _marked(Duty((), reason))


def duty_of(endpoint: Callable[..., Any]) -> Duty:
    """What a route records.

    Raises
    ------
    UndeclaredDuty
    """
    found = vars(endpoint).get(MARK)
    if not isinstance(found, Duty):
        raise UndeclaredDuty(f"{endpoint.__module__}.{endpoint.__name__} needs @leaves(Action.…) or @leaves_nothing(…)")
    return found


def _marked(duty: Duty) -> Callable[[F], F]:
    def mark(endpoint: F) -> F:
        vars(endpoint)[MARK] = duty
        return endpoint

    return mark
