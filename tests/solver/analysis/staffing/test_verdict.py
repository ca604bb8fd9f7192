"""The verdict: conservation of hours, states, targets, and gaps that hires of that size close."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.case_kinds import tally_of, tiers_of_cases
from solver.analysis.fte import Basis, Period, State
from solver.analysis.staffing.verdict import Outside, Staffing, staffing
from solver.analysis.staffing.verdict_parts import PartName
from solver.fair_shares.decomposition import fair_shares
from solver.model.units import units_of
from solver.problem import Need, Problem
from solver.tiers import Tier
from tests.solver.analysis.made_rosters import HOUR, random_roster, released_roster, roster
from tests.solver.instances import make_problem, random_instance

YEAR, MONTH = Basis.of(Period.YEAR), Basis.of(Period.MONTH)


def report(problem: Problem, target: Fraction | None = None, basis: Basis = MONTH) -> Staffing:
    return staffing(problem, fair_shares(problem), basis=basis, target=target)


@pytest.mark.parametrize("first", range(0, 300, 60))
def test_every_hour_is_counted_once(first: int) -> None:
    for seed in range(first, first + 60):
        problem = random_roster(seed) if seed % 2 else random_instance(seed, pair_efforts=False).problem
        if problem.pairs is not None:
            continue
        found = report(problem)
        verdict = found.verdict
        assert verdict.demand_hours == problem.hours(int(problem.cases.effort.sum()))
        assert verdict.demand_hours == sum((t.demand_hours for t in found.tiers), verdict.outside.hours)
        assert verdict.outside.cases + sum(len(t.tier.cases) for t in found.tiers) == len(problem.cases)
        assert verdict.gap_hours == sum((t.gap_hours for t in found.tiers), verdict.outside.hours)
        assert verdict.available_hours == problem.hours(int(problem.officers.available.sum()))
        assert verdict.limit_hours == problem.hours(int(problem.officers.limit.sum()))
        for tier in found.tiers:
            assert tier.gap_hours == max(Fraction(0), tier.demand_hours - tier.limit_hours)
            assert tier.fte_gap == tier.gap_hours * 120 / 17765
            assert tier.target.load_fte == tier.demand_fte == tier.demand_hours * 120 / 17765
            assert tier.state is tier.target.state(tier.tier.utilization)
        waiting = sum(part.cases - part.staying for part in verdict.parts)
        assert waiting >= verdict.outside.cases
        is_short = verdict.demand_hours > verdict.limit_hours or 2 * waiting > len(problem.cases)
        open_too = any(part.cases for part in verdict.parts) or " more hours than anybody" in verdict.parts[0].sentence
        worst = [tier.state.rank for tier in found.tiers] + [2 if is_short else 1 if open_too else 0]
        assert verdict.state.rank == max(worst)


def test_method_example_by_hand() -> None:
    """312 h of work, 3 officers with 80 h each: 72 h are missing, 72 × 12 ÷ 1,776.5 = 0.486 FTE."""
    found = report(make_problem([80 * HOUR] * 3, [HOUR] * 312))
    verdict = found.verdict
    assert verdict.state is State.UNSUSTAINABLE
    assert verdict.utilization == verdict.peak_utilization == Fraction(13, 10)
    assert verdict.demand_hours == 312
    assert verdict.limit_hours == 240
    assert verdict.gap_hours == 72
    assert verdict.fte_gap == Fraction(8640, 17765)
    assert verdict.budget_fte_gap == Fraction(72 * 12, 2080)
    assert "72 h are missing: 312 h ÷ 240 h = 130%." in found.tiers[0].certificate


@pytest.mark.parametrize(
    ("demand", "state"),
    [(25, State.SUSTAINABLE), (Fraction(251, 10), State.STRAINED), (30, State.STRAINED), (31, State.UNSUSTAINABLE)],
)
def test_a_pool_of_thirty_for_a_load_of_twenty_five(demand: Fraction, state: State) -> None:
    """25 of 30 FTE are 83.3 %, exactly √25 ÷ (√25 + 1)."""
    fte = int(YEAR.productive_hours * HOUR)
    problem = make_problem([fte] * 30, [int(demand * fte) // 100] * 100)
    assert report(problem, basis=YEAR).verdict.state is state


def test_a_given_target_replaces_the_pools() -> None:
    problem = make_problem([10, 10], [9, 8])
    assert report(problem, Fraction(85, 100)).verdict.state is State.SUSTAINABLE
    assert report(problem, Fraction(84, 100)).verdict.state is State.STRAINED
    assert report(problem, Fraction(84, 100)).tiers[0].target.value == Fraction(84, 100)


def test_cases_that_nobody_can_carry_are_missing_hours() -> None:
    """5 h that need a skill nobody has, 3 h pinned to somebody without hours, beside 4 h of 10."""
    problem = roster(
        [10, 0],
        [(Need(skills=frozenset({"none"})), 5), (Need(), 3), (Need(), 4)],
        current=[-1, 1, 0],
        pinned=[False, True, False],
    )
    verdict = report(problem).verdict
    assert verdict.outside == Outside(2, Fraction(8))
    assert verdict.state is State.UNSUSTAINABLE
    assert verdict.demand_hours == 12
    assert verdict.gap_hours == 8
    assert verdict.utilization == Fraction(12, 10)
    assert verdict.peak_utilization == Fraction(4, 10)


def test_effortless_cases_outside_take_nobodys_hours_and_wait_all_the_same() -> None:
    """They were "sustainable": everybody could do their work, but for the case that nobody may hold."""
    problem = roster([100], [(Need(skills=frozenset({"none"})), 0), (Need(), 1)])
    verdict = report(problem).verdict
    assert (verdict.state, verdict.gap_hours, verdict.outside.cases) == (State.STRAINED, Fraction(0), 1)
    assert verdict.part(PartName.HOURS).state is State.SUSTAINABLE


def test_nobody_and_nothing() -> None:
    empty = report(make_problem([], [], [])).verdict
    assert (empty.state, empty.utilization, empty.peak_utilization) == (State.SUSTAINABLE, None, None)
    nobody = report(make_problem([], [3], [[]])).verdict
    assert (nobody.state, nobody.utilization) == (State.UNSUSTAINABLE, None)


def test_efficiency_counts_in_the_limit_not_in_the_hours() -> None:
    """Half the efficiency: 100 h carry 50 h of case weight."""
    problem = make_problem([50 * HOUR], [40 * HOUR], available=[100 * HOUR])
    (tier,) = report(problem).tiers
    assert tier.available_hours == 100
    assert tier.limit_hours == 50
    assert tier.tier.utilization == Fraction(4, 5)


def test_nothing_is_rounded() -> None:
    """Three cases of 0.125 h fill 0.375 h; 10,156 cases in 1,776.5 h leave 10.4953… minutes for each."""
    full = report(make_problem([3_750], [1_250] * 3), Fraction(1))
    assert full.verdict.state is State.SUSTAINABLE
    assert full.verdict.utilization == 1
    over = report(make_problem([3_749], [1_250] * 3), Fraction(1))
    assert (over.verdict.state, over.verdict.gap_hours) == (State.UNSUSTAINABLE, Fraction(1, 10_000))
    year = int(YEAR.productive_hours * HOUR)
    problem = make_problem([year], [1] * 10_156, current=[0] * 10_156)
    minutes = report(problem, basis=YEAR).verdict.available_hours / 10_156 * 60
    assert minutes == Fraction(106_590, 10_156)
    assert round(float(minutes), 1) == 10.5


def test_hires_with_the_missing_hours_close_every_gap_and_a_tick_less_does_not() -> None:
    """For every tier above 1, somebody who may take its cases and has its missing hours: the peak is then 1."""
    seen = 0
    for seed in range(400):
        problem = released_roster(seed)
        problem = replace(problem, cases=replace(problem.cases, pinned=np.zeros(len(problem.cases), np.bool_)))
        shares = fair_shares(problem)
        short = [tier for tier in shares.tiers if tier.missing]
        if not short:
            continue
        seen += 1
        hours = [int(tier.missing) for tier in short]
        assert fair_shares(with_hires(problem, short, hours)).tiers[0].utilization == 1
        hours[0] -= 1
        assert fair_shares(with_hires(problem, short, hours)).tiers[0].utilization > 1
    assert seen > 50


def with_hires(problem: Problem, tiers: list[Tier], ticks: list[int]) -> Problem:
    """Each new officer may take the cases of one tier, and no others."""
    n = len(problem.officers)
    rows = [np.flatnonzero(row).tolist() for row in problem.eligible]
    for hire, tier in enumerate(tiers):
        for signature in np.unique(problem.cases.signature[tier.cases]).tolist():
            rows[signature].append(n + hire)
    return make_problem(
        [*problem.officers.limit.tolist(), *ticks],
        problem.cases.effort.tolist(),
        rows,
        signature=problem.cases.signature.tolist(),
    )


def test_the_tally_is_every_case_once() -> None:
    for seed in range(150):
        problem = random_instance(seed).problem
        shares, units = fair_shares(problem), units_of(problem)
        tally = tally_of(problem, units, shares)
        assert int(tally.cases.sum()) == len(problem.cases)
        tier_of_case = tiers_of_cases(problem, shares)
        assert sorted(tally.tier.repeat(tally.cases).tolist()) == sorted(tier_of_case.tolist())
        for index, tier in enumerate(shares.tiers):
            if tier.prices is None:
                assert int(tally.effort[tally.tier == index].sum()) == tier.demand
        keys = np.stack([tally.signature, tally.tier, tally.row])
        assert np.unique(keys, axis=1).shape == keys.shape
