"""Bounds by prices: worked by hand, never above what trying everything gives, and exactly what the solver claims."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from solver.certificate import Certificate, Prices
from solver.check.bounds import SOUGHT_BY_STEPS
from solver.check.verify import check
from solver.goals import Goals, Measure, Policy, grains_of
from solver.plan import LevelResult, Plan, Proof, Status
from solver.problem import Problem
from solver.solve import solve
from tests.solver.brute import Truth, solve_by_trying
from tests.solver.brute_plan import plan_from
from tests.solver.check.certificates import certificate, prices
from tests.solver.comparison import CONFIG
from tests.solver.instances import Instance, make_problem, random_instance


def with_certificate(plan: Plan, found: Certificate) -> Plan:
    return replace(
        plan,
        levels=tuple(
            replace(level, certificates=(found,)) if level.name == found.level else level for level in plan.levels
        ),
    )


def complaints(problem: Problem, goals: Goals, plan: Plan) -> list[str]:
    about = {"certificate", "level_proof"}
    return [v.message for v in check(problem, plan.officer, goals, plan).violations if v.code in about]


def test_a_bound_worked_by_hand() -> None:
    """Three cases of 2 ticks are with D-1, whose fair share is 3 of 10 ticks.

    At the best fairness, 0.1 above that, D-1 may carry 4 ticks. Let every tick above them cost half a move. Then each
    case is as well kept (2 ticks at 1/2) as moved (one move), three of them cost 3, and 4 ticks at 1/2 are free: at
    least 3 - 2 = 1 case must move.
    """
    problem, goals = make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]), Goals(keep_within=0)
    truth = solve_by_trying(problem, goals)
    plan = plan_from(problem, goals, truth)
    assert truth.parts[0].best == {
        "coverage_3": 0,
        "fairness": 1_000,
        "continuity": 1,
        "shortfall": 1_000,
        "evenness": 1,
    }
    half = prices(2, 2, hours=[1, 0])
    assert complaints(problem, goals, with_certificate(plan, certificate("continuity", 0, [0, 1], half, 1, None))) == []
    too_much = certificate("continuity", 0, [0, 1], half, 2, None)
    assert complaints(problem, goals, with_certificate(plan, too_much)) == [
        "level continuity, part 0: the prices do not prove 2, but 1"
    ]


def test_a_fairness_bound_worked_by_hand() -> None:
    """12 ticks of work and limits 10 and 20: at step 0 D-1 takes 4 and D-2 8, but cases of 5 and 7 do not fit so.

    Prices cannot see that (cut in pieces the cases would fit), but they see that 13 ticks would not fit.
    """
    problem, goals = make_problem([10, 20], [5, 7]), Goals()
    plan = plan_from(problem, goals, solve_by_trying(problem, goals))
    alike = prices(2, hours=[1, 1])
    assert complaints(problem, goals, with_certificate(plan, certificate("fairness", 0, [0, 1], alike, 1, 0))) == [
        "level fairness, part 0: the prices do not prove 1, but None"
    ]
    # multiples of 4 only: 4 ticks hold one case, 8 ticks two, and there are four cases on 4 + 12 ticks
    problem = make_problem([9, 26], [4, 4, 4, 4])
    plan = plan_from(problem, goals, solve_by_trying(problem, goals))
    # fair shares are 16/35: 4.1 and 11.9 ticks, that is one case and two, so the fourth does not fit
    assert complaints(problem, goals, with_certificate(plan, certificate("fairness", 0, [0, 1], alike, 1, 0))) == []


def test_prices_for_what_is_not_limited_prove_nothing() -> None:
    problem, goals = make_problem([9, 9], [4, 4], current=[0, 0]), Goals()
    plan = plan_from(problem, goals, solve_by_trying(problem, goals))
    for wrong in (
        prices(2, standard=[1, 0]),
        prices(2, hours=[-1, 0]),
        replace(prices(2), goals={"cost": 1}),
        replace(prices(2), goals={"evenness": 1}),
        prices(2, excess=[1, 0]),
        prices(2, 0),
        prices(3),
    ):
        found = certificate("continuity", 0, [0, 1], wrong, 0, None)
        assert complaints(problem, goals, with_certificate(plan, found)) == [
            "level continuity, part 0: the prices do not prove 0, but None"
        ]
    elsewhere = certificate("continuity", 1, [0, 1], prices(2), 0, None)
    assert "something else" in complaints(problem, goals, with_certificate(plan, elsewhere))[0]


def test_a_bound_that_is_said_to_rest_on_sums_needs_them() -> None:
    problem, goals = make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]), Goals(keep_within=0)
    plan = plan_from(problem, goals, solve_by_trying(problem, goals))
    for proof in (Proof.ARITHMETIC, Proof.TRIVIAL):
        levels = tuple(
            replace(level, proof=proof if level.name == "continuity" else level.proof) for level in plan.levels
        )
        assert complaints(problem, goals, replace(plan, levels=levels)) == [
            "level continuity, part 0: no sum proves the bound 1"
        ]


def test_nothing_is_below_0_but_costs_may_be() -> None:
    problem, goals = make_problem([9], [4], pairs=[(0, 0, -3, -1)]), Goals()
    plan = plan_from(problem, goals, solve_by_trying(problem, goals))
    trivial = tuple(replace(level, proof=Proof.TRIVIAL) for level in plan.levels)
    assert complaints(problem, goals, replace(plan, levels=trivial)) == []
    levels = [replace(level, part_bound=level.part_bound + 1) if level.name == "cost" else level for level in trivial]
    assert complaints(problem, goals, replace(plan, levels=tuple(levels))) == [
        "level cost, part 0: no sum proves the bound -2"
    ]


def random_prices(
    rng: random.Random, truth: Truth, rank: int, problem: Problem, goals: Goals, officers: list[int]
) -> Prices:
    """Prices of any size for whatever may be limited."""
    d, better, n = rng.randint(1, 9), truth.names[:rank], len(officers)
    level = truth.names[rank]

    def some(there: list[bool], most: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([rng.randint(0, most) if each and rng.random() < 0.6 else 0 for each in there], np.int64)

    limit, standard = problem.officers.limit, problem.officers.standard
    fair = "fairness" in better or level == "fairness"
    loaded = [goals.policy is Policy.WITHIN_CAPACITY or (fair and limit[o] > 0) for o in officers]
    evenness = rng.randint(0, d) if "evenness" in better else 0
    most = grains_of(problem) * (d if level == "evenness" else evenness)
    paid = {name: rng.randint(0, 9) for name in better if name.startswith("coverage")}
    if "continuity" in better and rng.random() < 0.5:
        paid["continuity"] = rng.randint(0, 2 * d)
    if "evenness" in better:
        paid["evenness"] = evenness
    if "cost" in better:
        paid["cost"] = rng.randint(0, d)
    return Prices(
        denominator=d,
        hours=some(loaded, 9),
        standard=some([bool(standard[o] >= 0) for o in officers], 12),
        kept=some(loaded if rng.random() < 0.5 else [False] * n, 9),
        excess=some([bool(limit[o] > 0) for o in officers], most),
        goals=paid,
        counted={priority: rng.randint(-1, 9) for priority in range(1, 6) if rng.random() < 0.3},
    )


def test_no_prices_prove_more_than_is_true() -> None:
    """Weak duality, against brute force: a certificate for one more than the best value is always refused."""
    tried = Counter[str]()
    for seed in range(150):
        rng = random.Random(f"prices {seed}")
        instance = random_instance(seed)
        problem, goals = instance.problem, instance.goals
        truth = solve_by_trying(problem, goals)
        plan = plan_from(problem, goals, truth)
        for number, part in enumerate(truth.parts):
            for rank, level in enumerate(truth.names):
                best = part.best[level]
                priced = random_prices(rng, truth, rank, problem, goals, part.officers)
                claim = certificate(
                    level, number, part.officers, priced, best + 1, best if level in SOUGHT_BY_STEPS else None
                )
                found = complaints(problem, goals, with_certificate(plan, claim))
                assert len(found) == 1, (seed, level, priced)
                assert "do not prove" in found[0]
                tried[level.split("_")[0]] += 1
    assert set(tried) == {"coverage", "fairness", "continuity", "shortfall", "evenness", "cost"}
    assert min(tried.values()) > 25


@pytest.fixture(scope="module")
def solved() -> list[tuple[Instance, Plan]]:
    instances = [random_instance(seed) for seed in range(60)]
    return [(each, solve(each.problem, each.goals, CONFIG)) for each in instances]


def test_the_solvers_certificates_prove_what_they_say_and_not_more(solved: list[tuple[Instance, Plan]]) -> None:
    """The checker works out the same bound, so one more is refused, as is every other price that proves less."""
    certificates = 0
    for instance, plan in solved:
        for at, level in enumerate(plan.levels):
            for number, found in enumerate(level.certificates):
                certificates += 1
                more = replace(found, bound=found.bound + 1, step=None if found.step is None else found.step + 1)
                changed = (*level.certificates[:number], more, *level.certificates[number + 1 :])
                levels = (*plan.levels[:at], replace(level, certificates=changed), *plan.levels[at + 1 :])
                assert complaints(instance.problem, instance.goals, replace(plan, levels=levels))
    assert certificates > 20


def test_a_bound_without_its_certificate_is_refused(solved: list[tuple[Instance, Plan]]) -> None:
    refused = 0
    for instance, plan in solved:
        for at, level in enumerate(plan.levels):
            if level.proof is Proof.ARITHMETIC and level.certificates and int(level.part_bound.max()) > 0:
                levels = (*plan.levels[:at], replace(level, certificates=()), *plan.levels[at + 1 :])
                assert complaints(instance.problem, instance.goals, replace(plan, levels=levels))
                refused += 1
    assert refused > 10


def test_a_search_needs_no_sums(solved: list[tuple[Instance, Plan]]) -> None:
    for instance, plan in solved:
        levels: list[LevelResult] = [replace(level, certificates=(), proof=Proof.SEARCH) for level in plan.levels]
        assert complaints(instance.problem, instance.goals, replace(plan, levels=tuple(levels))) == []
        assert plan.status is Status.OPTIMAL


def test_sums_past_64_bits_are_exact() -> None:
    heavy = 2**57
    problem = make_problem([heavy, heavy], [heavy] * 3, current=[0, 0, 0])
    goals = Goals(move_freely=True, coverage=Measure.HOURS)
    plan = plan_from(problem, goals, solve_by_trying(problem, goals))
    dear = prices(2, 2**40, hours=[2**40, 2**40])
    best = plan.level("fairness").best
    claim = certificate("fairness", 0, [0, 1], dear, best, best - 1)
    assert complaints(problem, goals, with_certificate(plan, claim)) == []
    claim = certificate("fairness", 0, [0, 1], dear, best + 1, best)
    assert len(complaints(problem, goals, with_certificate(plan, claim))) == 1
