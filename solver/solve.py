"""The only door: a problem and goals in, a verified plan out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from solver.check import check
from solver.classes import Part, assign_units
from solver.core import Effort, Stop
from solver.crew import climb_all
from solver.errors import CheckFailed, TooLarge
from solver.fairshare import FairShares, fair_shares
from solver.goals import GRID, Goals, Measure, Objective, Policy, SolveConfig
from solver.ladder import Climbed
from solver.levels import Point, ranked, slack_of, unit_of
from solver.parts import build_parts, pinned_loads, targets
from solver.plan import UNPLACED, Breach, Level, Plan, Progress, Proof, Reason, Status
from solver.problem import LEFT, NEW, Indices, Ints, Problem
from solver.units import Units, units_of
from solver.unplaced import explain_unplaced

OnProgress = Callable[[Progress], None]
MOST_STEPS = 2**62
"""Grid steps stay below this."""
CHECK_SHARE = 0.05
"""Share of the time limit that is kept for turning counts into cases and checking them."""


def solve(
    problem: Problem,
    goals: Goals | None = None,
    config: SolveConfig | None = None,
    on_progress: OnProgress | None = None,
    should_stop: Stop | None = None,
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

    Returns
    -------
    Plan
        Checked by :func:`solver.check.check`. Cases that nobody can hold are in it, unplaced, with their reasons.

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
    effort = Effort(began + config.time_limit_s * (1 - CHECK_SHARE), config.workers, config.seed, should_stop)

    def tell(
        phase: str, value: int | None = None, bound: int | None = None, parts: int = 1, parts_done: int = 0
    ) -> None:
        if on_progress is not None:
            gap = None
            if value is not None and bound is not None:
                gap = (value - bound) / 100 if phase == "fairness" else (value - bound) / max(1, abs(value))
            elapsed_s = time.monotonic() - began
            on_progress(Progress(phase, value, bound, gap, elapsed_s, problem.tick_hours, parts, parts_done))

    tell("fair shares")
    units = units_of(problem)
    shares = fair_shares(problem, units)
    parts, part_of_unit, part_of_officer = build_parts(
        problem,
        units,
        targets(problem, units, shares.share, goals.policy),
        goals.policy,
        by_hours=goals.moves is Measure.HOURS,
        joint=goals.max_moves is not None,
    )
    priorities = np.unique(units.priority).tolist()
    with_cost = problem.pairs is not None and bool(problem.pairs.cost.any())
    names = ranked(goals, priorities, with_cost)
    board = _Board(len(parts), {name: _set_aside(units, goals, part_of_unit, name) for name in names}, tell)
    climbed = climb_all(parts, names, goals, effort, board.tell, board.finished)
    interrupted = should_stop is not None and should_stop()
    plan = _plan(problem, goals, units, shares, parts, climbed, names, part_of_unit, part_of_officer, interrupted)
    tell("checking")
    checked = check(problem, plan.officer, goals, plan)
    if checked.violations:
        first = "; ".join(v.message for v in checked.violations[:5])
        raise CheckFailed(f"the checker refused the plan ({len(checked.violations)} violations): {first}")
    object.__setattr__(plan, "wall_s", time.monotonic() - began)
    return plan


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


class _Board:
    """Tells how far all parts are together: a level once every part has reached it, until then how many are done.

    What is told never goes back: where some parts are further than others, the furthest level of all counts.
    """

    def __init__(self, parts: int, aside: dict[str, int], tell: Callable[..., None]) -> None:
        self._parts, self._aside, self._tell = parts, aside, tell
        self._told: dict[str, dict[int, tuple[int, int]]] = {name: {} for name in aside}
        self._done = 0
        self._said_done: int | None = None
        self._furthest: int | None = None
        self._lock = threading.Lock()

    def tell(self, part: int, level: str, value: int, bound: int) -> None:
        """Take in one part's news."""
        with self._lock:
            told = self._told[level]
            told[part] = (value, bound)
            rank = list(self._told).index(level)
            if len(told) < self._parts:
                self._tell_parts()
            elif self._furthest is None or rank >= self._furthest:
                self._furthest = rank
                values, bounds = zip(*told.values(), strict=True)
                add = max if level == "fairness" else sum
                total = add(values) + self._aside[level], add(bounds) + self._aside[level]
                self._tell(level, *total, self._parts, self._done)

    def finished(self, part: int, climbed: Climbed) -> None:
        """Take in that a part is planned; what it never told of was clear from the start."""
        with self._lock:
            self._done += 1
            for rung in climbed.rungs:
                self._told[rung.name][part] = (rung.best, rung.bound)
            if self._done < self._parts:
                self._tell_parts()

    def _tell_parts(self) -> None:
        if self._furthest is None and self._said_done != self._done:
            self._said_done = self._done
            self._tell("parts", None, None, self._parts, self._done)


def _plan(
    problem: Problem,
    goals: Goals,
    units: Units,
    shares: FairShares,
    parts: list[Part],
    climbed: list[Climbed],
    names: list[str],
    part_of_unit: Indices,
    part_of_officer: Indices,
    interrupted: bool,
) -> Plan:
    """Counts back to cases, with reasons and everything that is claimed."""
    of_unit = np.full(len(units), UNPLACED, np.int32)
    for part, done in zip(parts, climbed, strict=True):
        local = assign_units(part, done.planned)
        of_unit[part.units] = np.where(local == UNPLACED, UNPLACED, part.officers[np.maximum(local, 0)])
    levels = tuple(
        _level(place, name, goals, parts, climbed, _set_aside(units, goals, part_of_unit, name))
        for place, name in enumerate(names)
    )
    pinned_load, pinned_count = pinned_loads(problem, units)
    unplaced = (of_unit == UNPLACED) & (part_of_unit >= 0)
    reason_of_unit, shortages = explain_unplaced(
        problem,
        units,
        unplaced,
        pinned_load,
        pinned_count,
        goals.policy,
        _coverage_proven(units, levels, part_of_unit),
        part_of_unit,
    )
    officer = of_unit[units.of_case]
    part_of_case = part_of_unit[units.of_case]
    proven = all(level.status is Status.OPTIMAL for level in levels)
    return Plan(
        officer=officer,
        reason=_reasons(problem, units, goals, officer, reason_of_unit),
        levels=levels,
        shares=shares,
        part_of_officer=part_of_officer,
        part_of_case=part_of_case,
        shortages=shortages,
        breaches=_breaches(problem, units, goals, pinned_load, pinned_count),
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        interrupted=interrupted,
    )


def _level(place: int, name: str, goals: Goals, parts: list[Part], climbed: list[Climbed], set_aside: int) -> Level:
    rungs = [done.rungs[place] for done in climbed]
    by_hours = goals.coverage is Measure.HOURS
    value = [Point(done.planned).value(part, name, by_hours, GRID) for part, done in zip(parts, climbed, strict=True)]
    proofs = {rung.proof for rung in rungs} or {Proof.TRIVIAL}
    ranking = (Proof.SEARCH, Proof.ARITHMETIC, Proof.TRIVIAL)
    return Level(
        name=name,
        part_best=np.array([rung.best for rung in rungs], np.int64),
        part_bound=np.array([rung.bound for rung in rungs], np.int64),
        part_value=np.array(value, np.int64),
        slack=max((rung.slack for rung in rungs), default=slack_of(name, goals, 0)),
        set_aside=set_aside,
        proof=next(proof for proof in ranking if proof in proofs),
        unit=unit_of(name, goals),
        certificates=tuple(rung.certificate for rung in rungs if rung.certificate is not None),
    )


def _set_aside(units: Units, goals: Goals, part_of_unit: Indices, name: str) -> int:
    """What units that nobody can hold add to a coverage level."""
    if not name.startswith("coverage"):
        return 0
    weight = np.maximum(units.effort, 1) if goals.coverage is Measure.HOURS else units.size
    return int(weight[(part_of_unit < 0) & (units.priority == int(name[-1]))].sum())


def _coverage_proven(units: Units, levels: tuple[Level, ...], part_of_unit: Indices) -> NDArray[np.bool_]:
    proven = np.ones(len(units), np.bool_)
    for level in levels:
        if level.name.startswith("coverage"):
            open_parts = np.append(level.part_best != level.part_bound, False)
            proven &= ~(open_parts[part_of_unit] & (units.priority >= int(level.name[-1])))
    return proven


def _reasons(
    problem: Problem, units: Units, goals: Goals, officer: Indices, of_unit: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Why every case is where it is."""
    current, group = problem.cases.current, units.group[units.of_case]
    keepable = current >= 0
    if len(problem.officers):
        keepable &= units.allowed[group, np.maximum(current, 0)]
    moved = Reason.COST if goals.objective is Objective.COST else Reason.BALANCE
    reason = np.where(officer == current, Reason.KEPT, moved)
    reason[(current == LEFT) | ((current >= 0) & ~keepable)] = Reason.FORCED
    reason[current == NEW] = Reason.NEW
    reason[problem.cases.pinned] = Reason.PINNED
    out = officer == UNPLACED
    reason[out] = of_unit[units.of_case][out]
    aside = ~units.placeable[units.of_case]
    reason[aside] = np.where(units.barred[group][aside], Reason.NO_HOURS, Reason.NO_ELIGIBLE_OFFICER)
    return reason.astype(np.int8)


def _breaches(
    problem: Problem, units: Units, goals: Goals, pinned_load: Ints, pinned_count: Ints
) -> tuple[Breach, ...]:
    """Rules that pins break: an order is obeyed, and said."""
    officers = problem.officers
    out = []
    for case in np.flatnonzero(units.pinned[units.of_case]).tolist():
        holder = int(np.argmax(units.allowed[units.group[units.of_case[case]]]))
        if not problem.may_hold(case)[holder]:
            out.append(Breach("eligibility", holder, case))
    crowded = np.flatnonzero((officers.standard >= 0) & (pinned_count > officers.standard)).tolist()
    out += [Breach("standard", o, None, int(pinned_count[o]), int(officers.standard[o])) for o in crowded]
    late = pinned_load > officers.limit
    if goals.policy is Policy.ASSIGN_ALL:
        late &= officers.limit == 0
    late_ones = np.flatnonzero(late).tolist()
    out += [Breach("hours", o, None, int(pinned_load[o]), int(officers.limit[o])) for o in late_ones]
    return tuple(out)
