"""The verdict in parts: hours, who may hold what, and caseload standards. Each says what waits for it.

An office whose hours suffice is not short of staff because five cases need a skill that nobody has; and it is not fine
either. So each part has a state of its own, and the overall word follows from all of them (:func:`overall`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from solver.analysis.fte import Basis, State
from solver.analysis.loads import loads_of
from solver.analysis.staffing.unmet_needs import has_somebody, unmet_needs
from solver.analysis.words import counted, decimal, hours, named, percent
from solver.arrays import Flags, Ints
from solver.fair_shares.shortages import Places
from solver.model.parts import pinned_loads
from solver.model.units import Units, pair_rows
from solver.plan import UNPLACED, Plan, Reason, Shortage
from solver.problem import NO_STANDARD, Problem
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
        That wait for it, or stay where a rule does not want them (``staying``).
    hours : Fraction or None
        Of the hours: what is missing; of the others, the work of these cases. None where it is not known which they
        are, as long as there is no plan.
    fte : Fraction or None
        The same in full-time officers.
    sentence : str
    staying : int
        Of the cases, those that somebody with hours works on meanwhile: an officer who may not hold them, because
        nobody may or by a pin, or one who has more pinned, or staying so, than their caseload standard allows.
    """

    name: PartName
    state: State
    cases: int
    hours: Fraction | None
    fte: Fraction | None
    sentence: str
    staying: int = 0


def overall(parts: Sequence[Part], cases: int) -> State:
    """The overall word.

    Unsustainable where hours are missing, or where more than half of the cases wait for anything; strained where the
    hours only just suffice, where any case waits, or stays where a rule does not want it; else sustainable. A case that
    stays does not wait: somebody works on it.
    """
    return worst([part.state for part in parts], sum(part.cases - part.staying for part in parts), cases)


def worst(states: Iterable[State], waiting: Fraction | int, cases: Fraction | int) -> State:
    """The worst of some states and of what it means that so many of the cases wait for anything."""
    if waiting > MOST_WAIT * cases:
        return State.UNSUSTAINABLE
    return max([*states, _state(waiting)], key=lambda state: state.rank)


def skills_part(problem: Problem, units: Units, shares: FairShares, basis: Basis) -> Part:
    """Cases that nobody with hours may hold, and those that are pinned to somebody without hours.

    Cases that stay with who has them although nobody may hold them are among them, and those that are pinned to an
    officer who may not hold them; those that are with somebody who has hours do not wait.
    """
    nobody, no_hours, pinned = (
        np.isin(np.arange(len(problem.cases)), each)
        for each in (shares.aside_no_officer, shares.aside_no_hours, shares.pinned_no_hours)
    )
    waits = nobody | no_hours | pinned
    stays = units.stays[units.of_case]
    somebody = has_somebody(problem, stays)
    nobody |= stays & ~somebody
    no_hours |= stays & somebody
    pinned &= ~stays
    here = ~waits
    ordered = _ordered(problem, units) & here
    every = waits | stays | ordered
    count, staying = int(every.sum()), int((every & here).sum())
    work = problem.hours(int(problem.cases.effort[every].sum()))
    said = [
        *(
            f"{counted(number, 'case')} {_waits(number)} for {what}"
            for what, number in unmet_needs(problem, nobody & ~here)
        ),
        *_beside(
            int((no_hours & ~here).sum()),
            "waits for hours of those who may hold it",
            "wait for hours of those who may hold them",
        ),
        *_beside(int(pinned.sum()), "is pinned to somebody without hours", "are pinned to somebody without hours"),
    ]
    sentences = [f"{_joined(said)}."] if said else []
    kept = int((stays & here).sum())
    if kept:
        wants = unmet_needs(problem, nobody & here)
        wants += [("hours of those who may", kept - sum(number for _, number in wants))]
        sentences.append(_stay(kept, [(what, number) for what, number in wants if number]))
    against = int(ordered.sum())
    if against:
        one = "is pinned to an officer who may not hold it"
        said = _beside(against, one, "are pinned to officers who may not hold them")
        sentences.append(f"{_joined(said)}.")
    sentence = " ".join(sentences) or "Somebody with hours may hold each case."
    return Part(PartName.SKILLS, _state(count), count, work, basis.fte(work), sentence, staying)


def _ordered(problem: Problem, units: Units) -> Flags:
    """Cases that a pin, their own or of their family, gives to an officer who may not hold them. Shape (cases,)."""
    out = np.zeros(len(problem.cases), np.bool_)
    fixed = np.flatnonzero(units.pinned & ~units.stays)
    holder = np.full(len(units), UNPLACED, np.int64)
    holder[fixed] = units.fixed_to(fixed)
    cases = np.flatnonzero(holder[units.of_case] != UNPLACED)
    out[cases] = ~problem.eligible[problem.cases.signature[cases], holder[units.of_case[cases]]]
    for case in cases[units.paired[units.of_case[cases]]].tolist():
        out[case] = not problem.may_hold(case)[holder[units.of_case[case]]]
    return out


def standards_part(problem: Problem, units: Units, places: Places, basis: Basis, plan: Plan | None) -> Part:
    """Cases for which caseload standards leave no place: before any plan in sum, in a plan those that it leaves out.

    Beside them, what pins and cases that nobody else may hold give officers beyond their standards.
    """
    work: Fraction | None = Fraction(0)
    count = places.missing
    if plan is not None:
        out = np.isin(plan.reason, BY_STANDARDS) & (plan.officer == UNPLACED)
        count, work = int(out.sum()), problem.hours(int(problem.cases.effort[out].sum()))
    elif count:
        work = None
    said = []
    if count:
        sums = "" if plan is not None else "".join(f" {_sum(problem, each)}" for each in places.shortages[:1])
        said.append(f"{counted(count, 'case')} {_waits(count)} for a place under the caseload standards.{sums}")
    over = over_standard(problem, units)
    if over:
        said.append(_over(problem, over))
    excess = sum(over.values())
    sentence = " ".join(said) or _room(places)
    fte = None if work is None else basis.fte(work)
    return Part(PartName.STANDARDS, _state(count + excess), count + excess, work, fte, sentence, excess)


def over_standard(problem: Problem, units: Units) -> dict[int, int]:
    """Officers whom pins, and cases that nobody else may hold, give more cases than their standard, with how many."""
    standard = problem.officers.standard
    fixed = pinned_loads(problem, units)[1]
    over = np.flatnonzero((standard != NO_STANDARD) & (fixed > standard))
    return dict(zip(over.tolist(), (fixed - standard)[over].tolist(), strict=True))


def _over(problem: Problem, over: Mapping[int, int]) -> str:
    who, excess = named([problem.officers.ids[o] for o in over]), sum(over.values())
    has, which = ("has", "standard") if len(over) == 1 else ("have", "standards")
    return f"{who} {has} {counted(excess, 'case')} above the caseload {which}: pinned, or staying there."


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
    problem: Problem,
    units: Units,
    tiers: Sequence[tuple[Tier, State]],
    total: Fraction,
    basis: Basis,
    plan: Plan | None,
) -> Part:
    """Whether the hours suffice: for each tier, for all work together, and for each case in one piece.

    Parameters
    ----------
    tiers : sequence of (Tier, State)
        From tightest to loosest.
    total : Fraction, hours
        All work, also that which nobody may hold.
    plan : Plan or None
        Whose cases that hard hours leave out count, too, and its officers who have more work than hours.
    """
    limit = problem.hours(int(np.sum(problem.officers.limit)))
    missing = sum((problem.hours(tier.missing) for tier, _ in tiers), Fraction(0))
    missing = max(missing, total - limit)
    out = np.zeros(len(problem.cases), np.bool_)
    if plan is not None:
        out = (plan.officer == UNPLACED) & ~np.isin(plan.reason, (*BY_STANDARDS, *SET_ASIDE))
    count = int(out.sum())
    remarks = [] if missing else _in_pieces(problem, units, plan, count)
    states = [state for _, state in tiers] + [State.UNSUSTAINABLE] * (missing > 0) + [_state(len(remarks))]
    state = max(states, key=lambda each: each.rank)
    fte = basis.fte(missing)
    if missing:
        sentence = f"{hours(missing)} {'is' if missing == 1 else 'are'} missing ({decimal(fte)} FTE)."
    elif not limit:
        sentence = "There is no work, and nobody has hours."
    else:
        sentence = f"The hours suffice ({percent(total / limit)} of all)."
    return Part(PartName.HOURS, state, count, missing, fte, " ".join([sentence, *remarks]))


def _in_pieces(problem: Problem, units: Units, plan: Plan | None, left_out: int) -> list[str]:
    """What whole cases make of hours that suffice in sum."""
    said = []
    if left_out:
        said.append(
            f"{counted(left_out, 'case')} {'has' if left_out == 1 else 'have'} no officer within the hours in the plan."
        )
    large = _larger_than_anybody(problem, units)
    if len(large):
        ids = named([problem.cases.ids[case] for case in units.member[units.member_start[large]].tolist()])
        family = bool((units.size[large] > 1).any())
        which = f"{ids} with {'its' if len(large) == 1 else 'their'} family" if family else ids
        one = len(large) == 1 and not family
        takes = f"{'takes' if one else 'take'} more hours than anybody has who may hold {'it' if one else 'them'}"
        said.append(f"{which} {takes}.")
    if plan is not None:
        load = loads_of(problem, plan.officer).load
        over = np.flatnonzero((problem.officers.limit > 0) & (load > problem.officers.limit)).tolist()
        if over:
            who = named([problem.officers.ids[officer] for officer in over])
            said.append(f"In the plan {who} {'has' if len(over) == 1 else 'have'} more work than hours.")
    return said


def _larger_than_anybody(problem: Problem, units: Units) -> Ints:
    """Units that take more than all the hours of everybody who may hold them, by themselves."""
    limit = problem.officers.limit
    most = np.where(units.allowed, limit, 0).max(axis=1, initial=0)[units.group] if len(units) else limit[:0]
    large = units.placeable & ~units.pinned & (units.effort > most)
    if problem.pairs is not None:
        large &= ~units.paired
        for unit in np.flatnonzero(units.paired & ~units.pinned & units.placeable).tolist():
            who = np.flatnonzero(units.allowed[units.group[unit]]).astype(np.int32)
            large[unit] = bool((pair_rows(problem, units, unit, who)[1] > limit[who]).all())
    return np.flatnonzero(large)


def _state(waiting: Fraction | int) -> State:
    return State.STRAINED if waiting else State.SUSTAINABLE


def _stay(number: int, wants: Sequence[tuple[str, int]]) -> str:
    which = "stays with an officer who may not hold it" if number == 1 else "stay with officers who may not hold them"
    several = len(wants) > 1
    what = _joined([f"{what} ({many:,})" if several else what for what, many in wants])
    return f"{counted(number, 'case')} {which}, for want of {what}."


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _beside(number: int, one: str, several: str) -> list[str]:
    return [f"{counted(number, 'case')} {one if number == 1 else several}"] if number else []


def _joined(said: Sequence[str]) -> str:
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
