"""Whose rosters and plans a session sees: the rule of offices, in the words of a query.

A roster belongs to the offices that it names, or, if it names none, to those of whoever sent it; a caller sees a
roster, and the plans made of it, only where all the offices that it belongs to are among the caller's own. What belongs
to no office in particular is for callers for all offices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session

from app.store.history.history_tables import RemovedRow
from app.store.tables import PlanRow, RosterOfficeRow, RosterRow
from solver.errors import CaseloadError

MOST_OFFICES = 200
"""Offices of one caller at most. A roster that names more is for callers of all offices alone, so it keeps none."""
KEY = "scope"


class ForeignOffice(CaseloadError):
    """The roster names an office that is not one of those which these credentials are for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Offices of a caller.

    Attributes
    ----------
    offices : frozenset of str, or None
        Casefolded; None: all of them, and what belongs to none.
    """

    offices: frozenset[str] | None

    @classmethod
    def of(cls, names: Iterable[str] | None) -> Scope:
        """The scope of these offices, however they are written; None: all."""
        return cls(None if names is None else frozenset(name.strip().casefold() for name in names))

    @property
    def listed(self) -> list[str] | None:
        """The offices as a table keeps them; None: all."""
        return None if self.offices is None else sorted(self.offices)

    def refuse_foreign(self, named: Iterable[str]) -> None:
        """Refuse a roster that names an office outside.

        Raises
        ------
        ForeignOffice
        """
        if self.offices is None:
            return
        foreign = sorted(set(named) - self.offices)
        if foreign:
            more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
            own = ", ".join(sorted(self.offices))
            raise ForeignOffice(
                f"The roster names the office “{foreign[0][:100]}”{more}, but these credentials are for {own} alone. "
                "Leave its rows out, or use a key for those offices, too."
            )

    def owners(self, named: Iterable[str]) -> list[str] | None:
        """The offices that a roster of this caller belongs to; None: no office in particular.

        Raises
        ------
        ForeignOffice
        """
        found = set(named)
        self.refuse_foreign(found)
        owners = found or self.offices
        return None if owners is None or len(owners) > MOST_OFFICES else sorted(owners)


EVERYWHERE = Scope(None)
"""Of the program itself, and of callers for all offices."""
NOWHERE = Scope(frozenset())
"""Of whoever has not said who they are."""


def scope_of(session: Session) -> Scope:
    """The scope that a session was opened with."""
    found = session.info[KEY]
    assert isinstance(found, Scope)  # noqa: S101 - Database.read and Database.write put it there
    return found


def sees_roster(session: Session) -> ColumnElement[bool]:
    """That a row of ``RosterRow`` is one that this session sees."""
    offices = scope_of(session).offices
    if offices is None:
        return true()
    foreign = exists().where(
        RosterOfficeRow.roster_number == RosterRow.number, RosterOfficeRow.office.not_in(sorted(offices))
    )
    return RosterRow.is_bound & ~foreign


def sees_plan(session: Session) -> ColumnElement[bool]:
    """That a row of ``PlanRow`` is one that this session sees: it sees its roster, and nobody removed it."""
    is_removed = exists().where(RemovedRow.plan_number == PlanRow.number)
    return sees_removed_plan(session) & ~is_removed


def sees_removed_plan(session: Session) -> ColumnElement[bool]:
    """That a row of ``PlanRow`` is one that this session sees, or saw before it was removed."""
    if scope_of(session).offices is None:
        return true()
    return PlanRow.roster_number.in_(select(RosterRow.number).where(sees_roster(session)))
