"""Timefold, by its own documentation: entities, a constraint stream for each rule, its default search.

Optional: it needs ``pip install timefold==1.24.0b0``, Python 3.11 and a Java development kit of version 17 or newer.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np

from bench.peers import Missing, Task, Tell
from bench.view import View
from solver.goals import GRID
from solver.problem import Indices

NEEDS = "needs a JDK of version 17 or newer, Python 3.11 and: pip install timefold==1.24.0b0"

try:
    from timefold.solver import SolverFactory  # type: ignore[import-not-found]
    from timefold.solver.config import (  # type: ignore[import-not-found]
        Duration,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        TerminationConfig,
    )
    from timefold.solver.domain import (  # type: ignore[import-not-found]
        PlanningEntityCollectionProperty,
        PlanningId,
        PlanningScore,
        PlanningVariable,
        ProblemFactCollectionProperty,
        ValueRangeProvider,
        planning_entity,
        planning_solution,
    )
    from timefold.solver.score import (  # type: ignore[import-not-found]
        ConstraintCollectors,
        HardSoftScore,
        constraint_provider,
    )
except Exception as error:  # a missing package, or one that finds no Java: each has its own kind of exception
    raise Missing(NEEDS) from error
if shutil.which("java") is None:
    raise Missing(NEEDS)


@dataclass
class Officer:
    """``room``: ticks that may not be passed; without it, ``fair`` and ``limit`` say how far above the fair share."""

    id: Annotated[int, PlanningId]
    room: int
    fair: int
    limit: int


@planning_entity  # type: ignore[untyped-decorator,unused-ignore]
@dataclass
class Case:
    """``able``: who may hold it."""

    id: Annotated[int, PlanningId]
    effort: int
    holder: int
    able: Annotated[list[Officer], ValueRangeProvider(id="able")]
    officer: Annotated[Officer | None, PlanningVariable(value_range_provider_refs=["able"])] = field(default=None)


@planning_solution  # type: ignore[untyped-decorator,unused-ignore]
@dataclass
class Office:
    officers: Annotated[list[Officer], ProblemFactCollectionProperty]
    cases: Annotated[list[Case], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def _loads(factory: Any) -> Any:
    load = ConstraintCollectors.sum(lambda case: case.effort)
    return factory.for_each(Case).group_by(lambda case: case.officer, load)


@constraint_provider  # type: ignore[untyped-decorator,unused-ignore]
def fairness(factory: Any) -> list[Any]:
    """Squares, because a search cannot feel a maximum: nothing is gained until the worst officer of all is better."""
    return [
        _loads(factory)
        .filter(lambda officer, load: load * GRID > officer.fair)
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda officer, load: ((load * GRID - officer.fair) // officer.limit // 10) ** 2,
        )
        .as_constraint("above the fair share")
    ]


@constraint_provider  # type: ignore[untyped-decorator,unused-ignore]
def moves(factory: Any) -> list[Any]:
    """Nobody above their room; then as few moves as possible."""
    return [
        _loads(factory)
        .filter(lambda officer, load: load > officer.room)
        .penalize(HardSoftScore.ONE_HARD, lambda officer, load: load - officer.room)
        .as_constraint("above the room"),
        factory.for_each(Case)
        .filter(lambda case: case.holder >= 0 and case.officer.id != case.holder)
        .penalize(HardSoftScore.ONE_SOFT)
        .as_constraint("moved"),
    ]


def answer(view: View, task: Task, tell: Tell) -> Indices | None:
    """Search until the deadline, from today's assignment where that is asked about."""
    room = view.limit * 0 if task.room is None else task.room
    columns = (room.tolist(), view.fair.tolist(), view.limit.tolist())
    officers = [Officer(number, *each) for number, each in enumerate(zip(*columns, strict=True))]
    able = [[officers[o] for o in np.flatnonzero(row).tolist()] for row in view.eligible]
    rows = zip(view.effort.tolist(), view.holder.tolist(), view.signature.tolist(), strict=True)
    cases = [Case(number, effort, holder, able[signature]) for number, (effort, holder, signature) in enumerate(rows)]
    if task.room is not None:
        for case in cases:
            case.officer = officers[case.holder] if case.holder >= 0 else case.able[0]

    def told(office: Any) -> tuple[Indices, bool]:
        chosen = np.array([-1 if case.officer is None else case.officer.id for case in office.cases], np.int32)
        if (chosen < 0).any():
            return chosen, False
        load = view.loads(chosen)
        if task.room is None:
            return chosen, tell(view.step_of(load), None)
        return chosen, bool((load <= task.room).all()) and tell(view.moves(chosen), None)

    config = SolverConfig(
        solution_class=Office,
        entity_class_list=[Case],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=fairness if task.room is None else moves
        ),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(task.left_s * 1000))),
        random_seed=task.seed,
    )
    solver = SolverFactory.create(config).build_solver()

    def heard(event: Any) -> None:
        if told(event.new_best_solution)[1]:
            solver.terminate_early()

    solver.add_event_listener(heard)
    chosen = told(solver.solve(Office(officers, cases)))[0]
    return chosen if view.is_allowed(chosen) else None
