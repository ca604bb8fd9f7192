"""A plan put together by hand from what its parts have found: who holds what, what is claimed, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from solver.arrays import Ints
from solver.assembly import Division, assemble_plan
from solver.check.verify import check
from solver.fair_shares.decomposition import fair_shares
from solver.formulation.goals.ranking import BY_NAME, ranked
from solver.goals import Goals, Measure, Objective, Policy, Unit
from solver.lexicographic.part import LevelOutcome, PartResult
from solver.model.disaggregation import Seniority
from solver.model.part import Part
from solver.model.parts import targets
from solver.model.units import units_of
from solver.plan import Breach, Plan, Proof, Reason, Status
from solver.problem import LEFT, NEW, Problem
from tests.solver.check.certificates import certificate, prices
from tests.solver.instances import make_problem

WITHIN = Goals(Policy.WITHIN_CAPACITY)
Outcome = Callable[[int, LevelOutcome], LevelOutcome]
"""What is claimed of a level of a part instead of what is so."""


def divided(problem: Problem, goals: Goals) -> Division:
    units = units_of(problem)
    target = targets(problem, units, fair_shares(problem, units).share, goals.policy)
    return Division.of(problem, units, target, goals)


def counted(division: Division, part: Part, officer: tuple[int, ...]) -> Ints:
    """Units per column of a part, where each case is with this officer (-1: nobody)."""
    planned = np.zeros(len(part.column_class), np.int64)
    class_of = np.repeat(np.arange(len(part.count)), part.count)
    for unit, k in zip(part.units.tolist(), class_of.tolist(), strict=True):
        holder = officer[int(division.units.cases_of(unit)[0])]
        if holder >= 0:
            local = part.officers.tolist().index(holder)
            planned[(part.column_class == k) & (part.column_officer == local)] += 1
    return planned


def assembled(
    problem: Problem,
    *officer: int,
    goals: Goals | None = None,
    claimed: Outcome = lambda _part, rung: rung,
) -> Plan:
    """The plan in which each case is with this officer, each level being the best there is unless claimed otherwise."""
    goals = goals or Goals()
    division = divided(problem, goals)
    with_cost = problem.pairs is not None and bool(problem.pairs.cost.any())
    asked = ranked(goals, np.unique(division.units.priority).tolist(), with_cost)
    planned = []
    for number, part in enumerate(division.parts):
        counts = counted(division, part, officer)
        rungs = []
        for goal in asked:
            value = goal.value(part, counts)
            rungs.append(
                claimed(number, LevelOutcome(goal, value, value, goal.slack(goals, value), Proof.SEARCH, None))
            )
        planned.append(PartResult(counts, tuple(rungs)))
    of_units = np.arange(len(division.units))
    in_roster_order = Seniority(of_units, np.zeros_like(of_units))
    return assemble_plan(problem, goals, fair_shares(problem), division, asked, planned, in_roster_order)


def instead(name: str, **changes: Any) -> Outcome:
    """Something else claimed of one level, in every part."""
    return lambda _, rung: replace(rung, **changes) if rung.name == name else rung


TWO = make_problem([9, 9, 9], [3, 4, 5, 6], [[0, 2], [1]], signature=[0, 1, 0, 1], current=[0, 1, NEW, NEW])
"""D-1 and D-3 may hold C-1 and C-3; D-2 may hold C-2 and C-4."""


def test_counts_of_every_part_become_officers_of_cases_again() -> None:
    plan = assembled(TWO, 0, 1, 2, 1)
    assert plan.officer.tolist() == [0, 1, 2, 1]
    assert plan.part_of_officer.tolist() == [0, 1, 0]
    assert plan.part_of_case.tolist() == [0, 1, 0, 1]
    assert check(TWO, plan.officer, Goals(), plan).violations == ()


def test_a_family_goes_as_a_whole_and_what_nobody_can_hold_goes_nowhere() -> None:
    problem = make_problem([9, 9], [1, 1, 1, 1], [[0, 1], []], signature=[0, 0, 0, 1], bundle=[3, -1, 3, -1])
    plan = assembled(problem, 1, 0, 1, -1)
    assert plan.officer.tolist() == [1, 0, 1, -1]
    assert plan.part_of_case.tolist() == [0, 0, 0, -1]
    assert check(problem, plan.officer, Goals(), plan).violations == ()


def test_levels_have_the_numbers_of_every_part() -> None:
    plan = assembled(TWO, 2, 1, 0, 1, claimed=instead("continuity", best=0, bound=-2))
    level = plan.level("continuity")
    assert level.part_value.tolist() == [1, 0]
    assert level.part_best.tolist() == [0, 0]
    assert level.part_bound.tolist() == [-2, -2]
    assert level.unit is Unit.CASES
    assert plan.level("fairness").slack == 100
    assert plan.level("fairness").unit is Unit.STEPS


def test_a_plan_is_optimal_where_every_level_is() -> None:
    assert assembled(TWO, 0, 1, 2, 1).status is Status.OPTIMAL
    open_ = assembled(TWO, 0, 1, 2, 1, claimed=instead("evenness", bound=-1))
    assert open_.status is Status.FEASIBLE


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (Proof.TRIVIAL, Proof.TRIVIAL, Proof.TRIVIAL),
        (Proof.TRIVIAL, Proof.ARITHMETIC, Proof.ARITHMETIC),
        (Proof.ARITHMETIC, Proof.SEARCH, Proof.SEARCH),
        (Proof.SEARCH, Proof.TRIVIAL, Proof.SEARCH),
    ],
)
def test_a_level_rests_on_the_weakest_of_its_parts_proofs(first: Proof, second: Proof, together: Proof) -> None:
    def claim(part: int, rung: LevelOutcome) -> LevelOutcome:
        return replace(rung, proof=(first, second)[part])

    assert {level.proof for level in assembled(TWO, 0, 1, 2, 1, claimed=claim).levels} == {together}


def test_certificates_of_all_parts_are_handed_on() -> None:
    claim = certificate("continuity", 1, [1], prices(1), 0, None)

    def claimed(part: int, rung: LevelOutcome) -> LevelOutcome:
        return replace(rung, certificate=claim) if part == 1 and rung.name == "continuity" else rung

    plan = assembled(TWO, 0, 1, 2, 1, claimed=claimed)
    assert plan.level("continuity").certificates == (claim,)
    assert all(not level.certificates for level in plan.levels if level.name != "continuity")


def test_where_nobody_is_there_is_no_part_and_all_is_trivial() -> None:
    problem = make_problem([], [3], [[]], current=[LEFT])
    plan = assembled(problem, -1)
    assert {level.proof for level in plan.levels} == {Proof.TRIVIAL}
    assert plan.level("fairness").slack == 100
    assert plan.level("coverage_3").best == 1
    assert plan.status is Status.OPTIMAL
    assert check(problem, plan.officer, Goals(), plan).violations == ()


def test_what_nobody_can_hold_is_set_aside_from_coverage_alone() -> None:
    problem = make_problem([9, 0], [2, 5, 0, 1], [[0], [1]], signature=[0, 1, 1, 1], priority=[3, 2, 2, 3])
    for measure, urgent, other in ((Measure.CASES, 2, 1), (Measure.HOURS, 5 + 1, 1)):
        goals = Goals(coverage=measure)
        division = divided(problem, goals)

        def aside(name: str, goals: Goals = goals, division: Division = division) -> int:
            return division.set_aside(BY_NAME[name])

        assert (aside("coverage_2"), aside("coverage_3"), aside("coverage_1")) == (urgent, other, 0)
        assert aside("fairness") == aside("continuity") == aside("cost") == 0


EVERYTHING = make_problem(
    [9, 9, 0],
    [1] * 8,
    [[0, 1], [1], [], [2]],
    signature=[0, 0, 0, 0, 1, 0, 2, 3],
    current=[0, 0, NEW, LEFT, 0, 0, NEW, NEW],
    pinned=[False, True, False, False, False, False, False, False],
)


@pytest.mark.parametrize("objective", list(Objective))
def test_reasons_by_hand(objective: Objective) -> None:
    plan = assembled(EVERYTHING, 0, 0, 1, 1, 1, 1, -1, -1, goals=Goals(objective=objective))
    assert [Reason(int(reason)) for reason in plan.reason] == [
        Reason.KEPT,
        Reason.PINNED,
        Reason.NEW,
        Reason.FORCED,
        Reason.FORCED,
        Reason.COST if objective is Objective.COST else Reason.BALANCE,
        Reason.NO_ELIGIBLE_OFFICER,
        Reason.NO_HOURS,
    ]


def test_what_waits_is_explained_by_a_sum_where_there_is_one() -> None:
    problem = make_problem([9, 4], [1, 1, 1, 3, 3], [[0], [1]], signature=[0, 0, 0, 1, 1], standards=[2, -1])
    plan = assembled(problem, 0, 0, -1, 1, -1, goals=WITHIN)
    assert [Reason(int(reason)) for reason in plan.reason[[2, 4]]] == [Reason.STANDARDS, Reason.HOURS]
    assert {(s.reason, s.need, s.have) for s in plan.shortages} == {(Reason.STANDARDS, 3, 2), (Reason.HOURS, 6, 4)}
    assert check(problem, plan.officer, WITHIN, plan).violations == ()


def test_what_waits_without_a_sum_is_packing_only_where_coverage_is_proven() -> None:
    """In both parts 3 + 3 + 2 ticks do not fit on 4 and 4; that no more fit is proven of the second part alone."""
    problem = make_problem(
        [4] * 4, [3, 3, 2] * 2, [[0, 1], [2, 3]], signature=[0, 0, 0, 1, 1, 1], priority=[1, 1, 2] * 2
    )

    def open_at(name: str) -> Outcome:
        def claim(part: int, rung: LevelOutcome) -> LevelOutcome:
            return replace(rung, bound=rung.bound - 1) if part == 0 and rung.name == name else rung

        return claim

    for name, first in (
        ("coverage_2", Reason.NOT_PROVEN),
        ("coverage_1", Reason.NOT_PROVEN),
        ("fairness", Reason.PACKING),
    ):
        plan = assembled(problem, 0, 1, -1, 2, 3, -1, goals=WITHIN, claimed=open_at(name))
        assert [Reason(int(reason)) for reason in plan.reason[[2, 5]]] == [first, Reason.PACKING], name
        assert check(problem, plan.officer, WITHIN, plan).violations == ()


PINNED = make_problem(
    [5, 0, 9],
    [3, 4, 1, 1],
    [[1, 2], [0, 2]],
    signature=[0, 0, 1, 1],
    current=[0, NEW, 0, 1],
    pinned=[True, False, True, True],
    bundle=[8, 8, -1, -1],
    standards=[2, 3, -1],
)
"""C-1, C-2 and C-3 stay with D-1, who may not hold the first two: 3 cases for a standard of 2, and 8 of 5 ticks. C-4 is
pinned to D-2, who may not hold it and has no hours."""


def test_rules_that_pins_break_by_hand() -> None:
    everywhere = (
        Breach("eligibility", 0, 0),
        Breach("eligibility", 0, 1),
        Breach("eligibility", 1, 3),
        Breach("standard", 0, None, 3, 2),
    )
    plan = assembled(PINNED, 0, 0, 0, 1)
    assert plan.breaches == (*everywhere, Breach("hours", 1, None, 1, 0))
    hard = assembled(PINNED, 0, 0, 0, 1, goals=WITHIN)
    assert hard.breaches == (*everywhere, Breach("hours", 0, None, 8, 5), Breach("hours", 1, None, 1, 0))
    for found, goals in ((plan, Goals()), (hard, WITHIN)):
        assert check(PINNED, found.officer, goals, found).violations == ()
