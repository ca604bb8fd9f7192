"""Cases that nobody holds, gathered by what would place them: the same reason, asking for the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints
from solver.model.units import Units
from solver.plan import UNPLACED, Reason
from solver.problem import Need, Problem


@dataclass(frozen=True, slots=True)
class Group:
    """Units (cases, or cases that stay together) without an officer.

    Attributes
    ----------
    reason : Reason
    rows : tuple of int
        Of ``Problem.needs``: what each unit asks for, all of it of one officer.
    units : int64 array
        The most urgent first, then those that take least.
    listed : bool
        The units have rows in ``Problem.pairs``, so that only the officers listed there may hold them.
    """

    reason: Reason
    rows: tuple[int, ...]
    units: Ints
    listed: bool

    def needs(self, problem: Problem) -> list[Need]:
        """What is asked for."""
        return [problem.needs[row] for row in self.rows]


def groups_of(problem: Problem, units: Units, officer: Indices, reason: NDArray[np.int8]) -> list[Group]:
    """All groups: the most urgent first, then the largest.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds each case, ``UNPLACED`` where nobody does.
    reason : int8 array, shape (cases,)
        Why nobody does; 0 for cases that are not to be looked at.
    """
    first = units.member[units.member_start[:-1]]
    out = np.flatnonzero((officer[first] == UNPLACED) & (reason[first] >= Reason.NO_ELIGIBLE_OFFICER))
    found = [
        Group(Reason(why), rows, mine[np.lexsort((units.effort[mine], units.priority[mine]))], listed)
        for why, rows, mine, listed in _alike(problem, units, out, reason[first].astype(np.int64))
    ]
    return sorted(found, key=lambda group: (int(units.priority[group.units[0]]), -len(group.units), group.rows))


def _alike(
    problem: Problem, units: Units, out: Ints, reason: Ints
) -> Iterator[tuple[int, tuple[int, ...], Ints, bool]]:
    lone = out[(units.size[out] == 1) & ~units.paired[out]]
    row = problem.cases.signature[units.member[units.member_start[lone]]].astype(np.int64)
    keys, at = np.unique(reason[lone] * len(problem.needs) + row, return_inverse=True)
    order = np.argsort(at, kind="stable")
    bounds = np.searchsorted(at[order], np.arange(len(keys) + 1)).tolist()
    for index, key in enumerate(keys.tolist()):
        why, signature = divmod(key, len(problem.needs))
        yield why, (signature,), lone[order[bounds[index] : bounds[index + 1]]], False
    bundles: dict[tuple[int, tuple[int, ...], bool], list[int]] = {}
    for unit in np.setdiff1d(out, lone).tolist():
        rows = tuple(sorted({int(problem.cases.signature[case]) for case in units.cases_of(unit).tolist()}))
        bundles.setdefault((int(reason[unit]), rows, bool(units.paired[unit])), []).append(unit)
    for (why, rows, listed), some in bundles.items():
        yield why, rows, np.array(some, np.int64), listed
