"""Moves and swaps: within the budget, within eligibility and standards, and an honest word at the end."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Ints
from solver.budget import Budget
from solver.formulation.goals.ranking import held_after
from solver.goals import Goals, Measure, Policy
from solver.heuristics.construction import first_fit
from solver.heuristics.local_search import LocalSearch
from solver.model.part import Part
from tests.solver.every_plan import effort, part_of, parts_of, random_parts
from tests.solver.instances import make_problem
from tests.solver.offices import anyhow, is_a_plan, office

KINDS: list[dict[str, bool]] = [
    {},
    {"own_weights": True},
    {"standards": True},
    {"bundles": True},
    {"standards": True, "bundles": True},
]


def moved(part: Part, planned: Ints) -> int:
    return int(part.keepable.sum()) - part.kept(planned)


def a_part(seed: int, moves: Measure = Measure.CASES) -> Part:
    problem = office(seed, **KINDS[seed % len(KINDS)])
    return max(parts_of(problem, Goals(moves=moves)), key=lambda part: len(part.column_class))


@pytest.mark.parametrize("moves", list(Measure))
def test_a_repair_keeps_to_budget_eligibility_and_standards_and_says_how_it_ended(moves: Measure) -> None:
    well = ill = 0
    for seed in range(24):
        part = a_part(seed, moves)
        start = anyhow(part, seed)
        room = held_after(part, {"fairness": (50, 500, 3_000)[seed % 3]}).load
        budget = moved(part, start) + (0, 1, 400)[seed % 3] if seed % 2 else None
        mend = LocalSearch(part, start, room, budget, seed)
        missed = mend.missed
        done = mend.run(effort())
        planned = mend.planned
        assert (part.placed(planned) == part.placed(start)).all()
        assert (planned >= 0).all()
        cases = part.caseloads(planned)
        assert ((cases <= part.standard) | (part.standard < 0)).all()
        above = np.maximum(part.loads(planned) - room, 0)[room >= 0]
        assert mend.missed == above.sum() <= missed
        if budget is not None:
            assert moved(part, planned) <= budget
        assert done is (not above.any())
        well, ill = well + done, ill + (not done)
    assert well > 2
    assert ill > 2


def test_one_move_mends_it() -> None:
    part = part_of(make_problem([10, 10], [3, 3, 3], current=[0, 0, 1]))
    mend = LocalSearch(part, np.array([3, 0]), np.array([6, 6]), None, 0)
    assert mend.missed == 3
    assert mend.run(effort())
    assert mend.planned.tolist() == [2, 1]


def test_one_swap_mends_it() -> None:
    """5 + 4 against 3 + 2, each with room for 7: neither single move helps."""
    part = part_of(make_problem([10, 10], [5, 4, 3, 2], standards=[2, 2]))
    on_first = part.column_officer == 0
    heavy = part.effort[part.column_class] >= 4
    mend = LocalSearch(part, (on_first == heavy).astype(np.int64), np.array([7, 7]), None, 0)
    assert mend.run(effort())
    assert part.loads(mend.planned).tolist() == [7, 7]


def test_a_case_that_nobody_else_may_hold_stays() -> None:
    problem = make_problem([10, 10], [4, 4, 1], [[0], [0, 1]], signature=[0, 0, 1])
    part = part_of(problem)
    mend = LocalSearch(part, np.array([2, 1, 0]), np.array([7, 7]), None, 0)
    assert not mend.run(effort())
    assert mend.missed == 1
    assert mend.planned.tolist() == [2, 0, 1]


def test_a_budget_of_none_left_moves_nothing_that_would_be_missed() -> None:
    part = part_of(make_problem([10, 10], [3, 3, 3], current=[0, 0, 0]))
    mend = LocalSearch(part, np.array([3, 0]), np.array([6, 6]), 0, 0)
    assert not mend.run(effort())
    assert mend.planned.tolist() == [3, 0]
    # new cases are nobody's: they may go
    part = part_of(make_problem([10, 10], [3, 3, 3]))
    assert LocalSearch(part, np.array([3, 0]), np.array([6, 6]), 0, 0).run(effort())


def test_a_start_above_its_budget_is_not_called_well() -> None:
    part = part_of(make_problem([10, 10], [3, 3, 3], current=[0, 0, 0]))
    mend = LocalSearch(part, np.array([1, 2]), np.array([9, 9]), 1, 0)
    assert not mend.run(effort())
    assert LocalSearch(part, np.array([1, 2]), np.array([9, 9]), 2, 0).run(effort())


def test_who_has_no_limit_takes_what_others_cannot() -> None:
    part = part_of(make_problem([10, 10], [3, 3, 3]))
    mend = LocalSearch(part, np.array([3, 0]), np.array([0, -1]), None, 0)
    assert mend.run(effort())
    assert mend.planned.tolist() == [0, 3]


def test_the_same_seed_mends_the_same_way() -> None:
    for seed in range(6):
        part = a_part(seed)
        room = held_after(part, {"fairness": 100}).load
        plans = []
        for _ in range(2):
            mend = LocalSearch(part, anyhow(part, seed), room, None, 5)
            mend.run(effort())
            plans.append(mend.planned.tolist())
        assert plans[0] == plans[1]


def test_a_stop_leaves_the_plan_as_it_is() -> None:
    part = a_part(1)
    start = anyhow(part, 1)
    room = np.zeros(len(part.officers), np.int64)
    for over in (Budget(time.monotonic() - 1, 1, 0), replace(effort(), should_stop=lambda: True)):
        mend = LocalSearch(part, start, room, None, 0)
        assert not mend.run(over)
        assert mend.planned.tolist() == start.tolist()


def test_polish_lowers_the_price_and_stays_within_limits() -> None:
    cheaper = 0
    for seed in range(12):
        problem = office(seed, costs=True, standards=seed % 2 == 1)
        part = max(parts_of(problem), key=lambda part: len(part.column_class))
        start = anyhow(part, seed)
        price = part.column_cost.astype(np.float64)
        mend = LocalSearch(part, start, part.loads(start), None, seed, price)
        mend.polish(effort())
        planned = mend.planned
        assert (part.placed(planned) == part.placed(start)).all()
        assert is_a_plan(part, planned)
        assert (part.loads(planned) <= part.loads(start)).all()
        before, after = float(start @ price), float(planned @ price)
        assert after <= before
        cheaper += after < before
    assert cheaper > 6


def test_polish_ends_where_no_exchange_is_cheaper() -> None:
    """Two like cases that cost 1 and 9 here, 9 and 1 there, are swapped once."""
    table = [(0, 0, 9, -1), (0, 1, 1, -1), (1, 0, 1, -1), (1, 1, 9, -1)]
    part = part_of(make_problem([3, 3], [3, 3], pairs=table))
    start = (part.column_cost == 9).astype(np.int64)
    mend = LocalSearch(part, start, np.array([3, 3]), None, 0, part.column_cost.astype(np.float64))
    mend.polish(effort())
    assert mend.planned.tolist() == (part.column_cost == 1).astype(np.int64).tolist()


def test_a_case_that_waits_is_exchanged_for_one_of_the_same_priority_and_for_no_other() -> None:
    """D-1 has 6 hours and holds 7: it can only help to give up the 4 and take the 3 of the same priority."""
    goals = Goals(policy=Policy.WITHIN_CAPACITY)
    part = part_of(make_problem([6], [3, 4, 3, 2], priority=[3, 3, 3, 1]), goals)
    effort_of, priority = part.effort[part.column_class], part.priority[part.column_class]
    start = np.where(priority == 3, 1, 0)
    start[effort_of == 3] = 1
    assert part.loads(start).tolist() == [7]
    stays = LocalSearch(part, start, part.hard, None, 0)
    assert not stays.run(effort())
    mend = LocalSearch(part, start, part.hard, None, 0, waiting={})
    assert mend.run(effort())
    assert part.loads(mend.planned).tolist() == [6]
    assert mend.planned[effort_of == 3].tolist() == [2]


def test_no_more_cases_of_any_priority_wait_after_a_repair() -> None:
    looked = helped = 0
    for seed, _, part in random_parts(range(600)):
        if part.placeable_all:
            continue
        start, room = first_fit(part), np.maximum(part.hard - seed % 3, 0)
        if bool((part.hard < 0).any()):
            continue
        mend = LocalSearch(part, start, room, None, seed, waiting={})
        mend.run(effort())
        planned = mend.planned
        assert (planned >= 0).all()
        assert (part.placed(planned) <= part.count).all()
        for priority in np.unique(part.priority).tolist():
            mine = (part.priority == priority) * part.size
            waited = int(((part.count - part.placed(start)) * mine).sum())
            assert int(((part.count - part.placed(planned)) * mine).sum()) <= waited
        looked, helped = looked + 1, helped + bool((planned != start).any())
    assert looked >= 40, looked
    assert helped >= 5, helped
