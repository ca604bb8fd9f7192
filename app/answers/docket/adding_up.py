"""A plan that is there, added up: what everybody holds, and how much work asks for the same officers.

What :func:`app.answers.docket.records.added` would make of all cases, for all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from app.answers.docket.summary import OFFICER, Amount, Basis, Standings, Sums, needs_of_key
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from app.intake.rows import weight_rows
from solver.arrays import Flags, Indices, Ints
from solver.problem import ALONE, NEW, Cases, Problem


def basis_for(problem: Problem, roster: Roster, options: PlanOptions) -> Basis:
    """What does not change as cases come and go.

    Parameters
    ----------
    options : PlanOptions
        With those of the sheet ``settings``.
    """
    weights = weight_rows(roster.weights)
    return Basis(problem.tick_hours, problem.officers, problem.needs, weights, options, problem.eligible)


def sums_of(basis: Basis, cases: Cases, officer: Indices) -> Sums:
    """What is open in a plan.

    Parameters
    ----------
    basis : Basis
        Of the same problem.
    officer : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does.
    """
    n = len(basis.officers)
    held = np.flatnonzero(officer >= 0)
    loads = np.zeros(n, np.int64)
    np.add.at(loads, officer[held], cases.effort[held])
    fresh = np.bincount(officer[held][cases.current[held] == NEW], minlength=n)
    empty = Sums(loads, np.bincount(officer[held], minlength=n), fresh)
    standings = Standings(basis, empty)
    work: dict[str, Amount] = {}
    waiting: dict[str, Amount] = {}
    _add_alone(standings, cases, officer, work, waiting)
    _add_families(standings, cases, officer, work, waiting)
    return Sums(loads, empty.counts, fresh, work=work, waiting=waiting)


def _add_alone(
    standings: Standings, cases: Cases, officer: Indices, work: dict[str, Amount], waiting: dict[str, Amount]
) -> None:
    """Cases that are not kept together with others."""
    basis = standings.basis
    needs, n = len(basis.needs), len(basis.officers)
    alone = cases.bundle == ALONE
    may: Flags = standings.eligible & (basis.officers.limit > 0)
    placeable = np.any(may, axis=1, keepdims=True)[cases.signature, 0]
    pinned = cases.pinned & (officer >= 0)
    # a plan leaves a case that nobody may hold with an officer only where it stays there
    bound = alone & (officer >= 0) & (pinned | ~placeable)
    work |= _totals(cases.effort, cases.signature, alone & ~pinned & placeable, needs, "")
    work |= _totals(cases.effort, officer, bound, n, OFFICER)
    waiting |= _totals(cases.effort, cases.signature, alone & (officer < 0), needs, "")


def _add_families(
    standings: Standings, cases: Cases, officer: Indices, work: dict[str, Amount], waiting: dict[str, Amount]
) -> None:
    """Cases that are kept together, as :func:`app.answers.docket.records.work_of` sees each family."""
    tied = np.flatnonzero(cases.bundle != ALONE)
    if not len(tied):
        return
    free = tied[officer[tied] < 0]
    for _, key, amount in _families(cases, free):
        _count(waiting, key, amount)
    bound = tied[cases.pinned[tied] & (officer[tied] >= 0)]
    pin = dict(zip(cases.bundle[bound[::-1]].tolist(), officer[bound[::-1]].tolist(), strict=True))
    can: dict[str, bool] = {}
    stay: list[int] = []
    for bundle, key, amount in _families(cases, tied):
        if bundle in pin:
            _count(work, f"{OFFICER}{pin[bundle]}", amount)
            continue
        if key not in can:
            can[key] = bool(np.any(standings.may(needs_of_key(key))))
        if can[key]:
            _count(work, key, amount)
        else:
            stay.append(bundle)
    if standings.basis.options.release_ineligible:
        return
    for case in tied[np.isin(cases.bundle[tied], stay) & (officer[tied] >= 0)].tolist():
        holder = int(officer[case])
        if holder not in standings.needs[int(cases.signature[case])].excluded:
            _count(work, f"{OFFICER}{holder}", (int(cases.effort[case]), 1))


def _families(cases: Cases, some: Ints) -> Iterator[tuple[int, str, Amount]]:
    """Families of these cases: the number of each, what all of it asks for, and how much it is."""
    bundle, signature = cases.bundle[some], cases.signature[some]
    order = np.lexsort((signature, bundle))
    ordered, needs = bundle[order], signature[order]
    other = np.diff(ordered, prepend=-1) != 0
    distinct = other | (np.diff(needs, prepend=-1) != 0)
    texts = list(map(str, needs[distinct].tolist()))
    first = np.flatnonzero(other)
    starts = np.append(np.flatnonzero(other[distinct]), len(texts)).tolist()
    keys: Iterable[str] = (",".join(texts[a:b]) for a, b in pairwise(starts))
    ticks = np.add.reduceat(cases.effort[some][order], first) if len(first) else np.zeros(0, np.int64)
    counts = np.diff(np.append(first, len(ordered)))
    amounts = zip(ticks.tolist(), counts.tolist(), strict=True)
    yield from zip(ordered[first].tolist(), keys, amounts, strict=True)


def _totals(effort: Ints, of: Indices, which: Flags, length: int, prefix: str) -> dict[str, Amount]:
    ticks = np.zeros(length, np.int64)
    np.add.at(ticks, of[which], effort[which])
    cases = np.bincount(of[which], minlength=length)
    return {f"{prefix}{at}": (int(ticks[at]), int(cases[at])) for at in np.flatnonzero(cases).tolist()}


def _count(sums: dict[str, Amount], key: str, amount: Amount) -> None:
    ticks, cases = sums.get(key, (0, 0))
    sums[key] = ticks + amount[0], cases + amount[1]
