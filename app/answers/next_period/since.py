"""What became of a plan: the new export of an office beside what was adopted, and the roster of the next period.

Where both name an officer and differ, the export counts, because it is what is real; unless somebody says that the
plan is to be trusted. Where the export names nobody, the officer of the plan has the case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.answers.next_period.last_plan import LastPlan
from app.intake.read import read_document
from app.intake.recognition.holders import same_person
from app.intake.roster import Roster
from app.intake.rows import decimal

HOLDER = "current_officer"


class Trust(StrEnum):
    """Who is right where the plan and the export name two officers."""

    EXPORT = "export"
    """It is what is real."""
    PLAN = "plan"
    """It is what was decided, and the export has not caught up."""


class Became(StrEnum):
    """What became of a case. Every case of the plan and of the export is exactly one of these."""

    CLOSED = "closed"
    """It is in the plan, and not in the export."""
    NEW = "new"
    """It is in the export, and not in the plan."""
    NOT_HANDED_OVER = "not_handed_over"
    """Another officer was to have it, and who had it before still has it."""
    OTHERWISE = "otherwise"
    """Somebody has it who was not to have it, and had not had it before."""
    UNNAMED = "unnamed"
    """The export names nobody: it counts as handed over to the officer of the plan."""
    WITHOUT = "without"
    """The export names nobody, and the officer of the plan is not there any more."""
    AS_ADOPTED = "as_adopted"
    """Who was to have it has it; or nobody was to, and nobody has."""


@dataclass(frozen=True, slots=True)
class CaseSince:
    """One case.

    Attributes
    ----------
    case_id : str
    became : Became
    before, adopted, real : str
        Who had it when the plan was made, who was to have it, and who has it by the export; empty: nobody.
    now : str
        Who has it in the roster of the next period.
    """

    case_id: str
    became: Became
    before: str
    adopted: str
    real: str
    now: str


@dataclass(frozen=True, slots=True)
class HoursSince:
    """An officer whose hours are others now."""

    officer_id: str
    before: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a plan.

    Attributes
    ----------
    roster : Roster
        Of the next period.
    cases : tuple of CaseSince
        Those of the export in its order, then those that are closed, in the plan's.
    handed_over : int
        Cases that were to change hands and did, by the export.
    left, came : tuple of str
        Officers of the plan who are not in the export, and the other way round.
    respelled : tuple of (str, str)
        Officers whom the plan and the export write otherwise, as the plan has them and as the export does: they count
        as one where only capitals, spaces, or the order of a name differ.
    hours : tuple of HoursSince
    knows_officers : bool
        Whether the plan's officers are known; otherwise the three before are empty.
    trust : Trust
    """

    roster: Roster
    cases: tuple[CaseSince, ...]
    handed_over: int
    left: tuple[str, ...]
    came: tuple[str, ...]
    respelled: tuple[tuple[str, str], ...]
    hours: tuple[HoursSince, ...]
    knows_officers: bool
    trust: Trust

    def those(self, became: Became) -> list[CaseSince]:
        """The cases of which that became, in their order."""
        return [each for each in self.cases if each.became is became]


def since(plan: LastPlan, export: Roster, trust: Trust = Trust.EXPORT) -> Since:
    """Hold a new export beside the plan with which the last period began.

    Parameters
    ----------
    plan : LastPlan
    export : Roster
        As it was recognised.
    trust : Trust

    Raises
    ------
    RosterRefused
        The roster cannot be with the plan's officers in it.
    """
    plan, respelled = _as_spelt_in(export.officers.ids, plan)
    document = export.to_document()
    officers = frozenset(export.officers.ids)
    cases = []
    for row in document["cases"]:
        found = _case(plan, row, officers, trust)
        cases.append(found)
        if found.now:
            row[HOLDER] = found.now
    there = frozenset(export.cases.ids)
    closed = [
        CaseSince(case, Became.CLOSED, plan.before[case], officer, "", "")
        for case, officer in plan.adopted.items()
        if case not in there
    ]
    handed_over = sum(each.became is Became.AS_ADOPTED and each.before != each.adopted for each in cases)
    hours = {} if plan.hours is None else plan.hours
    now = dict(zip(export.officers.ids, map(_hours, export.officers.available.tolist()), strict=True))
    return Since(
        roster=_with_findings(document, export),
        cases=(*cases, *closed),
        handed_over=handed_over,
        left=tuple(name for name in hours if name not in now),
        came=() if plan.hours is None else tuple(name for name in now if name not in hours),
        respelled=respelled,
        hours=tuple(
            HoursSince(each, hours[each], now[each]) for each in now if each in hours and hours[each] != now[each]
        ),
        knows_officers=plan.hours is not None,
        trust=trust,
    )


def _as_spelt_in(officers: Sequence[str], plan: LastPlan) -> tuple[LastPlan, tuple[tuple[str, str], ...]]:
    """The plan with its officers as an export writes them, and who was written otherwise."""
    named = list(dict.fromkeys([*(plan.hours or ()), *plan.adopted.values(), *plan.before.values()]))
    there = Counter(map(same_person, officers))
    mine = Counter(map(same_person, named))
    spelt = {same_person(name): name for name in officers}
    others = {
        name: spelt[key]
        for name in named
        if name and (key := same_person(name)) in spelt and there[key] == mine[key] == 1 and spelt[key] != name
    }
    if not others:
        return plan, ()

    def now(held: Mapping[str, str]) -> dict[str, str]:
        return {case: others.get(name, name) for case, name in held.items()}

    hours = None if plan.hours is None else {others.get(name, name): each for name, each in plan.hours.items()}
    return LastPlan(now(plan.adopted), now(plan.before), hours), tuple(others.items())


def _case(plan: LastPlan, row: Mapping[str, Any], officers: frozenset[str], trust: Trust) -> CaseSince:
    case, real = str(row["case_id"]), str(row.get(HOLDER) or "")
    if case not in plan.adopted:
        return CaseSince(case, Became.NEW, "", "", real, real)
    before, adopted = plan.before[case], plan.adopted[case]
    if real == adopted:
        return CaseSince(case, Became.AS_ADOPTED, before, adopted, real, real)
    if not real:
        became = Became.UNNAMED if adopted in officers else Became.WITHOUT
        return CaseSince(case, became, before, adopted, real, adopted if adopted in officers else "")
    became = Became.NOT_HANDED_OVER if real == before else Became.OTHERWISE
    trusts_plan = trust is Trust.PLAN and adopted in officers and not row.get("pinned")
    return CaseSince(case, became, before, adopted, real, adopted if trusts_plan else real)


def _with_findings(document: dict[str, Any], export: Roster) -> Roster:
    """The roster of the next period, with what was noticed in the export at its place there."""
    return replace(read_document(document), findings=export.findings, profile=export.profile)


def _hours(available: int) -> Decimal:
    return Decimal(decimal(available))
