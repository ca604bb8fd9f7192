"""The verdict in parts: hours, who may hold what, and caseload standards. Each says what waits for it.

An office whose hours suffice is not short of staff because five cases need a skill that nobody has; and it is not fine
either. So each part has a state of its own, and the overall word follows from all of them (:func:`overall`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from solver.analysis.fte import Basis, State
from solver.analysis.moves import bundles
from solver.analysis.words import counted, decimal, hours, named, percent
from solver.arrays import Flags
from solver.eligibility import eligibility
from solver.fair_shares.shortages import Places
from solver.model.units import Units
from solver.plan import UNPLACED, Plan, Reason, Shortage
from solver.problem import Problem
from solver.tiers import FairShares, Tier

MOST_WAIT = Fraction(1, 2)
"""Where more of the cases than this wait, the office cannot do its work, however many hours are left."""
BY_STANDARDS = (Reason.STANDARDS, Reason.STANDARDS_AND_PACKING)
SET_ASIDE = (Reason.NO_ELIGIBLE_OFFICER, Reason.NO_HOURS)


class PartName(StrEnum):
    """What a part of the verdict is about."""

    HOURS = "hours"
    SKILLS = "skills and offices"
    STANDARDS = "standards"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the verdict.

    Attributes
    ----------
    name : PartName
    state : State
        Of the hours: the worst of all tiers. Of the others: strained where any case waits.
    cases : int
        That wait for it.
    hours : Fraction or None
        Of the hours: what is missing; of the others, the work of the cases that wait. None where it is not known which
        cases wait, as long as there is no plan.
    fte : Fraction or None
        The same in full-time officers.
    sentence : str
    """

    name: PartName
    state: State
    cases: int
    hours: Fraction | None
    fte: Fraction | None
    sentence: str


def overall(parts: Sequence[Part], cases: int) -> State:
    """The overall word.

    Unsustainable where hours are missing, or where more than half of the cases wait for anything; strained where the
    hours only just suffice, or where any case waits; else sustainable.
    """
    return worst([part.state for part in parts], sum(part.cases for part in parts), cases)


def worst(states: Iterable[State], waiting: Fraction | int, cases: Fraction | int) -> State:
    """The worst of some states and of what it means that so many of the cases wait for anything."""
    if waiting > MOST_WAIT * cases:
        return State.UNSUSTAINABLE
    return max([*states, _state(waiting)], key=lambda state: state.rank)


def skills_part(problem: Problem, units: Units, shares: FairShares, basis: Basis) -> Part:
    """Cases that nobody with hours may hold, and those that are pinned to somebody without hours.

    Cases that stay with who has them although nobody may hold them are among them.
    """
    nobody, no_hours, pinned = (
        np.isin(np.arange(len(problem.cases)), each)
        for each in (shares.aside_no_officer, shares.aside_no_hours, shares.pinned_no_hours)
    )
    stays = units.stays[units.of_case]
    nobody |= stays & ~_has_somebody(problem, stays)
    no_hours |= stays & ~nobody
    pinned &= ~stays
    every = nobody | no_hours | pinned
    count = int(every.sum())
    work = problem.hours(int(problem.cases.effort[every].sum()))
    said = [
        *(f"{counted(number, 'case')} {_waits(number)} for {what}" for what, number in _kinds(problem, nobody)),
        *_beside(
            int(no_hours.sum()),
            "waits for hours of the only ones who may hold it",
            "wait for hours of the only ones who may hold them",
        ),
        *_beside(int(pinned.sum()), "is pinned to somebody without hours", "are pinned to somebody without hours"),
    ]
    sentence = f"{_joined(said)}." if said else "Somebody with hours may hold each case."
    return Part(PartName.SKILLS, _state(count), count, work, basis.fte(work), sentence)


def standards_part(problem: Problem, places: Places, basis: Basis, plan: Plan | None) -> Part:
    """Cases for which caseload standards leave no place: before any plan in sum, in a plan those that it leaves out."""
    work: Fraction | None = Fraction(0)
    count = places.missing
    if plan is not None:
        out = np.isin(plan.reason, BY_STANDARDS) & (plan.officer == UNPLACED)
        count, work = int(out.sum()), problem.hours(int(problem.cases.effort[out].sum()))
    elif count:
        work = None
    if not count:
        sentence = _room(places)
    else:
        sums = "" if plan is not None else "".join(f" {_sum(problem, each)}" for each in places.shortages[:1])
        sentence = f"{counted(count, 'case')} {_waits(count)} for a place under the caseload standards.{sums}"
    return Part(PartName.STANDARDS, _state(count), count, work, None if work is None else basis.fte(work), sentence)


def _sum(problem: Problem, shortage: Shortage) -> str:
    who = named([problem.officers.ids[o] for o in shortage.officers.tolist()])
    need = f"These {shortage.need:,} cases need {counted(shortage.need, 'place')}"
    may = f"only {who} may hold {'it' if shortage.need == 1 else 'them'}, whose standards leave {shortage.have:,}"
    return f"{need if shortage.need > 1 else 'This case needs a place'}; {may}."


def _room(places: Places) -> str:
    if not places.are_limited:
        return "Nobody has a caseload standard."
    return "The caseload standards leave a place for each case."


def hours_part(
    problem: Problem, tiers: Sequence[tuple[Tier, State]], total: Fraction, basis: Basis, plan: Plan | None
) -> Part:
    """Whether the hours suffice: for each tier, and for all work together.

    Parameters
    ----------
    tiers : sequence of (Tier, State)
        From tightest to loosest.
    total : Fraction, hours
        All work, also that which nobody may hold.
    plan : Plan or None
        Whose cases that hard hours leave out count, too.
    """
    limit = problem.hours(int(np.sum(problem.officers.limit)))
    missing = sum((problem.hours(tier.missing) for tier, _ in tiers), Fraction(0))
    missing = max(missing, total - limit)
    out = np.zeros(len(problem.cases), np.bool_)
    if plan is not None:
        out = (plan.officer == UNPLACED) & ~np.isin(plan.reason, (*BY_STANDARDS, *SET_ASIDE))
    count = int(out.sum())
    states = [state for _, state in tiers] + [State.UNSUSTAINABLE] * (missing > 0) + [_state(count)]
    state = max(states, key=lambda each: each.rank)
    fte = basis.fte(missing)
    if missing:
        sentence = f"{hours(missing)} {'is' if missing == 1 else 'are'} missing ({decimal(fte)} FTE)."
    elif not limit:
        sentence = "There is no work, and nobody has hours."
    else:
        sentence = f"The hours suffice ({percent(total / limit)} of all)."
    if count and not missing:
        sentence += (
            f" {counted(count, 'case')} {'has' if count == 1 else 'have'} no officer within the hours in the plan."
        )
    return Part(PartName.HOURS, state, count, missing, fte, sentence)


def _state(waiting: Fraction | int) -> State:
    return State.STRAINED if waiting else State.SUSTAINABLE


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _beside(number: int, one: str, several: str) -> list[str]:
    return [f"{counted(number, 'case')} {one if number == 1 else several}"] if number else []


def _joined(said: Sequence[str]) -> str:
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _has_somebody(problem: Problem, which: Flags) -> Flags:
    """Which of these cases somebody may hold with all of their family, whatever the hours. Shape (cases,)."""
    out = np.zeros(len(problem.cases), np.bool_)
    members = bundles(problem) if bool(which.any()) else {}
    for case in np.flatnonzero(which).tolist():
        together = members.get(int(problem.cases.bundle[case]), [case])
        out[case] = bool(np.logical_and.reduce([problem.may_hold(each) for each in together]).any())
    return out


def _kinds(problem: Problem, waiting: Flags) -> list[tuple[str, int]]:
    """What these cases wait for, with how many: the one thing that, if it were not asked for, would let somebody."""
    found: Counter[str] = Counter()
    known: dict[tuple[int, ...], str] = {}
    members, cases = bundles(problem), problem.cases
    for case in np.flatnonzero(waiting).tolist():
        together = members.get(int(cases.bundle[case]), [case])
        rows = tuple(sorted({int(cases.signature[each]) for each in together}))
        if rows not in known:
            known[rows] = _kind(problem, rows)
        found[known[rows]] += 1
    return found.most_common()


def _kind(problem: Problem, rows: tuple[int, ...]) -> str:
    needs = [problem.needs[row] for row in rows]
    for what, eased in (
        ("a skill", [replace(need, skills=frozenset()) for need in needs]),
        ("an office", [replace(need, office=None) for need in needs]),
        ("a docket", [replace(need, docket=None) for need in needs]),
    ):
        if eased != needs and bool(eligibility(tuple(eased), problem.officers).all(axis=0).any()):
            return what
    return "somebody who may hold it" if len(rows) == 1 else "somebody who may hold all of a family"
