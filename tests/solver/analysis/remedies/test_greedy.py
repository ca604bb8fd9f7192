"""One change after the other, each the best that there is once the ones before are made."""

from __future__ import annotations

import time

import pytest

from solver.analysis.remedies.bound import reach_of
from solver.analysis.remedies.condensed_problem import outcome_of
from solver.analysis.remedies.greedy import step_by_step
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import Lend, Train
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import released_roster, roster
from tests.solver.analysis.remedies.test_rank import loans, spanish, trainings


def steps(problem: Problem, kind: type[Train] | type[Lend], most: int) -> list[tuple[tuple[object, ...], object]]:
    return [*step_by_step(problem, kind, most, reach_of(problem, kind, most), time.monotonic() + 60)]


def test_by_hand() -> None:
    """14 h are missing; D-3 with 8 h gains more than D-2 with 2 h, and is taken first."""
    problem = roster([10, 2, 8], spanish(24), skills=[{"spanish"}, set(), set()])
    found = step_by_step(problem, Train, 3, reach_of(problem, Train, 3), time.monotonic() + 60)
    assert [after.gap_hours for _, after in found] == [6, 4]
    assert found[-1][0] == (Train("D-3", ("spanish",)), Train("D-2", ("spanish",)))


@pytest.mark.parametrize("kind", [Train, Lend])
def test_the_first_single_change_is_the_best_of_all(kind: type[Train] | type[Lend]) -> None:
    """Where single changes gain hours, no other one gains more than the one that is taken."""
    tested = 0
    for seed in range(60):
        problem = released_roster(seed)
        before = outcome_of(problem)
        candidates = trainings(problem) if kind is Train else loans(problem)
        best = min(
            (outcome_of(applied(problem, [each])) for each in candidates), key=lambda each: each.rank, default=before
        )
        found = step_by_step(problem, kind, 1, reach_of(problem, kind, 1), time.monotonic() + 60)
        assert len(found) <= 1
        after = found[0][1] if found else before
        assert after.gap_hours == best.gap_hours, seed
        tested += best.gap_hours < before.gap_hours
    assert tested > 5


def test_a_set_that_is_needed_together_is_one_step() -> None:
    both = Need(skills=frozenset({"a", "b"}))
    problem = roster([10, 10], [(both, 5)], skills=[set(), set()])
    assert steps(problem, Train, 1) == []
    ((changes, after),) = step_by_step(problem, Train, 2, reach_of(problem, Train, 2), time.monotonic() + 60)
    assert (len(changes), int(after.gap_hours)) == (2, 0)


def test_without_time_nothing_is_tried() -> None:
    problem = roster([10, 8], spanish(24), skills=[{"spanish"}, set()])
    assert step_by_step(problem, Train, 1, reach_of(problem, Train, 1), 0.0) == []
