"""The door: whatever is asked, however little time there is, a checked plan comes out and says what it knows."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import threading
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from solver.analysis.ticks import finer
from solver.check.verify import check
from solver.goals import Goals, Measure, Objective, Policy, SolveConfig, grain_hours, grains_of
from solver.lexicographic.search_params import ParallelParams, SearchParams
from solver.plan import UNPLACED, Plan, Progress, Reason, Status
from solver.problem import Problem
from solver.solve import solve
from tests.solver.comparison import CONFIG
from tests.solver.instances import make_problem, random_instance
from tests.solver.offices import office

ONE = SolveConfig(time_limit_s=60, workers=1)
ROOT = Path(__file__).resolve().parents[2]


def is_honest(problem: Problem, plan: Plan, goals: Goals) -> None:
    """Every claim holds, and nothing is claimed that is not known."""
    assert check(problem, plan.officer, goals, plan).violations == ()
    for level in plan.levels:
        assert (level.part_bound <= level.part_best).all()
        assert (level.part_best <= level.part_value).all()
        assert (level.part_value <= level.part_best + level.slack).all()
        assert level.gap >= 0
    proven = all(level.status is Status.OPTIMAL for level in plan.levels)
    assert plan.status is (Status.OPTIMAL if proven else Status.FEASIBLE)


GOALS = {
    "default": Goals(),
    "within": Goals(Policy.WITHIN_CAPACITY, coverage=Measure.HOURS),
    "freely": Goals(move_freely=True),
    "moves": Goals(max_moves=3),
    "hours": Goals(moves=Measure.HOURS, max_moves=500),
    "cost": Goals(objective=Objective.COST),
    "gap": Goals(Policy.WITHIN_CAPACITY, Objective.COST),
}

ALWAYS_BESIDE = SearchParams(parallel=ParallelParams(worthwhile=0))
"""Parts are planned side by side, however small they are."""
ONE_TURN = SearchParams(turns=0)
"""What is not proven with the work of its level is left as it is."""


@pytest.mark.parametrize("name", GOALS)
def test_a_stop_at_once_still_gives_a_checked_plan_of_everything(name: str) -> None:
    goals = GOALS[name]
    problem = office(3, own_weights=True, costs=goals.objective is Objective.COST, cases=120)
    plan = solve(problem, goals, ONE, should_stop=lambda: True)
    is_honest(problem, plan, goals)
    assert plan.interrupted
    if goals.policy is Policy.ASSIGN_ALL:
        assert UNPLACED not in plan.officer
    else:
        held_back = plan.reason[plan.officer == UNPLACED]
        assert {Reason(int(reason)) for reason in held_back} <= {Reason.HOURS, Reason.NOT_PROVEN, Reason.PACKING}


@pytest.mark.parametrize("name", GOALS)
def test_hardly_any_time_gives_a_plan_with_honest_gaps(name: str) -> None:
    goals = GOALS[name]
    problem = office(4, own_weights=True, costs=goals.objective is Objective.COST, cases=300, officers=12)
    plan = solve(problem, goals, SolveConfig(time_limit_s=0.01, workers=1))
    is_honest(problem, plan, goals)
    assert not plan.interrupted
    if name == "default":
        assert plan.status is Status.FEASIBLE
        assert plan.level("continuity").gap > 0


def test_a_stop_later_gives_the_best_so_far() -> None:
    problem = office(5, own_weights=True, cases=150, officers=9)
    reached = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.phase == "fairness":
            reached.set()

    plan = solve(problem, Goals(), SolveConfig(600, 1), watch, reached.is_set)
    assert plan.interrupted
    is_honest(problem, plan, Goals())


def test_progress_is_in_rank_order_and_ends_where_the_plan_does() -> None:
    problem = office(2, own_weights=True, standards=True, cases=60)
    news: list[Progress] = []
    # in a further turn a value starts anew where a better-ranked one was improved
    plan = solve(problem, Goals(), SolveConfig(4, 1), news.append, params=ONE_TURN)
    assert len({part for part in plan.part_of_officer.tolist() if part >= 0}) == 1
    phases = list(dict.fromkeys(each.phase for each in news))
    names = [level.name for level in plan.levels]
    assert phases[0] == "fair shares"
    assert phases[-1] == "checking"
    assert [name for name in names if name in phases] == phases[1:-1]
    assert "fairness" in phases
    for level in plan.levels:
        told = [each for each in news if each.phase == level.name]
        values = [each.value for each in told if each.value is not None]
        assert values == sorted(values, reverse=True)
        for each in told:
            assert each.value is not None
            assert each.bound is not None
            assert each.bound <= each.value
            assert each.gap is not None
            assert each.gap >= 0
        if told:
            assert level.best <= values[-1]
            assert told[-1].bound is not None
            assert told[-1].bound <= level.bound
    elapsed = [each.elapsed_s for each in news]
    assert elapsed == sorted(elapsed)
    assert all(each.unit_hours == problem.tick_hours for each in news)


def test_progress_counts_cases_that_nobody_can_hold() -> None:
    problem = make_problem([4, 4], [3, 3, 3, 1], [[0, 1], []], signature=[0, 0, 0, 1])
    news: list[Progress] = []
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY), ONE, news.append)
    told = [each.value for each in news if each.phase == "coverage_3"]
    assert told[-1] == plan.level("coverage_3").best == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_sums_over_parts_do_not_grow_while_parts_come_in(workers: int) -> None:
    """“Fewest moves: 2,381 … 9,501 cases” was what some of the parts came to, and phases went back and forth."""
    news: list[Progress] = []
    plan = solve(several_offices(), Goals(), SolveConfig(600, workers), news.append, params=ALWAYS_BESIDE)
    names = [level.name for level in plan.levels]
    phases = list(dict.fromkeys(each.phase for each in news))
    assert phases[:2] == ["fair shares", "parts"]
    ranks = [["fair shares", "parts", *names, "checking"].index(each.phase) for each in news]
    assert ranks == sorted(ranks)
    done = [each.parts_done for each in news if each.phase == "parts"]
    assert done[0] == 0
    assert done == sorted(set(done))
    assert {each.parts for each in news if each.phase in ("parts", *names)} == {3}
    assert all(each.value is None for each in news if each.phase == "parts")
    assert set(phases) & set(names), "the last part's levels are those of all"
    for level in plan.levels:
        values = [each.value for each in news if each.phase == level.name and each.value is not None]
        assert values == sorted(values, reverse=True)
        assert all(value >= level.best for value in values)


def test_who_watches_may_stop_it_by_raising() -> None:
    class Enough(Exception):
        pass

    def watch(_: Progress) -> None:
        raise Enough

    with pytest.raises(Enough):
        solve(make_problem([5], [1]), on_progress=watch)


FRESH = """
import hashlib, sys
from solver.goals import Goals, SolveConfig
from solver.solve import solve
from tests.solver.offices import office
plan = solve(office(7, own_weights=True, cases=10, officers=4), Goals(), SolveConfig(120, 1, 11))
print(hashlib.sha256(plan.officer.tobytes() + plan.reason.tobytes()).hexdigest())
print([(level.name, level.best, level.bound, level.value) for level in plan.levels])
"""


def test_one_worker_and_a_seed_give_the_same_plan_in_fresh_processes() -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", FRESH], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert first == second
    assert "fairness" in first


def levels_of(plan: Plan) -> list[tuple[str, list[int], list[int]]]:
    return [(level.name, level.part_best.tolist(), level.part_bound.tolist()) for level in plan.levels]


def sha_of(plan: Plan) -> str:
    return hashlib.sha256(plan.officer.tobytes() + plan.reason.tobytes()).hexdigest()


@pytest.mark.parametrize("name", ["default", "cost"])
def test_any_number_of_workers_gives_the_same_plan_case_by_case(name: str) -> None:
    """Two plans of the field office, both proven, differed in 1,972 of 6,000 cases."""
    goals = GOALS[name]
    problem = office(7, own_weights=True, cases=24, officers=5, costs=goals.objective is Objective.COST)
    plans = [solve(problem, goals, SolveConfig(400, workers), params=ONE_TURN) for workers in (1, 2, 3)]
    assert not any(plan.clock_ended for plan in plans)
    assert len({sha_of(plan) for plan in plans}) == 1
    assert len({plan.work for plan in plans}) == 1
    assert [levels_of(plan) for plan in plans] == [levels_of(plans[0])] * 3


def test_on_a_machine_that_is_busy_the_plan_is_the_same() -> None:
    """Every look at the clock takes a while, as where others have the core."""
    problem = office(7, own_weights=True, cases=24, officers=5)
    quiet = solve(problem, Goals(), SolveConfig(400, 1), params=ONE_TURN)

    def slow() -> bool:
        time.sleep(0.002)
        return False

    busy = solve(problem, Goals(), SolveConfig(400, 2), should_stop=slow, params=ONE_TURN)
    assert sha_of(busy) == sha_of(quiet)
    assert not busy.clock_ended


def test_a_plan_that_the_clock_ended_says_so() -> None:
    plan = solve(office(3, own_weights=True, cases=60), Goals(), SolveConfig(0.01, 1))
    assert plan.clock_ended
    assert not plan.interrupted


def several_offices() -> Problem:
    rows = [[0, 1, 2], [3, 4], [5, 6, 7]]
    efforts = [20 + (37 * c) % 61 for c in range(24)]
    current = [(0, 3, 5)[c % 3] + (c // 3) % 2 for c in range(24)]
    return make_problem([300] * 8, efforts, rows, signature=[c % 3 for c in range(24)], current=current)


def test_processes_give_the_same_plan_as_one_after_the_other() -> None:
    problem = several_offices()
    in_turn = solve(problem, Goals(), SolveConfig(600, 1))
    news: list[Progress] = []
    together = solve(problem, Goals(), SolveConfig(600, 2), news.append, params=ALWAYS_BESIDE)
    assert in_turn.status is together.status is Status.OPTIMAL
    assert levels_of(in_turn) == levels_of(together)
    assert sha_of(in_turn) == sha_of(together)
    assert in_turn.work == together.work
    is_honest(problem, together, Goals())
    assert len(together.level("fairness").part_best) == 3
    assert all(each.bound <= each.value for each in news if each.bound is not None and each.value is not None)


def test_a_limit_on_moves_is_shared_by_all_offices() -> None:
    problem = several_offices()
    plan = solve(problem, Goals(max_moves=2), ONE)
    is_honest(problem, plan, Goals(max_moves=2))
    assert plan.level("continuity").value <= 2
    assert set(plan.part_of_officer.tolist()) == {0}


def test_the_wall_time_is_told() -> None:
    before = time.monotonic()
    plan = solve(make_problem([5], [1]), Goals(), ONE)
    assert 0 < plan.wall_s <= time.monotonic() - before


def rough_office(tick_hours: Fraction, idle: Fraction | None = None) -> Problem:
    """Four officers of 40, 10, 30 and 20 h, cases of 2, 4 and 10 h; ``idle``: hours of a fifth whom no case reaches.

    The work is 34 h of 100 h, so that 13.6, 3.4, 10.2 and 6.8 h are fair.
    """
    away, first = [1, 2, 3], [0]
    rows = [first, first, [0, 2], away, [0, 2], away, away, away, away]
    hours = [Fraction(each) for each in (40, 10, 30, 20)] + ([] if idle is None else [idle])
    cases = [Fraction(each) for each in (4, 4, 4, 10, 2, 2, 2, 4, 2)]
    return make_problem(
        [int(each / tick_hours) for each in hours],
        [int(each / tick_hours) for each in cases],
        rows,
        signature=list(range(9)),
        standards=[-1, -1, -1, 3, *([] if idle is None else [-1])],
        current=[3, 0, 2, 3, 1, 3, 1, 1, 3],
        tick_hours=tick_hours,
    )


@pytest.mark.parametrize(
    ("tick_hours", "idle"),
    [
        (Fraction(2), None),
        (Fraction(1), None),
        (Fraction(1, 5), Fraction(3, 5)),
        (Fraction(1, 1_000), Fraction(7_777, 1_000)),
        (Fraction(1, 10_000), None),
    ],
    ids=str,
)
def test_evenness_was_counted_in_ticks_of_the_roster(tick_hours: Fraction, idle: Fraction | None) -> None:
    """14, 4, 10 and 6 h are 0.4 + 0.6 = 1 h above the fair shares; 14, 2, 12 and 6 h, 0.4 + 1.8 = 2.2 h, were given."""
    problem = rough_office(tick_hours, idle)
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY, moves=Measure.HOURS, move_freely=True), ONE)
    level = plan.level("evenness")
    assert level.best == level.value == level.bound
    assert grain_hours(problem) * level.value == 1
    assert [problem.tick_hours * load for load in loads_of(problem, plan)[:4]] == [14, 4, 10, 6]


def test_evenness_of_a_roster_in_multiples_of_5_h_was_twice_what_it_is() -> None:
    """A fifth of 40, 75 and 10 h is fair: 8, 15 and 2 h. Nothing moves, and 10 and 5 h are 2 + 3 = 5 h too many."""
    problem = make_problem([8, 15, 2], [2, 2, 1], current=[0, 1, 2], tick_hours=Fraction(5))
    level = solve(problem, Goals(keep_within=5_000), ONE).level("evenness")
    assert level.best == level.value == level.bound
    assert grain_hours(problem) * level.value == 5


@pytest.mark.parametrize("times", [3, 7])
def test_all_hours_so_many_times_give_evenness_so_many_times(times: int) -> None:
    goals = Goals(Policy.WITHIN_CAPACITY, moves=Measure.HOURS, move_freely=True)
    problem = replace(rough_office(Fraction(2)), tick_hours=Fraction(2 * times))
    plan = solve(problem, goals, ONE)
    assert grain_hours(problem) * plan.level("evenness").value == times


def loads_of(problem: Problem, plan: Plan) -> list[int]:
    """Ticks that each officer carries, by case."""
    out = [0] * len(problem.officers)
    for officer, effort in zip(plan.officer.tolist(), problem.cases.effort.tolist(), strict=True):
        if officer != UNPLACED:
            out[officer] += effort
    return out


def test_evenness_does_not_depend_on_how_finely_hours_are_written() -> None:
    """Random rosters in ticks of 1 h, and the same in ticks that one more number of so many decimals would bring."""
    compared = coarse = 0
    for seed in range(25):
        rng = random.Random(f"finer {seed}")
        instance = random_instance(seed)
        goals = replace(instance.goals, coverage=Measure.CASES, moves=Measure.CASES, max_moves=None)
        problem = replace(instance.problem, tick_hours=Fraction(1))
        if goals.objective is Objective.COST or int(problem.cases.effort.sum()) > 2**20:
            continue
        other = finer(problem, rng.choice([2, 10, 625, 10_000]))
        found, again = (solve(each, goals, CONFIG).level("evenness") for each in (problem, other))
        assert found.status is again.status is Status.OPTIMAL
        assert grain_hours(problem) * found.best == grain_hours(other) * again.best, seed
        assert grain_hours(problem) * found.value == grain_hours(other) * again.value, seed
        compared += 1
        coarse += found.best % grains_of(problem) > 0
    assert compared > 10
    assert coarse > 3
