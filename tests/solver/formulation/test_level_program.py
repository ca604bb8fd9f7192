"""Each rule on the smallest model that shows it, kept and broken; and all of them over every plan of small parts."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from solver.arrays import Ints
from solver.certificate import HeldGoals
from solver.engines.cp_sat import search
from solver.engines.integer_program import IntegerProgram, Rule
from solver.formulation.goals.ranking import BY_NAME, GOALS, HELD_BY_LOADS, held_after
from solver.formulation.level_program import level_program
from solver.goals import Goals, Measure, Policy
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, effort, names_of, part_of, random_parts, random_rooms, torn_parts
from tests.solver.instances import make_problem


def broken(program: IntegerProgram, x: Ints) -> set[Rule | str]:
    """Rules of the rows that a point does not keep; of goals, their names."""
    total = np.zeros(len(program.row_low), np.int64)
    np.add.at(total, program.row, program.coefficient * x[program.column])
    out = (total < program.row_low) | (total > program.row_high)
    rows = ((program.row_rule[row], int(program.row_index[row])) for row in np.flatnonzero(out).tolist())
    return {GOALS[index].name if rule is Rule.GOAL else rule for rule, index in rows}


def breaks(part: Part, held: HeldGoals, planned: list[int], objective: str | None = None) -> set[Rule | str]:
    """Rules that a plan breaks. One that breaks none must be allowed, and CP-SAT must think so too."""
    program, layout = level_program(part, held, None if objective is None else BY_NAME[objective])
    point = layout.point(part, np.array(planned, np.int64))
    out = broken(program, point)
    assert program.allows(point) is (not out)
    found = search(program, point, point, None, effort())
    assert found.complete
    assert (found.x is None) is bool(out)
    return out


def rooms(part: Part, **levels: int) -> HeldGoals:
    return held_after(part, levels)


def test_assign() -> None:
    part = part_of(make_problem([9, 9], [1, 1]))
    assert breaks(part, rooms(part), [1, 1]) == set()
    assert breaks(part, rooms(part), [2, 0]) == set()
    assert breaks(part, rooms(part), [1, 0]) == {Rule.ASSIGN}
    assert breaks(part, rooms(part), [2, 1]) == {Rule.ASSIGN}
    # where something may stay unplaced, what is missing is counted as that
    part = part_of(make_problem([9, 9], [1, 1]), Goals(Policy.WITHIN_CAPACITY))
    assert breaks(part, rooms(part), [1, 0]) == set()


def test_a_pinned_case_is_never_left_out() -> None:
    problem = make_problem([9, 9], [1], current=[0], pinned=[True])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    program, layout = level_program(part, rooms(part), None)
    assert program.high[layout.at_unplaced] == 0
    assert not program.allows(layout.point(part, np.array([0], np.int64)))
    assert program.allows(layout.point(part, np.array([1], np.int64)))


def test_hours() -> None:
    part = part_of(make_problem([4, 9], [2, 2, 2]), Goals(Policy.WITHIN_CAPACITY))
    assert breaks(part, rooms(part), [2, 1]) == set()
    assert breaks(part, rooms(part), [3, 0]) == {Rule.HOURS}


def test_hours_of_fairness() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2]))
    assert breaks(part, rooms(part, fairness=1_000), [1, 2]) == set()
    assert breaks(part, rooms(part, fairness=999), [1, 2]) == {Rule.HOURS}  # 3 ticks hold one case of 2


def test_a_row_of_hours_is_divided_by_what_its_efforts_have_in_common() -> None:
    part = part_of(make_problem([27, 27], [4, 6, 10]), Goals(Policy.WITHIN_CAPACITY))
    program, _ = level_program(part, rooms(part), None)
    hours = [row for row, rule in enumerate(program.row_rule) if rule is Rule.HOURS]
    assert program.row_unit[hours].tolist() == [2, 2]
    assert program.row_high[hours].tolist() == [13, 13]
    assert sorted(program.coefficient[program.row == hours[0]].tolist()) == [2, 3, 5]


def test_standard() -> None:
    part = part_of(make_problem([9, 9], [1, 1, 1], standards=[2, -1], bundle=[0, 0, -1]))
    bundle = int(np.flatnonzero(part.size == 2)[0])
    both_with_first = [int(c) for c in part.column_officer == 0]
    assert breaks(part, rooms(part), both_with_first) == {Rule.STANDARD}
    only_bundle = ((part.column_officer == 0) == (part.column_class == bundle)).astype(np.int64).tolist()
    assert breaks(part, rooms(part), only_bundle) == set()


def test_coverage() -> None:
    problem = make_problem([2], [2, 2, 1], priority=[1, 1, 2])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    urgent = part.priority[part.column_class] == 1
    one_urgent, one_other = urgent.astype(np.int64).tolist(), (~urgent).astype(np.int64).tolist()
    assert breaks(part, rooms(part, coverage_1=1), one_urgent) == set()
    assert breaks(part, rooms(part, coverage_1=1), one_other) == {"coverage_1"}
    assert breaks(part, rooms(part, coverage_1=1, coverage_2=0), one_urgent) == {"coverage_2"}
    in_ticks = part_of(problem, Goals(Policy.WITHIN_CAPACITY, coverage=Measure.HOURS))
    assert breaks(in_ticks, rooms(in_ticks, coverage_1=2), one_urgent) == set()
    assert breaks(in_ticks, rooms(in_ticks, coverage_1=1), one_urgent) == {"coverage_1"}


def test_continuity() -> None:
    part = part_of(make_problem([9, 9], [1, 1, 1], current=[0, 0, 1]))
    assert breaks(part, rooms(part, continuity=1), [1, 2]) == set()
    assert breaks(part, rooms(part, continuity=0), [1, 2]) == {"continuity"}
    assert breaks(part, rooms(part, continuity=0), [2, 1]) == set()
    by_hours = part_of(make_problem([9, 9], [4], current=[0]), Goals(moves=Measure.HOURS))
    assert breaks(by_hours, rooms(by_hours, continuity=4), [0, 1]) == set()
    assert breaks(by_hours, rooms(by_hours, continuity=3), [0, 1]) == {"continuity"}


def test_kept() -> None:
    """The row says what the hours say already, but so that a relaxation sees it: 2 cases of 3 ticks, not 2 1/3."""
    part = part_of(make_problem([7, 9], [3, 3, 3], current=[0, 0, 0]), Goals(Policy.WITHIN_CAPACITY))
    program, layout = level_program(part, rooms(part), BY_NAME["continuity"])
    assert Rule.KEPT in program.row_rule
    assert breaks(part, rooms(part), [2, 1], "continuity") == set()
    assert breaks(part, rooms(part), [3, 0], "continuity") == {Rule.HOURS, Rule.KEPT}
    row = program.row_rule.index(Rule.KEPT)
    assert program.row_high[row] == 2
    # who may keep everything needs no such row
    roomy = part_of(make_problem([9, 9], [3, 3, 3], current=[0, 0, 0]), Goals(Policy.WITHIN_CAPACITY))
    assert Rule.KEPT not in level_program(roomy, rooms(roomy), BY_NAME["continuity"])[0].row_rule
    assert layout.size == len(program.low)


def test_excess() -> None:
    """What lies above the fair load must be counted; more may be counted, less not."""
    part = part_of(make_problem([10, 10], [4, 4]))
    program, layout = level_program(part, rooms(part), BY_NAME["evenness"])
    x = layout.point(part, np.array([2, 0], np.int64))
    assert x[layout.at_excess :].tolist() == [4, 0]
    assert program.allows(x)
    assert program.value(x) == 4
    x[layout.at_excess] = 3
    assert broken(program, x) == {Rule.EXCESS}
    x[layout.at_excess] = 5
    assert program.allows(x)


def test_the_first_tick_above_the_share_counts_less() -> None:
    """3 h for two officers of 10 h: 1.5 h are fair, so that the second hour counts half and the third all."""
    part = part_of(make_problem([10, 10], [1, 1, 1], tick_hours=Fraction(1)))
    program, layout = level_program(part, rooms(part), BY_NAME["evenness"])
    assert (layout.excess.tolist(), layout.first.tolist()) == ([0, 1], [0, 1])
    x = layout.point(part, np.array([3, 0], np.int64))
    assert (x[layout.at_excess : layout.at_first].tolist(), x[layout.at_first :].tolist()) == ([1, 0], [1, 0])
    assert layout.over(x).tolist() == [2, 0]
    assert program.allows(x)
    assert program.value(x) == 15_000
    # only one tick is cheap, and less than what lies above is not counted
    dear = x.copy()
    dear[layout.at_excess], dear[layout.at_first] = 0, 2
    assert not program.allows(dear)
    dear[layout.at_first] = 1
    assert broken(program, dear) == {Rule.EXCESS}


def test_evenness() -> None:
    part = part_of(make_problem([10, 10], [4, 4]))
    assert breaks(part, rooms(part, evenness=4), [2, 0]) == set()
    assert breaks(part, rooms(part, evenness=3), [2, 0]) == {"evenness"}
    assert breaks(part, rooms(part, evenness=0), [1, 1]) == set()


def test_cost() -> None:
    part = part_of(make_problem([9, 9], [1], pairs=[(0, 0, 7, -1), (0, 1, -2, -1)]))
    assert breaks(part, rooms(part, cost=7), [1, 0]) == set()
    assert breaks(part, rooms(part, cost=6), [1, 0]) == {"cost"}
    assert breaks(part, rooms(part, cost=-2), [0, 1]) == set()


PARTS = [*random_parts(range(250), most=300), *torn_parts(range(40))]


@pytest.mark.parametrize("joint", [False, True])
def test_the_program_allows_exactly_the_plans_that_keep_what_is_held(joint: bool) -> None:
    """Over every plan of every part; with ``joint``, several levels are held at once."""
    allowed = refused = 0
    for seed, instance, part in PARTS:
        plans = EveryPlan.of(part)
        names = names_of(instance)
        rng = random.Random(f"rows {seed}")
        held = held_after(part, random_rooms(rng, plans, names if joint else names[:1]))
        objective = rng.choice([name for name in names if name not in HELD_BY_LOADS])
        program, layout = level_program(part, held, BY_NAME[objective])
        keeps, value = plans.keeps(held), plans.value(objective)
        for planned, fine, worth in zip(plans.planned, keeps.tolist(), value.tolist(), strict=True):
            point = layout.point(part, planned)
            assert program.allows(point) is fine
            assert program.value(point) == worth
            assert layout.planned(point).tolist() == planned.tolist()
            allowed, refused = allowed + fine, refused + (not fine)
    assert allowed > 1_000
    assert refused > 1_000
