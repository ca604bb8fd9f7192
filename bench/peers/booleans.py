"""One Boolean per case and officer, as the assignment examples of the OR-Tools documentation write it."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from bench.peers import Task, Tell
from bench.peers.cpsat import solved
from bench.view import View
from solver.arrays import Indices
from solver.goals import GRID


def answer(view: View, task: Task, tell: Tell) -> Indices | None:
    """Model every pair."""
    model = cp_model.CpModel()
    able = [np.flatnonzero(row).tolist() for row in view.eligible]
    x = [
        {officer: model.new_bool_var(f"x[{case},{officer}]") for officer in able[signature]}
        for case, signature in enumerate(view.signature.tolist())
    ]
    for choices in x:
        model.add_exactly_one(choices.values())
    mine: list[list[int]] = [[] for _ in view.limit]
    for case, choices in enumerate(x):
        for officer in choices:
            mine[officer].append(case)
    effort, limit, fair = view.effort.tolist(), view.limit.tolist(), view.fair.tolist()
    loads = [sum(effort[case] * x[case][officer] for case in cases) for officer, cases in enumerate(mine)]
    if task.room is None:
        most = view.step_of(np.full(len(limit), sum(effort), np.int64))
        above = model.new_int_var(0, most, "above")
        for officer, load in enumerate(loads):
            model.add(GRID * load <= fair[officer] + limit[officer] * above)
        model.minimize(above)
    else:
        for officer, load in enumerate(loads):
            model.add(load <= int(task.room[officer]))
        stays = [x[case][officer] for case, officer in enumerate(view.holder.tolist()) if officer >= 0]
        model.minimize(len(stays) - sum(stays))
    solver = solved(model, task, tell)
    if solver is None:
        return None
    chosen = [next(officer for officer, at in choices.items() if solver.boolean_value(at)) for choices in x]
    return np.array(chosen, np.int32)
