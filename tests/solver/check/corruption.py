"""What spoiling a plan needs: a kind of corruption, and small steps aside."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from solver.plan import Plan
from solver.problem import Problem

Corruption = Callable[[random.Random, Problem, Plan], Plan | None]
T = TypeVar("T")


def pick(rng: random.Random, values: Sequence[T]) -> T | None:
    """One of the values, or None where there is none."""
    return rng.choice(values) if values else None


def off(rng: random.Random) -> int:
    """A number that is not 0."""
    return rng.choice([-3, -2, -1, 1, 2, 3, 1_000])


def without(values: np.ndarray[Any, Any], at: int) -> np.ndarray[Any, Any]:
    """All but one."""
    return np.delete(values, at)
