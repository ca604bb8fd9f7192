"""Several cases for which somebody decides otherwise than a plan: who has them then, and what that does to every goal.

Nothing is planned again here. The cases that are decided on go where they are to go, all others stay, and the checker
measures both assignments; so what is told is exactly what the decisions cost as long as nobody plans around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from solver.analysis.casework.advice import Candidate, Terms, advise
from solver.analysis.casework.assignment_totals import measured_by, total_of
from solver.analysis.casework.explain import LevelChange, Load, load_between
from solver.analysis.loads import loads_of, peak
from solver.arrays import Indices
from solver.check.facts import facts_of
from solver.check.goals import level_names, unit_of
from solver.check.reasons import Moves
from solver.check.verify import Checked, check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, Policy
from solver.model.units import Units, units_of
from solver.plan import UNPLACED
from solver.problem import NEW, Problem


@dataclass(frozen=True, slots=True)
class Decisions:
    """Who is to have which case, and who is not.

    Attributes
    ----------
    given : mapping of case to officer
        The case, and all that are kept together with it, are to be with that officer.
    barred : frozenset of (case, officer)
        The officer is not to have the case.
    """

    given: Mapping[int, int] = field(default_factory=dict)
    barred: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Decided:
    """An assignment beside the same one with decisions made.

    Attributes
    ----------
    officer_now, officer_then : int32 arrays, shape (cases,)
        Who has each case.
    moved : tuple of int
        Cases that have another officer then.
    levels : tuple of LevelChange
        In rank order.
    loads : tuple of Load
        Of the officers who hold something else then, in the order of the roster.
    broken : tuple of str
        Rules that are broken then, and are not now.
    moves_now, moves_then : Moves
    peak_now, peak_then : Fraction or None
        Utilization of the fullest officer; None where nobody has hours.
    """

    officer_now: Indices
    officer_then: Indices
    moved: tuple[int, ...]
    levels: tuple[LevelChange, ...]
    loads: tuple[Load, ...]
    broken: tuple[str, ...]
    moves_now: Moves
    moves_then: Moves
    peak_now: Fraction | None
    peak_then: Fraction | None


def bound_by(problem: Problem, decisions: Decisions) -> Problem:
    """The problem in which the decisions are rules: a pin to whoever is to have a case, and exclusions."""
    cases = problem.cases
    units = _whole_families(problem)
    pinned, ordered = cases.pinned.copy(), np.full(len(cases), NEW, np.int32)
    if cases.ordered is not None:
        ordered[:] = cases.ordered
    for case, officer in decisions.given.items():
        members = units.cases_of(int(units.of_case[case]))
        pinned[members], ordered[members] = True, officer
    problem = replace(problem, cases=replace(cases, pinned=pinned, ordered=ordered))
    return _without(problem, decisions.barred)


def decide(
    problem: Problem, assigned: Indices, goals: Goals, terms: Terms, now_then: tuple[Decisions, Decisions]
) -> Decided:
    """Follow decisions in an assignment, and measure what comes of them beside what came of those before.

    A case whose officer is not to have it goes to whom advice ranks first beside all the others, or, where every one of
    them would break a rule, to nobody.

    Parameters
    ----------
    assigned : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does.
    goals : Goals
        Policy, and which goals to measure.
    terms : Terms
        Of that advice.
    now_then : two Decisions
        That were made before, and with those that are asked about.
    """
    before, after = (_followed(problem, assigned, goals, terms, each) for each in now_then)
    now, then = check(problem, before, goals), check(problem, after, goals)
    changed = np.flatnonzero((now.loads != then.loads) | (now.counts != then.counts)).tolist()
    return Decided(
        officer_now=before,
        officer_then=after,
        moved=tuple(np.flatnonzero(before != after).tolist()),
        levels=_levels(problem, goals, before, after),
        loads=tuple(load_between(problem, o, (now.loads, then.loads), (now.counts, then.counts)) for o in changed),
        broken=_broken(now, then),
        moves_now=now.moves,
        moves_then=then.moves,
        peak_now=_peak(problem, before),
        peak_then=_peak(problem, after),
    )


def together_with(problem: Problem, case: int) -> tuple[int, ...]:
    """A case, and all that are kept together with it: who gets the one gets them all."""
    units = _whole_families(problem)
    return tuple(units.cases_of(int(units.of_case[case])).tolist())


def _whole_families(problem: Problem) -> Units:
    """Who moves with whom: families stay whole, also where nobody may hold all of one."""
    return units_of(replace(problem, release_ineligible=True))


def _followed(problem: Problem, assigned: Indices, goals: Goals, terms: Terms, decisions: Decisions) -> Indices:
    units, after = _whole_families(problem), assigned.copy()
    for case, officer in decisions.given.items():
        after[units.cases_of(int(units.of_case[case]))] = officer
    lost = sorted({int(units.of_case[case]) for case, officer in decisions.barred if after[case] == officer})
    if not lost:
        return after
    rules = bound_by(problem, decisions)
    for each in advise(rules, after, [int(units.cases_of(unit)[0]) for unit in lost], terms):
        best = next((one for one in each.candidates if not _breaks(one, goals.policy)), None)
        after[list(each.cases)] = UNPLACED if best is None else best.officer
    return after


def _breaks(candidate: Candidate, policy: Policy) -> bool:
    """Whether an officer would break a rule with the case."""
    if candidate.standard is not None and candidate.caseload_after > candidate.standard:
        return True
    return policy is Policy.WITHIN_CAPACITY and candidate.load_after > candidate.limit


def _without(problem: Problem, barred: frozenset[tuple[int, int]]) -> Problem:
    """The problem with further officers excluded from single cases."""
    if not barred:
        return problem
    more: dict[int, set[int]] = {}
    for case, officer in barred:
        more.setdefault(case, set()).add(officer)
    signature, needs = problem.cases.signature.copy(), list(problem.needs)
    rows: dict[tuple[int, frozenset[int]], int] = {}
    for case, them in sorted(more.items()):
        key = int(signature[case]), frozenset(them)
        if key not in rows:
            need = problem.needs[key[0]]
            rows[key] = len(needs)
            needs.append(replace(need, excluded=need.excluded | key[1]))
        signature[case] = rows[key]
    added = problem.eligible[[of for of, _ in rows]].copy()
    for at, (_, officers) in enumerate(rows):
        added[at, sorted(officers)] = False
    cases = replace(problem.cases, signature=signature)
    eligible = np.concatenate([problem.eligible, added])
    return replace(problem, cases=cases, needs=tuple(needs), eligible=eligible)


def _levels(problem: Problem, goals: Goals, before: Indices, after: Indices) -> tuple[LevelChange, ...]:
    facts, shares = facts_of(problem), fair_shares(problem)
    now, then = (measured_by(facts, goals, shares, officer) for officer in (before, after))
    found = []
    for name in level_names(facts, goals):
        unit = unit_of(name, goals)
        values = [total_of(measured, name, unit) for measured in (now, then)]
        found.append(LevelChange(name, unit, *values, *values))
    return tuple(found)


def _broken(now: Checked, then: Checked) -> tuple[str, ...]:
    """Rules that are broken then and not now; that somebody has room for a case that waits is none."""
    known = {(found.code, found.case, found.officer) for found in now.violations}
    return tuple(
        each.message
        for each in then.violations
        if each.code != "has_room" and (each.code, each.case, each.officer) not in known
    )


def _peak(problem: Problem, officer: Indices) -> Fraction | None:
    return peak(loads_of(problem, officer).utilization(problem))
