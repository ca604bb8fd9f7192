"""Who should take a new case: everybody who may, ranked, with what it does to their load and to the peak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm

import numpy as np

from solver.analysis.casework.obstacles import effort_of, obstacles
from solver.analysis.casework.standing import MARGIN, Standing
from solver.analysis.fte import Basis, Target
from solver.analysis.staffing.verdict import target_of
from solver.analysis.ticks import finer
from solver.arrays import Flags, Indices, Ints
from solver.errors import InvalidGoals
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import Units, units_of
from solver.plan import UNPLACED
from solver.problem import NEW, NO_STANDARD, Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an officer may take new cases: at most ``new`` for every ``per_open`` that they hold besides.

    The Child Welfare League of America asks for at most one new case for six open ones.
    """

    new: int = 1
    per_open: int = 6

    def __post_init__(self) -> None:
        if self.new < 0 or self.per_open < 1:
            raise InvalidGoals(f"a pace is 0 or more new cases for 1 or more open ones, not {self.new}:{self.per_open}")

    def allows(self, new: int, others: int) -> bool:
        """Whether an officer may hold so many new cases beside so many others."""
        return new * self.per_open <= self.new * others


@dataclass(frozen=True, slots=True)
class Candidate:
    """One officer who may take the case. Loads are in hours of the officer's limit (available × efficiency).

    Attributes
    ----------
    officer : int
    load_before, load_after, limit : Fraction, hours
        The limit is that of the ramp, where the officer has one.
    utilization_before, utilization_after : Fraction
    peak_after : Fraction
        Highest utilization of all officers with hours, once this one has the case; ramps count, so that it is never
        below that of this officer.
    headed_for : Fraction
        What the officer comes to with what they hold and with all that waits, this case among it, given out as fairly
        as it can be: of two who may take a case, the one whom no other work waits for comes to less.
    fair_share : Fraction or None
    target : Target or None
        Of the officer's tier.
    within_target : bool
    caseload_after : int
    standard : int or None
    new_after : int
        Of them, cases that nobody held before.
    against : tuple of str
        What speaks against it: a standard, the pace, more work than hours. Such officers come last.
    """

    officer: int
    load_before: Fraction
    load_after: Fraction
    limit: Fraction
    utilization_before: Fraction
    utilization_after: Fraction
    peak_after: Fraction
    headed_for: Fraction
    fair_share: Fraction | None
    target: Target | None
    within_target: bool
    caseload_after: int
    standard: int | None
    new_after: int
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Who should take one case.

    Attributes
    ----------
    case : int
    cases : tuple of int
        It, and those that are kept together with it.
    candidates : tuple of Candidate
        Best first: nothing speaks against them, then the lowest utilization that they are headed for, then the lowest
        afterwards, then roster order.
    nobody : tuple of (officer, reasons)
        Where there is no candidate: why each officer may not.
    """

    case: int
    cases: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    nobody: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What advice takes into account.

    Attributes
    ----------
    basis : Basis
        For targets that depend on the pool.
    target : Fraction or None
    pace : Pace or None
    ramp : mapping of officer to Fraction, 0 to 1
        Officers who are back from leave count with this share of their hours.
    beta : Fraction, >= 0
        Slack of targets that depend on the pool.
    """

    basis: Basis
    target: Fraction | None = None
    pace: Pace | None = None
    ramp: Mapping[int, Fraction] = field(default_factory=dict)
    beta: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if any(not 0 < share <= 1 for share in self.ramp.values()):
            raise InvalidGoals("a ramp is a share of the officer's hours above 0 and at most 1")


def advise(problem: Problem, officer: Indices, cases: Sequence[int], terms: Terms) -> tuple[Advice, ...]:
    """Say who should take each case; each goes to its best officer before the next one is looked at.

    Parameters
    ----------
    problem : Problem
        With the new cases in it.
    officer : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does. Cases that are asked about are taken as held by nobody.
    cases : sequence of int
        In the order in which they are given out.

    Raises
    ------
    TooLarge
        With the ramps the hours could no longer be added.
    """
    problem = ramped(problem, terms.ramp)
    units = units_of(replace(problem, release_ineligible=True))  # who may, not who must
    shares = fair_shares(problem)
    held = officer.copy()
    for case in cases:
        held[units.cases_of(int(units.of_case[case]))] = UNPLACED
    out = []
    for case in cases:
        advice = advise_beside(problem, case, Standing.of(problem, held, shares), terms, units)
        out.append(advice)
        if advice.candidates:
            held[list(advice.cases)] = advice.candidates[0].officer
    return tuple(out)


def advise_beside(
    problem: Problem, case: int, standing: Standing, terms: Terms, units: Units | None = None, most: int | None = None
) -> Advice:
    """Say who should take one case, beside what everybody holds.

    Parameters
    ----------
    problem : Problem
        With the case and those that are kept together with it. The others need not be in it: they are in ``standing``.
    case : int
    standing : Standing
        In ticks of the problem, with the hours that ramps leave (:func:`ramped`).
    terms : Terms
    units : Units or None
        Of the problem with ``release_ineligible``, where the caller has them already.
    most : int or None
        Candidates that are told of, the best ones, or officers of whom it is told why they may not; None: all.
    """
    units = units_of(replace(problem, release_ineligible=True)) if units is None else units
    unit = int(units.of_case[case])
    mine = tuple(units.cases_of(unit).tolist())
    limits = problem.officers.limit
    may: Flags = units.allowed[units.group[unit]] & (limits > 0)
    new = sum(int(problem.cases.current[member]) == NEW for member in mine)
    asked = _Asked(problem, standing, terms, effort_of(problem, units, unit), len(mine), new)
    who = np.flatnonzero(may)
    headed, highest, targets = standing.headed_for(who), standing.highest(), dict[int, Target | None]()

    def rank(o: int) -> tuple[bool, Fraction, Fraction, int]:
        return len(asked.against(o)) > 0, headed[o], asked.after(o) / int(limits[o]), o

    best = sorted(_first_of(who.tolist(), asked, headed, most), key=rank)[:most]
    found = [asked.candidate(o, headed[o], highest, targets) for o in best]
    everybody = range(len(may))[:most] if not found else range(0)
    return Advice(case, mine, tuple(found), tuple((o, obstacles(problem, units, case, o)) for o in everybody))


def _first_of(who: list[int], asked: _Asked, headed: Mapping[int, Fraction], most: int | None) -> list[int]:
    """Those among whom the first ``most`` are: floating point leaves out who is clearly behind."""
    if most is None or len(who) <= most:
        return who
    rough = {o: (len(asked.against(o)) > 0, float(headed[o])) for o in who}
    behind, level = sorted(rough.values())[most - 1]
    last = behind, level * (1 + MARGIN) + MARGIN
    return [o for o in who if rough[o] <= last]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A unit that is to be given out, and what it would make of each officer."""

    problem: Problem
    standing: Standing
    terms: Terms
    effort: Ints
    """Ticks that it takes of each officer's limit."""
    cases: int
    fresh: int

    def after(self, o: int) -> Fraction:
        """Ticks that the officer would hold."""
        return Fraction(int(self.standing.loads[o]) + int(self.effort[o]))

    def count(self, o: int) -> int:
        """Cases that the officer would hold."""
        return int(self.standing.counts[o]) + self.cases

    def new(self, o: int) -> int:
        """Of them, those that nobody held before."""
        return int(self.standing.fresh[o]) + self.fresh

    def against(self, o: int) -> tuple[str, ...]:
        """What speaks against the officer."""
        staff, pace = self.problem.officers, self.terms.pace
        count, new, standard = self.count(o), self.new(o), int(staff.standard[o])
        out = []
        if standard != NO_STANDARD and count > standard:
            out.append(f"the standard is {standard:,} cases")
        if pace is not None and not pace.allows(new, count - new):
            out.append(f"{new:,} new beside {count - new:,} open cases is faster than {pace.new}:{pace.per_open}")
        if self.after(o) > int(staff.limit[o]):
            out.append("more work than hours")
        return tuple(out)

    def candidate(
        self, o: int, headed: Fraction, highest: list[tuple[int, Fraction]], targets: dict[int, Target | None]
    ) -> Candidate:
        """All that is told of one officer who may take it."""
        problem, shares = self.problem, self.standing.shares
        hours, limit = problem.hours, problem.hours(int(problem.officers.limit[o]))
        before, after = hours(int(self.standing.loads[o])), hours(self.after(o))
        tier, standard = int(shares.tier_of_officer[o]), int(problem.officers.standard[o])
        if tier not in targets:
            targets[tier] = _target(problem, shares, tier, self.terms)
        target = targets[tier]
        return Candidate(
            officer=o,
            load_before=before,
            load_after=after,
            limit=limit,
            utilization_before=before / limit,
            utilization_after=after / limit,
            peak_after=max([after / limit, *(value for other, value in highest if other != o)]),
            headed_for=headed,
            fair_share=shares.share[o],
            target=target,
            within_target=target is not None and target.allows(after / limit),
            caseload_after=self.count(o),
            standard=None if standard == NO_STANDARD else standard,
            new_after=self.new(o),
            against=self.against(o),
        )


def ramped(problem: Problem, ramp: Mapping[int, Fraction]) -> Problem:
    """The problem with the hours that ramps leave, exactly."""
    if not ramp:
        return problem
    problem = finer(problem, lcm(*(share.denominator for share in ramp.values())))
    limit = problem.officers.limit.copy()
    for officer, share in ramp.items():
        limit[officer] = limit[officer] // share.denominator * share.numerator
    return replace(problem, officers=replace(problem.officers, limit=limit))


def _target(problem: Problem, shares: FairShares, tier: int, terms: Terms) -> Target | None:
    return None if tier < 0 else target_of(problem, shares.tiers[tier], terms.basis, terms.target, terms.beta)
