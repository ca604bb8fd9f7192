"""Why a run ended without a plan: a name for programs and a sentence for people."""

from __future__ import annotations

from typing import Any

from app.confined import ChildCrashed, ChildOutOfMemory, ChildTimedOut, MemoryUsedUp
from app.intake.options import PlanOptions
from app.settings import MIB, Settings
from solver.errors import CaseloadError, SolverFault

FAULT = "fault"
FAILURES = {
    "crashed": "The process that made the plan died, three times in a row where the system or a fault ended it.",
    "out_of_memory": "It needed more memory than it may use.",
    "timed_out": "It did not end in time and was killed.",
    "no_plan_in_time": "The time limit ran out before any plan was found.",
    "refused": "The roster and the goals contradict themselves.",
    "solver_fault": "The solver or the independent checker found a fault of the program.",
    FAULT: "Another fault of the program.",
}
"""Every name that ``explain`` gives, beside ``no_plan_in_time``."""
UNSTORED = "The plan was made, but the database refused it: a fault of the program, not of the input. Start it again."
NO_PLAN = "The time limit ran out before any plan was found. Give it more time."


def was_ended(error: Exception) -> bool:
    """Whether a process was ended from outside, or for what others took, and may do better when it is started again."""
    return isinstance(error, MemoryUsedUp) or (isinstance(error, ChildCrashed) and error.signal is not None)


def time_limit_s(goals: dict[str, Any]) -> float:
    """The time limit that the goals ask for, or get."""
    return PlanOptions.model_validate(goals).time_limit_s


def explain(error: Exception, goals: dict[str, Any], settings: Settings) -> tuple[str, str]:
    """The failure's name, and what people read of it on the plan (never in a log: it may name a case)."""
    if isinstance(error, ChildOutOfMemory):
        return "out_of_memory", _too_much(error, settings)
    if isinstance(error, ChildTimedOut):
        return "timed_out", (
            f"The plan was not ready {settings.solve_margin_s:g} s after its time limit of {time_limit_s(goals):g} s, "
            "so it was ended. Start it again; if it happens again, have CASELOAD_SOLVE_MARGIN_S raised."
        )
    if isinstance(error, ChildCrashed):
        message = f"No plan was made: {error}."
        return "crashed", message if error.signal is not None else f"{message} Start it again."
    if isinstance(error, SolverFault):
        return "solver_fault", str(error)
    if isinstance(error, CaseloadError):
        return "refused", str(error)
    return FAULT, f"A fault of the program, not of the input ({type(error).__name__}). Start it again."


def _too_much(error: ChildOutOfMemory, settings: Settings) -> str:
    if isinstance(error, MemoryUsedUp):
        return (
            f"All {settings.memory.total // MIB:,} MiB of memory that the server may use were taken, three times in a "
            "row, and of all that ran making this plan had most beyond its share. Start it again when less is going "
            "on, use fewer workers, or have CASELOAD_MEMORY_BYTES raised."
        )
    return (
        f"Making this plan took more than the {settings.solve_limit_bytes // MIB:,} MiB of memory it may use. "
        "Use fewer workers, or have CASELOAD_SOLVE_MEMORY_BYTES raised."
    )
