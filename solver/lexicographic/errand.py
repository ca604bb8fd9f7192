"""One part to be planned by somebody else: what goes there, and what comes back, as bytes.

They travel through pipes and through databases. What comes out of a database may have been written by anybody who may
write to it, so it is read by a reader that knows the classes of a part and nothing that could run anything else.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import io
import pickle
import time
from dataclasses import dataclass
from typing import Any

from solver.budget import Budget, Stop
from solver.errors import SolverFault
from solver.lexicographic.part import PartResult, PartTask, Told

PACKAGE = "solver."
OTHERS = {
    ("fractions", "Fraction"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}
"""What arrays and shares are made of, beside the classes of this package."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One part to be planned, and how long and how hard to try.

    Attributes
    ----------
    task : PartTask
    seconds, work : float
        For it; work in units (``solver.budget``).
    workers : int
        Threads. Nothing that is decided depends on it.
    seed : int
    """

    task: PartTask
    seconds: float
    work: float
    workers: int
    seed: int

    def run(self, should_stop: Stop | None, told: Told) -> PartResult:
        """Plan the part, here."""
        budget = Budget(time.monotonic() + self.seconds, self.workers, self.seed, should_stop)
        return self.task.solve(budget.limited(self.work), told)


class Unreadable(SolverFault):
    """What was to be a part, or its plan, is none: it was changed on its way, or is of another version."""


def packed(message: Errand | PartResult) -> bytes:
    """An errand, or what came of it, as bytes."""
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def errand_of(data: bytes) -> Errand:
    """The errand that was packed.

    Raises
    ------
    Unreadable
    """
    found = _read(data)
    if not isinstance(found, Errand):
        raise Unreadable("this is no errand")
    return found


def result_of(data: bytes) -> PartResult:
    """The plan of a part that was packed.

    Raises
    ------
    Unreadable
    """
    found = _read(data)
    if not isinstance(found, PartResult):
        raise Unreadable("this is no plan of a part")
    return found


class _Reader(pickle.Unpickler):
    """Knows what this package makes parts of, and arrays."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one of those."""
        if (module, name) in OTHERS:
            return super().find_class(module, name)
        if module.startswith(PACKAGE):
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and found.__module__.startswith(PACKAGE) and _only_holds(found):
                return found
        raise Unreadable(f"a part has no {module}.{name}")


def _only_holds(found: type) -> bool:
    """Whether making one does nothing: dataclasses, enumerations, and heuristics that hold nothing."""
    return dataclasses.is_dataclass(found) or issubclass(found, enum.Enum) or found.__init__ is object.__init__


def _read(data: bytes) -> Any:
    try:
        return _Reader(io.BytesIO(data)).load()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"this is no part, nor its plan ({type(error).__name__})") from error
