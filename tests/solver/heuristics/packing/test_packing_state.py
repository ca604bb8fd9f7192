"""A packing as it grows: what is left, who waits, and who makes way for whom."""

from __future__ import annotations

from solver.formulation.goals.coverage import COVERAGE
from solver.formulation.level_model import LevelModel
from solver.goals import Goals, Measure, Policy
from solver.heuristics.packing.packing_state import PackingState
from solver.heuristics.packing.packing_task import PackingTask, packing_task
from solver.heuristics.packing.subset_sums import Room
from solver.problem import Problem
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


def task_of(problem: Problem, priority: int = 3, coverage: Measure = Measure.CASES) -> PackingTask:
    part = part_of(problem, Goals(policy=Policy.WITHIN_CAPACITY, coverage=coverage))
    return packing_task(LevelModel.of(part, 0, COVERAGE[priority - 1], {}), COVERAGE[priority - 1], None)


def of_effort(task: PackingTask, *efforts: int) -> list[int]:
    """Different units of these efforts."""
    out: list[int] = []
    for effort in efforts:
        out.append(next(u for u, each in enumerate(task.effort) if each == effort and u not in out))
    return out


def test_rooms_and_what_waits() -> None:
    task = task_of(make_problem([100, 50], [61, 30, 20], standards=[2, -1]))
    packing = PackingState(task, [of_effort(task, 61), of_effort(task, 30)])
    assert packing.rooms == [Room(39, 1), Room(20, -1)]
    assert packing.waiting == of_effort(task, 20)
    assert packing.value == 1
    assert packing.rank == (task.cost[packing.waiting[0]], 20, -(39**2 + 20**2))


def test_where_a_more_urgent_case_waits_no_aim_is_met() -> None:
    """12 h: a case of 12 h and priority 2 is held, and one of 10 h and priority 1 waits; or the other way round."""
    task = task_of(make_problem([12], [10, 12], priority=[1, 2]), 2)
    assert not PackingState(task, [of_effort(task, 6)]).meets(1)
    assert PackingState(task, [of_effort(task, 5)]).meets(1)
    assert not PackingState(task, [of_effort(task, 5)]).meets(0)


def test_what_waits_goes_where_it_is_tightest() -> None:
    task = task_of(make_problem([100, 50], [61, 30, 20]))
    packing = PackingState(task, [of_effort(task, 61), of_effort(task, 30)])
    packing.take_in()
    assert packing.waiting == []
    assert packing.rooms == [Room(39), Room(0)]


def test_a_less_urgent_case_makes_way_the_cheapest_that_is_enough() -> None:
    """A case of priority 1 and 45 h: of 50 h with priority 3 and 47 h with priority 4 the latter waits."""
    task = task_of(make_problem([97], [45, 50, 47], priority=[1, 3, 4]))
    packing = PackingState(task, [of_effort(task, 50, 47)])
    packing.take_in()
    assert sorted(task.effort[u] for u in packing.held[0]) == [45, 50]


def test_a_case_as_urgent_does_not_make_way() -> None:
    task = task_of(make_problem([97], [45, 50, 47]))
    packing = PackingState(task, [of_effort(task, 50, 47)])
    packing.take_in()
    assert sorted(task.effort[u] for u in packing.held[0]) == [47, 50]


def test_where_hours_count_a_shorter_case_makes_way_for_a_longer_one() -> None:
    task = task_of(make_problem([97], [40, 55, 45]), coverage=Measure.HOURS)
    assert task.rooms == [Room(19)], "in steps of 5 ticks"
    packing = PackingState(task, [of_effort(task, 11, 8)])
    packing.take_in()
    assert packing.held == [of_effort(task, 11, 8)], "45 for 40 would be 100"
    packing = PackingState(task, [of_effort(task, 9, 8)])
    packing.take_in()
    assert sorted(task.effort[u] for u in packing.held[0]) == [8, 11]


def test_places_count_as_hours_do() -> None:
    task = task_of(make_problem([97], [10, 11, 12], priority=[1, 2, 2], standards=[2]))
    packing = PackingState(task, [of_effort(task, 11, 12)])
    packing.take_in()
    assert sorted(task.effort[u] for u in packing.held[0]) == [10, 12]
