"""Cases that change hands, and cases that are held back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.analysis.comparison import plan_figures
from solver.analysis.counts import counts_of
from solver.analysis.moves import before_and_after, bundles, held_back, loses_officer, moved, moves_by_officer
from solver.goals import Goals, SolveConfig
from solver.model.units import units_of
from solver.plan import UNPLACED, Reason
from solver.problem import ALONE, LEFT, NEW
from solver.solve import solve
from tests.solver.instances import make_problem, random_instance


def test_a_new_case_has_not_moved_and_one_whose_officer_left_has() -> None:
    problem = make_problem([10, 10, 0], [1] * 5, current=[NEW, 0, 1, LEFT, 0])
    now = np.array([0, 0, 0, 1, -1], np.int32)
    assert moved(problem, now).tolist() == [False, False, True, True, False]
    arrived, gone = moves_by_officer(problem, now)
    assert arrived.tolist() == [1, 1, 0]
    assert gone.tolist() == [0, 1, 0]


def test_held_back_is_what_nobody_holds_though_its_officer_may_keep_it() -> None:
    """A, B and D have hours, C has none; only D may hold cases of signature 1."""
    names = [
        "may keep",
        "may not",
        "no hours",
        "new",
        "left",
        "with one who may not",
        "of D",
        "together",
        "with",
        "not listed",
    ]
    problem = make_problem(
        [10, 10, 0, 5],
        [1] * len(names),
        [[0, 1, 2, 3], [3]],
        signature=[0, 1, 0, 0, 0, 0, 1, 0, 1, 0],
        current=[0, 0, 2, NEW, LEFT, 0, NEW, 3, NEW, 0],
        bundle=[ALONE] * 5 + [0, 0, 1, 1, ALONE],
        pairs=[(9, 1, 0, 1)],
    )
    problem = replace(problem, release_ineligible=True)
    units = units_of(problem)
    back = held_back(problem, np.full(len(names), -1, np.int32), units)
    assert [names[case] for case in np.flatnonzero(back)] == ["may keep", "together"]
    assert not held_back(problem, np.zeros(len(names), np.int32), units).any()
    lost = [names[case] for case in np.flatnonzero(loses_officer(problem, units))]
    assert lost == ["may not", "no hours", "left", "with one who may not", "not listed"]
    assert bundles(problem) == {0: [5, 6], 1: [7, 8]}


def test_before_and_after_by_hand() -> None:
    problem = make_problem([10, 10], [4, 4], current=[0, 0])
    found = before_and_after(problem, solve(problem, Goals(), SolveConfig(20, 1)))
    assert found.after is not None
    assert found.moves_in is not None
    assert found.moves_out is not None
    assert (found.before.load.tolist(), found.after.load.tolist()) == ([8, 0], [4, 4])
    assert (found.moves_in.tolist(), found.moves_out.tolist()) == ([0, 1], [1, 0])
    assert before_and_after(problem, None).after is None


def test_who_loses_an_officer_agrees_with_the_reasons_and_the_moves_of_the_plan() -> None:
    """Cases that the pairs list for somebody else, families and officers without hours were forgotten in a count."""
    kinds = set()
    for seed in range(60):
        problem = random_instance(seed).problem
        plan = solve(problem, Goals(), SolveConfig(20, 1))
        units = units_of(problem)
        lost, now, before = loses_officer(problem, units), plan.officer, problem.cases.current
        forced = plan.reason == Reason.FORCED
        changed = moved(problem, now)
        assert (lost & (now != UNPLACED) == forced).all(), seed
        assert (forced <= changed).all(), "a forced case changes hands"
        assert plan_figures(problem, plan).forced == forced.sum()
        assert plan_figures(problem, plan).after.moves == changed.sum()
        assert counts_of(problem, plan).orphaned == forced.sum() + (lost & (now == UNPLACED)).sum()
        assert counts_of(problem).orphaned == counts_of(problem, plan).orphaned
        stay = plan.reason == Reason.NOBODY_ELSE
        assert counts_of(problem).stays == stay.sum()
        assert (now[stay] == before[stay]).all()
        kinds |= {kind for kind, some in (("pairs", problem.pairs), ("stay", stay.any())) if some is not None and some}
    assert kinds == {"pairs", "stay"}


def test_a_case_that_only_others_are_listed_for_is_an_orphan() -> None:
    """The sheet costs lists B alone for a case of A; counts said that none is orphaned, the plan that it is forced."""
    problem = make_problem([10, 10], [1, 1], current=[0, 1], pairs=[(0, 1, 0, 1)])
    plan = solve(problem, Goals(), SolveConfig(20, 1))
    assert Reason(plan.reason[0]) is Reason.FORCED
    assert (counts_of(problem).orphaned, plan_figures(problem, plan).forced) == (1, 1)


def test_peaks_before_and_after_are_of_the_same_cases_where_nobody_may_hold_some() -> None:
    """A has 8 h that nobody may hold and 2 h; it was 100% before and 20% after, as if the 8 h were done."""
    problem = make_problem([10, 10], [8, 2], [[], [0, 1]], signature=[0, 1], current=[0, 0])
    figures = plan_figures(problem, solve(problem, Goals(keep_within=0), SolveConfig(20, 1)))
    assert (figures.before.peak, figures.after.peak) == (Fraction(1), Fraction(4, 5))
    assert (figures.after.moves, figures.forced, figures.held_back, figures.after.unassigned) == (1, 0, 0, 0)
    released = replace(problem, release_ineligible=True)
    taken = plan_figures(released, solve(released, Goals(), SolveConfig(20, 1)))
    assert (taken.after.unassigned, taken.forced, taken.held_back) == (1, 0, 0)
