"""Who asks: known by a key or a session, with a role and offices."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.access.roles import Need
from app.audit.actions import Action, Outcome
from app.audit.record import Entry
from app.store.scope import Scope
from app.store.tables import Role
from solver.errors import CaseloadError


class Unauthenticated(CaseloadError):
    """Say who you are: send a key (`Authorization: Bearer caseload_…`), or sign in with a browser."""


class BadCredentials(Unauthenticated):
    """The key is not known, was revoked, or has expired. `caseload keys create` makes another one."""


class ProviderFault(CaseloadError):
    """The sign-in provider does not answer as it should. Try again in a minute, or tell whoever runs it."""


class StaleForm(CaseloadError):
    """The page was made for another session: go back, reload it, and send it again."""


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
    csrf : str or None
        What every form of a browser that has signed in brings along; None: a program that sends a key, which no page of
        another site can make a browser send.
    """

    id: str
    name: str
    role: Role
    scope: Scope
    csrf: str | None = None

    def may(self, role: str) -> bool:
        """Whether their role is this one or a higher one: pages show no button that would be refused."""
        return Need(Role(role)).is_met_by(self.role)

    def did(
        self,
        action: Action,
        offices: Sequence[str] | None,
        subject: str | None = None,
        outcome: Outcome = Outcome.DONE,
        **details: Any,
    ) -> Entry:
        """What they did, to be recorded (:class:`app.audit.record.Entry`)."""
        return Entry(action, self.id, str(self.role), offices, subject, outcome, details)

    def check_form(self, sent: str) -> None:
        """Refuse what a browser sent without the token of this session: a page of ours would have it.

        Raises
        ------
        StaleForm
        """
        if self.csrf is not None and not hmac.compare_digest(self.csrf.encode(), sent.encode("utf-8", "replace")):
            raise StaleForm

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
