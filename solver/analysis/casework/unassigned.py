"""Cases that nobody holds, or may hold: each with its reason, and with what would place it, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from solver.analysis.casework.fixes import MAY_NOT, Fix
from solver.analysis.casework.obstacles import why_nobody_may
from solver.analysis.remedies.room import Missing, Room
from solver.analysis.words import counted, hours, named
from solver.arrays import Indices, Ints
from solver.goals import Policy
from solver.model.units import Units, units_of
from solver.plan import UNPLACED, Plan, Reason, Shortage
from solver.problem import Problem
from solver.tiers import FairShares

CERTIFIED = frozenset({Reason.STANDARDS, Reason.HOURS})
"""Reasons that a sum shows."""


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A case without an officer, or one that stays with its officer because nobody may hold it.

    Attributes
    ----------
    case : int
    reason : Reason
        Why nobody holds it, or may hold it.
    remedy : str
        What would place it, in a sentence.
    fix : int or None
        Index into the fixes: the change that was looked for on behalf of its group.
    """

    case: int
    reason: Reason
    remedy: str
    fix: int | None


def unassigned(
    problem: Problem, plan: Plan | None, shares: FairShares, fixes: Sequence[Fix], policy: Policy
) -> tuple[Unassigned, ...]:
    """Every case without an officer, in the order of the roster.

    Parameters
    ----------
    plan : Plan or None
        None: the cases that no plan can place, known before there is one.
    shares : FairShares
        Of the problem.
    fixes : sequence of Fix
        Of the same plan.
    policy : Policy
        That it was made with.
    """
    if plan is None:
        cases = np.concatenate([shares.aside_no_officer, shares.aside_no_hours]).astype(np.intp)
        lengths = [len(shares.aside_no_officer), len(shares.aside_no_hours)]
        reasons = np.repeat([Reason.NO_ELIGIBLE_OFFICER, Reason.NO_HOURS], lengths)
        order = np.argsort(cases)
        cases, reasons = cases[order], reasons[order]
    else:
        cases = np.flatnonzero(plan.officer == UNPLACED)
        reasons = plan.reason[cases].astype(np.int64)
    fix_of = _fix_of(problem, fixes)
    holder = np.full(len(problem.cases), UNPLACED, np.int32) if plan is None else plan.officer
    words = _words(problem, holder, () if plan is None else plan.shortages, policy)
    rows = zip(cases.tolist(), map(Reason, reasons.tolist()), fix_of[cases].tolist(), strict=True)
    return tuple(
        Unassigned(case, reason, words.of(case, reason), fix if fix >= 0 else None) for case, reason, fix in rows
    )


def staying(problem: Problem, fixes: Sequence[Fix], policy: Policy) -> tuple[Unassigned, ...]:
    """Every case that nobody may hold and that stays with its officer, in the order of the roster.

    Parameters
    ----------
    fixes : sequence of Fix
        Of the plan, or those that are known before there is one.
    """
    units = units_of(problem)
    cases = np.flatnonzero(units.stays[units.of_case]).tolist()
    if not cases:
        return ()
    words = _words(problem, problem.cases.current, (), policy)
    barred = words.units.barred[words.units.group[words.units.of_case]]
    fix_of, found = _fix_of(problem, fixes), []
    for case in cases:
        reason = Reason.NO_HOURS if barred[case] else Reason.NO_ELIGIBLE_OFFICER
        fix = int(fix_of[case])
        found.append(Unassigned(case, reason, words.of(case, reason), fix if fix >= 0 else None))
    return tuple(found)


def _fix_of(problem: Problem, fixes: Sequence[Fix]) -> Ints:
    """Index of each case's fix, -1 where it has none. Shape (cases,)."""
    fix_of = np.full(len(problem.cases), -1, np.int64)
    for index, fix in enumerate(fixes):
        fix_of[fix.cases] = index
    return fix_of


def _words(problem: Problem, holder: Indices, shortages: tuple[Shortage, ...], policy: Policy) -> _Remedies:
    """With cases that stay together as one, whoever has them."""
    units = units_of(replace(problem, release_ineligible=True))
    return _Remedies(problem, shortages, Room(problem, units, holder, policy), units)


@dataclass
class _Remedies:
    """What would place a case. Cases that ask for the same share one sentence, so that many are cheap."""

    problem: Problem
    shortages: tuple[Shortage, ...]
    room: Room
    units: Units
    _known: dict[tuple[Reason, int, tuple[int, ...]], str] = field(default_factory=dict)
    _shortage_of: dict[tuple[Reason, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, shortage in reversed(list(enumerate(self.shortages))):
            self._shortage_of.update(dict.fromkeys(((shortage.reason, c) for c in shortage.cases.tolist()), index))

    def of(self, case: int, reason: Reason) -> str:
        """The sentence for one case."""
        key = (reason, self._shortage_of.get((reason, case), -1), self._alike(case, reason))
        if key not in self._known:
            self._known[key] = self._sentence(case, reason)
        return self._known[key]

    def _alike(self, case: int, reason: Reason) -> tuple[int, ...]:
        """Cases of which this is the same get the same sentence."""
        if reason is Reason.NOT_PROVEN:
            return ()
        units, unit = self.units, int(self.units.of_case[case])
        if units.size[unit] > 1 or units.paired[unit]:
            return (unit,)
        own = () if reason in MAY_NOT else (int(units.effort[unit]),)
        return (-1, int(self.problem.cases.signature[case]), *own)

    def _sentence(self, case: int, reason: Reason) -> str:
        problem, unit = self.problem, int(self.units.of_case[case])
        together = self.units.cases_of(unit).tolist()
        if reason is Reason.NO_ELIGIBLE_OFFICER:
            return why_nobody_may(problem, together)
        if reason is Reason.NO_HOURS:
            able = np.logical_and.reduce([problem.may_hold(member) for member in together])
            ids = [problem.officers.ids[o] for o in np.flatnonzero(able).tolist()]
            have = "has" if len(ids) == 1 else "have"
            return (
                f"Only {named(ids)} may hold it and {have} no hours in this period: give hours, or train somebody else."
            )
        if reason is Reason.NOT_PROVEN:
            # no word on why the search ended: it does so without success, too, long before the time is over
            return (
                "It is not known whether it can be placed: the search ended before that was settled. "
                "A longer time limit may settle it."
            )
        missing = self.room.missing(unit)
        change = " and ".join(map(str, self.room.least_change(missing)))
        if reason in CERTIFIED:
            alone = f" For this case alone it would do that {change}." if change else ""
            return self._shortage_sentence(case, reason) + alone
        family = f"It stays together with {counted(len(together) - 1, 'other case')}. " if len(together) > 1 else ""
        why = self._packing(unit) if reason is Reason.PACKING else self._standards_and_packing(unit, missing)
        return f"{family}{why}{f' Smallest change: {change}.' if change else ''}"

    def _packing(self, unit: int) -> str:
        return (
            f"The hours may do in sum, but no officer who may hold {self._it(unit)} has {self._work(unit)} left in one "
            "piece, however cases are exchanged."
        )

    def _standards_and_packing(self, unit: int, missing: Missing) -> str:
        """Who lacks places, and who lacks hours."""
        ids, size = self.problem.officers.ids, int(self.units.size[unit])
        places = counted(size, "place")
        few = "no place" if size == 1 else f"fewer than {places}"
        if not self.room.is_hard:
            names = named([ids[o] for o in missing.officers.tolist()])
            left = f"{_have(missing.officers)} {few} left under caseload standards"
            return f"Hours are not what is missing: {names} {left}."
        lacks_places, lacks_hours = missing.places > 0, missing.ticks > 0
        said = []
        for which, words in (
            (
                lacks_places & ~lacks_hours,
                f"{self._work(unit)} left in one piece, but {few} under the caseload standard",
            ),
            (lacks_hours & ~lacks_places, f"{places} left, but not {self._work(unit)} in one piece"),
            (lacks_hours & lacks_places, f"neither {places} nor {self._work(unit)} left"),
        ):
            who = missing.officers[which]
            if len(who):
                said.append(f"{named([ids[o] for o in who.tolist()])} {_have(who)} {words}")
        return f"{'; '.join(said) or 'Caseload standards and hours together leave it no room'}."

    def _it(self, unit: int) -> str:
        return "it" if self.units.size[unit] == 1 else "them all"

    def _work(self, unit: int) -> str:
        if self.units.paired[unit]:
            return "the hours for it"
        return hours(self.problem.hours(int(self.units.effort[unit])))

    def _shortage_sentence(self, case: int, reason: Reason) -> str:
        problem = self.problem
        index = self._shortage_of.get((reason, case))
        if index is None:
            return "The sum that shows it was not found; a longer time limit may show it."
        shortage = self.shortages[index]
        missing = shortage.need - shortage.have
        who = named([problem.officers.ids[o] for o in shortage.officers.tolist()])
        if reason is Reason.STANDARDS:
            return (
                f"Raise the caseload standards of {who} by at least {counted(missing, 'case')} in all, "
                "or let somebody else hold such cases."
            )
        return f"At least {hours(problem.hours(missing))} more among {who}, or somebody else who may hold such cases."


def _have(who: Indices) -> str:
    return "has" if len(who) == 1 else "have"
