"""Where the cases of a changed problem come from: the case that each one is, or was copied from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.cases import intake_chosen
from solver.analysis.scenarios.changes import Change, ChangeIntake, DropCases
from solver.arrays import Flags, Indices, Ints
from solver.problem import Problem

NO_TYPE = -1


@dataclass(frozen=True, slots=True)
class Traced:
    """A changed problem, case by case beside the one that it was.

    Attributes
    ----------
    problem : Problem
    source : int64 array, shape (cases,)
        Position in the old problem of the case itself, or of the case that it was copied from.
    is_copy : bool array, shape (cases,)
        A case that was not there before.
    """

    problem: Problem
    source: Ints
    is_copy: Flags


def traced(problem: Problem, changes: Sequence[Change], aside: Flags | None = None) -> Traced:
    """Make changes, one after the other, as ``solver.analysis.scenarios.apply.applied`` does.

    Parameters
    ----------
    problem : Problem
    changes : sequence of Change
    aside : bool array, shape (cases,), optional
        Cases that came later: where there are more or fewer of a type they are not counted, copied or dropped.

    Raises
    ------
    InvalidChange
        Names the change that cannot be made.
    TooLarge
    """
    came_later = np.zeros(len(problem.cases), np.bool_) if aside is None else aside
    done = Traced(problem, np.arange(len(problem.cases)), np.zeros(len(problem.cases), np.bool_))
    for change in changes:
        before = done.problem
        hidden = came_later[done.source] & ~done.is_copy
        if isinstance(change, ChangeIntake):
            before = _with_types(before, np.where(hidden, NO_TYPE, before.cases.case_type))
        after, chosen = applied(before, (change,)), _chosen(before, change)
        if isinstance(change, ChangeIntake):
            after = _with_types(after, done.problem.cases.case_type[chosen])
        new = np.arange(len(chosen)) >= len(before.cases)
        done = Traced(after, done.source[chosen], done.is_copy[chosen] | new)
    return done


def _chosen(before: Problem, change: Change) -> Ints:
    """The cases after a change, as positions before it."""
    if isinstance(change, ChangeIntake):
        return intake_chosen(before, change)
    stay = np.ones(len(before.cases), np.bool_)
    if isinstance(change, DropCases):
        gone = frozenset(change.cases)
        stay[[at for at, name in enumerate(before.cases.ids) if name in gone]] = False
    return np.flatnonzero(stay)


def _with_types(problem: Problem, case_type: Ints | Indices) -> Problem:
    return replace(problem, cases=replace(problem.cases, case_type=case_type.astype(np.int32)))
