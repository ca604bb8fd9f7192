"""The achievable caseload: the field's own figures by hand, and nothing more fits within the target."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.analysis.fte import Basis, Period, Target
from solver.analysis.staffing.achievable import Achievable, achievable, largest_utilization
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import random_roster, roster
from tests.solver.instances import make_problem

YEAR, MONTH = Basis.of(Period.YEAR), Basis.of(Period.MONTH)
FULL = Fraction(1)


def caseloads(problem: Problem, target: Fraction | None = FULL, basis: Basis = MONTH) -> Achievable:
    return achievable(problem, fair_shares(problem), basis=basis, target=target)


def test_probation_by_hand() -> None:
    """120 h a month at 4, 2 or 1 h a case: 30 maximum-, 60 medium- or 120 minimum-supervision cases."""
    problem = roster(
        [120],
        [(Need(), 4)] * 2 + [(Need(), 2)] * 3 + [(Need(), 1)] * 6,
        types=["maximum"] * 2 + ["medium"] * 3 + ["minimum"] * 6,
        current=[0] * 11,
    )
    (tier,) = caseloads(problem).tiers
    assert [share.name for share in tier.types] == ["minimum", "medium", "maximum"]
    assert [share.mean_hours for share in tier.types] == [1, 2, 4]
    (officer,) = tier.officers
    assert officer.by_type == (120, 60, 30)
    assert officer.today == 11
    # 20 h of 120: six times the mix
    assert tier.multiple == 6
    assert [share.achievable for share in tier.types] == [36, 18, 12]
    assert (tier.cases_today, tier.cases, officer.at_mix) == (11, 66, 66)


def test_public_defence_by_hand() -> None:
    """2,080 h ÷ 35 h (Felony-Low) = 59.4…: 59 cases a year."""
    problem = roster([2080], [(Need(), 35)] * 150, types=["felony-low"] * 150, current=[0] * 150)
    (tier,) = caseloads(problem, basis=YEAR).tiers
    assert tier.cases == tier.officers[0].at_mix == 59
    assert tier.officers[0].by_type == (59,)
    assert tier.multiple == Fraction(2080, 35 * 150)


@pytest.mark.parametrize(("cases", "minutes"), [(10_156, Fraction("10.5")), (100, Fraction(1066))])
def test_deportation_officers_by_hand(cases: int, minutes: Fraction) -> None:
    """1,776.5 h ÷ 10,156 = 10.5 minutes for a case and year; ÷ 100 = 17.8 h for a detained one."""
    problem = roster([1776.5], [(Need(), 1)] * cases, current=[0] * cases)
    hours = caseloads(problem, basis=YEAR).tiers[0].officers[0].hours_per_case_today
    assert hours == Fraction("1776.5") / cases
    assert round(float(hours * 60), 1 if cases > 100 else 0) == float(minutes)
    assert cases > 100 or round(float(hours), 1) == 17.8


def test_two_tiers_each_with_their_own_mix() -> None:
    """Spanish: 2 cases, 90 h, of 60. Others: 2 cases, 50 h, of 100. At 90 %: 0.6 and 1.8 times today's."""
    problem = roster(
        [20, 40, 40, 60],
        [(Need(skills=frozenset({"es"})), 45)] * 2 + [(Need(), 25)] * 2,
        skills=[{"es"}, {"es"}, set(), set()],
    )
    found = caseloads(problem, Fraction(9, 10))
    assert [tier.multiple for tier in found.tiers] == [Fraction(3, 5), Fraction(9, 5)]
    assert found.multiple == Fraction(3, 5)
    assert [tier.cases for tier in found.tiers] == [1, 3]
    assert [officer.at_mix for officer in found.tiers[1].officers] == [1, 2]
    assert [share.name for share in found.tiers[0].types] == [None]
    assert found.tiers[0].types[0].per_officer == Fraction(3, 5)
    assert found.tiers[0].officers[0].hours_per_case_today is None


def test_the_target_is_the_one_of_the_load_that_is_asked_about() -> None:
    """Hours for 30 FTE carry a load of 25 at 83.3 %: √25 ÷ (√25 + 1) = 25 ÷ 30, whatever today's load is."""
    assert largest_utilization(Target(), Fraction(30)) == Fraction(5, 6)
    assert largest_utilization(Target(), Fraction(110)) == Fraction(10, 11)
    hours = [float(YEAR.productive_hours)] * 30
    for load in (5, 25, 60):
        problem = roster(hours, [(Need(), float(YEAR.productive_hours))] * load)
        (tier,) = caseloads(problem, None, YEAR).tiers
        assert (tier.utilization, tier.multiple, tier.cases) == (Fraction(5, 6), Fraction(25, load), 25)


@given(
    st.fractions(min_value=Fraction(1, 1000), max_value=10_000, max_denominator=1000),
    st.fractions(min_value=0, max_value=4, max_denominator=100),
)
def test_nothing_more_is_within_the_target(limit_fte: Fraction, beta: Fraction) -> None:
    most = largest_utilization(Target(beta=beta), limit_fte)
    assert Target(load_fte=most * limit_fte, beta=beta).allows(most)
    more = most + Fraction(1, 10**20)
    assert not Target(load_fte=more * limit_fte, beta=beta).allows(more)


@pytest.mark.parametrize("first", range(0, 300, 60))
def test_one_case_more_is_above_the_target(first: int) -> None:
    for seed in range(first, first + 60):
        problem = random_roster(seed)
        shares = fair_shares(problem)
        for given_target in (None, Fraction(17, 20)):
            found = achievable(problem, shares, basis=MONTH, target=given_target)
            assert [tier.tier for tier in found.tiers] == [k for k, tier in enumerate(shares.tiers) if tier.demand]
            assert found.multiple == min((tier.multiple for tier in found.tiers), default=None)
            for tier in found.tiers:
                pool = shares.tiers[tier.tier]
                for cases, within in ((tier.cases, True), (tier.cases + 1, False)):
                    utilization = cases * tier.mean_hours / problem.hours(pool.limit)
                    load = MONTH.fte(cases * tier.mean_hours)
                    assert Target(given_target, load).allows(utilization) is within
                assert sum(share.cases_today for share in tier.types) == tier.cases_today == len(pool.cases)
                for officer in tier.officers:
                    room = tier.utilization * problem.hours(int(problem.officers.limit[officer.officer]))
                    assert officer.at_mix * tier.mean_hours <= room < (officer.at_mix + 1) * tier.mean_hours
                    for share, count in zip(tier.types, officer.by_type, strict=True):
                        assert (count is None) == (share.mean_hours == 0)
                        if count is not None:
                            assert count * share.mean_hours <= room < (count + 1) * share.mean_hours


def test_effortless_types_have_no_number() -> None:
    problem = roster([10], [(Need(), 5), (Need(), 0)], types=["long", "none"])
    (tier,) = caseloads(problem).tiers
    assert dict(zip([share.name for share in tier.types], tier.officers[0].by_type, strict=True)) == {
        "long": 2,
        "none": None,
    }


def test_nothing_takes_time() -> None:
    assert caseloads(make_problem([10], [0])) == Achievable((), None)
