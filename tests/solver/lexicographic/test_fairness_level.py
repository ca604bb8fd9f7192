"""The smallest step that a plan can keep: bounds against enumeration, plans against every plan."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import gcd

import numpy as np
import pytest

from solver.bounds.fairness_bound import bound_by_cut, bound_by_relaxation, flow_at, held_at, splits_evenly
from solver.bounds.lagrangian import lagrangian_bound
from solver.budget import Budget
from solver.certificate import Certificate
from solver.formulation.goals.fairness import fairness_step
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import GRID, Goals, Policy
from solver.heuristics.construction import first_fit
from solver.lexicographic.fairness_level import bound_by_tiers, fairest
from solver.lexicographic.move_budget import fairest_within_moves
from solver.model.part import Part
from solver.plan import Proof
from solver.problem import NEW
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    names_of,
    part_of,
    parts_of,
    random_parts,
    random_rooms,
    torn_parts,
)
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan, office


def most_at(part: Part, officer: int, step: int) -> int | None:
    """The most whole cases can add up to with an officer at a step; None without hours."""
    limit = int(part.limit[officer])
    common = gcd(*part.column_effort[part.column_officer == officer].tolist()) or 1
    exact = (part.target[officer] + Fraction(step, GRID)) * limit
    fair = exact.numerator // exact.denominator if limit else None
    hard = int(part.hard[officer]) if part.hard[officer] >= 0 else None
    known = [most for most in (fair, hard) if most is not None]
    return min(known) // common * common if known else None


def fits(part: Part, step: int) -> bool:
    """Hall's condition: no set of classes needs more than its officers have at a step."""
    reach = [set(part.column_officer[part.column_class == k].tolist()) for k in range(len(part.count))]
    need = (part.count * part.effort).tolist()
    most = [most_at(part, o, step) for o in range(len(part.officers))]
    for size in range(1, len(reach) + 1):
        for chosen in combinations(range(len(reach)), size):
            rooms = [most[o] for o in set().union(*(reach[k] for k in chosen))]
            if None not in rooms and sum(need[k] for k in chosen) > sum(room for room in rooms if room is not None):
                return False
    return True


def plain_parts() -> Iterator[Part]:
    for _, _, part in random_parts(range(250), most=10**6):
        if splits_evenly(part, {}) and part.placeable_all and len(part.count) <= 6:
            yield part


def test_the_bound_by_cut_is_where_every_set_of_cases_begins_to_fit() -> None:
    compared = positive = 0
    for part in plain_parts():
        bound, certificate = bound_by_cut(part, {})
        assert fits(part, bound)
        assert (certificate is None) is (bound == 0)
        if bound:
            assert not fits(part, bound - 1)
            proves(part, certificate, bound, {})
            positive += 1
        compared += 1
    assert compared > 40
    assert positive > 10


def proves(part: Part, certificate: Certificate | None, bound: int, rooms: dict[str, int]) -> None:
    """The certificate's sum says that nothing fits one step below the bound."""
    assert certificate is not None
    assert (certificate.bound, certificate.step) == (bound, bound - 1)
    held = held_at(part, rooms, bound - 1)
    assert certificate.held.load.tolist() == held.load.tolist()
    assert lagrangian_bound(part, certificate.prices, BY_NAME["fairness"], held) > 0


def test_a_flow_at_the_bound_carries_everything() -> None:
    for part in plain_parts():
        bound, _ = bound_by_cut(part, {})
        carried = flow_at(part, bound)
        assert carried.sum() == (part.count * part.effort).sum()
        load = np.zeros(len(part.officers))
        np.add.at(load, part.column_officer, carried)
        for o, ticks in enumerate(load.tolist()):
            most = most_at(part, o, bound)
            assert most is None or ticks <= most


def test_no_bound_is_above_the_best_of_all_plans() -> None:
    by_cut = by_relaxation = 0
    for seed, instance, part in [*random_parts(range(160), most=400), *torn_parts(range(15))]:
        names = names_of(instance)
        if "fairness" not in names:
            continue
        plans = EveryPlan.of(part)
        rng = random.Random(f"fair {seed}")
        rooms = random_rooms(rng, plans, names[: names.index("fairness")])
        best = plans.least("fairness", held_after(part, rooms))
        assert best is not None
        low, certificate, wanted = bound_by_relaxation(part, rooms, effort())
        assert low <= best, seed
        assert wanted is not None
        if low:
            proves(part, certificate, low, rooms)
            by_relaxation += 1
        if splits_evenly(part, rooms):
            low, _ = bound_by_cut(part, rooms)
            assert low <= best, seed
            by_cut += low > 0
            if "continuity" not in rooms:
                assert bound_by_tiers(part, rooms, effort()) <= best, seed
    assert by_cut > 3
    assert by_relaxation > 20


@pytest.mark.parametrize("hours", [30, 3_000, 300_000, 2**50])
def test_the_relaxation_proves_as_much_in_coarse_ticks_as_in_fine_ones(hours: int) -> None:
    """D-1 may hold one case of six, so D-2 is 5/4 - 6/7 above the fair share: 3929 steps.

    In coarse ticks the bound was 0, because the relaxation's own step was a tick away from one that can be proven; and
    from 2**50 ticks on because 64 bits could not hold its coefficients.
    """
    part = part_of(make_problem([3 * hours, 4 * hours], [hours] * 6, standards=[1, 9]))
    bound, certificate, _ = bound_by_relaxation(part, {"coverage_3": 0}, effort())
    assert bound == EveryPlan.of(part).least("fairness", held_after(part, {"coverage_3": 0})) == 3_929
    proves(part, certificate, bound, {"coverage_3": 0})


@pytest.mark.parametrize("first", [0, 45])
def test_the_fairest_plan_is_the_best_of_all_plans(first: int) -> None:
    compared = 0
    for seed, instance, part in random_parts(range(first, first + 45), most=300):
        names = names_of(instance)
        if "fairness" not in names:
            continue
        plans = EveryPlan.of(part)
        rooms: dict[str, int] = {}
        for name in names[: names.index("fairness")]:
            least = plans.least(name, held_after(part, rooms))
            assert least is not None
            rooms[name] = least + (rng_slack(seed) if name == "continuity" else 0)
        held = held_after(part, rooms)
        start = plans.planned[plans.keeps(held)][-1]
        told: list[tuple[int, int]] = []
        search = fairest_within_moves if "continuity" in rooms else fairest
        fair = search(part, rooms, start, effort(), lambda v, b, told=told: told.append((v, b)))  # type: ignore[misc]
        best = plans.least("fairness", held)
        assert fairness_step(part, part.loads(fair.planned)) == best == fair.bound, seed
        assert plans.keeps(held)[(plans.planned == fair.planned).all(axis=1)].all()
        assert (fair.certificate is not None) is (fair.proof is Proof.ARITHMETIC)
        if fair.proof is Proof.TRIVIAL:
            assert best == 0
        values, bounds = [v for v, _ in told], [b for _, b in told]
        assert values == sorted(values, reverse=True)
        assert all(b <= v for v, b in told)
        assert bounds == sorted(bounds) or "continuity" in rooms
        compared += 1
    assert compared > 20


def rng_slack(seed: int) -> int:
    return random.Random(seed).choice([0, 1, 3])


@pytest.mark.parametrize("policy", list(Policy))
def test_a_larger_office_keeps_every_rule_while_it_gets_fairer(policy: Policy) -> None:
    """What is rounded from the relaxation may break hours that are hard: it must not be taken for a plan."""
    fairer = 0
    for seed in range(5):
        problem = office(seed, cases=25, load=(0.6, 1.0, 1.4)[seed % 3], own_weights=True, standards=seed % 4 == 0)
        for part in parts_of(problem, Goals(policy)):
            start = first_fit(part)
            rooms = {f"coverage_{p}": BY_NAME[f"coverage_{p}"].value(part, start) for p in (3,)}
            fair = fairest(part, rooms, start, effort(0.6), lambda _v, _b: None)
            assert is_a_plan(part, fair.planned)
            assert BY_NAME["coverage_3"].value(part, fair.planned) <= rooms["coverage_3"]
            before, after = (fairness_step(part, part.loads(p)) for p in (start, fair.planned))
            assert fair.bound <= after <= before
            fairer += after < before
    assert fairer > 1


def test_what_is_rounded_may_not_break_hours_that_are_hard() -> None:
    """100,001 ticks on 100,000 are not a step above D-3's half hour, and were returned as a plan."""
    problem = make_problem(
        [100_000, 100_000, 10, 10],
        [50_001, 50_000, 50_000, 49_999, 5, 4, 0],
        [[0, 1], [2, 3], [1, 2]],
        signature=[0, 0, 0, 0, 1, 1, 2],
    )
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    plans, rooms = EveryPlan.of(part), {"coverage_3": 0}
    held = held_after(part, rooms)
    unfair = plans.planned[plans.keeps(held) & (plans.value("fairness") == 4_500)][0]
    fair = fairest(part, rooms, unfair, effort(), lambda _v, _b: None)
    assert part.loads(fair.planned)[:2].tolist() == [100_000, 100_000]
    assert fairness_step(part, part.loads(fair.planned)) == fair.bound == 500


def test_no_time_gives_the_start_and_a_bound_below_it() -> None:
    part = part_of(make_problem([10, 20], [5, 7], current=[0, NEW]))
    start = np.array([1, 0, 1, 0], np.int64)
    stopped = Budget(0.0, 1, 0, lambda: True)
    fair = fairest(part, {}, start, stopped, lambda _v, _b: None)
    assert fair.bound <= fairness_step(part, part.loads(fair.planned)) <= fairness_step(part, part.loads(start))
    assert (part.placed(fair.planned) == part.count).all()
