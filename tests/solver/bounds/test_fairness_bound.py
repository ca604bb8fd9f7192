"""Below which step no plan can be fair: the bounds beside enumeration, and what their certificates prove."""

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
from solver.certificate import Certificate
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import GRID
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, random_parts, random_rooms, torn_parts
from tests.solver.instances import make_problem


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
