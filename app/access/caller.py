"""Who asks: known by a key or a session, with a role and offices."""

from __future__ import annotations

from dataclasses import dataclass

from app.access.roles import Need
from app.store.scope import Scope
from app.store.tables import Role
from solver.errors import CaseloadError


class Unauthenticated(CaseloadError):
    """Say who you are: send a key (`Authorization: Bearer caseload_…`), or sign in with a browser."""


class BadCredentials(Unauthenticated):
    """The key is not known, was revoked, or has expired. `caseload keys create` makes another one."""


class NotAllowed(CaseloadError):
    """These credentials may not do that."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has said who they are.

    Attributes
    ----------
    id : str
        The same whenever it is the same one.
    name : str
        For people.
    role : Role
    scope : Scope
        Offices whose rosters and plans they see.
    """

    id: str
    name: str
    role: Role
    scope: Scope

    def check(self, need: Need) -> None:
        """Refuse what this caller may not do.

        Raises
        ------
        NotAllowed
        """
        if not need.is_met_by(self.role):
            raise NotAllowed(f"This needs the role {need.role} or a higher one; these credentials are a {self.role}'s.")
        if need.all_offices and self.scope.offices is not None:
            raise NotAllowed("This tells of all offices, and these credentials are for some of them only.")
