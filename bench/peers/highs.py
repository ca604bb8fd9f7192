"""The same counts as a mixed-integer program, asked of HiGHS."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from bench.peers import Task, Tell
from bench.view import Classes, View, classes_of
from solver.arrays import Indices, Ints
from solver.goals import GRID

INFINITE = float(highspy.kHighsInf)


def answer(view: View, task: Task, tell: Tell) -> Indices | None:
    """Solve the program; the whole numbers of the last solution are the plan."""
    classes = classes_of(view)
    kind, officer = (each.astype(np.int64) for each in np.nonzero(view.eligible[classes.signature]))
    program = _program(view, task, classes, kind, officer)
    engine = highspy.Highs()
    engine.silent()
    engine.setOptionValue("time_limit", task.left_s)
    engine.setOptionValue("threads", task.workers)
    engine.setOptionValue("random_seed", task.seed)
    engine.setOptionValue("mip_rel_gap", 0.0)
    engine.setOptionValue("mip_abs_gap", 0.999)

    def heard(event: Any) -> None:
        value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        whole = round(value) if abs(value) < INFINITE else None
        if tell(whole, -int(-(bound - 1e-6) // 1) if abs(bound) < INFINITE else None):
            event.interrupt()

    # An interrupt can only be asked for here; improving solutions and the log's lines are also told here.
    engine.cbMipInterrupt += heard
    engine.passModel(program)
    if engine.run() == highspy.HighsStatus.kError:  # nothing was searched, which is another thing than nothing found
        raise RuntimeError("HiGHS refused to run; was it asked for another number of threads in this process before?")
    found = engine.getInfo()
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    tell(round(found.objective_function_value), -int(-(found.mip_dual_bound - 1e-6) // 1))
    values = np.array(engine.getSolution().col_value[: len(kind)])
    planned = np.zeros(classes.held.shape, np.int64)
    planned[kind, officer] = np.rint(values).astype(np.int64)
    return classes.spread(view, planned)


def _program(view: View, task: Task, classes: Classes, kind: Ints, officer: Ints) -> Any:
    """Columns: a count for each pair of class and officer, then ``above``, or what stays of each pair held today."""
    pairs, kinds, n = len(kind), len(classes.count), len(view.limit)
    at = np.arange(pairs)
    held = classes.held[kind, officer]
    stays = np.flatnonzero(held)
    effort = classes.effort[kind].astype(np.float64)
    rows = [kind, kinds + officer]
    columns, values = [at, at], [np.ones(pairs), effort]
    if task.room is None:
        rows.append(kinds + np.arange(n))
        columns.append(np.full(n, pairs))
        values.append(-view.limit / GRID)
        room, further = view.fair / GRID, 1
    else:
        row = kinds + n + np.arange(len(stays))
        rows += [row, row]
        columns += [pairs + np.arange(len(stays)), stays]
        values += [np.ones(len(stays)), -np.ones(len(stays))]
        room, further = task.room.astype(np.float64), len(stays)
    row_of, column_of, value_of = (np.concatenate(each) for each in (rows, columns, values))
    count = classes.count.astype(np.float64)
    below = np.full(n + (0 if task.room is None else len(stays)), -INFINITE)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = pairs + further, kinds + len(below)
    program.col_lower_ = np.zeros(pairs + further)
    upper = np.full(1, INFINITE) if task.room is None else held[stays].astype(np.float64)
    program.col_upper_ = np.concatenate([count[kind], upper])
    program.col_cost_ = np.concatenate([np.zeros(pairs), np.full(further, 1.0 if task.room is None else -1.0)])
    program.offset_ = 0.0 if task.room is None else float(held.sum())
    program.row_lower_ = np.concatenate([count, below])
    program.row_upper_ = np.concatenate([count, room, np.zeros(len(below) - n)])
    order = np.lexsort((row_of, column_of))
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.searchsorted(column_of[order], np.arange(pairs + further + 1))
    program.a_matrix_.index_ = row_of[order]
    program.a_matrix_.value_ = value_of[order]
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    # What stays is a whole number by itself once the counts are.
    program.integrality_ = [whole] * pairs + [whole if task.room is None else real] * further
    return program
