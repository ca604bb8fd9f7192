"""What is optimal, decided by trying everything.

Written on its own, in plain Python and from the description of the problem alone: it shares no code with the model and
none with the checker. Only for instances of a handful of cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from math import floor

from solver.goals import GRID, Goals, Measure, Objective, Policy
from solver.problem import ALONE, LEFT, NO_STANDARD, OWN_EFFORT, Problem
from tests.solver.brute_shares import fairest_loads

Assignment = tuple[int | None, ...]
"""Officer of each unit of a part, or None."""


@dataclass
class Unit:
    """Cases that go to one officer."""

    cases: list[int]
    allowed: set[int]
    pin: int | None
    takes: dict[int, int]
    costs: dict[int, int]
    effort: int
    lost: dict[int, int]
    barred: bool
    stays: bool = False

    @property
    def size(self) -> int:
        return len(self.cases)

    @property
    def priority(self) -> int:
        """Of its most urgent case."""
        return min(self.lost)


@dataclass
class Part:
    """Officers and units that have to do with each other."""

    officers: list[int]
    units: list[Unit]
    feasible: list[Assignment] = field(default_factory=list)
    best: dict[str, int] = field(default_factory=dict)
    value: dict[str, int] = field(default_factory=dict)
    chosen: Assignment = ()
    optima: dict[Assignment, tuple[int, ...]] = field(default_factory=dict)


@dataclass
class Truth:
    """The lexicographic optimum, per part."""

    names: list[str]
    units: list[Unit]
    parts: list[Part]
    share: list[Fraction | None]
    target: list[Fraction | None]
    set_aside: dict[str, int]

    def officer_of_cases(self) -> list[int]:
        """One optimal assignment: officer of each case, -1 where nobody holds it."""
        out = {c: -1 for unit in self.units for c in unit.cases}
        for part in self.parts:
            for unit, officer in zip(part.units, part.chosen, strict=True):
                out.update(dict.fromkeys(unit.cases, -1 if officer is None else officer))
        return [out[c] for c in sorted(out)]


def solve_by_trying(problem: Problem, goals: Goals, *, within_hours: bool = True) -> Truth:
    """The best value of every level in every part, each level subject to the better-ranked ones within their slack.

    ``within_hours``: the slack of fairness lifts nobody above the hours who need not be there.
    """
    units = units_by_hand(problem, goals.coverage)
    limit = problem.officers.limit.tolist()
    parts = components(units, len(limit))
    share: list[Fraction | None] = [Fraction(0) if each else None for each in limit]
    for part in parts:
        share_of = fairest_loads([(unit.allowed, unit.takes) for unit in part.units], limit)
        for officer, value in share_of.items():
            share[officer] = value
    if goals.max_moves is not None and parts:
        parts = [Part(sorted(o for p in parts for o in p.officers), [u for p in parts for u in p.units])]
    names = _names(problem, goals, units)
    pinned = [sum(u.takes[o] for u in units if u.pin == o) for o in range(len(limit))]
    target = [_target(goals, share[o], pinned[o], limit[o]) for o in range(len(limit))]
    truth = Truth(names, units, parts, share, target, {})
    for name in names:
        if name.startswith("coverage"):
            truth.set_aside[name] = sum(u.lost.get(int(name[-1]), 0) for u in units if not u.allowed)
    for part in parts:
        _optimise(problem, goals, truth, part, within_hours)
    return truth


def _optimise(problem: Problem, goals: Goals, truth: Truth, part: Part, within_hours: bool) -> None:
    part.feasible = list(_feasible(problem, goals, part))
    scored = list(zip(part.feasible, _values(problem, goals, truth, part), strict=True))
    for k, name in enumerate(truth.names):
        best = min(values[k] for _, values in scored)
        part.best[name] = best
        slack = slack_of(name, goals, best)
        scored = [each for each in scored if each[1][k] <= best + slack]
        if name == "fairness" and slack and within_hours:
            scored = [each for each in scored if _within_hours(problem, truth, part, each[0], best)]
    part.optima = dict(scored)
    part.chosen, values = scored[0]
    part.value = dict(zip(truth.names, values, strict=True))


def _within_hours(problem: Problem, truth: Truth, part: Part, assignment: Assignment, best: int) -> bool:
    """Whether the slack of fairness lifts nobody above their hours whom the fairest step would not."""
    for o in part.officers:
        limit, target = int(problem.officers.limit[o]), truth.target[o]
        load = sum(u.takes[o] for u, to in zip(part.units, assignment, strict=True) if to == o)
        if target is not None and load > limit and load > (target + Fraction(best, GRID)) * limit:
            return False
    return True


def slack_of(name: str, goals: Goals, best: int) -> int:
    """How far a level may be above its best for the sake of later ones."""
    if name == "fairness" and not goals.move_freely and goals.max_moves is None:
        return goals.keep_within
    if name == "continuity" and goals.max_moves is not None:
        return max(0, goals.max_moves - best)
    return 0


def units_by_hand(problem: Problem, coverage: Measure = Measure.CASES) -> list[Unit]:
    """Bundles and single cases, with everybody who may hold them."""
    cases, limit = problem.cases, problem.officers.limit.tolist()
    listed: dict[int, dict[int, tuple[int, int]]] = {}
    if problem.pairs is not None:
        p = problem.pairs
        for c, o, cost, effort in zip(
            p.case.tolist(), p.officer.tolist(), p.cost.tolist(), p.effort.tolist(), strict=True
        ):
            listed.setdefault(c, {})[o] = (cost, effort)
    groups: dict[tuple[str, int], list[int]] = {}
    for c, b in enumerate(cases.bundle.tolist()):
        groups.setdefault(("case", c) if b == ALONE else ("bundle", b), []).append(c)
    out = []
    apart: dict[int, bool] = {}
    waiting = list(groups.values())
    while waiting:
        members = waiting.pop(0)
        pins = {int(cases.current[c]) for c in members if cases.pinned[c]}
        able = {
            o
            for o in range(len(limit))
            if all(problem.eligible[cases.signature[c], o] and (c not in listed or o in listed[c]) for c in members)
        }
        pin = pins.pop() if pins else None
        allowed = {o for o in able if limit[o] > 0} if pin is None else {pin}
        stays = False
        if not allowed:
            # nobody may hold it: whatever somebody has of it stays there, one case at a time
            kept = {} if problem.release_ineligible else _kept(problem, members)
            if kept and len(members) > 1:
                waiting = [[c] for c in members] + waiting
                apart.update(dict.fromkeys(members, bool(able)))
                continue
            pin, stays = kept.get(members[0]), bool(kept)
            allowed = {pin} if pin is not None else set()
        elif members[0] in apart:
            # of a bundle that nobody may hold
            pin = _kept(problem, members).get(members[0])
            allowed, stays = ({pin}, True) if pin is not None else (set(), False)
        takes = dict.fromkeys(range(len(limit)), 0)
        costs = dict.fromkeys(range(len(limit)), 0)
        for c in members:
            for o in range(len(limit)):
                cost, effort = listed.get(c, {}).get(o, (0, OWN_EFFORT))
                takes[o] += int(cases.effort[c]) if effort == OWN_EFFORT else effort
                costs[o] += cost
        out.append(
            Unit(
                cases=members,
                allowed=allowed,
                pin=pin,
                takes=takes,
                costs=costs,
                effort=sum(int(cases.effort[c]) for c in members),
                lost=_lost(problem, members, coverage),
                barred=apart.get(members[0], bool(able)) and not allowed,
                stays=stays,
            )
        )
    return sorted(out, key=lambda unit: unit.cases)


def _kept(problem: Problem, members: list[int]) -> dict[int, int]:
    """Which of these cases somebody of the roster has who is not excluded from it, and who."""
    has = {c: int(problem.cases.current[c]) for c in members if problem.cases.current[c] >= 0}
    return {c: o for c, o in has.items() if o not in problem.needs[problem.cases.signature[c]].excluded}


def components(units: list[Unit], officers: int) -> list[Part]:
    """Connected officers and units, by their first officer; officers whom no unit reaches are in none."""
    groups = [{o} for o in range(officers)]
    for unit in units:
        touched = [g for g in groups if g & unit.allowed]
        if touched:
            groups = [g for g in groups if not g & unit.allowed] + [set().union(*touched)]
    reached = {o for unit in units for o in unit.allowed}
    parts = [Part(sorted(g), [u for u in units if u.allowed & g]) for g in groups if g & reached]
    return sorted(parts, key=lambda part: part.officers[0])


def _names(problem: Problem, goals: Goals, units: list[Unit]) -> list[str]:
    names = [f"coverage_{p}" for p in sorted({p for u in units for p in u.lost})]
    priced = problem.pairs is not None and any(problem.pairs.cost.tolist())
    if goals.objective is Objective.COST:
        return [*names, "cost", "continuity"]
    if goals.max_moves is not None:
        names += ["continuity", "fairness", "shortfall", "evenness"]
    elif goals.move_freely or not goals.keep_within:
        names += ["fairness", *([] if goals.move_freely else ["continuity"]), "shortfall", "evenness"]
    else:
        names += ["fairness", "continuity", "fairness_again", "shortfall", "evenness"]
    names += ["cost"] if priced else []
    if goals.max_moves is not None:
        return [*names, "continuity_again"]
    return [*names, "continuity"] if goals.move_freely else names


def _target(goals: Goals, share: Fraction | None, pinned: int, limit: int) -> Fraction | None:
    if share is None:
        return None
    if goals.policy is Policy.ASSIGN_ALL:
        return share
    return max(min(Fraction(1), share), Fraction(pinned, limit))


def _feasible(problem: Problem, goals: Goals, part: Part) -> Iterator[Assignment]:
    """Every assignment that breaks no hard rule."""
    places: dict[int, float] = {}
    room: dict[int, float] = {}
    for o in part.officers:
        standard, limit = int(problem.officers.standard[o]), int(problem.officers.limit[o])
        mine = [u for u in part.units if u.pin == o]
        places[o] = float("inf") if standard == NO_STANDARD else max(0, standard - sum(u.size for u in mine))
        hard = goals.policy is Policy.WITHIN_CAPACITY
        room[o] = max(0, limit - sum(u.takes[o] for u in mine)) if hard else float("inf")

    def place(k: int, so_far: Assignment) -> Iterator[Assignment]:
        if k == len(part.units):
            yield so_far
            return
        unit = part.units[k]
        if unit.pin is not None:
            yield from place(k + 1, (*so_far, unit.pin))
            return
        for o in sorted(unit.allowed):
            if unit.size <= places[o] and unit.takes[o] <= room[o]:
                places[o] -= unit.size
                room[o] -= unit.takes[o]
                yield from place(k + 1, (*so_far, o))
                places[o] += unit.size
                room[o] += unit.takes[o]
        yield from place(k + 1, (*so_far, None))

    yield from place(0, ())


def _values(problem: Problem, goals: Goals, truth: Truth, part: Part) -> Iterator[tuple[int, ...]]:
    """Values of all levels, for every feasible assignment."""
    limit, grains = problem.officers.limit.tolist(), _grains(problem)
    memory: dict[tuple[int, int], tuple[int, int]] = {}

    def above_share(o: int, load: int) -> tuple[int, int]:
        target = truth.target[o]
        if target is None:
            return 0, 0
        if (o, load) not in memory:
            over = (Fraction(load, limit[o]) - target) * GRID
            steps = max(0, -((-over.numerator) // over.denominator))
            memory[o, load] = steps, max(0, load * grains - floor(target * limit[o] * grains))
        return memory[o, load]

    for assignment in part.feasible:
        load = dict.fromkeys(part.officers, 0)
        score = dict.fromkeys(truth.names, 0)
        for unit, o in zip(part.units, assignment, strict=True):
            if o is None:
                for priority, weight in unit.lost.items():
                    score[f"coverage_{priority}"] += weight
            else:
                load[o] += unit.takes[o]
            if "cost" in score and o is not None:
                score["cost"] += unit.costs[o]
            for name in score.keys() & {"continuity", "continuity_again"}:
                score[name] += _taken_away(problem, goals, unit, o)
        if "fairness" in score:
            above = [above_share(o, held) for o, held in load.items()]
            for name in score.keys() & {"fairness", "fairness_again"}:
                score[name] = max(steps for steps, _ in above)
            score["shortfall"] = max(_tenths_below(truth.target[o], limit[o], load[o]) for o in part.officers)
            score["evenness"] = sum(more for _, more in above)
        yield tuple(score[name] for name in truth.names)


def _grains(problem: Problem) -> int:
    """Into how many equal parts a tick is cut, of which some make up 0.0001 h; not at all where hours are huge."""
    ticks = sum(problem.officers.limit.tolist()) + sum(problem.cases.effort.tolist())
    ticks += 0 if problem.pairs is None else sum(effort for effort in problem.pairs.effort.tolist() if effort > 0)
    grains = next(n for n in count(1) if (Fraction(1, 10_000) / (problem.tick_hours / n)).denominator == 1)
    return grains if ticks * grains < 2**50 else 1


def _tenths_below(target: Fraction | None, limit: int, load: int) -> int:
    """Whole tenths of a point below the share, in grid steps."""
    if target is None:
        return 0
    tenths = (target - Fraction(load, limit)) * 1000
    return max(0, tenths.numerator // tenths.denominator) * 10


def _lost(problem: Problem, members: list[int], coverage: Measure) -> dict[int, int]:
    """What it costs to leave some cases unplaced, each at its own priority; one without effort counts as one tick."""
    out: dict[int, int] = {}
    for case in sorted(members, key=lambda c: int(problem.cases.priority[c])):
        weight = max(1, int(problem.cases.effort[case])) if coverage is Measure.HOURS else 1
        out[int(problem.cases.priority[case])] = out.get(int(problem.cases.priority[case]), 0) + weight
    return out


def _taken_away(problem: Problem, goals: Goals, unit: Unit, officer: int | None) -> int:
    cases = problem.cases
    lost = [c for c in unit.cases if cases.current[c] > LEFT and int(cases.current[c]) in unit.allowed]
    lost = [c for c in lost if officer is None or int(cases.current[c]) != officer]
    return sum(int(cases.effort[c]) if goals.moves is Measure.HOURS else 1 for c in lost)
