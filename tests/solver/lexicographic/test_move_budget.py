"""The fairest plan with so many moves: the best of all plans that make no more, with a proof that bears it."""

from __future__ import annotations

import random
from collections import Counter

from solver.arrays import Ints
from solver.bounds.fairness_bound import held_at
from solver.bounds.lagrangian import lagrangian_bound
from solver.budget import Budget
from solver.formulation.goals.fairness import FAIRNESS, fairness_step
from solver.formulation.goals.ranking import BY_NAME, held_after, ranked
from solver.goals import Goals, Measure
from solver.lexicographic.fairness_level import Fair
from solver.lexicographic.move_budget import fairest_within_moves
from solver.lexicographic.part import solve_part
from solver.model.part import Part
from solver.plan import Proof
from solver.problem import NEW, NO_STANDARD
from tests.solver.every_plan import EveryPlan, effort, part_of, random_parts
from tests.solver.instances import make_problem


def within(part: Part, start: Ints, most: int, budget: Budget | None = None, **rooms: int) -> tuple[Fair, int]:
    """The outcome, and the step of its plan."""
    fair = fairest_within_moves(part, {**rooms, "continuity": most}, start, budget or effort(), lambda _v, _b: None)
    return fair, fairness_step(part, part.loads(fair.planned))


def all_stay(part: Part) -> Ints:
    """Everything with the officer who holds it; all of it must be held and not be mixed."""
    assert part.held.sum() == part.count.sum()
    return part.held.copy()


def six_with_one() -> Part:
    """Six cases of 4 ticks are with D-1; D-1 and D-2 have 20 ticks each, so that the fair share is 12/20."""
    return part_of(make_problem([20, 20], [4] * 6, current=[0] * 6))


def test_every_move_takes_a_case_off_the_fullest() -> None:
    """24 of 20 ticks are 6,000 steps above 12; each move takes 2,000, and after three both are equal."""
    part = six_with_one()
    for most, step in ((0, 6_000), (1, 4_000), (2, 2_000), (3, 0), (6, 0)):
        fair, reached = within(part, all_stay(part), most)
        assert (reached, fair.bound) == (step, step), most
        assert BY_NAME["continuity"].value(part, fair.planned) <= most


def test_moves_may_be_counted_in_hours() -> None:
    """9 ticks may move: two cases of 4, and not the one of 10 that would help more."""
    problem = make_problem([40, 40], [10, 4, 4, 4], current=[0, 0, 0, 0])
    part = part_of(problem, Goals(moves=Measure.HOURS))
    fair, reached = within(part, all_stay(part), 9)
    assert part.loads(fair.planned).tolist() == [14, 8]
    assert reached == fair.bound
    fair, _ = within(part, all_stay(part), 10)
    assert part.loads(fair.planned).tolist() == [12, 10]


def test_it_is_the_best_of_all_plans_that_make_no_more_moves() -> None:
    proofs = Counter[Proof]()
    for seed, _, part in random_parts(range(33, 75), most=120):
        rng = random.Random(f"moves {seed}")
        plans = EveryPlan.of(part)
        rooms = {name: 0 for name in BY_NAME if name.startswith("coverage")}
        for name in rooms:
            least = plans.least(name, held_after(part, {other: rooms[other] for other in rooms if other < name}))
            assert least is not None
            rooms[name] = least
        fewest = plans.least("continuity", held_after(part, rooms))
        assert fewest is not None
        most = fewest + rng.choice([0, 1, 2])
        held = held_after(part, {**rooms, "continuity": most})
        start = plans.planned[plans.keeps(held)][-1]
        told: list[tuple[int, int]] = []
        fair = fairest_within_moves(
            part,
            {**rooms, "continuity": most},
            start,
            effort(),
            lambda v, b, told=told: told.append((v, b)),  # type: ignore[misc]
        )
        step = fairness_step(part, part.loads(fair.planned))
        assert step == fair.bound == plans.least("fairness", held), seed
        assert plans.keeps(held)[(plans.planned == fair.planned).all(axis=1)].all()
        values = [value for value, _ in told]
        assert values == sorted(values, reverse=True)
        assert all(bound <= value for value, bound in told)
        assert (fair.certificate is not None) is (fair.proof is Proof.ARITHMETIC)
        if fair.certificate is not None:
            certificate = fair.certificate
            assert certificate.step is not None
            assert (certificate.level, certificate.bound) == ("fairness", certificate.step + 1)
            at = held_at(part, {**rooms, "continuity": most}, certificate.step)
            assert lagrangian_bound(part, certificate.prices, FAIRNESS, at) > 0, seed
        proofs[fair.proof] += 1
    assert proofs[Proof.ARITHMETIC] > 1
    assert proofs[Proof.TRIVIAL] > 10


def test_a_few_moves_are_refuted_by_the_prices_of_moves() -> None:
    """At the step of two moves, three are the fewest: turned around, two moves reach no better step."""
    fair, _ = within(six_with_one(), all_stay(six_with_one()), 2)
    assert fair.proof is Proof.ARITHMETIC
    assert fair.certificate is not None
    assert fair.certificate.prices.goals["continuity"] > 0
    assert fair.certificate.step == 1_999


def test_a_limit_on_moves_of_seven_cases_took_seconds_and_ended_far_from_proven() -> None:
    """Three officers, one standard: each step of fairness went through all that is meant for large parts."""
    problem = make_problem(
        [145_690, 131_121, 145_690],
        [65_427, 75_932, 40_834, 67_218, 93_926, 19_091, 74_642],
        [[0, 1, 2], [0, 1], [1, 2]],
        signature=[0, 1, 1, 0, 2, 2, 2],
        standards=[NO_STANDARD, NO_STANDARD, 1],
        current=[0, NEW, NEW, 0, 0, 0, 1],
        priority=[1, 3, 1, 1, 1, 3, 3],
    )
    goals = Goals(max_moves=0)
    planned = solve_part(part_of(problem, goals), 0, ranked(goals, [1, 3], False), goals, effort(), lambda *_: None)
    assert all(rung.best == rung.bound for rung in planned.rungs)
    assert planned.work < 0.5, "it was more than 2 units"


def test_without_time_the_plan_is_no_worse_and_the_bound_is_true() -> None:
    part = six_with_one()
    fair, step = within(part, all_stay(part), 1, Budget(0.0, 1, 0))
    assert BY_NAME["continuity"].value(part, fair.planned) <= 1
    assert fair.bound <= 4_000 <= step <= 6_000
