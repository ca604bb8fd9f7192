"""Units one by one: what is wanted, what waiting costs, and what pins leave of the hours."""

from __future__ import annotations

import numpy as np

from solver.formulation.goals.coverage import COVERAGE
from solver.formulation.level_model import LevelModel
from solver.goals import Goals, Measure, Policy
from solver.heuristics.construction import first_fit
from solver.heuristics.packing.packing_task import PackingTask, packing_task
from solver.heuristics.packing.subset_sums import Room
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem
from tests.solver.offices import office

WITHIN = Goals(policy=Policy.WITHIN_CAPACITY)


def task_of(level: LevelModel, priority: int = 3, unplaced: list[float] | None = None) -> PackingTask:
    return packing_task(level, COVERAGE[priority - 1], None if unplaced is None else np.array(unplaced))


def level_of(problem: object, priority: int = 3, goals: Goals = WITHIN) -> LevelModel:
    return LevelModel.of(part_of(problem, goals), 0, COVERAGE[priority - 1], {})  # type: ignore[arg-type]


def test_pins_take_their_hours_and_places_and_are_no_units() -> None:
    problem = make_problem([40, 60], [10, 20, 30], current=[0, 1, 1], pinned=[True, False, False], standards=[3, -1])
    level = level_of(problem)
    task = task_of(level)
    assert sorted(zip(task.effort, task.home, strict=True)) == [(2, 1), (3, 1)], "in tens, which divide them all"
    assert task.rooms == [Room(3, 2), Room(6, -1)]
    assert level.part.loads(task.pinned).tolist() == [10, 0]
    assert task.may == [3, 3]


def test_a_more_urgent_case_costs_more_than_all_others_together() -> None:
    problem = make_problem([100], [10] * 8, priority=[1, *[2] * 3, *[4] * 4])
    task = task_of(level_of(problem, 2), 2)
    by_kind = sorted(set(task.cost), reverse=True)
    assert len(by_kind) == 3
    assert by_kind[0] > 3 * by_kind[1] > 3 * 4 * by_kind[2] > 0
    assert len(task.wanted) == 4, "those of priorities 1 and 2"
    assert sum(task.lost) == 3
    assert by_kind[0] >= task.urgent > by_kind[1], "of priority 1 alone"


def test_as_many_as_wait_in_the_relaxation_are_not_wanted() -> None:
    problem = make_problem([100], [60, 60, 50, 50], current=[0, -1, 0, 0])
    level = level_of(problem)
    unplaced = [1.4 if effort == 60 else 0.3 for effort in level.part.effort.tolist()]
    task = task_of(level, 3, unplaced)
    assert sorted(task.effort[u] for u in task.wanted) == [5, 5], "1.7 are 2 whole ones"
    assert task.beside == 2
    assert not task.all_wanted
    assert task_of(level, 3).all_wanted


def test_where_hours_count_everything_is_wanted() -> None:
    problem = make_problem([100], [60, 60, 50, 50])
    level = level_of(problem, goals=Goals(policy=Policy.WITHIN_CAPACITY, coverage=Measure.HOURS))
    task = task_of(level, 3, [1.0, 1.0])
    assert len(task.wanted) == 4
    assert sum(task.lost) == 220


def test_a_plan_is_the_same_after_there_and_back() -> None:
    for seed in range(10):
        part = part_of(office(seed, bundles=True), WITHIN)
        planned = first_fit(part)
        task = packing_task(LevelModel.of(part, 0, COVERAGE[2], {}), COVERAGE[2], None)
        held = task.taken(part, planned)
        assert (task.planned(part, held) == planned).all()
        for officer, units in enumerate(held):
            loads = sum(part.effort[task.kind[u]] for u in units)
            assert loads == part.loads(planned - task.pinned)[officer]


def test_own_units_are_those_that_an_officer_keeps() -> None:
    problem = make_problem([30, 30], [10] * 5, current=[0, 0, 1, 1, -1])
    part = part_of(problem, WITHIN)
    task = packing_task(LevelModel.of(part, 0, COVERAGE[2], {}), COVERAGE[2], None)
    planned = np.array([3, 2])
    held = task.taken(part, planned)
    assert sorted(task.home[u] for u in held[0]) == [-1, 0, 0]
    assert sorted(task.home[u] for u in held[1]) == [1, 1]
