"""The best changes of a size, chosen together."""

from __future__ import annotations

from dataclasses import replace

from solver.analysis.remedies.condensed_problem import outcome_of
from solver.analysis.remedies.mip import best_choice
from solver.analysis.remedies.options import Field, field_of
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Lend, Train
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import released_roster, roster
from tests.solver.analysis.remedies.test_rank import loans, spanish, up_to


def field(problem: Problem, kind: type[Train] | type[Lend], most: int) -> Field:
    found = field_of(problem, kind, most)
    assert found is not None
    return found


def test_the_best_two_are_not_always_the_best_one_and_the_next_best() -> None:
    """Alone, D-1 with 9 h for either office gains most; the two of 7 h each gain 14 together."""
    north, south = Need("north"), Need("south")
    problem = roster(
        [1, 1, 9, 7, 7],
        [(north, 8), (south, 8)],
        offices=[{"north"}, {"south"}, {"a"}, {"b"}, {"c"}],
    )
    found = best_choice(problem, field(problem, Lend, 2), 2, 60)
    assert found.after.gap_hours == found.least_gap_hours == 0
    assert found.proven
    assert {change.office for change in found.changes if isinstance(change, Lend)} == {"north", "south"}


def test_only_what_is_needed_is_chosen() -> None:
    problem = roster([10, 10, 10], spanish(15), skills=[{"spanish"}, set(), set()])
    found = best_choice(problem, field(problem, Train, 3), 3, 60)
    assert found.after == outcome_of(applied(problem, found.changes))
    for change in found.changes:
        rest = [other for other in found.changes if other is not change]
        assert outcome_of(applied(problem, rest)).rank > found.after.rank


def test_first_the_fewest_missing_hours_then_the_lowest_peak() -> None:
    """Nothing is missing; of two who could learn, the one with more hours lowers the peak further."""
    problem = roster([10, 4, 8], spanish(9), skills=[{"spanish"}, set(), set()])
    found = best_choice(problem, field(problem, Train, 1), 1, 60)
    assert found.changes == (Train("D-3", ("spanish",)),)
    assert found.proven


def test_every_choice_of_a_size_is_no_better() -> None:
    tested = 0
    for seed in range(40):
        problem = released_roster(seed)
        possible = field_of(problem, Lend, 2)
        if possible is None:
            continue
        found = best_choice(problem, possible, 2, 60)
        assert found.after.rank == min(outcome_of(applied(problem, each)).rank for each in up_to(loans(problem), 2)), (
            seed
        )
        tested += bool(found.changes)
    assert tested > 3


def test_where_not_all_candidates_were_looked_at_nothing_is_proven() -> None:
    problem = roster([10, 10], spanish(15), skills=[{"spanish"}, set()])
    some = replace(field(problem, Train, 1), complete=False)
    assert not best_choice(problem, some, 1, 60).proven
