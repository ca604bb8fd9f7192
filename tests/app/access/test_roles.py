from __future__ import annotations

import pytest

from app.access.caller import Caller, NotAllowed
from app.access.roles import Need, UndeclaredNeed, for_everybody, need_of, needs
from app.store.scope import EVERYWHERE, Scope
from app.store.tables import Role


def test_each_role_may_what_those_before_it_may() -> None:
    may = {need: [role.value for role in Role if Need(need).is_met_by(role)] for need in (None, *Role)}
    assert may == {
        None: ["viewer", "planner", "approver", "admin"],
        Role.VIEWER: ["viewer", "planner", "approver", "admin"],
        Role.PLANNER: ["planner", "approver", "admin"],
        Role.APPROVER: ["approver", "admin"],
        Role.ADMIN: ["admin"],
    }


def test_a_route_says_what_it_needs_once() -> None:
    def route() -> None:
        """Nothing."""

    with pytest.raises(UndeclaredNeed, match="route needs @needs"):
        need_of(route)
    assert needs(Role.PLANNER)(route) is route
    assert need_of(route) == Need(Role.PLANNER)
    assert need_of(for_everybody(route)) == Need(None)


def test_what_tells_of_all_offices_is_for_callers_for_all() -> None:
    need = Need(Role.VIEWER, all_offices=True)
    Caller("1", "x", Role.VIEWER, EVERYWHERE).check(need)
    with pytest.raises(NotAllowed, match="all offices"):
        Caller("1", "x", Role.ADMIN, Scope.of(["north"])).check(need)
    with pytest.raises(NotAllowed, match="needs the role planner"):
        Caller("1", "x", Role.VIEWER, EVERYWHERE).check(Need(Role.PLANNER))
