"""What somebody decides otherwise than a plan, one case at a time, and what of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.answers.assigned_roster import AssignedRoster
from solver.analysis.casework.decisions import Decisions, together_with
from solver.analysis.casework.obstacles import pin_of
from solver.errors import CaseloadError


class Kind(StrEnum):
    """What is decided about a case."""

    GIVE = "give"
    """Another officer is to have it than in the plan."""
    PIN = "pin"
    """It is to stay with who has it in the plan."""
    EXCLUDE = "exclude"
    """An officer is not to have it."""


class DraftConflict(CaseloadError):
    """A change cannot stand beside another one of the draft, or beside what the roster says."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that stands.

    Attributes
    ----------
    number : int
        Of its entry.
    kind : Kind
    case_id, officer_id : str
    """

    number: int
    kind: Kind
    case_id: str
    officer_id: str


def decisions(assigned: AssignedRoster, changes: Iterable[Change]) -> Decisions:
    """What changes come to, by the numbers of cases and officers.

    Raises
    ------
    UnknownName
    """
    given: dict[int, int] = {}
    barred: set[tuple[int, int]] = set()
    for each in changes:
        case, officer = assigned.case(each.case_id), assigned.officer_named(each.officer_id)
        if each.kind is Kind.EXCLUDE:
            barred.add((case, officer))
        else:
            given[case] = officer
    return Decisions(given, frozenset(barred))


def refuse_contradictions(assigned: AssignedRoster, changes: Sequence[Change], new: Change) -> None:
    """Refuse a change that cannot stand beside those that do: nothing is silently taken back.

    Raises
    ------
    DraftConflict
        Says what to undo, or to do instead.
    UnknownName
    """
    case, officer = assigned.case(new.case_id), assigned.officer_named(new.officer_id)
    unit = together_with(assigned.problem, case)
    holder = int(assigned.officer[case])
    if new.kind is Kind.GIVE and holder == officer:
        raise DraftConflict(f"{new.officer_id} has {new.case_id} in this plan. To keep it there, pin it.")
    if new.kind is Kind.PIN and holder != officer:
        raise DraftConflict(f"{new.officer_id} does not have {new.case_id} in this plan. To change that, give it.")
    _refuse_pinned(assigned, new, unit)
    for each in changes:
        if assigned.case(each.case_id) not in unit:
            continue
        what = described(each.kind, each.case_id, each.officer_id)
        if each.kind is Kind.EXCLUDE and (each.officer_id == new.officer_id or new.kind is Kind.EXCLUDE):
            if each.officer_id == new.officer_id and (new.kind is not Kind.EXCLUDE or each.case_id == new.case_id):
                raise DraftConflict(f"{what} in this draft already. Undo that first.")
        elif each.kind is not Kind.EXCLUDE and (new.kind is not Kind.EXCLUDE or each.officer_id == new.officer_id):
            raise DraftConflict(f"{what} in this draft already. Undo that first.")


def _refuse_pinned(assigned: AssignedRoster, new: Change, unit: Sequence[int]) -> None:
    """Whoever a case is pinned to is not excluded from it: somebody else is given it."""
    cases = assigned.problem.cases
    if new.kind is not Kind.EXCLUDE or not cases.pinned[list(unit)].any():
        return
    pin = pin_of(assigned.problem, unit[0])
    if assigned.problem.officers.ids[int(cases.pin[pin])] == new.officer_id:
        raise DraftConflict(
            f"The roster pins {cases.ids[pin]} to {new.officer_id}. Give {new.case_id} to somebody else instead."
        )


def described(kind: Kind, case_id: str, officer_id: str) -> str:
    """A change in words, without its reason."""
    match kind:
        case Kind.GIVE:
            return f"{case_id} is given to {officer_id}"
        case Kind.PIN:
            return f"{case_id} stays with {officer_id}"
        case Kind.EXCLUDE:
            return f"{officer_id} is excluded from {case_id}"
