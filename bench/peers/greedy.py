"""The longest case first, each to whoever is then least utilized. It knows nothing of moves."""

from __future__ import annotations

import numpy as np

from bench.peers import Task, Tell
from bench.view import View
from solver.arrays import Indices


def answer(view: View, task: Task, tell: Tell) -> Indices:
    """Assign in one pass."""
    out = np.full(len(view.effort), -1, np.int32)
    able = [np.flatnonzero(row) for row in view.eligible]
    room = view.limit.astype(np.float64)
    load = np.zeros(len(room))
    for case in np.argsort(-view.effort, kind="stable").tolist():
        officers = able[view.signature[case]]
        after = (load[officers] + view.effort[case]) / room[officers]
        best = officers[after.argmin()]
        out[case] = best
        load[best] += view.effort[case]
    loads = view.loads(out)
    if task.room is None:
        tell(view.step_of(loads), None)
    elif (loads <= task.room).all():
        tell(view.moves(out), None)
    return out
