"""Cases that are alike counted, how many of each class an officer holds asked of CP-SAT: no relaxation, no core."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from bench.peers import Task, Tell
from bench.peers.cpsat import solved
from bench.view import View, classes_of
from solver.arrays import Indices
from solver.goals import GRID


def answer(view: View, task: Task, tell: Tell) -> Indices | None:
    """Model every class and officer."""
    model = cp_model.CpModel()
    classes = classes_of(view)
    count, effort = classes.count.tolist(), classes.effort.tolist()
    limit, fair = view.limit.tolist(), view.fair.tolist()
    planned = {
        (kind, officer): model.new_int_var(0, count[kind], f"x[{kind},{officer}]")
        for kind, signature in enumerate(classes.signature.tolist())
        for officer in np.flatnonzero(view.eligible[signature]).tolist()
    }
    by_class: list[list[cp_model.IntVar]] = [[] for _ in count]
    mine: list[list[int]] = [[] for _ in limit]
    for (kind, officer), variable in planned.items():
        by_class[kind].append(variable)
        mine[officer].append(kind)
    for kind, variables in enumerate(by_class):
        model.add(sum(variables) == count[kind])
    loads = [sum(effort[k] * planned[k, officer] for k in kinds) for officer, kinds in enumerate(mine)]
    if task.room is None:
        most = view.step_of(np.full(len(limit), int(view.effort.sum()), np.int64))
        above = model.new_int_var(0, most, "above")
        for officer, load in enumerate(loads):
            model.add(GRID * load <= fair[officer] + limit[officer] * above)
        model.minimize(above)
    else:
        for officer, load in enumerate(loads):
            model.add(load <= int(task.room[officer]))
        stays = []
        for kind, officer in np.argwhere(classes.held).tolist():
            stay = model.new_int_var(0, int(classes.held[kind, officer]), f"stay[{kind},{officer}]")
            model.add(stay <= planned[kind, officer])
            stays.append(stay)
        model.minimize(int(classes.held.sum()) - sum(stays))
    solver = solved(model, task, tell)
    if solver is None:
        return None
    out = np.zeros(classes.held.shape, np.int64)
    for (kind, officer), variable in planned.items():
        out[kind, officer] = solver.value(variable)
    return classes.spread(view, out)
