"""Published instances as problems: generalised assignment, and unrelated parallel machines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints
from solver.goals import GRID, Goals, Objective, Policy
from solver.problem import ALONE, NEW, NO_STANDARD, Cases, Need, Officers, Pairs, Problem


@dataclass(frozen=True, slots=True)
class Instance:
    """What a file says.

    Attributes
    ----------
    effort, cost : int64 arrays, shape (items, agents)
        ``cost`` is 0 where the makespan is asked for.
    limit : int64 array, shape (agents,)
    """

    effort: Ints
    cost: Ints
    limit: Ints


def read_gap(path: Path) -> Instance:
    """Agents and items, costs by agent, weights by agent, limits."""
    agents, items, *rest = (int(word) for word in path.read_text().split())
    size = agents * items
    if len(rest) != 2 * size + agents:
        raise ValueError(f"{path.name}: {agents} agents and {items} items need {2 * size + agents} numbers more")
    numbers = np.array(rest, np.int64)
    cost, weight = numbers[:size].reshape(agents, items), numbers[size : 2 * size].reshape(agents, items)
    return Instance(np.ascontiguousarray(weight.T), np.ascontiguousarray(cost.T), numbers[2 * size :])


def read_rcmax(path: Path) -> Instance:
    """Jobs, machines, then a row of processing times for each job.

    Every machine gets a limit of GRID ticks, so that one step of fairness is one unit of time.
    """
    jobs, machines, *rest = (int(word) for word in path.read_text().split())
    if len(rest) != jobs * machines:
        raise ValueError(f"{path.name}: {jobs} jobs and {machines} machines need {jobs * machines} numbers more")
    effort = np.array(rest, np.int64).reshape(jobs, machines)
    return Instance(effort, np.zeros_like(effort), np.full(machines, GRID, np.int64))


GAP_GOALS = Goals(policy=Policy.WITHIN_CAPACITY, objective=Objective.COST)
RCMAX_GOALS = Goals(move_freely=True)


def problem_of(instance: Instance) -> Problem:
    """Every item a case that nobody holds, every agent an officer, every pair listed."""
    items, agents = instance.effort.shape
    case = np.repeat(np.arange(items, dtype=np.int32), agents)
    officer = np.tile(np.arange(agents, dtype=np.int32), items)
    return Problem(
        Officers(
            tuple(f"agent-{i}" for i in range(agents)),
            instance.limit,
            instance.limit,
            np.full(agents, NO_STANDARD, np.int64),
        ),
        Cases(
            ids=tuple(f"item-{i}" for i in range(items)),
            effort=instance.effort.min(axis=1),
            signature=np.zeros(items, np.int32),
            priority=np.full(items, 3, np.int8),
            current=np.full(items, NEW, np.int32),
            pinned=np.zeros(items, np.bool_),
            bundle=np.full(items, ALONE, np.int32),
            case_type=np.full(items, -1, np.int32),
        ),
        np.ones((1, agents), np.bool_),
        (Need(),),
        Fraction(1),
        Pairs(case, officer, instance.cost.ravel(), instance.effort.ravel()),
    )


def cost_of(instance: Instance, officer: Indices) -> int | None:
    """Cost of an assignment by the file's own numbers, or None where it breaks a limit or leaves an item out."""
    if bool((officer < 0).any()) or bool((_loads(instance, officer) > instance.limit).any()):
        return None
    return int(instance.cost[np.arange(len(officer)), officer].sum())


def makespan_of(instance: Instance, officer: Indices) -> int | None:
    """Time at which the last machine is done, or None where a job is left out."""
    return None if bool((officer < 0).any()) else int(_loads(instance, officer).max())


def _loads(instance: Instance, officer: NDArray[np.int32]) -> Ints:
    out = np.zeros(len(instance.limit), np.int64)
    np.add.at(out, officer, instance.effort[np.arange(len(officer)), officer])
    return out
