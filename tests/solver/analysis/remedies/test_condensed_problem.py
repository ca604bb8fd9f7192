"""Far fewer cases that stand the same, whatever changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from solver.analysis.remedies.condensed_problem import Outcome, condensed, outcome_of
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import AddOfficers, Change, Detail, Train
from solver.analysis.staffing.verdict import staffing
from solver.fair_shares.decomposition import fair_shares
from tests.solver.analysis.made_rosters import released_roster
from tests.solver.instances import make_problem, random_instance


def test_a_condensed_problem_stands_the_same_whatever_changes() -> None:
    for seed in range(300):
        problem = released_roster(seed) if seed % 2 else replace(random_instance(seed).problem, release_ineligible=True)
        small = condensed(problem, by_priority=seed % 3 == 0)
        assert outcome_of(small) == outcome_of(problem), seed
        assert len(small.cases) <= len(problem.cases)
        if not len(problem.officers):
            continue
        verdict = staffing(problem, fair_shares(problem)).verdict
        assert (verdict.peak_utilization, verdict.gap_hours) == (
            outcome_of(problem).peak,
            outcome_of(problem).gap_hours,
        )
        changes: list[Change] = [
            AddOfficers(1, Fraction(2), frozenset({"x"}), frozenset({"North"})),
            Detail((problem.officers.ids[0],), share=Fraction(1, 2)),
        ]
        if problem.officers.skills:
            changes.append(Train(problem.officers.ids[-1], ("y",)))
        assert outcome_of(applied(small, changes)) == outcome_of(applied(problem, changes)), seed


def test_a_million_equal_cases_are_one() -> None:
    small = condensed(make_problem([10**6] * 2, [1] * 1000))
    assert small.cases.effort.tolist() == [1000]


def test_an_outcome_is_mended_by_fewer_missing_hours_and_where_none_are_by_a_lower_peak() -> None:
    """A hire who lowers the peak of a roster, and leaves its missing hours as they are, was called a remedy."""

    def at(gap: int, peak: int | None) -> Outcome:
        return Outcome(None if peak is None else Fraction(peak, 100), Fraction(gap))

    assert at(10, 120).is_mended_by(at(9, 130))
    assert not at(10, 120).is_mended_by(at(10, 40))
    assert at(0, 90).is_mended_by(at(0, 80))
    assert not at(0, 90).is_mended_by(at(0, 90))
    assert not at(0, 90).is_mended_by(at(1, 10))
    assert sorted([at(1, 50), at(0, 90), at(0, None)], key=lambda each: each.rank) == [
        at(0, None),
        at(0, 90),
        at(1, 50),
    ]


def test_what_is_pinned_stays_with_its_officer_and_a_family_in_one_piece() -> None:
    problem = make_problem(
        [9, 9],
        [1, 2, 3, 4, 5],
        current=[0, 0, -1, -1, -1],
        pinned=[True, True, False, False, False],
        bundle=[-1] * 3 + [0, 0],
    )
    small = condensed(problem)
    assert sorted(small.cases.effort.tolist()) == [3, 3, 9]
    assert small.cases.current[small.cases.pinned].tolist() == [0]
    apart = condensed(make_problem([9], [1, 2], priority=[1, 2]), by_priority=True)
    assert sorted(apart.cases.effort.tolist()) == [1, 2]
