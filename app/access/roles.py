"""What a route needs of its caller. Each route says so once, in a line above its function, and none goes without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.store.tables import Role

F = TypeVar("F", bound=Callable[..., Any])
MARK = "caseload_need"
ORDER = tuple(Role)
"""Each may what those before it may."""


class UndeclaredNeed(LookupError):
    """A route does not say who may use it."""


@dataclass(frozen=True, slots=True)
class Need:
    """Who may use a route.

    Attributes
    ----------
    role : Role or None
        This one or a higher one; None: whoever comes, signed in or not.
    all_offices : bool
        Only callers for all offices, because the answer tells of all.
    is_form : bool
        A form with files: the child that looks into it finds the token of the session there, and refuses it without.
    """

    role: Role | None
    all_offices: bool = False
    is_form: bool = False

    def is_met_by(self, role: Role) -> bool:
        """Whether a role is enough."""
        return self.role is None or ORDER.index(role) >= ORDER.index(self.role)


def needs(role: Role, *, all_offices: bool = False, is_form: bool = False) -> Callable[[F], F]:
    """Declare who may use a route: ``@needs(Role.PLANNER)`` below ``@router.post(…)``."""
    return _marked(Need(role, all_offices, is_form))


def for_everybody(endpoint: F) -> F:
    """Declare that a route is for whoever comes: it tells nothing of what is kept."""
    return _marked(Need(None))(endpoint)


def need_of(endpoint: Callable[..., Any]) -> Need:
    """What a route needs.

    Raises
    ------
    UndeclaredNeed
    """
    found = vars(endpoint).get(MARK)
    if not isinstance(found, Need):
        raise UndeclaredNeed(f"{endpoint.__module__}.{endpoint.__name__} needs @needs(Role.…) or @for_everybody")
    return found


def _marked(need: Need) -> Callable[[F], F]:
    def mark(endpoint: F) -> F:
        vars(endpoint)[MARK] = need
        return endpoint

    return mark
