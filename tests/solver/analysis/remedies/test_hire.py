"""How many hires each group needs, how few all of them together, and what the best one would do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, combinations_with_replacement

import numpy as np
import pytest

from solver.analysis.remedies.condensed_problem import condensed, outcome_of
from solver.analysis.remedies.hire import HireParams, as_one, fewest, hire_for, hires, single_hires
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.cases import with_cases
from solver.analysis.scenarios.changes import AddOfficers
from solver.analysis.scenarios.officers import LISTED
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need
from tests.solver.analysis.made_rosters import released_roster, roster
from tests.solver.analysis.remedies.test_rank import spanish


def test_hires_by_hand() -> None:
    """35 h and 20 h in hand: 15 h are missing, so 2 hires of 10 h, since one leaves 5 h (35 ÷ 30)."""
    problem = roster([20], spanish(35), skills=[{"spanish"}])
    (found,) = hires(problem, fair_shares(problem), Fraction(10))
    assert found.hire == AddOfficers(2, Fraction(10), frozenset({"spanish"}))
    assert (found.before, found.after, found.one_fewer) == (Fraction(7, 4), Fraction(7, 8), Fraction(7, 6))


def hires_are_exact(seed: int) -> int:
    problem = released_roster(seed)
    shares = fair_shares(problem)
    found = hires(problem, shares, Fraction(3, 2))
    tightest = [each for each in found if each.tier == 0]
    for each in tightest:
        mine = shares.tiers[0].cases
        stay = with_cases(problem, mine.astype(np.int64))
        with_them = outcome_of(applied(stay, [each.hire]))
        assert with_them.gap_hours == 0
        assert with_them.peak is not None
        assert with_them.peak <= 1
        fewer = [replace(each.hire, count=each.hire.count - 1)] if each.hire.count > 1 else []
        assert outcome_of(applied(stay, fewer)).gap_hours > 0
    together = fewest(problem, found)
    least = outcome_of(applied(problem, together)).gap_hours
    for place, single in enumerate(together):
        fewer_hires = [replace(h, count=h.count - (at == place)) for at, h in enumerate(together)]
        fewer_hires = [h for h in fewer_hires if h.count]
        assert outcome_of(applied(problem, fewer_hires)).gap_hours > least, single
    return len(tightest)


def test_the_stated_hires_suffice_and_one_fewer_does_not() -> None:
    assert sum(hires_are_exact(seed) for seed in range(200)) > 50


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(200, 2000, 200))
def test_the_stated_hires_suffice_in_a_campaign(first: int) -> None:
    assert sum(hires_are_exact(seed) for seed in range(first, first + 200)) > 50


def test_no_single_hire_gains_more_than_the_best_one() -> None:
    tested = 0
    for seed in range(80):
        problem = released_roster(seed)
        found = single_hires(problem, fair_shares(problem), Fraction(3, 2))
        if not found:
            continue
        profiles = [
            AddOfficers(1, Fraction(3, 2), frozenset(skills), frozenset(offices), frozenset(dockets))
            for skills in (set[str](), {"x"}, {"y"}, {"x", "y"})
            for offices in (set[str](), {"north"}, {"south"})
            for dockets in (set[str](), {"detained"})
        ]
        best = min(outcome_of(applied(problem, [hire])).gap_hours for hire in profiles)
        assert found[0][1].gap_hours == best, seed
        assert [after for _, after in found] == [outcome_of(applied(problem, [hire])) for hire, _ in found]
        tested += outcome_of(problem).gap_hours > 0
    assert tested > 20


def test_where_very_many_tiers_need_hires_they_are_not_weighed_together() -> None:
    problem = roster([1, 1], [(Need("north"), 5), (Need("south"), 5)], offices=[{"north"}, {"south"}])
    needed = hires(problem, fair_shares(problem), Fraction(3))
    assert [each.hire.count for each in needed] == [2, 2]
    assert [each.count for each in fewest(problem, needed)] == [1, 1, 1]  # 8 h are missing: the third serves both
    assert fewest(problem, needed, HireParams(most_together=1)) == ()


def fewest_is_exact(seed: int) -> int:
    """No fewer hires do, of whatever kinds that some of the cases ask for."""
    problem = released_roster(seed)
    hours = Fraction(3, 2)
    together = fewest(problem, hires(problem, fair_shares(problem), hours))
    number = sum(each.count for each in together)
    small, least = condensed(problem), outcome_of(applied(problem, together)).gap_hours
    if not 1 < number <= 3:
        return 0
    wanted = {need for need in problem.needs if LISTED not in need.skills}
    kinds = {
        made
        for size in range(1, len(wanted) + 1)
        for some in combinations(sorted(wanted, key=str), size)
        if (made := hire_for(some, hours)) is not None
    }
    for fewer in combinations_with_replacement(sorted(kinds, key=str), number - 1):
        assert outcome_of(applied(small, fewer)).gap_hours > least, (seed, fewer)
    return 1


def test_no_fewer_hires_of_any_kind_do() -> None:
    """A hire who serves two groups at once was never tried: two were named where one is enough."""
    assert sum(fewest_is_exact(seed) for seed in range(40)) > 5


def test_one_hire_for_two_offices() -> None:
    problem = roster([10, 10], [(Need("north"), 11), (Need("south"), 11)], offices=[{"north"}, {"south"}])
    found = fewest(problem, hires(problem, fair_shares(problem), Fraction(10)))
    assert found == (AddOfficers(1, Fraction(10), offices=frozenset({"north", "south"})),)


def test_who_need_not_serve_both_does_not() -> None:
    """15 h are missing in the north, 5 h in the south: two hires, one of whom serves the north alone."""
    problem = roster([10, 10], [(Need("north"), 25), (Need("south"), 15)], offices=[{"north"}, {"south"}])
    found = fewest(problem, hires(problem, fair_shares(problem), Fraction(10)))
    assert [(each.count, sorted(each.offices)) for each in found] == [(1, ["north"]), (1, ["north", "south"])]


def test_whoever_serves_any_office_is_not_narrowed_by_another_hire() -> None:
    problem = roster(
        [10, 10, 0],
        [(Need("north"), 11), (Need(skills=frozenset({"x"})), 11)],
        offices=[{"north"}, {"south"}, set()],
        skills=[set(), {"x"}, set()],
    )
    (found,) = fewest(problem, hires(problem, fair_shares(problem), Fraction(10)))
    assert (found.count, found.offices, found.skills) == (1, frozenset(), frozenset({"x"}))


def test_a_hire_can_do_all_that_is_asked_and_nobody_can_be_listed() -> None:
    needs = [Need("North", "adult", frozenset({"X"})), Need("north", None, frozenset({"x", "y"}))]
    made = hire_for(needs, Fraction(5), 2)
    assert made == AddOfficers(2, Fraction(5), frozenset({"X", "y"}), frozenset({"North"}), frozenset({"adult"}))
    assert made is not None
    assert as_one(made, 2) == replace(made, count=1, hours=Fraction(10))
    assert hire_for([Need(skills=frozenset({LISTED}))], Fraction(5)) is None
