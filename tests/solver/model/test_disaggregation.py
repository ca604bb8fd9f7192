"""Counts to cases: nothing is lost, and which of several equal cases is picked follows the rule that is stated."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Ints, sum_by
from solver.goals import Goals, Measure, Policy
from solver.model.disaggregation import Seniority, assign_units
from solver.model.part import POOL, Part
from solver.model.units import units_of
from solver.plan import UNPLACED
from solver.problem import NEW, Problem
from tests.solver.every_plan import EveryPlan, part_of, random_parts
from tests.solver.instances import make_problem


def seniority_of(problem: Problem, seed: int = 0) -> Seniority:
    return Seniority.of(problem, units_of(problem), seed)


def opened(problem: Problem, days: Sequence[int]) -> Problem:
    return replace(problem, cases=replace(problem.cases, opened=np.array(days, np.int64)))


def placed(problem: Problem, planned: Sequence[int], goals: Goals | None = None, seed: int = 0) -> list[int]:
    """Who holds each case: the problem has one part, with its columns by class and officer."""
    part = part_of(problem, goals or Goals())
    local = assign_units(part, np.array(planned, np.int64), seniority_of(problem, seed))
    out = np.empty(len(local), np.int64)
    out[part.units] = local
    return out.tolist()


def counts_of(part: Part, officer: Ints) -> Ints:
    """Units per column of an assignment of units."""
    class_of = np.repeat(np.arange(len(part.count)), part.count)
    return np.array(
        [
            ((class_of == k) & (officer == o)).sum()
            for k, o in zip(part.column_class.tolist(), part.column_officer.tolist(), strict=True)
        ],
        np.int64,
    )


def some_plans(seed: int, part: Part, most: int = 6) -> list[Ints]:
    planned = EveryPlan.of(part).planned
    rng = random.Random(seed)
    return [planned[rng.randrange(len(planned))] for _ in range(most)]


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_counts_to_cases_to_counts(first: int) -> None:
    tried = 0
    for seed, instance, part in random_parts(range(first, first + 100)):
        seniority = seniority_of(instance.problem)
        for planned in some_plans(seed, part):
            tried += 1
            officer = assign_units(part, planned, seniority)
            assert counts_of(part, officer).tolist() == planned.tolist()
            placed = [(officer == o).sum() for o in range(len(part.officers))]
            class_of = np.repeat(np.arange(len(part.count)), part.count)
            load = sum_by(part.column_officer, planned * part.column_effort, len(part.officers))
            assert part.loads(planned).tolist() == load.tolist()
            assert part.placed(planned).tolist() == [
                int((officer[class_of == k] != UNPLACED).sum()) for k in range(len(part.count))
            ]
            cases = [int(part.size[class_of[officer == o]].sum()) for o in range(len(part.officers))]
            assert part.caseloads(planned).tolist() == cases
            assert sum(placed) == planned.sum()
    assert tried > 200


@pytest.mark.parametrize("moves", list(Measure))
def test_as_much_stays_as_the_counts_say(moves: Measure) -> None:
    """Exactly as many cases (or their hours) stay with whoever holds them as the counts promise."""
    tried = 0
    for seed, instance, part in random_parts(range(200)):
        if instance.goals.moves is not moves:
            continue
        cases, units = instance.problem.cases, units_of(instance.problem)
        seniority = Seniority.of(instance.problem, units)
        for planned in some_plans(seed, part):
            tried += 1
            stays = 0
            for unit, local in zip(part.units.tolist(), assign_units(part, planned, seniority).tolist(), strict=True):
                for case in units.cases_of(unit).tolist():
                    if local != UNPLACED and part.officers[local] == cases.current[case]:
                        stays += int(cases.effort[case]) if moves is Measure.HOURS else 1
            assert stays == part.kept(planned)
    assert tried > 50


def test_officers_keep_the_cases_that_were_opened_first() -> None:
    problem = opened(make_problem([9, 9], [1] * 5, current=[0, 1, 0, 0, 1]), [30, 8, 10, 20, 4])
    assert placed(problem, [3, 2]) == [0, 1, 0, 0, 1]
    assert placed(problem, [1, 4]) == [1, 1, 0, 1, 1]
    assert placed(problem, [4, 1]) == [0, 0, 0, 0, 1]


def test_a_case_without_a_date_counts_as_new() -> None:
    problem = opened(make_problem([9, 9], [1] * 3, current=[0, 0, 0]), [-1, 700_000, -1])
    assert placed(problem, [1, 2])[1] == 0


def test_without_dates_a_draw_decides_and_not_the_order_of_the_file() -> None:
    """It was the first rows of the file that stayed."""
    problem = make_problem([99, 99], [1] * 12, current=[0] * 12)
    stays = {seed: {c for c, o in enumerate(placed(problem, [5, 7], seed=seed)) if o == 0} for seed in range(9)}
    assert len({frozenset(kept) for kept in stays.values()}) > 4
    cases, turned = problem.cases, list(range(11, -1, -1))
    back = replace(problem, cases=replace(cases, ids=tuple(cases.ids[c] for c in turned)))
    for seed, kept in stays.items():
        assert {11 - c for c, o in enumerate(placed(back, [5, 7], seed=seed)) if o == 0} == kept


def test_cases_that_somebody_held_are_placed_before_new_ones_and_older_ones_first() -> None:
    goals = Goals(Policy.WITHIN_CAPACITY)
    problem = opened(make_problem([2, 1], [1] * 5, current=[NEW, 0, NEW, 0, 0]), [1, 50, 2, 60, 70])
    assert placed(problem, [2, 1], goals) == [UNPLACED, 0, UNPLACED, 0, 1]
    assert placed(problem, [0, 1], goals) == [UNPLACED, 1, UNPLACED, UNPLACED, UNPLACED]
    assert placed(problem, [0, 0], goals) == [UNPLACED] * 5


def pairs_of(problem: Problem, officer: list[int]) -> set[tuple[int, int]]:
    current = problem.cases.current.tolist()
    return {(giver, taker) for giver, taker in zip(current, officer, strict=True) if giver >= 0 and giver != taker}


def test_hand_overs_go_between_few_pairs() -> None:
    """Two who give 3 and 1 and two who take 1 and 3: 2 pairs are enough; dealing in the order of the file made 3."""
    problem = make_problem([99] * 4, [1] * 4, current=[0, 0, 0, 1])
    found = placed(problem, [0, 0, 1, 3])
    assert pairs_of(problem, found) == {(0, 3), (1, 2)}


def test_who_hands_over_to_somebody_anyway_does_so_again() -> None:
    """The case of D-1 that only D-3 may take makes the pair D-1, D-3; of the equal ones D-1 gives to D-3 as well."""
    problem = make_problem([99] * 4, [5, 1, 1], [[0, 2], [0, 1, 2, 3]], signature=[0, 1, 1], current=[0, 0, 1])
    part = part_of(problem)
    planned = np.zeros(len(part.column_class), np.int64)
    big = int(part.effort.argmax())
    for column, (k, o) in enumerate(zip(part.column_class.tolist(), part.column_officer.tolist(), strict=True)):
        planned[column] = int(o == 2) if k == big else int(o >= 2)
    local = assign_units(part, planned, seniority_of(problem))
    out = np.empty(3, np.int64)
    out[part.units] = local
    assert out.tolist() == [2, 2, 3]


def test_each_receives_of_every_type_what_is_due_to_their_number() -> None:
    """Six new cases of one type and three of another, for officers who take 6 and 3: 4 and 2, 2 and 1."""
    problem = make_problem([99, 99], [1] * 9)
    types = np.array([0, 0, 1, 0, 0, 1, 0, 0, 1], np.int32)
    problem = replace(problem, cases=replace(problem.cases, case_type=types, type_names=("a", "b")))
    for seed in range(5):
        found = np.array(placed(problem, [6, 3], seed=seed))
        assert [int(((found == o) & (types == t)).sum()) for o in (0, 1) for t in (0, 1)] == [4, 2, 2, 1]


def test_a_bundle_that_two_officers_hold_goes_where_it_is_planned() -> None:
    problem = make_problem([9, 9, 9], [1, 2], current=[0, 1], bundle=[4, 4])
    part = part_of(problem)
    assert part.mixed.tolist() == [True]
    assert part.holder.tolist() == [POOL]
    for officer in range(3):
        planned = np.zeros(3, np.int64)
        planned[officer] = 1
        assert assign_units(part, planned, seniority_of(problem)).tolist() == [officer]
        assert part.kept(planned) == (officer < 2)


def test_pairs_are_never_more_than_givers_and_takers_of_a_class_less_one() -> None:
    rng = random.Random(5)
    for _ in range(60):
        n = rng.randint(2, 6)
        current = [rng.randrange(n) for _ in range(rng.randint(2, 25))]
        planned = [0] * n
        for _ in current:
            planned[rng.randrange(n)] += 1
        problem = make_problem([99] * n, [1] * len(current), current=current)
        found = placed(problem, planned)
        assert [found.count(o) for o in range(n)] == planned
        surplus = [current.count(o) - planned[o] for o in range(n)]
        givers, takers = sum(each > 0 for each in surplus), sum(each < 0 for each in surplus)
        assert len(pairs_of(problem, found)) <= max(0, givers + takers - 1)
