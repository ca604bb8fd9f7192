"""Deciding otherwise than a plan: what it does, by hand, and beside the same assignment measured from scratch."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.casework.advice import Terms
from solver.analysis.casework.decisions import Decided, Decisions, bound_by, decide, together_with
from solver.analysis.fte import Basis, Period
from solver.arrays import Indices
from solver.check.verify import check
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, Policy, SolveConfig
from solver.plan import UNPLACED, Reason, Status
from solver.problem import NEW, Problem
from solver.solve import solve
from tests.solver.instances import make_problem, random_instance

TERMS = Terms(Basis.of(Period.MONTH))
NONE = Decisions()
H = 10_000


def office(**more: object) -> Problem:
    """Three officers of 10 h with 4 + 2, 3 + 3 and 5 + 1 h: everybody at 60 %."""
    hours = [4 * H, 2 * H, 3 * H, 3 * H, 5 * H, 1 * H]
    return make_problem([10 * H] * 3, hours, current=[0, 0, 1, 1, 2, 2], **more)  # type: ignore[arg-type]


def decided(problem: Problem, decisions: Decisions, before: Decisions = NONE, goals: Goals | None = None) -> Decided:
    return decide(problem, problem.cases.current, goals or Goals(), TERMS, (before, decisions))


def values(found: Decided) -> dict[str, tuple[int, int]]:
    return {level.name: (level.now, level.then) for level in found.levels}


def test_giving_4_of_6_hours_away_raises_the_peak_from_60_to_100_percent() -> None:
    """D-2 has 6 + 4 of 10 h then, D-1 has 2: 40 points above and below the share of 60 %, 4 h above it in all."""
    found = decided(office(), Decisions({0: 1}))
    assert (found.peak_now, found.peak_then) == (Fraction(6, 10), Fraction(1))
    assert values(found) == {
        "coverage_3": (0, 0),
        "fairness": (0, 4_000),
        "continuity": (0, 1),
        "fairness_again": (0, 4_000),
        "shortfall": (0, 4_000),
        "evenness": (0, 4 * H),
    }
    told = [(load.officer, int(load.now), int(load.then), load.caseload_then) for load in found.loads]
    assert told == [(0, 6, 2, 1), (1, 6, 10, 3)]
    assert (found.moves_now.cases, found.moves_then.cases, found.moves_then.hours) == (0, 1, 4 * H)
    assert found.moved == (0,)
    assert found.broken == ()


def test_two_changes_that_cancel_each_other_out_cost_two_moves_and_nothing_else() -> None:
    """D-1 gives 4 h and gets 3, D-2 the other way round: 5 and 7 h."""
    found = decided(office(), Decisions({0: 1, 2: 0}))
    assert (found.peak_then, found.moves_then.cases) == (Fraction(7, 10), 2)
    assert values(found)["fairness"] == (0, 1_000)


def test_a_change_is_weighed_beside_those_that_stand() -> None:
    """After the 4 h came to D-2, giving 3 h away takes 100 back to 70 %."""
    found = decided(office(), Decisions({0: 1, 2: 0}), before=Decisions({0: 1}))
    assert (found.peak_now, found.peak_then) == (Fraction(1), Fraction(7, 10))
    assert values(found)["fairness"] == (4_000, 1_000)


def test_a_pin_and_an_exclusion_of_somebody_else_move_nothing() -> None:
    found = decided(office(), Decisions({0: 0}, frozenset({(0, 1)})))
    assert found.officer_then.tolist() == found.officer_now.tolist()
    assert all(now == then for now, then in values(found).values())
    assert found.loads == ()


def test_a_case_whose_officer_is_excluded_goes_to_the_best_other_one() -> None:
    found = decided(office(), Decisions({}, frozenset({(4, 2)})))
    assert found.officer_then.tolist() == [0, 0, 1, 1, 0, 2]
    assert found.peak_then == Fraction(11, 10)
    hard = decided(office(), Decisions({}, frozenset({(4, 2)})), goals=Goals(policy=Policy.WITHIN_CAPACITY))
    assert hard.officer_then[4] == UNPLACED, "nobody has the hours for it"
    assert values(hard)["coverage_3"] == (0, 1)


def test_a_family_goes_together() -> None:
    problem = office(bundle=[7, 7, -1, -1, -1, -1])
    assert together_with(problem, 1) == (0, 1)
    assert decided(problem, Decisions({1: 2})).officer_then.tolist() == [2, 2, 1, 1, 2, 2]
    bound = bound_by(problem, Decisions({1: 2}))
    assert bound.cases.pinned.tolist() == [True, True, False, False, False, False]
    assert bound.cases.pin.tolist()[:2] == [2, 2]


def test_broken_rules_are_named_and_those_that_were_broken_before_are_not() -> None:
    problem = office(standards=[1, 2, -1], eligible=[[0, 1], [0, 1, 2]], signature=[0, 1, 1, 1, 1, 1])
    found = decided(problem, Decisions({0: 2, 5: 1}))
    assert found.broken == (
        "case C-1 is with officer D-3, who may not hold it: it needs skill-0",
        "officer D-2 holds 3 cases; the caseload standard is 2",
    )


def test_a_plan_around_a_pin_to_somebody_else_counts_the_move_and_calls_it_pinned() -> None:
    """Nothing but the order moves: 2 h go back from D-2 or not, the 4 h case is with D-2."""
    problem = bound_by(office(), Decisions({0: 1}))
    goals = Goals()
    plan = solve(problem, goals, SolveConfig(time_limit_s=20, workers=1))
    assert plan.officer[0] == 1
    assert plan.reason[0] == Reason.PINNED
    assert plan.status is Status.OPTIMAL
    checked = check(problem, plan.officer, goals, plan)
    assert checked.is_correct
    assert checked.moves.cases == int((plan.officer != problem.cases.current).sum()) >= 1
    assert checked.moves.forced == 1, "this one moves whatever else is planned"


def test_an_order_to_somebody_who_may_not_hold_it_is_obeyed_and_listed() -> None:
    problem = bound_by(office(eligible=[[0], [0, 1, 2]], signature=[0, 1, 1, 1, 1, 1]), Decisions({0: 1}))
    plan = solve(problem, Goals(), SolveConfig(time_limit_s=20, workers=1))
    assert plan.officer[0] == 1
    assert [(each.rule, each.officer, each.case) for each in plan.breaches] == [("eligibility", 1, 0)]


def random_decisions(problem: Problem, chance: random.Random) -> Decisions:
    """Some that do not contradict each other: one for a family at most, and nobody excluded to whom it is given."""
    given, barred = dict[int, int](), set[tuple[int, int]]()
    done = set[int]()
    for case in range(len(problem.cases)):
        family = together_with(problem, case)
        officer = chance.randrange(len(problem.officers))
        if done & set(family) or bool(problem.cases.pinned[list(family)].any()):
            continue
        if chance.random() < 0.4:
            given[case] = officer
            done |= set(family)
        elif chance.random() < 0.3:
            barred.add((case, officer))
            done |= set(family)
    return Decisions(given, frozenset(barred))


def assigned_at_random(problem: Problem, chance: random.Random) -> Indices:
    officer = np.array([chance.randrange(-1, len(problem.officers)) for _ in range(len(problem.cases))], np.int32)
    for case in range(len(officer)):
        officer[list(together_with(problem, case))] = officer[case]
    return officer


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_is_what_checking_the_changed_assignment_from_scratch_finds(seed: int) -> None:
    made, chance = random_instance(seed), random.Random(seed)
    problem, goals = made.problem, made.goals
    decisions, assigned = random_decisions(problem, chance), assigned_at_random(problem, chance)
    found = decide(problem, assigned, goals, TERMS, (NONE, decisions))
    expected = assigned.copy()
    for case, officer in decisions.given.items():
        expected[list(together_with(problem, case))] = officer
    lost = {case for case, officer in decisions.barred if expected[case] == officer}
    kept = [case for case in range(len(expected)) if not lost & set(together_with(problem, case))]
    assert found.officer_then[kept].tolist() == expected[kept].tolist()
    assert all(found.officer_then[case] != officer for case, officer in decisions.barred)
    now, then = check(problem, assigned, goals), check(problem, found.officer_then, goals)
    assert (found.moves_now, found.moves_then) == (now.moves, then.moves)
    for level in found.levels:
        if level.name in then.values and level.unit.adds_up:
            aside = now.set_aside.get(level.name, 0), then.set_aside.get(level.name, 0)
            assert (level.now, level.then) == (
                sum(now.values[level.name]) + aside[0],
                sum(then.values[level.name]) + aside[1],
            )
    back = decide(problem, assigned, goals, TERMS, (NONE, NONE))
    assert back.officer_then.tolist() == assigned.tolist(), "undo of everything is no change"
    assert not back.loads
    assert not back.broken


@pytest.mark.parametrize("seed", range(60))
def test_orders_alone_are_what_pins_are_where_the_same_officer_has_the_case(seed: int) -> None:
    """A pin to who has it today, said as an order or as a pin, is the same problem: shares and checker agree."""
    problem = random_instance(seed).problem
    pinned = problem.cases.pinned
    ordered = np.where(pinned, problem.cases.current, NEW).astype(np.int32)
    said = replace(problem, cases=replace(problem.cases, ordered=ordered))
    assert fair_shares(said).share == fair_shares(problem).share
    goals, officer = Goals(), np.maximum(problem.cases.current, UNPLACED).astype(np.int32)
    assert check(said, officer, goals).violations == check(problem, officer, goals).violations


@pytest.mark.parametrize("seed", range(25))
def test_any_plan_around_decisions_passes_the_checker_and_follows_them(seed: int) -> None:
    made = random_instance(seed)
    decisions = random_decisions(made.problem, random.Random(seed))
    problem = bound_by(made.problem, decisions)
    plan = solve(problem, made.goals, SolveConfig(time_limit_s=10, workers=1))
    checked = check(problem, plan.officer, made.goals, plan)
    assert checked.violations == ()
    for case, officer in decisions.given.items():
        family = list(together_with(made.problem, case))
        assert plan.officer[family].tolist() == [officer] * len(family)
        assert set(plan.reason[family].tolist()) == {Reason.PINNED}
    assert all(plan.officer[case] != officer for case, officer in decisions.barred)
    moved = (plan.officer >= 0) & (problem.cases.current != NEW) & (plan.officer != problem.cases.current)
    assert checked.moves.cases == int(moved.sum())
