"""Every plan of a small part, and what it is worth, worked out from the part's own numbers alone."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import comb, floor, prod

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals
from solver.fair_shares.decomposition import fair_shares
from solver.formulation.goals.ranking import BY_NAME, held_after, ranked
from solver.formulation.level_model import LevelModel
from solver.formulation.level_program import VariableLayout, level_program
from solver.goals import GRID, Goals
from solver.heuristics.incumbent import Incumbent
from solver.model.part import Part
from solver.model.parts import build_parts, targets
from solver.model.units import units_of
from solver.problem import ALONE, NEW, Problem
from tests.solver.instances import Instance, make_problem, random_goals, random_instance


def parts_of(problem: Problem, goals: Goals | None = None) -> list[Part]:
    """The parts that ``solve`` would plan."""
    goals = goals or Goals()
    units = units_of(problem)
    target = targets(problem, units, fair_shares(problem, units).share, goals.policy)
    return build_parts(problem, units, target, goals)[0]


def part_of(problem: Problem, goals: Goals | None = None) -> Part:
    """The only part."""
    (part,) = parts_of(problem, goals)
    return part


def names_of(instance: Instance) -> list[str]:
    """Levels in rank order."""
    pairs, priority = instance.problem.pairs, instance.problem.cases.priority
    with_cost = pairs is not None and bool(pairs.cost.any())
    return [goal.name for goal in ranked(instance.goals, np.unique(priority).tolist(), with_cost)]


def random_parts(seeds: range, most: int = 2_000) -> Iterator[tuple[int, Instance, Part]]:
    """Parts of random instances that have at most so many plans."""
    for seed in seeds:
        instance = random_instance(seed)
        for part in parts_of(instance.problem, instance.goals):
            if how_many(part) <= most:
                yield seed, instance, part


def torn_parts(seeds: range) -> Iterator[tuple[int, Instance, Part]]:
    """Parts with bundles whose cases are with several officers today."""
    for seed in seeds:
        rng = random.Random(f"torn {seed}")
        n = rng.choice([2, 3])
        efforts = [rng.randint(0, 9) for _ in range(4)]
        problem = make_problem(
            [rng.randint(1, 25) for _ in range(n)],
            efforts,
            standards=rng.choice([None, [rng.randint(0, 4) for _ in range(n)]]),
            priority=[rng.randint(2, 3) for _ in range(4)],
            current=[0, 1, rng.randrange(n), rng.choice([NEW, *range(n)])],
            bundle=rng.choice([[0, 0, ALONE, ALONE], [0, 0, 0, ALONE], [0, 0, 1, 1], [0, 0, 0, 0]]),
            pairs=rng.choice([None, [(3, o, o, rng.randint(0, 5)) for o in range(n)]]),
        )
        instance = Instance(f"torn {seed}", problem, random_goals(rng, efforts))
        yield seed, instance, part_of(problem, instance.goals)


def how_many(part: Part) -> int:
    """Number of plans of a part, those that break rules included."""
    places = np.diff(part.column_start) + np.where(may_stay_out(part), 1, 0)
    return prod(comb(c + p - 1, c) for c, p in zip(part.count.tolist(), places.tolist(), strict=True))


def may_stay_out(part: Part) -> Flags:
    """Classes whose units may be left unplaced."""
    out: Flags = ~part.pinned & np.bool_(not part.placeable_all)
    return out


@dataclass(frozen=True)
class EveryPlan:
    """All plans of a part: one row of ``planned`` (units per column) each, whether they keep the rules or not."""

    part: Part
    planned: Ints
    unplaced: Ints

    @staticmethod
    def of(part: Part) -> EveryPlan:
        start, out = part.column_start, may_stay_out(part)
        choices = [
            list(_split(int(part.count[k]), int(start[k + 1] - start[k]) + int(out[k]))) for k in range(len(part.count))
        ]
        planned, unplaced = [], []
        for chosen in product(*choices):
            width = [len(given) - int(out[k]) for k, given in enumerate(chosen)]
            planned.append([units for given, w in zip(chosen, width, strict=True) for units in given[:w]])
            unplaced.append([sum(given[w:]) for given, w in zip(chosen, width, strict=True)])
        columns, classes = len(part.column_class), len(part.count)
        return EveryPlan(
            part,
            np.array(planned, np.int64).reshape(len(planned), columns),
            np.array(unplaced, np.int64).reshape(len(planned), classes),
        )

    def __len__(self) -> int:
        return len(self.planned)

    def per_officer(self, weight: Ints) -> Ints:
        """Sum over each officer's units of a weight per column. Shape (plans, officers)."""
        out = np.zeros((len(self), len(self.part.officers)), np.int64)
        for j, officer in enumerate(self.part.column_officer.tolist()):
            out[:, officer] += self.planned[:, j] * int(weight[j])
        return out

    @property
    def loads(self) -> Ints:
        return self.per_officer(self.part.column_effort)

    def value(self, level: str) -> Ints:
        """Value of a level in every plan."""
        part = self.part
        if level.startswith("coverage"):
            return self._sum(self.unplaced * part.lost[:, int(level[-1]) - 1])
        if level == "cost":
            return self._sum(self.planned * part.column_cost)
        if level.startswith("continuity"):
            return int(part.keepable.sum()) - self._sum(np.minimum(self.planned, part.held) * part.gain)
        timed = [o for o, limit in enumerate(part.limit.tolist()) if limit]
        worth = [
            [self._above(o, load, level) for o, load in zip(timed, row, strict=True)]
            for row in self.loads[:, timed].tolist()
        ]
        return np.array([sum(row) if level == "evenness" else max([0, *row]) for row in worth], np.int64)

    def _sum(self, weights: Ints) -> Ints:
        out: Ints = np.asarray(weights.sum(axis=1))
        return out

    def _above(self, officer: int, load: int, level: str) -> int:
        limit = int(self.part.limit[officer])
        fair = self.part.target[officer] * limit
        if level == "evenness":
            grains = int(self.part.more_over[officer])  # in a tick
            return max(0, grains * load - floor(grains * fair))
        steps = (load - fair) * GRID / limit
        if level == "shortfall":
            return int(-steps / 10 // 1) * 10
        return -(-steps.numerator // steps.denominator)

    def keeps(self, held: HeldGoals) -> Flags:
        """Which plans keep standards and everything that is held."""
        cases = self.per_officer(self.part.size[self.part.column_class])
        fine: Flags = np.all((self.loads <= held.load) | (held.load < 0), axis=1)
        if len(held.least):
            fine = fine & np.all(self.loads >= held.least, axis=1)
        fine = fine & np.all((cases <= self.part.standard) | (self.part.standard < 0), axis=1)
        for level, room in held.rooms.items():
            fine = fine & (self.value(level) <= room)
        return fine

    def least(self, level: str, held: HeldGoals) -> int | None:
        """The best value of a level among the plans that keep what is held; ``None`` where there is no such plan."""
        fine = self.keeps(held)
        return int(self.value(level)[fine].min()) if fine.any() else None


def random_rooms(rng: random.Random, plans: EveryPlan, names: list[str]) -> dict[str, int]:
    """Rooms for some of the levels, such that one plan that breaks no hard rule keeps them all."""
    fine = np.flatnonzero(plans.keeps(held_after(plans.part, {})))
    plan = rng.choice(fine.tolist())
    return {
        name: int(plans.value(name)[plan]) + rng.choice([0, 0, 1, 5])
        for name in names
        if name.startswith("coverage") or rng.random() < 0.7
    }


def level_of(
    part: Part, held: HeldGoals, name: str, number: int = 0, counted: dict[int, int] | None = None
) -> LevelModel:
    """A level whose better-ranked ones leave just this."""
    goal = BY_NAME[name]
    program, layout = level_program(part, held, goal, counted)
    return LevelModel(part, number, goal, dict(held.rooms), held, program, layout, counted or {})


def incumbent_of(
    level: LevelModel, planned: Ints, certificate: Certificate | None = None, guide: Ints | None = None
) -> tuple[Incumbent, list[tuple[int, int]]]:
    """A plan to begin with, and the list of what is told about better ones."""
    told: list[tuple[int, int]] = []
    bound = 0 if certificate is None else certificate.bound
    incumbent = Incumbent(level, level.point(planned), bound, lambda *news: told.append(news))
    incumbent.certificate, incumbent.guide = certificate, guide
    return incumbent, told


def is_shared(part: Part, layout: VariableLayout, x: Floats) -> bool:
    """Whether a solution gives every unit somebody, or nobody, and what stays is whole."""
    stays = x[layout.columns : layout.at_unplaced]
    placed = np.zeros(len(part.count))
    np.add.at(placed, part.column_class, layout.planned(x))
    if layout.unplaced:
        placed += x[layout.at_unplaced : layout.at_excess]
    whole = bool((np.abs(stays - np.rint(stays)) < 1e-6).all() and (stays <= part.held[layout.held] + 1e-6).all())
    return whole and bool((x >= -1e-6).all() and (np.abs(placed - part.count) < 1e-5).all())


def without(held: HeldGoals, *names: str) -> HeldGoals:
    """The same with some of the levels not held."""
    return replace(held, rooms={name: room for name, room in held.rooms.items() if name not in names})


def also(held: HeldGoals, **rooms: int) -> HeldGoals:
    """The same with more levels held, or with other rooms."""
    return replace(held, rooms={**held.rooms, **rooms})


def effort(seconds: float = 60.0, seed: int = 0) -> Budget:
    """Work for so many seconds of a time limit, and plenty of time for it, for one worker."""
    return Budget(time.monotonic() + 10 * seconds, 1, seed).limited(seconds / 4)


def _split(count: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to put so many like units into so many places."""
    if places == 1:
        yield (count,)
        return
    for here in range(count + 1):
        for rest in _split(count - here, places - 1):
            yield (here, *rest)
