"""One part through its levels: each is the best that the better ones leave room for, and a stop loses nothing."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from itertools import pairwise

import pytest

from solver.bounds.lagrangian import lagrangian_bound
from solver.budget import Budget
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.fairness import capped
from solver.formulation.goals.ranking import BY_NAME, HELD_BY_LOADS, held_after, ranked
from solver.goals import Goals, Objective, Policy, SolveConfig
from solver.lexicographic.part import PartResult, PartTask, solve_part
from solver.lexicographic.search_params import PARAMS, FairnessLevelParams
from solver.model.part import Part
from solver.plan import Proof
from solver.solve import solve
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, parts_of, random_parts, torn_parts
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan, office


def quiet(_level: str, _value: int, _bound: int) -> None:
    pass


@pytest.mark.parametrize("first", [0, 25, 50])
def test_every_level_is_the_best_that_better_ones_leave_room_for(first: int) -> None:
    proofs = Counter[Proof]()
    for seed, instance, part in [
        *random_parts(range(first, first + 25), most=300),
        *torn_parts(range(first, first + 8)),
    ]:
        goals, names = instance.goals, names_of(instance)
        plans = EveryPlan.of(part)
        climbed = solve_part(part, 7, [BY_NAME[name] for name in names], goals, effort(), quiet)
        assert [rung.name for rung in climbed.rungs] == names
        rooms: dict[str, int] = {}
        limited = part
        for rung in climbed.rungs:
            best = plans.least(rung.name, held_after(limited, rooms))
            assert rung.best == rung.bound == best, (seed, rung.name)
            assert rung.slack == BY_NAME[rung.name].slack(goals, rung.best)
            rooms[rung.name] = rung.best + rung.slack
            if rung.name == "fairness" and rung.slack:
                limited = capped(part, rung.best)
            proofs[rung.proof] += 1
            assert (rung.certificate is not None) is (rung.proof is Proof.ARITHMETIC)
            if rung.certificate is not None:
                assert (rung.certificate.part, rung.certificate.level) == (7, rung.name)
                assert rung.certificate.bound == rung.bound
                total = lagrangian_bound(part, rung.certificate.prices, BY_NAME[rung.name], rung.certificate.held)
                d = rung.certificate.prices.denominator
                assert total > 0 if rung.name in HELD_BY_LOADS else -(-total // d) == rung.bound
        fine = plans.keeps(held_after(limited, rooms))
        assert fine[(plans.planned == climbed.planned).all(axis=1)].all()
    assert all(proofs[proof] > 3 for proof in Proof)


def an_office(seed: int, goals: Goals, cases: int = 40) -> tuple[Part, list[RankedGoal]]:
    problem = office(seed, cases=cases, own_weights=True, costs=goals.objective is Objective.COST)
    part = max(parts_of(problem, goals), key=lambda part: len(part.column_class))
    return part, ranked(goals, [3], goals.objective is Objective.COST)


GOALS = [
    Goals(),
    Goals(Policy.WITHIN_CAPACITY),
    Goals(move_freely=True),
    Goals(max_moves=5),
    Goals(objective=Objective.COST),
    Goals(Policy.WITHIN_CAPACITY, Objective.COST),
]


@pytest.mark.parametrize("goals", GOALS, ids=lambda goals: f"{goals.policy}-{goals.objective}-{goals.max_moves}")
@pytest.mark.parametrize("seconds", [0.0, 0.4])
def test_however_little_time_there_is_values_are_held_and_bounds_are_honest(goals: Goals, seconds: float) -> None:
    for seed in range(3):
        part, asked = an_office(seed, goals)
        climbed = solve_part(part, 0, asked, goals, effort(seconds), quiet)
        check_honest(part, climbed, goals)


def check_honest(part: Part, climbed: PartResult, goals: Goals) -> None:
    assert is_a_plan(part, climbed.planned)
    if part.placeable_all:
        assert (part.placed(climbed.planned) == part.count).all()
    for rung in climbed.rungs:
        value = BY_NAME[rung.name].value(part, climbed.planned)
        assert rung.bound <= rung.best <= value <= rung.best + rung.slack
        assert rung.certificate is None or rung.certificate.bound <= rung.best
        if rung.proof is Proof.TRIVIAL:
            assert rung.bound <= 0


def turns(open_levels: set[str], count: int, gap: int = 100) -> list[str | None]:
    """What the further turns of a part go on with where these levels stay open."""
    part, asked = an_office(0, Goals())
    climbed = solve_part(part, 0, asked, Goals(), effort(0.0), quiet)
    rungs = [dataclasses.replace(rung, best=gap, bound=gap * (rung.name not in open_levels)) for rung in climbed.rungs]
    task = PartTask(part, 0, asked, Goals())
    out: list[str | None] = []
    for _ in range(count):
        task = task.after(dataclasses.replace(climbed, rungs=tuple(rungs)))
        place = task.open_level
        out.append(None if place is None else rungs[place].name)
    return out


def test_the_first_open_level_gets_the_turns_and_every_second_one_evens_out() -> None:
    """A worst officer stayed 0.21 points above, because all the time went to the last 0.01 points of fairness."""
    assert turns({"continuity"}, 3) == ["continuity"] * 3
    assert turns({"fairness", "continuity"}, 3) == ["fairness"] * 3
    assert turns({"continuity", "shortfall", "evenness"}, 6) == [
        "continuity",
        "shortfall",
        "continuity",
        "evenness",
        "continuity",
        "shortfall",
    ]


def test_what_only_refines_a_plan_has_one_further_turn_where_everything_else_is_proven() -> None:
    """Until the time was over, the clock would end nearly every plan; with none, half a minute of a minute was left."""
    assert turns({"shortfall", "evenness"}, 4) == ["shortfall", None, None, None]
    assert turns({"shortfall"}, 2) == ["shortfall", None]
    assert turns(set(), 2) == [None, None]


def test_the_turn_went_to_the_last_hundredths_of_the_worst_officer_and_somebody_stayed_far_below() -> None:
    """The field office: 0.05 points for the worst officer at most, and one lay 5.2 points below instead of 4.7."""
    assert turns({"fairness_again", "shortfall"}, 2, gap=5)[0] == "shortfall"
    assert turns({"fairness_again", "shortfall"}, 2, gap=6)[0] == "fairness_again"
    assert turns({"fairness_again"}, 2, gap=5)[0] == "fairness_again"


def test_a_second_model_found_a_better_worst_officer_by_hundredths_of_a_point_in_a_small_office() -> None:
    """A turn that refines has too little work for that: after it, all of a small part is searched once, with more."""
    assert turns({"fairness_again", "shortfall", "evenness"}, 4) == ["fairness_again", "fairness_again", None, None]
    assert turns({"fairness_again"}, 3, gap=1) == ["fairness_again", "fairness_again", None]
    part, asked = an_office(0, Goals())
    large = dataclasses.replace(PARAMS, fairness=FairnessLevelParams(small=len(part.column_class) - 1))
    for params, share in ((PARAMS, PARAMS.last_search.times), (large, None)):
        known = solve_part(part, 0, asked, Goals(), effort(0.0), quiet)
        rungs = tuple(
            dataclasses.replace(rung, best=9, bound=9 * (rung.name != "fairness_again")) for rung in known.rungs
        )
        task = PartTask(part, 0, asked, Goals(), params)
        for _ in range(2):
            task = task.after(dataclasses.replace(known, rungs=rungs))
        assert task.searches_all == (share is not None)
        assert (task.open_level is None) == (share is None)
        assert task.times == (share or 2)


def test_a_worst_officer_of_0_07_points_was_left_open_where_0_06_is_the_least() -> None:
    little = dataclasses.replace(PARAMS, work_rate=0.0005)
    plan = solve(office(15, officers=5, cases=36, own_weights=True), Goals(), SolveConfig(600, 1), params=little)
    level = plan.level("fairness_again")
    assert (level.part_best.tolist(), level.part_bound.tolist()) == ([6], [6])


def test_what_the_last_search_has_found_leaves_a_turn_to_even_out() -> None:
    part, asked = an_office(0, Goals())
    known = solve_part(part, 0, asked, Goals(), effort(0.0), quiet)

    def ended(best: int) -> PartResult:
        """With a worst officer of ``best`` who is then proven, and somebody far below."""
        gaps = {"fairness_again": (best, 7), "shortfall": (8, 0)}
        rungs = [(rung, *gaps.get(rung.name, (9, 9))) for rung in known.rungs]
        return dataclasses.replace(
            known, rungs=tuple(dataclasses.replace(rung, best=best, bound=bound) for rung, best, bound in rungs)
        )

    def goes_on_with(*bests: int) -> str | None:
        task = PartTask(part, 0, asked, Goals())
        for best in bests:
            task = task.after(ended(best))
        return None if task.open_level is None else asked[task.open_level].name

    assert goes_on_with(9, 9) == "fairness_again"
    assert goes_on_with(9, 9, 7) == "shortfall"
    assert goes_on_with(9, 9, 9) is None
    assert goes_on_with(9, 9, 7, 7) is None


@pytest.mark.parametrize("seed", range(3))
def test_a_turn_that_evens_out_makes_nothing_before_it_worse(seed: int) -> None:
    part, asked = an_office(seed, Goals())
    known = solve_part(part, 0, asked, Goals(), effort().limited(0.3), quiet)
    task = PartTask(part, 0, asked, Goals())
    for _ in range(4):
        task = task.after(known)
        if task.open_level is None:
            break
        known = task.solve(effort().limited(0.3), quiet)
        check_honest(part, known, Goals())
        assert task.known is not None
        for before, now in zip(task.known.rungs, known.rungs, strict=True):
            assert now.bound >= before.bound or before.bound != before.best
            if now.best != before.best:
                assert now.best < before.best
                break


def test_a_stop_at_any_time_gives_a_plan() -> None:
    """Asked for at the n-th look, for every n until the search ends by itself."""
    part, asked = an_office(1, Goals())
    for turn in [*range(12), 20, 50, 200]:
        looks = iter(range(10**9))
        stopped = Budget(effort().deadline, 1, 0, lambda looks=looks, turn=turn: next(looks) >= turn)  # type: ignore[misc]
        climbed = solve_part(part, 0, asked, Goals(), stopped, quiet)
        check_honest(part, climbed, Goals())


def test_news_come_in_rank_order_and_get_no_worse() -> None:
    for seed in range(4):
        goals = random.Random(seed).choice(GOALS)
        part, asked = an_office(seed, goals)
        told = list[tuple[str, int, int]]()
        solve_part(part, 0, asked, goals, effort(0.6), lambda *news, told=told: told.append(news))
        names = [goal.name for goal in asked]
        order = [names.index(level) for level, _, _ in told]
        assert order == sorted(order)
        for name in names:
            values = [value for level, value, _ in told if level == name]
            assert values == sorted(values, reverse=True)
        assert all(bound <= value for _, value, bound in told)
        assert told


def test_one_worker_and_a_seed_climb_the_same_way() -> None:
    part, asked = an_office(2, Goals(), cases=8)
    once, twice = (solve_part(part, 0, asked, Goals(), effort(seed=4), quiet) for _ in range(2))
    assert once.planned.tolist() == twice.planned.tolist()
    assert [dataclasses.replace(r, certificate=None) for r in once.rungs] == [
        dataclasses.replace(r, certificate=None) for r in twice.rungs
    ]


def test_a_budget_of_moves_is_kept() -> None:
    for most in (0, 3, 1_000):
        goals = Goals(max_moves=most)
        part, asked = an_office(3, goals)
        climbed = solve_part(part, 0, asked, goals, effort(1.0), quiet)
        fewest = climbed.rungs[asked.index(BY_NAME["continuity"])].best
        assert BY_NAME["continuity"].value(part, climbed.planned) <= max(most, fewest)


def test_more_moves_are_never_less_fair() -> None:
    fairness = []
    for most in (0, 2, 5, 40):
        goals = Goals(max_moves=most)
        part, asked = an_office(0, goals, cases=16)
        climbed = solve_part(part, 0, asked, goals, effort(1.2), quiet)
        rung = climbed.rungs[asked.index(BY_NAME["fairness"])]
        fairness.append((rung.bound, rung.best))
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(fairness))
    assert fairness[-1][1] < fairness[0][0]


def test_time_is_kept_for_goals_that_can_be_missed() -> None:
    """Four cases for hours of two: everybody's fair share is all the hours there are, so nobody can be above it."""
    full = part_of(make_problem([10, 10], [10] * 4), Goals(policy=Policy.WITHIN_CAPACITY))
    assert not BY_NAME["fairness"].applies(full)
    assert not BY_NAME["evenness"].applies(full)
    loose = part_of(make_problem([10, 10], [5]), Goals(policy=Policy.WITHIN_CAPACITY))
    assert BY_NAME["fairness"].applies(loose)
    assert BY_NAME["evenness"].applies(loose)
    assert BY_NAME["evenness"].applies(part_of(make_problem([10, 10], [10] * 4)))
