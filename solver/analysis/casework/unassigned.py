"""Cases that nobody holds: each with its reason, and with what would place it, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.analysis.casework.fixes import Fix
from solver.analysis.casework.obstacles import why_nobody_may
from solver.analysis.moves import bundles
from solver.analysis.words import counted, hours, named
from solver.plan import UNPLACED, Plan, Reason, Shortage
from solver.problem import ALONE, Problem
from solver.tiers import FairShares

CERTIFIED = frozenset({Reason.STANDARDS, Reason.HOURS})
"""Reasons that a sum shows."""


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A case without an officer.

    Attributes
    ----------
    case : int
    reason : Reason
    remedy : str
        What would place it, in a sentence.
    fix : int or None
        Index into the fixes: the change that was looked for on behalf of its group.
    """

    case: int
    reason: Reason
    remedy: str
    fix: int | None


def unassigned(problem: Problem, plan: Plan | None, shares: FairShares, fixes: Sequence[Fix]) -> tuple[Unassigned, ...]:
    """Every case without an officer, in the order of the roster.

    Parameters
    ----------
    plan : Plan or None
        None: the cases that no plan can place, known before there is one.
    shares : FairShares
        Of the problem.
    fixes : sequence of Fix
        Of the same plan.
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
    fix_of = np.full(len(problem.cases), -1, np.int64)
    for index, fix in enumerate(fixes):
        fix_of[fix.cases] = index
    words = _Remedies(problem, () if plan is None else plan.shortages)
    rows = zip(cases.tolist(), map(Reason, reasons.tolist()), fix_of[cases].tolist(), strict=True)
    return tuple(
        Unassigned(case, reason, words.of(case, reason), fix if fix >= 0 else None) for case, reason, fix in rows
    )


@dataclass
class _Remedies:
    """What would place a case. Cases that ask for the same share one sentence, so that many are cheap."""

    problem: Problem
    shortages: tuple[Shortage, ...]
    _known: dict[tuple[Reason, str, int], str] = field(default_factory=dict)
    _shortage_of: dict[int, int] = field(default_factory=dict)
    _members: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, shortage in reversed(list(enumerate(self.shortages))):
            self._shortage_of.update(dict.fromkeys(shortage.cases.tolist(), index))
        self._members = bundles(self.problem)

    def of(self, case: int, reason: Reason) -> str:
        """The sentence for one case."""
        key = (reason, *self._alike(case, reason))
        if key not in self._known:
            self._known[key] = self._sentence(case, reason)
        return self._known[key]

    def _alike(self, case: int, reason: Reason) -> tuple[str, int]:
        """Cases of which this is the same get the same sentence."""
        cases = self.problem.cases
        if reason in CERTIFIED:
            return "shortage", self._shortage_of.get(case, -1)
        if reason is Reason.NOT_PROVEN:
            return "any", 0
        if int(cases.bundle[case]) != ALONE:
            return "bundle", int(cases.bundle[case])
        if reason is Reason.PACKING:
            return "effort", int(cases.effort[case])
        rows = self.problem.pairs_of(case)
        return ("case", case) if rows.start < rows.stop else ("signature", int(cases.signature[case]))

    def _together(self, case: int) -> list[int]:
        return self._members.get(int(self.problem.cases.bundle[case]), [case])

    def _sentence(self, case: int, reason: Reason) -> str:
        problem, together = self.problem, self._together(case)
        if reason is Reason.NO_ELIGIBLE_OFFICER:
            return why_nobody_may(problem, together)
        if reason is Reason.NO_HOURS:
            able = np.logical_and.reduce([problem.may_hold(member) for member in together])
            ids = [problem.officers.ids[o] for o in np.flatnonzero(able).tolist()]
            have = "has" if len(ids) == 1 else "have"
            return (
                f"Only {named(ids)} may hold it and {have} no hours in this period: give hours, or train somebody else."
            )
        if reason in CERTIFIED:
            return self._shortage_sentence(case, reason)
        if reason is Reason.PACKING:
            effort = sum(problem.cases.effort[together].tolist())
            return (
                f"The hours would do in sum, but cases cannot be split. {hours(problem.hours(effort))} more for "
                "one officer who may hold it would place it."
            )
        return "It is not known whether it can be placed: the time ran out. Plan again with a longer time limit."

    def _shortage_sentence(self, case: int, reason: Reason) -> str:
        problem = self.problem
        index = self._shortage_of.get(case)
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
