"""Below which step no plan can be fair: the bounds beside enumeration, and what their certificates prove."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import gcd

import numpy as np
import pytest

from solver.bounds.fairness_bound import (
    bound_by_cut,
    bound_by_relaxation,
    dearest,
    flow_at,
    held_at,
    splits_evenly,
    step_prices,
    with_step,
)
from solver.bounds.lagrangian import lagrangian_bound
from solver.certificate import Certificate, Prices
from solver.formulation.goals.fairness import FAIRNESS
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import GRID, Goals, Policy
from solver.model.part import Part
from tests.solver.every_plan import (
    EveryPlan,
    effort,
    level_of,
    names_of,
    part_of,
    random_parts,
    random_rooms,
    torn_parts,
)
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


def test_what_is_held_at_a_step_is_the_load_that_it_allows() -> None:
    """Both have a fair share of 1/3; half a limit above it are 8.3 of 10 ticks, and 16.7 of 20."""
    part = part_of(make_problem([10, 20], [5, 4, 1]))
    assert part.target == (Fraction(1, 3), Fraction(1, 3))
    assert held_at(part, {}, GRID // 2).load.tolist() == [8, 16]
    assert held_at(part, {"continuity": 2, "fairness": 9}, 0).load.tolist() == [3, 6]
    assert held_at(part, {"continuity": 2, "fairness": 9}, 0).rooms == {"continuity": 2}


def test_a_flow_says_all_where_times_are_alike_and_nothing_may_wait() -> None:
    free = part_of(make_problem([10, 10], [5, 4]))
    assert splits_evenly(free, {})
    hard = part_of(make_problem([10, 10], [5, 4]), Goals(Policy.WITHIN_CAPACITY))
    assert splits_evenly(hard, {"coverage_3": 0})
    assert not splits_evenly(hard, {"coverage_3": 1})
    own = part_of(make_problem([10, 10], [5, 4], pairs=[(0, 0, 0, 5), (0, 1, 0, 6)]))
    assert not splits_evenly(own, {})


def test_without_time_the_relaxation_says_nothing() -> None:
    part = part_of(make_problem([3, 4], [1] * 6, standards=[1, 9]))
    assert bound_by_relaxation(part, {"coverage_3": 0}, effort(0.0)) == (0, None, None)


def test_prices_that_do_not_fit_are_none() -> None:
    part = part_of(make_problem([10, 10], [5, 4], pairs=[(0, 0, 0, 5), (0, 1, 0, 6)]))
    level = level_of(part, held_after(part, {}), "fairness")
    stretched, first_row = with_step(part, level.program, level.layout)
    small = np.full(len(stretched.row_low), -0.5)
    prices = step_prices(part, stretched, small, first_row, 8)
    assert prices is not None
    # half of 8 for the row that bounds the step, and nothing else bounds the hours
    assert prices.hours.tolist() == [4, 4]
    assert step_prices(part, stretched, small * 2.0**70, first_row, 8) is None


def test_the_step_is_one_more_variable_counted_in_whole_limits() -> None:
    """At half a limit above the fair load of 4 ticks D-1 carries 9 of 10; the objective counts grid steps."""
    part = part_of(make_problem([10, 10], [5, 4], pairs=[(0, 0, 0, 5), (0, 1, 0, 6)]))
    level = level_of(part, held_after(part, {}), "fairness")
    stretched, first_row = with_step(part, level.program, level.layout)
    assert first_row == len(level.program.row_low)
    assert stretched.cost.tolist() == [0] * level.layout.size + [GRID]
    assert stretched.row_high[first_row:].tolist() == part.fair_load.tolist()
    everything = np.zeros(len(stretched.low), np.int64)
    with_first = part.column_officer == 0
    everything[: level.layout.columns][with_first] = part.count[part.column_class[with_first]]
    assert not stretched.allows(everything)
    everything[-1] = 1
    assert stretched.allows(everything)
    assert stretched.value(everything) == GRID


@pytest.mark.parametrize("near", [0, 1, 500, 3_928, 3_929, 5_000])
def test_the_dearest_step_is_found_from_wherever_it_is_looked_for(near: int) -> None:
    """Prices of D-2's hours and D-1's one place prove that 3,928 steps are too few, and no more."""
    part, rooms = part_of(make_problem([3, 4], [1] * 6, standards=[1, 9])), {"coverage_3": 0}
    none = np.zeros(2, np.int64)
    prices = Prices(
        1, hours=np.array([0, 1]), standard=np.array([1, 0]), kept=none, excess=none, goals={"coverage_3": 9}
    )
    certificate = dearest(part, prices, rooms, near)
    assert certificate is not None
    assert certificate.step is not None
    proves(part, certificate, certificate.step + 1, rooms)
    assert lagrangian_bound(part, prices, FAIRNESS, held_at(part, rooms, certificate.step + 1)) <= 0
    # 5/4 of the hours are less than 6/7 and 3,928.6 steps
    assert certificate.step == 3_928


def test_prices_that_prove_nothing_have_no_dearest_step() -> None:
    part = part_of(make_problem([3, 4], [1] * 6, standards=[1, 9]))
    none = np.zeros(2, np.int64)
    free = Prices(1, hours=none, standard=none, kept=none, excess=none)
    for near in (0, 7):
        assert dearest(part, free, {"coverage_3": 0}, near) is None
