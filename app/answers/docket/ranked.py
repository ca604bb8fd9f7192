"""Who should take a case of a docket: the same advice as beside a plan, from sums instead of from all cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.answers.advice import AdviceEntry, advice_entry
from app.answers.docket.records import Record, added, families
from app.answers.docket.summary import OFFICER, Amount, Standings, needs_of_key
from solver.analysis.casework.advice import Pace, Terms, advise_beside
from solver.analysis.casework.obstacles import obstacles_of
from solver.analysis.casework.standing import Standing
from solver.analysis.scenarios.cases import with_cases
from solver.arrays import Flags
from solver.fair_shares.decomposition import fair_shares
from solver.problem import ALONE, LEFT, NEW, Cases, Need, Problem
from solver.tiers import FairShares

MIDDLE = 3
"""A priority, of which advice asks nothing."""


def advice_on(
    standings: Standings, unit: Sequence[Record], case_id: str, pace: Pace | None = None, most: int | None = None
) -> AdviceEntry:
    """Who should take a case that is open, beside what everybody holds.

    Parameters
    ----------
    standings : Standings
        With the case.
    unit : sequence of Record
        The case, and those that are kept together with it: all count as held by nobody.
    case_id : str
    pace : Pace or None
    most : int or None
        Candidates that are told of; None: all.
    """
    terms = replace(terms_of(standings), pace=pace)
    (found,) = advice_in_turn(standings, [unit], [case_id], terms, most)
    return found


def terms_of(standings: Standings) -> Terms:
    """What advice takes into account where nothing else is asked for."""
    options, nothing = standings.basis.options, _problem_of(standings, ())
    return Terms(options.basis_of(nothing), options.target_fraction, beta=options.beta_fraction)


def advice_in_turn(
    standings: Standings,
    units: Sequence[Sequence[Record]],
    asked: Iterable[str],
    terms: Terms,
    most: int | None = None,
) -> list[AdviceEntry]:
    """Who should take each of several cases; each goes to its best officer before the next one is looked at.

    Parameters
    ----------
    standings : Standings
        With all of them, in the hours that ramps leave.
    units : sequence of sequence of Record
        The cases that are asked about, with those that are kept together with them, each once: all count as held by
        nobody at first.
    asked : ids of cases, in the order in which they are given out
    terms : Terms
    most : int or None
        Candidates that are told of; None: all.
    """
    unit_with = {each.case_id: number for number, unit in enumerate(units) for each in unit}
    beside = standings
    for unit in units:
        beside = beside.with_sums(added(beside, unit, -1))
    given = [[replace(each, officer="") for each in unit] for unit in units]
    for freed in given:
        beside = beside.with_sums(added(beside, freed))
    out = []
    for case_id in asked:
        number = unit_with[case_id]
        problem = _problem_of(standings, units[number])
        sums = beside.sums
        waiting, shares = _lumped(standings, sums.waiting), _shares_of(standings, problem)
        standing = Standing(sums.loads, sums.counts, sums.fresh, waiting, shares)
        found = advise_beside(problem, problem.cases.ids.index(case_id), standing, terms, most=most)
        out.append(advice_entry(problem, found))
        if found.candidates:
            best = standings.basis.officers.ids[found.candidates[0].officer]
            beside = beside.with_sums(added(beside, given[number], -1))
            given[number] = [replace(each, officer=best) for each in given[number]]
            beside = beside.with_sums(added(beside, given[number]))
    return out


def against(standings: Standings, unit: Sequence[Record], case_id: str, officer: str) -> list[str]:
    """Why an officer who took a case may not hold it, as far as the roster says; empty where they may."""
    problem = _problem_of(standings, unit)
    return list(obstacles_of(problem, problem.cases.ids.index(case_id), standings.basis.officer_of[officer]))


def _problem_of(standings: Standings, unit: Sequence[Record]) -> Problem:
    """The cases of one unit, which nobody holds; a pin says who is to have it."""
    officer_of = standings.basis.officer_of
    pins = [officer_of[each.officer] if each.pinned else NEW for each in unit]
    current = [NEW if each.fresh else LEFT for each in unit]
    cases = Cases(
        ids=tuple(each.case_id for each in unit),
        effort=np.array([each.effort for each in unit], np.int64),
        signature=np.array([each.need for each in unit], np.int32),
        priority=np.full(len(unit), MIDDLE, np.int8),
        current=np.array(current, np.int32),
        pinned=np.array([each.pinned for each in unit], np.bool_),
        bundle=np.full(len(unit), 0 if len(unit) > 1 else ALONE, np.int32),
        case_type=np.full(len(unit), -1, np.int32),
        ordered=np.array(pins, np.int32),
    )
    basis = standings.basis
    return Problem(basis.officers, cases, standings.eligible, standings.needs, basis.tick_hours)


def _shares_of(standings: Standings, problem: Problem) -> FairShares:
    """The fair shares of whoever could get the case, and of all whose work hangs together with theirs.

    Shares of others are not looked at: they have no cases in common with these, not even through others.
    """
    work = _lumped(standings, standings.sums.work)
    limit = problem.officers.limit > 0
    reach: Flags = work.eligible[work.cases.signature] & limit
    reach[work.cases.pinned] = False
    reach[np.flatnonzero(work.cases.pinned), work.cases.current[work.cases.pinned]] = True
    concerned: Flags = np.any(standings.eligible[problem.cases.signature], axis=0) & limit
    concerned[problem.cases.pin[problem.cases.pinned]] = True
    while True:
        rows = np.any(reach & concerned, axis=1)
        wider: Flags = concerned | np.any(reach[rows], axis=0)
        if np.array_equal(wider, concerned):
            break
        concerned = wider
    return fair_shares(with_cases(work, np.flatnonzero(rows)))


@dataclass(frozen=True, slots=True)
class _Lump:
    """All work that asks for the same, as one case."""

    ticks: int
    row: int
    holder: int


def _lumped(standings: Standings, amounts: Mapping[str, Amount]) -> Problem:
    """A problem of one case for each key."""
    rows: list[Flags] = []
    lumps = []
    for key, (ticks, _) in amounts.items():
        if key.startswith(OFFICER):
            lumps.append(_Lump(ticks, 0, int(key.removeprefix(OFFICER))))
            continue
        needs = needs_of_key(key)
        row = needs[0]
        if len(needs) > 1:
            rows.append(np.logical_and.reduce(standings.eligible[list(needs)], axis=0))
            row = len(standings.needs) + len(rows) - 1
        lumps.append(_Lump(ticks, row, NEW))
    cases = Cases(
        ids=tuple(map(str, range(len(lumps)))),
        effort=np.array([each.ticks for each in lumps], np.int64),
        signature=np.array([each.row for each in lumps], np.int32),
        priority=np.full(len(lumps), MIDDLE, np.int8),
        current=np.array([each.holder for each in lumps], np.int32),
        pinned=np.array([each.holder != NEW for each in lumps], np.bool_),
        bundle=np.full(len(lumps), ALONE, np.int32),
        case_type=np.full(len(lumps), -1, np.int32),
    )
    eligible = np.concatenate([standings.eligible, rows]) if rows else standings.eligible
    needs_in_words = standings.needs + (Need(),) * len(rows)
    return Problem(standings.basis.officers, cases, eligible, needs_in_words, standings.basis.tick_hours)


def unit_of(records: Iterable[Record], case_id: str) -> list[Record]:
    """The open case of that id, and those that are kept together with it."""
    for unit in families(records):
        if any(each.case_id == case_id for each in unit):
            return unit
    raise LookupError("the case is not open")
