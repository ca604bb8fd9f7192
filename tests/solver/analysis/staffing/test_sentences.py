"""Certificates say who, how much, and what is missing, in words that a calculator can follow."""

from __future__ import annotations

from fractions import Fraction

from solver.analysis.staffing.sentences import shortage_sentence, tier_sentence
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Problem
from tests.solver.instances import make_problem


def sentences(problem: Problem) -> list[str]:
    return [tier_sentence(problem, tier) for tier in fair_shares(problem).tiers]


def test_missing_hours() -> None:
    """The numbers of the method's own example, in ticks of 0.0001 h."""
    hour = 10_000
    problem = make_problem([80 * hour] * 3, [hour] * 312)
    (sentence,) = sentences(problem)
    assert sentence == (
        "These 312 cases need 312 h. Only these 3 officers (D-1, D-2 and D-3) may take them; they have 240 h. "
        "72 h are missing: 312 h ÷ 240 h = 130%."
    )


def test_enough_hours_and_a_looser_tier() -> None:
    hour = 10_000
    problem = make_problem([4 * hour, 10 * hour], [3 * hour, 5 * hour], [[0], [0, 1]], signature=[0, 1])
    tight, loose = sentences(problem)
    assert tight == "This case needs 3 h. Only the officer D-1 may take it; the officer has 4 h. 3 h ÷ 4 h = 75%."
    assert loose == (
        "This case needs 5 h. Everybody else who may take it is in a tighter group, which leaves the officer D-2; "
        "the officer has 10 h. 5 h ÷ 10 h = 50%."
    )


def test_no_hours_needed() -> None:
    assert sentences(make_problem([10_000], [0, 0])) == [
        "These 2 cases take no hours. Only the officer D-1 may take them; the officer has 1 h."
    ]


def test_prices() -> None:
    """16 % of 10 h each, at 2 and 3 an hour: 8 of 50."""
    hour = 10_000
    rows = [(0, 0, 0, hour), (0, 1, 0, 2 * hour), (1, 0, 0, 3 * hour), (1, 1, 0, 2 * hour)]
    (sentence,) = sentences(make_problem([10 * hour] * 2, [1, 1], pairs=rows))
    assert sentence == (
        "These 2 cases take different officers different times. Only these 2 officers (D-1 and D-2) may take them; "
        "they have 20 h. However the cases are shared, somebody is at 16% or more: counting an hour at the price of "
        "its officer (D-1 2, D-2 3), the cases come to at least 8, whoever takes them, and all hours to 50."
    )


def test_long_prices_are_left_to_the_data() -> None:
    big = 10**7
    rows = [(0, 0, 0, big + 1), (0, 1, 0, big + 3), (1, 0, 0, big + 9), (1, 1, 0, big)]
    problem = make_problem([big, big], [1, 1], pairs=rows)
    (tier,) = fair_shares(problem).tiers
    assert max(tier.prices or ()) >= 10**6
    assert "which is listed with the tier" in tier_sentence(problem, tier)


def test_shortage_of_a_group() -> None:
    assert shortage_sentence(40, ["A", "B"], Fraction(50), Fraction("45.5"), Fraction(0)) == (
        "These 40 cases need 50 h. Only these 2 officers (A and B) may take them, with 45.5 h: "
        "50 h − 45.5 h = 4.5 h are missing."
    )
    assert shortage_sentence(0, [], Fraction(0), Fraction(0), Fraction(3)) == (
        "Cases of 3 h can be taken by nobody who has hours."
    )
    assert shortage_sentence(0, [], Fraction(0), Fraction(0), Fraction(0)) == ""
