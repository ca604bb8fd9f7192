"""What both CP-SAT peers need: a solve with a deadline that tells every value and bound."""

from __future__ import annotations

from ortools.sat.python import cp_model

from bench.peers import Task, Tell


class _Listener(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        if self._tell(round(self.objective_value), _whole(self.best_objective_bound)):
            self.stop_search()


def solved(model: cp_model.CpModel, task: Task, tell: Tell) -> cp_model.CpSolver | None:
    """Solve; None where no solution was found in time."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.workers
    solver.parameters.random_seed = task.seed
    solver.parameters.max_time_in_seconds = task.left_s
    solver.best_bound_callback = lambda bound: tell(None, _whole(bound))
    status = solver.solve(model, _Listener(tell))
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    tell(round(solver.objective_value), _whole(solver.best_objective_bound))
    return solver


def _whole(bound: float) -> int:
    """Objectives are whole numbers, so a bound may be rounded up, but for a float's own error."""
    return -int(-(bound - 1e-6) // 1)
