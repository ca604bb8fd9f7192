"""The only door: a problem and goals in, a verified plan out."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from solver.assembly import Division, assemble_plan
from solver.budget import Budget, Stop
from solver.check.verify import check
from solver.errors import CheckFailed, TooLarge
from solver.fair_shares.decomposition import fair_shares
from solver.formulation.goals.ranking import ranked
from solver.goals import GRID, Goals, SolveConfig, Unit, grain_hours
from solver.lexicographic.assistance import NOBODY, Desk, Helpers, Occupied, SentPart
from solver.lexicographic.errand import errand_of, packed
from solver.lexicographic.parallel import solve_parts
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.lexicographic.turn import Watch
from solver.model.disaggregation import Seniority
from solver.model.parts import targets
from solver.model.units import units_of
from solver.plan import Plan, Progress
from solver.problem import Problem
from solver.progress import ProgressBoard

__all__ = ["NOBODY", "Desk", "Helpers", "Occupied", "OnProgress", "SentPart", "plan_part", "solve"]

OnProgress = Callable[[Progress], None]
MOST_STEPS = 2**62
"""Grid steps stay below this."""


def solve(
    problem: Problem,
    goals: Goals | None = None,
    config: SolveConfig | None = None,
    on_progress: OnProgress | None = None,
    should_stop: Stop | None = None,
    params: SearchParams = PARAMS,
    helpers: Helpers = NOBODY,
) -> Plan:
    """Plan who holds what.

    Parameters
    ----------
    problem : Problem
    goals : Goals, optional
        Default: everything assigned, balanced, moves kept few within one point.
    config : SolveConfig, optional
        Default: 60 s, all cores, seed 0.
    on_progress : callable taking Progress, optional
        Told about every better value or bound. Called from the solving threads.
    should_stop : callable returning bool, optional
        Asked often; once it says yes, the best plan so far is returned.
    params : SearchParams, optional
        How the search is tuned.
    helpers : Helpers, optional
        Who may plan parts of it besides. The plan is the same with any, and with none.

    Returns
    -------
    Plan
        Checked by :func:`solver.check.verify.check`. Cases that nobody can hold are in it, unplaced, with reasons.

    Raises
    ------
    TooLarge
        The hours of some officer are too few for the cases' hours to be measured against them.
    CheckFailed
        The independent checker refused the plan. That is a fault of the program.
    """
    goals, config = goals or Goals(), config or SolveConfig()
    _refuse_what_cannot_be_measured(problem)
    began = time.monotonic()
    seconds = config.time_limit_s * (1 - params.check_share)
    budget = Budget(began + seconds, config.workers, config.seed, should_stop).limited(seconds * params.work_rate)
    units_of_levels: dict[str, Unit] = {}
    tell = _teller(problem, units_of_levels, began, on_progress)
    tell("fair shares")
    units = units_of(problem)
    shares = fair_shares(problem, units)
    target = targets(problem, units, shares.share, goals.policy)
    division = Division.of(problem, units, target, goals)
    with_cost = problem.pairs is not None and bool(problem.pairs.cost.any())
    asked = ranked(goals, np.unique(problem.cases.priority).tolist(), with_cost)
    units_of_levels.update({goal.name: goal.unit(goals) for goal in asked})
    aside = {goal.name: division.set_aside(goal) for goal in asked}
    board = ProgressBoard(len(division.parts), units_of_levels, aside, tell)
    planned = solve_parts(division.parts, asked, goals, budget, Watch(board.tell, board.finished), params, helpers)
    interrupted = should_stop is not None and should_stop()
    plan = assemble_plan(problem, goals, shares, division, asked, planned, Seniority.of(problem, units, config.seed))
    tell("checking")
    checked = check(problem, plan.officer, goals, plan)
    if checked.violations:
        first = "; ".join(v.message for v in checked.violations[:5])
        raise CheckFailed(f"the checker refused the plan ({len(checked.violations)} violations): {first}")
    clock_ended = budget.clock.ended or interrupted
    found = {"interrupted": interrupted, "clock_ended": clock_ended, "work": sum(result.work for result in planned)}
    for name, value in {**found, "wall_s": time.monotonic() - began}.items():
        object.__setattr__(plan, name, value)
    return plan


def plan_part(errand: bytes, told: Callable[[str, int, int], None], should_stop: Stop | None = None) -> bytes:
    """Plan one part for somebody else.

    Parameters
    ----------
    errand : bytes
        As :class:`SentPart` has it.
    told : callable taking the level, its value and its bound
    should_stop : callable returning bool, optional

    Returns
    -------
    bytes
        As :meth:`Desk.came` wants it.

    Raises
    ------
    SolverFault
        This is no errand of this version.
    """
    return packed(errand_of(errand).run(should_stop, told))


def _teller(
    problem: Problem, units_of_levels: dict[str, Unit], began: float, on_progress: OnProgress | None
) -> Callable[..., None]:
    """Who tells the watcher of a phase: its value and bound with their unit, and how many parts are done."""
    in_grains = grain_hours(problem)

    def tell(
        phase: str, value: int | None = None, bound: int | None = None, parts: int = 1, parts_done: int = 0
    ) -> None:
        if on_progress is not None:
            unit = units_of_levels.get(phase)
            gap = None if unit is None or value is None or bound is None else unit.gap(value, bound)
            elapsed_s = time.monotonic() - began
            hours = in_grains if unit is Unit.GRAINS else problem.tick_hours
            on_progress(Progress(phase, value, bound, gap, elapsed_s, hours, parts, parts_done, unit))

    return tell


def _refuse_what_cannot_be_measured(problem: Problem) -> None:
    """Refuse hours so unequal that the grid steps of an officer who carried everything would not fit into 64 bits."""
    officers = problem.officers
    ticks = int(problem.cases.effort.sum())
    if problem.pairs is not None:
        ticks += int(np.maximum(problem.pairs.effort, 0).sum())
    with_hours = np.flatnonzero(officers.limit > 0)
    if not len(with_hours):
        return
    least = int(with_hours[np.argmin(officers.limit[with_hours])])
    if ticks * GRID // int(officers.limit[least]) >= MOST_STEPS:
        raise TooLarge(
            f"the hours of officer {officers.ids[least]} are too few to measure the cases' hours against them: "
            "set them to 0, or correct the cases' hours"
        )
