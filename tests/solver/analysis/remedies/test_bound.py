"""What changes can gain at most is never less than what the best of all choices gains; step by step is never worse."""

from __future__ import annotations

import time

import pytest

from solver.analysis.remedies.bound import Reach, reach_of
from solver.analysis.remedies.condensed_problem import condensed, outcome_of
from solver.analysis.remedies.greedy import step_by_step
from solver.analysis.remedies.options import FieldParams
from solver.analysis.remedies.rank import Kind, RemediesParams, chosen_together
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Lend, Train
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import released_roster, roster
from tests.solver.analysis.remedies.test_rank import loans, spanish, trainings, up_to


def bound_holds(seed: int, kind: type[Train] | type[Lend]) -> int:
    problem = released_roster(seed)
    small = condensed(problem)
    candidates = trainings(problem) if kind is Train else loans(problem)
    reach = reach_of(small, kind, 3)
    found = step_by_step(small, kind, 2, reach, time.monotonic() + 60)
    out_of_time = reach_of(small, kind, 3, deadline=0)
    for count in (0, 1, 2):
        best = min(outcome_of(applied(problem, each)).gap_hours for each in up_to(candidates, count))
        assert reach.least_gap_hours(count) <= best, (seed, count)
        assert out_of_time.least_gap_hours(count) <= best, (seed, count)
    for changes, after in found:
        assert after == outcome_of(applied(problem, changes))
        assert after.rank < outcome_of(problem).rank
        assert after.gap_hours >= reach.least_gap_hours(len(changes))
    return sum(after.gap_hours == reach.least_gap_hours(len(changes)) for changes, after in found)


@pytest.mark.parametrize("kind", [Train, Lend])
def test_nothing_gains_more_than_the_bound(kind: type[Train] | type[Lend]) -> None:
    assert sum(bound_holds(seed, kind) for seed in range(150)) > 15, "a bound that is never reached says nothing"


@pytest.mark.campaign
@pytest.mark.parametrize("kind", [Train, Lend])
@pytest.mark.parametrize("first", range(150, 2150, 200))
def test_nothing_gains_more_than_the_bound_in_a_campaign(kind: type[Train] | type[Lend], first: int) -> None:
    assert sum(bound_holds(seed, kind) for seed in range(first, first + 200)) > 15


def hours(reach: Reach) -> list[float]:
    return [float(each) for each in reach.most_gained]


def test_a_bound_by_hand() -> None:
    """24 h of Spanish and one speaker of 10 h: 14 h are missing. Two others, of 8 and 2 h, take at most 8, then 10."""
    reach = reach_of(roster([10, 2, 8], spanish(24), skills=[{"spanish"}, set(), set()]), Train, 3)
    assert hours(reach) == [0, 8, 10, 10]
    assert [step.changes for step in reach.steps] == [(Train("D-3", ("spanish",)),), (Train("D-2", ("spanish",)),)]
    assert reach.least_gap_hours(2) == 4


def test_what_is_short_in_two_offices_is_not_gained_twice_in_one() -> None:
    """5 h are missing in the north, 1 h in the south. Two loans to the north gain 5 h together, one to each gains 6."""
    north, south = Need("north"), Need("south")
    problem = roster([1, 1, 10, 10], [(north, 6), (south, 2)], offices=[{"north"}, {"south"}, {"east"}, {"east"}])
    reach = reach_of(problem, Lend, 2)
    assert hours(reach) == [0, 5, 6]


def test_a_loan_can_pass_work_on() -> None:
    """The north lacks 5 h; only the southerner may be lent there, and may hand work to the east by a second loan."""
    problem = chain()
    assert outcome_of(problem).gap_hours == 6
    reach = reach_of(problem, Lend, 2)
    lent = [Lend("D-2", "north"), Lend("D-3", "south")]
    after = outcome_of(applied(problem, lent)).gap_hours
    assert reach.least_gap_hours(2) <= after < 5


def chain() -> Problem:
    """Cases of the north are closed to the easterner."""
    work = [(Need("north", excluded=frozenset({2})), 6), (Need("south"), 2)]
    return roster([1, 1, 10], work, offices=[{"north"}, {"south"}, {"east"}])


def test_a_roster_too_large_to_choose_together_gets_changes_all_the_same() -> None:
    small = RemediesParams(field=FieldParams(most_pairs=0))
    problem = roster([10, 2, 8], spanish(24), skills=[{"spanish"}, set(), set()])
    one, two = chosen_together(condensed(problem), Kind.TRAIN, 3, 60, params=small)
    assert [one.hours_gained, two.hours_gained] == [8, 10]
    assert [one.least_gap_hours, two.least_gap_hours] == [6, 4]
    assert not one.proven, "the hours are, the peak is not"


def test_pinned_work_goes_nowhere() -> None:
    problem = roster([1, 9], spanish(3), skills=[{"spanish"}, set()], current=[0, 0, 0], pinned=[True] * 3)
    assert reach_of(problem, Train, 2).steps == ()
    assert hours(reach_of(problem, Train, 2)) == [0, 0, 0]
