"""One part through its ranked levels: improve a goal, hold it within its slack, go on to the next.

Everything works on one plan that is never lost: whatever stops the search, the plan so far holds every level that was
climbed, and each level has a value and a bound.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solver.arrays import Ints
from solver.budget import Budget
from solver.certificate import Certificate
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.fairness import FAIRNESS, FAIRNESS_AGAIN, capped
from solver.formulation.goals.ranking import ASKED_AS, SPREAD, only_refines
from solver.formulation.goals.shortfall import SHORTFALL
from solver.goals import Goals
from solver.heuristics.construction import first_fit
from solver.lexicographic.fairness_level import Fair, fairest
from solver.lexicographic.linear_level import LinearLevel, LinearLevelResult, minimise_level
from solver.lexicographic.move_budget import fairest_with_these_moves, fairest_within_moves
from solver.lexicographic.search_params import PARAMS, SearchParams
from solver.lexicographic.shortfall_level import least_shortfall
from solver.model.part import Part
from solver.plan import Proof

Told = Callable[[str, int, int], None]
SEED_STRIDE = 7_919
"""Between the seeds of two turns of a level."""
RESERVE = 1.5
"""Of the seconds that the levels after an open one took, kept for them when it is searched again."""


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """One level in one part: best value, proven bound, what proves it."""

    goal: RankedGoal
    best: int
    bound: int
    slack: int
    proof: Proof
    certificate: Certificate | None

    @property
    def name(self) -> str:
        """Of the goal."""
        return self.goal.name


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part's plan and its levels.

    Attributes
    ----------
    planned : int64 array, shape (columns,)
    rungs : tuple of LevelOutcome
    plans : tuple of int64 arrays, shape (columns,)
        The plan that each level ended with, before later ones used its slack.
    fair : Fair or None
        What the level of fairness ended with, where moves were not held before it.
    seconds : tuple of float
        That each level took.
    work : float
        Units of work that all of it took.
    clock_ended : bool
        The clock, or a stop, ended something: with more time it could be another plan.
    """

    planned: Ints
    rungs: tuple[LevelOutcome, ...]
    plans: tuple[Ints, ...] = ()
    fair: Fair | None = None
    seconds: tuple[float, ...] = ()
    work: float = 0.0
    clock_ended: bool = False


@dataclass(frozen=True, slots=True)
class PartTask:
    """One part to be planned, or to be planned further.

    Attributes
    ----------
    part : Part
    number : int
        Of the part, for certificates.
    asked : list of RankedGoal
        In rank order.
    goals : Goals
    params : SearchParams
    known : PartResult or None
        What an earlier turn ended with.
    turn : int
        0 at first; each further one is more patient.
    refined : int
        Turns so far in which only levels were open that refine the plan.
    found : bool
        The turn before this one made a level better.
    """

    part: Part
    number: int
    asked: Sequence[RankedGoal]
    goals: Goals
    params: SearchParams = PARAMS
    known: PartResult | None = None
    turn: int = 0
    refined: int = 0
    found: bool = False

    @property
    def open_level(self) -> int | None:
        """The level that this turn goes on with; ``None`` where nothing is open that is worth it.

        That is the first level that is not proven. Every second turn is for one that only refines the plan: as long as
        a level before it is open, the clock ends the search anyway. Without one, those have a few turns and no more.
        """
        if self.known is None:
            return 0
        firm, finer = self._open_levels()
        if not firm:
            return self._refined_next(finer)
        finer = [place for place in finer if place > firm[0]]
        return finer[(self.turn // 2 - 1) % len(finer)] if finer and self.turn % 2 == 0 else firm[0]

    def _refined_next(self, finer: Sequence[int]) -> int | None:
        """Which level is refined where no other is open: a few turns, then a search of everything in a small part."""
        if self.searches_all:
            return next((place for place in finer if self.asked[place] == FAIRNESS_AGAIN), None)
        turns = self.params.refining_turns
        # what a search of everything has found may leave later levels open, which have one more turn
        may = self.refined < turns or (self.refined == turns + 1 and self.found)
        return finer[self.refined % len(finer)] if finer and may else None

    @property
    def searches_all(self) -> bool:
        """Whether this turn, the last but one, searches all of a small part for a better worst officer."""
        small = len(self.part.column_class) <= self.params.fairness.small
        return small and self.refined == self.params.refining_turns and not self._open_levels()[0]

    @property
    def times(self) -> float:
        """As many times as much work as in the first turn may be had in this one."""
        return max(2.0 ** max(0, self.turn - 1), self.params.last_search.times if self.searches_all else 0.0)

    def _open_levels(self) -> tuple[list[int], list[int]]:
        """Levels that are not proven: those worth all the time, and those that refine how the work lies."""
        rungs = () if self.known is None else self.known.rungs
        open_ = [place for place, rung in enumerate(rungs) if rung.best != rung.bound]
        firm = [place for place in open_ if not only_refines(rungs[place].goal, self.asked)]
        finer = [place for place in open_ if rungs[place].goal in SPREAD]
        near = {FAIRNESS_AGAIN.name: self.params.fairness.near}  # hardly anything can be gained there any more
        return firm, sorted(finer, key=lambda at: rungs[at].best - rungs[at].bound <= near.get(rungs[at].name, 0))

    def after(self, known: PartResult) -> PartTask:
        """The next turn of the same part."""
        refined = self.refined + int(self.known is not None and not self._open_levels()[0])
        before = () if self.known is None else self.known.rungs
        found = any(new.best < old.best for new, old in zip(known.rungs, before, strict=False))
        return dataclasses.replace(self, known=known, turn=self.turn + 1, refined=refined, found=found)

    def solve(self, budget: Budget, told: Told) -> PartResult:
        """Plan the part, or go on with its first level that is not proven; what it ends with is never worse."""
        climb = _Climb(self, told)
        if self.known is None:
            for place in range(len(self.asked)):
                climb.level(place, budget.stage(self._share(place)))
        else:
            self._go_on(climb, self.known, budget)
        rungs = tuple(_settled(rung, climb.part, climb.planned, self.goals) for rung in climb.rungs)
        known = self.known
        return PartResult(
            climb.planned,
            rungs,
            tuple(climb.plans),
            climb.fair,
            tuple(climb.seconds),
            budget.spent + (known.work if known else 0.0),
            budget.clock.ended or (known is not None and known.clock_ended),
        )

    def _go_on(self, climb: _Climb, known: PartResult, budget: Budget) -> None:
        """Look for better at the first level that is open; where something is found, at those after it, too."""
        first = self.open_level
        if first is None:
            climb.take(known, 0)
            return
        if not self._open_levels()[0]:
            # a multiple of what the whole part had at first: so this ends by its work on any machine, not by the clock
            times = self.params.last_search.times if self.searches_all else 1.0
            budget = budget.limited(budget.left / self.times * times)
        climb.take(known, 0, first)
        climb.planned = self._best_of(known, first)
        # should the clock end this level, those after it can still follow
        reserve_s = min(budget.left_s / 2, RESERVE * sum(known.seconds[first + 1 :]))
        level = budget.within(self.params.last_search.share if self.searches_all else self._share(first))
        climb.level(first, dataclasses.replace(level, deadline=budget.deadline - reserve_s), known.rungs[first])
        if climb.rungs[first].best < known.rungs[first].best:
            for place in range(first + 1, len(self.asked)):
                climb.level(place, budget.stage(self._share(place)))
        else:
            climb.planned = known.planned
            climb.take(known, first + 1)

    def _best_of(self, known: PartResult, place: int) -> Ints:
        """The plan that a level ended with, or the last one where that is as good, or the other breaks what is held."""
        goal, then = self.asked[place], known.plans[place]
        held = all(rung.goal.value(self.part, then) <= rung.best + rung.slack for rung in known.rungs[:place])
        return then if held and goal.value(self.part, then) < goal.value(self.part, known.planned) else known.planned

    def _share(self, place: int) -> float:
        """Of what is left that a level may take."""
        ahead = any(other.applies(self.part) for other in self.asked[place + 1 :])
        return self.params.shares.of(self.asked[place]) if ahead else 1.0


class _Climb:
    """A part on its way from level to level: the plan so far, and what is held."""

    def __init__(self, task: PartTask, told: Told) -> None:
        self._task, self._told = task, told
        self._params = task.params.searching_all() if task.searches_all else task.params.more_patient(task.turn)
        self.part = task.part
        self.fair: Fair | None = None
        self.planned = first_fit(task.part) if task.known is None else task.known.planned
        self.rungs: list[LevelOutcome] = []
        self.plans: list[Ints] = []
        self.seconds: list[float] = []

    def take(self, known: PartResult, first: int, end: int | None = None) -> None:
        """Levels as they are."""
        levels = slice(first, end)
        for rung, planned in zip(known.rungs[levels], known.plans[levels], strict=True):
            self._cap(rung, rung.goal.value(self.part, planned))
            if rung.goal == FAIRNESS:
                self.fair = known.fair
        self.rungs += known.rungs[levels]
        self.plans += known.plans[levels]
        self.seconds += known.seconds[levels]

    def level(self, place: int, budget: Budget, known: LevelOutcome | None = None) -> None:
        """One level: made as good as can be, then held within its slack.

        Parameters
        ----------
        known : LevelOutcome or None
            Of the same level with the same better-ranked ones held: its bound still holds.
        """
        task, goal, began = self._task, self._task.asked[place], time.monotonic()
        if task.turn:
            budget = dataclasses.replace(budget, seed=(budget.seed + SEED_STRIDE * task.turn) % 2**31)
        found = self._searched(goal, budget)
        bound, proof = found.bound, found.proof
        certificate = found.certificate and dataclasses.replace(found.certificate, level=goal.name, part=task.number)
        if known is not None and known.bound > bound:
            bound, proof, certificate = known.bound, known.proof, known.certificate
        best = goal.value(self.part, found.planned)
        outcome = LevelOutcome(goal, best, bound, goal.slack(task.goals, best), proof, certificate)
        self.planned = found.planned
        self.rungs.append(outcome)
        self.plans.append(found.planned)
        self.seconds.append(time.monotonic() - began)
        self._cap(outcome, best)

    def _searched(self, goal: RankedGoal, budget: Budget) -> Fair | LinearLevelResult:
        """A level made as good as can be, while better-ranked ones are held."""
        part, params, told = self.part, self._params, self._told
        asked_as = ASKED_AS.get(goal.name, goal)
        held = {rung.name: rung.best + rung.slack for rung in self.rungs if rung.name != asked_as.name}

        def tell(value: int, bound: int) -> None:
            told(goal.name, value, bound)

        if goal == SHORTFALL:
            return least_shortfall(part, held, self.planned, budget, tell, params)
        if asked_as != FAIRNESS:
            level = LinearLevel(part, self._task.number, asked_as, held)
            return minimise_level(level, self.planned, budget, tell, params=params)
        if self.fair is not None:
            return fairest_with_these_moves(part, held, self.planned, budget, tell, self.fair, params)
        if CONTINUITY.name in held:
            return fairest_within_moves(part, held, self.planned, budget, tell, params)
        self.fair = fairest(part, held, self.planned, budget, tell, params)
        return self.fair

    def _cap(self, rung: LevelOutcome, best: int) -> None:
        """After fairness: its slack lifts nobody above their hours who need not be there."""
        if rung.goal == FAIRNESS and rung.slack:
            self.part = capped(self._task.part, best)


def solve_part(
    part: Part,
    number: int,
    asked: Sequence[RankedGoal],
    goals: Goals,
    budget: Budget,
    told: Told,
    params: SearchParams = PARAMS,
) -> PartResult:
    """Plan one part.

    Parameters
    ----------
    number : int
        Of the part, for certificates.
    asked : list of RankedGoal
        In rank order.
    told : callable(level, value, bound)
    """
    return PartTask(part, number, asked, goals, params).solve(budget, told)


def _settled(rung: LevelOutcome, part: Part, planned: Ints, goals: Goals) -> LevelOutcome:
    """A later level may have found a plan that is better for an earlier one, too."""
    best = min(rung.best, rung.goal.value(part, planned))
    return dataclasses.replace(rung, best=best, slack=rung.goal.slack(goals, best))
