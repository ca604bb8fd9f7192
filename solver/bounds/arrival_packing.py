"""Whole new cases in the room that officers have: how many of their own cases must give way at least.

Where an office was planned before and little has happened since, hardly anything need move, and a relaxation says next
to nothing: it splits a new case of 8 h over officers who have 2 h left each, and gives away a quarter of another one
where a whole one must go. The program here has a variable for every new case and officer, and one for how many of an
officer's cases of each length give way; which of these they are it does not know. Every plan that places all cases is
a point of it, so nothing is below its best point (``Proof.SEARCH``), and what gives way there says where a plan is to
be looked for (``heuristics/place_arrivals.py``).

Asked up to three times (:class:`Detail`), each time knowing more and taking longer: a fiftieth of a second, some tenths
of one, a second.

Measured on plans of 10,000 cases by 50 officers, 38 changes later: the relaxation says 0, 1, 2 and 1 moves, this 4, 5,
8 and 3, and with the plans that it leads to four of five are proven in half a second; CP-SAT alone took 2 to 18 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import inf

import numpy as np

from solver.arrays import Flags, Ints, sum_by
from solver.budget import Budget, check_ranges
from solver.engines.cp_sat import search
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, RowBuilder, Rule
from solver.formulation.cover_inequalities import has_own_times
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.level_model import LevelModel
from solver.model.part import Part


class Detail(IntEnum):
    """What is known of a case that gives way."""

    RID = 1
    """Whoever gives it away is rid of it."""
    LENGTH = 2
    """Somebody has room for a case of its length."""
    KIND = 3
    """Somebody who may hold it has."""


MOST_TICKS = 2**50
"""Ticks of all cases together above which CP-SAT's sums might not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPackingParams:
    """How large such a program may be, and how long it is asked.

    Attributes
    ----------
    most_new : int, >= 0
        Cases that nobody holds, or whose holder may not keep them, above which a relaxation says enough.
    most_choices : int, >= 0
        Of an officer for a new case.
    slice_s : float, > 0
        Units of work for one question.
    """

    most_new: int = 150
    most_choices: int = 20_000
    slice_s: float = 6.0

    def __post_init__(self) -> None:
        check_ranges(self, most_new=(0, inf), most_choices=(0, inf), slice_s=(1e-9, inf))


PARAMS = ArrivalPackingParams()


@dataclass(frozen=True, slots=True)
class Packing:
    """What the program says.

    Attributes
    ----------
    bound : int
        No plan of the level is below.
    gives : bool array, shape (held columns,)
        Of which cases some give way in its best point: those of a length, of an officer.
    """

    bound: int
    gives: Flags


def new_units(level: LevelModel) -> Ints:
    """Units of each class that nobody holds, or whose holder may not keep them. Shape (classes,)."""
    part = level.part
    return part.count - sum_by(part.column_class, part.held, len(part.count))


def has_arrival_packing(level: LevelModel, params: ArrivalPackingParams = PARAMS) -> bool:
    """Whether a level is about moves, all cases are placed in it, few are new, and each of the others has one holder.

    A family that several officers hold today could stay with any of them; here everything stays but what gives way.
    """
    part = level.part
    if level.goal != CONTINUITY or not part.placeable_all or level.layout.unplaced:
        return False
    fresh = new_units(level)
    if int(fresh.min(initial=0)) < 0:
        return False
    choices = int((fresh[part.column_class] > 0).sum())
    ticks = float((part.column_effort.astype(np.float64) * part.count[part.column_class]).sum())
    return 0 < int(fresh.sum()) <= params.most_new and choices <= params.most_choices and ticks < MOST_TICKS


def pack_arrivals(
    level: LevelModel, below: int, budget: Budget, detail: Detail, params: ArrivalPackingParams = PARAMS
) -> Packing | None:
    """Ask how little must give way.

    Parameters
    ----------
    level : LevelModel
        For which :func:`has_arrival_packing` holds.
    below : int
        Only less is of interest.
    detail : Detail
        More than ``RID`` is of no use where a case takes officers different times.

    Returns
    -------
    Packing or None
        ``None``: nothing was found in time. Where there is nothing below, ``bound`` is that, and nothing gives way.
    """
    if detail is not Detail.RID and has_own_times(level.part):
        return None
    program, groups, of_column = _program(level, detail)
    found = search(program, program.low, program.high, None, budget.slice(params.slice_s, budget.seed), below=below)
    if found.x is None:
        bound = below if found.complete else found.bound
        return None if bound is None else Packing(min(bound, below), np.zeros(len(level.layout.held), np.bool_))
    bound = program.value(found.x) if found.complete else found.bound
    gives: Flags = found.x[groups] > 0
    return None if bound is None else Packing(bound, gives[of_column])


def _program(level: LevelModel, detail: Detail) -> tuple[IntegerProgram, slice, Ints]:
    """The program, where it keeps what gives way, and the number of that for each held column.

    Variables: ``enter`` for each column of a class with new cases, ``gives`` for each group of held cases of one
    officer, one gain and one sort (see :func:`_sorts`), and, where asked for, ``takes`` for each officer and sort.
    """
    part, layout = level.part, level.layout
    fresh = new_units(level)
    enter = np.flatnonzero(fresh[part.column_class] > 0)
    sort, effort, may = _sorts(part, detail)
    mine = np.stack([part.column_officer, sort[part.column_class], part.gain], axis=1)[layout.held]
    if detail is Detail.RID:
        mine[:, 1] = part.column_effort[layout.held]  # whose times may differ
    group, of_column = np.unique(mine, axis=0, return_inverse=True)
    of_column = of_column.reshape(-1)
    stays = level.program.low[layout.columns : layout.at_unplaced]
    most = sum_by(of_column, part.held[layout.held] - stays, len(group))
    limited = level.held.load >= 0
    takes = np.argwhere(may & limited) if detail is not Detail.RID else np.zeros((0, 2), np.int64)
    rows, ends = RowBuilder(), np.cumsum([len(enter), len(group), len(takes)])
    classes, of_class = np.unique(part.column_class[enter], return_inverse=True)
    count = fresh[classes].tolist()
    one = np.ones(len(enter), np.int64)
    rows.add_many(Rule.ASSIGN, classes.tolist(), (of_class.reshape(-1), np.arange(len(enter)), one), count, count)
    gives = group[:, 1] if detail is Detail.RID else effort[group[:, 1]]
    who = np.concatenate([part.column_officer[enter], group[:, 0], takes[:, 1]])
    ticks = np.concatenate([part.column_effort[enter], -gives, effort[takes[:, 0]]])
    _within_hours(level, who, ticks, rows)
    if detail is not Detail.RID:
        sorts = np.flatnonzero(np.bincount(group[:, 1], minlength=len(effort)))
        of_entry = np.concatenate([group[:, 1], takes[:, 0]])
        row, known = np.searchsorted(sorts, of_entry), np.flatnonzero(np.isin(of_entry, sorts))
        sign = np.concatenate([np.ones(len(group), np.int64), -np.ones(len(takes), np.int64)])
        # what is taken by somebody without a limit needs no variable
        unlimited = np.count_nonzero(may[sorts] & ~limited, axis=1)
        most_left = np.where(unlimited > 0, UNBOUNDED, 0).tolist()
        entries = row[known], len(enter) + known, sign[known]
        rows.add_many(Rule.ASSIGN, sorts.tolist(), entries, [-UNBOUNDED] * len(sorts), most_left)
    cost = np.zeros(int(ends[2]), np.int64)
    cost[ends[0] : ends[1]] = group[:, 2]
    high = np.concatenate([fresh[part.column_class[enter]], most, np.full(len(takes), int(most.sum()), np.int64)])
    constant = int(part.keepable.sum()) - int((part.gain * part.held).sum())
    return rows.program(cost, np.zeros(len(cost), np.int64), high, constant), slice(*ends[:2].tolist()), of_column


def _sorts(part: Part, detail: Detail) -> tuple[Ints, Ints, Flags]:
    """Classes that are alike: the sort of each, each sort's effort, and who may hold it, shape (sorts, officers)."""
    if detail is not Detail.KIND:
        effort, sort = np.unique(part.effort, return_inverse=True)
        return sort.reshape(-1), effort, np.ones((len(effort), len(part.officers)), np.bool_)
    keys = np.zeros((len(part.count), 1 + len(part.officers)), np.int64)
    keys[:, 0] = part.effort
    keys[part.column_class, 1 + part.column_officer] = 1
    found, sort = np.unique(keys, axis=0, return_inverse=True)
    return sort.reshape(-1), found[:, 0], found[:, 1:] > 0


def _within_hours(level: LevelModel, who: Ints, ticks: Ints, rows: RowBuilder) -> None:
    """What comes, less what gives way, is within the room of every officer who has a limit."""
    part, load = level.part, level.held.load
    officers = np.flatnonzero(load >= 0)
    carried = sum_by(part.column_officer, part.held * part.column_effort, len(part.officers))
    known = np.flatnonzero(load[who] >= 0)
    entries = np.searchsorted(officers, who[known]), known, ticks[known]
    room = (load - carried)[officers].tolist()
    rows.add_many(Rule.HOURS, officers.tolist(), entries, [-UNBOUNDED] * len(officers), room)
