"""Every fix that is called verified gives its cases an officer, and nothing smaller for one officer would."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from solver.analysis.casework.fixes import Fix, fixes
from solver.analysis.remedies.room import CENT
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import AddOfficers, Change, Lend, MoreHours, SetStandard, Train
from solver.goals import Goals, Policy, SolveConfig
from solver.model.units import units_of
from solver.plan import UNPLACED, Plan, Reason
from solver.problem import ALONE, NO_STANDARD, Need, Problem
from solver.solve import solve
from tests.solver.analysis.made_rosters import random_roster, roster
from tests.solver.instances import make_problem

QUICK = SolveConfig(20, 1)
FTE = Fraction(4)
HOUR = 10_000


def of(problem: Problem, policy: Policy = Policy.ASSIGN_ALL, most: int = 20) -> tuple[Plan, tuple[Fix, ...]]:
    plan = solve(problem, Goals(policy=policy), QUICK)
    return plan, fixes(problem, plan.officer, plan.reason, policy, hire_hours=FTE, most=most)


def test_a_skill_by_hand() -> None:
    """Nobody speaks Creole. Of two officers with room the one of the right docket learns it."""
    work = [(Need(docket="a", skills=frozenset({"Creole"})), 2), (Need(docket="a"), 1)]
    problem = roster([10, 10], work, skills=[set(), set()], dockets=[{"b"}, {"a"}])
    _, (fix,) = of(problem)
    assert (fix.reason, fix.changes, fix.officer, fix.placed) == (
        Reason.NO_ELIGIBLE_OFFICER,
        (Train("D-2", ("Creole",)),),
        "D-2",
        1,
    )


def test_nobody_of_the_docket_is_there_so_somebody_is_hired() -> None:
    problem = roster([10], [(Need("north", "a", frozenset({"x"})), 2)], skills=[set()], dockets=[{"b"}])
    _, (fix,) = of(problem)
    hire = AddOfficers(1, FTE, frozenset({"x"}), frozenset({"north"}), frozenset({"a"}))
    assert (fix.changes, fix.officer, fix.placed) == ((hire,), None, 1)


def test_an_exclusion_is_never_lifted() -> None:
    problem = roster([10], [(Need(excluded=frozenset({0})), 2)])
    _, (fix,) = of(problem)
    assert fix.changes == (AddOfficers(1, FTE),)


def test_hours_that_are_given_back() -> None:
    """The only speaker is away, and the other officer would need two skills: 3 h for the speaker are one change."""
    both = Need(skills=frozenset({"x", "y"}))
    problem = roster([0, 10], [(both, 1), (both, 2)], skills=[{"x", "y"}, set()])
    _, (fix,) = of(problem)
    assert (fix.reason, fix.changes, fix.placed) == (Reason.NO_HOURS, (MoreHours("D-1", Fraction(3)),), 2)


def test_a_standard_by_hand() -> None:
    """5 cases, 2 places: either officer may hold 3 more."""
    problem = make_problem([100 * HOUR] * 2, [HOUR] * 5, standards=[1, 1])
    _, (fix,) = of(problem)
    assert (fix.reason, fix.changes, fix.placed) == (Reason.STANDARDS, (SetStandard("D-1", 4),), 3)


def test_hours_by_hand() -> None:
    """Within capacity: 3 + 3 + 2 h for 7 h. The case of 2 h waits, 1 h is left, so 1 h more does."""
    problem = make_problem([7 * HOUR], [3 * HOUR, 3 * HOUR, 2 * HOUR], priority=[1, 1, 5])
    plan, (fix,) = of(problem, Policy.WITHIN_CAPACITY)
    assert plan.officer.tolist() == [0, 0, UNPLACED]
    assert (fix.reason, fix.changes, fix.placed) == (Reason.HOURS, (MoreHours("D-1", Fraction(1)),), 1)


def test_more_hours_at_an_efficiency() -> None:
    """7 h are carried by 10 h, so 1 h more of work takes 1.43 h more."""
    problem = make_problem([7 * HOUR], [8 * HOUR], available=[10 * HOUR])
    _, (fix,) = of(problem, Policy.WITHIN_CAPACITY)
    assert fix.changes == (MoreHours("D-1", Fraction("1.43")),)
    assert fix.placed == 1


def test_nobody_works_for_two() -> None:
    """6 h are missing, and an FTE is 4 h: somebody is hired, who takes the first two of three cases of 2 h."""
    problem = roster([1], [(Need(), 2)] * 3)
    _, (fix,) = of(problem, Policy.WITHIN_CAPACITY)
    assert fix.changes == (AddOfficers(1, FTE),)
    assert (fix.placed, len(fix.cases)) == (2, 3)


def test_what_the_costs_list_is_not_worked_out() -> None:
    problem = make_problem([HOUR, 0], [HOUR], pairs=[(0, 1, 0, -1)])
    _, (fix,) = of(problem)
    assert (fix.changes, fix.placed) == ((), 0)
    assert "costs" in fix.why_not


def test_only_so_many_groups_are_worked_out() -> None:
    work = [(Need(skills=frozenset({name})), 1) for name in "abc"]
    _, found = of(roster([10], work, skills=[set()]), most=2)
    assert [fix.placed for fix in found] == [1, 1, 0]
    assert found[2].why_not == "only the 2 most urgent groups of such cases were worked out"


def test_without_a_plan_only_pins_are_held() -> None:
    problem = roster([10], [(Need(skills=frozenset({"x"})), 1)], skills=[set()])
    nobody = np.full(1, UNPLACED, np.int32)
    (fix,) = fixes(problem, nobody, np.array([10], np.int8), Policy.ASSIGN_ALL, hire_hours=FTE)
    assert fix.placed == 1


SKILL = Need(skills=frozenset({"x"}))
BOTH = Need(skills=frozenset({"x", "y"}))


def with_standards(problem: Problem, *standards: int) -> Problem:
    return replace(problem, officers=replace(problem.officers, standard=np.array(standards, np.int64)))


def test_who_learns_a_skill_is_not_who_then_loses_a_place_to_a_case_that_stayed() -> None:
    """D-1 learns x for C-1, and has one place; but with x, C-2 is theirs, too, which then nobody works on."""
    problem = roster([10, 10], [(SKILL, 1), (BOTH, 1)], skills=[{"y"}, set()], current=[-1, 1])
    _, found = of(with_standards(problem, 1, NO_STANDARD))
    fix = next(each for each in found if each.cases.tolist() == [0])
    assert (fix.changes, fix.placed, fix.along.tolist()) == ((Train("D-2", ("x",)),), 1, [])


def test_a_case_that_stayed_comes_along_and_its_place_is_counted() -> None:
    excluded = Need(skills=frozenset({"x"}), excluded=frozenset({1}))
    problem = roster([10, 10], [(excluded, 1), (BOTH, 1)], skills=[{"y"}, set()], current=[-1, 1])
    _, found = of(with_standards(problem, 1, NO_STANDARD))
    fix = next(each for each in found if each.cases.tolist() == [0])
    assert fix.changes == (Train("D-1", ("x",)), SetStandard("D-1", 2))
    assert (fix.placed, fix.along.tolist()) == (1, [1])


def test_hours_that_are_given_carry_what_comes_along() -> None:
    """D-1 is away: 3 h for C-1 bring C-2 of 2 h along, which stays with D-2 only because nobody may hold it."""
    problem = roster([0, 10], [(SKILL, 3), (BOTH, 2)], skills=[{"x", "y"}, set()], current=[-1, 1])
    _, found = of(problem)
    fix = next(each for each in found if each.cases.tolist() == [0])
    assert (fix.changes, fix.along.tolist()) == ((Train("D-2", ("x",)),), [])
    apart = replace(problem, needs=(replace(SKILL, excluded=frozenset({1})), BOTH))
    _, found = of(apart)
    fix = next(each for each in found if each.cases.tolist() == [0])
    assert (fix.changes, fix.along.tolist()) == ((AddOfficers(1, FTE, frozenset({"x"})),), [])


def test_a_hire_took_a_case_from_who_works_on_it_and_then_nobody_had_it() -> None:
    """C-2 stays with D-1, who may not hold it. Whoever is hired for 4 h takes C-1 of 4 h, and then nobody has C-2."""
    away = Need(docket="b")
    problem = roster([9], [(away, 4), (away, 1)], dockets=[{"a"}], current=[-1, 0])
    urgent = replace(problem, cases=replace(problem.cases, priority=np.array([1, 5], np.int8)))
    plan, (fix,) = of(urgent, Policy.WITHIN_CAPACITY)
    assert plan.reason.tolist() == [Reason.NO_ELIGIBLE_OFFICER, Reason.NOBODY_ELSE]
    assert fix.changes == (AddOfficers(1, FTE, dockets=frozenset({"b"})),)
    assert (fix.placed, fix.lost.tolist()) == (1, [1])


def random_shortage(seed: int) -> Problem:
    """A random roster, sometimes with standards and with cases that stay together."""
    problem, rng = random_roster(seed), random.Random(f"fixes {seed}")
    count = len(problem.cases)
    standard = [rng.choice([NO_STANDARD, 0, 1, 2]) if seed % 2 else NO_STANDARD for _ in problem.officers.ids]
    bundle = [rng.choice([ALONE, ALONE, 0]) if seed % 5 == 0 else ALONE for _ in range(count)]
    bundle = [ALONE if pinned else each for each, pinned in zip(bundle, problem.cases.pinned.tolist(), strict=True)]
    return replace(
        problem,
        officers=replace(problem.officers, standard=np.array(standard, np.int64)),
        cases=replace(
            problem.cases,
            bundle=np.array(bundle, np.int32),
            priority=np.array([rng.randint(1, 5) for _ in range(count)], np.int8),
        ),
    )


def can_hold(problem: Problem, plan: Plan, o: int, cases: list[int], policy: Policy, fix: Fix) -> bool:
    """By the rules as they are written, case by case; what else of the fix the officer has is theirs no longer."""
    if not problem.officers.limit[o] or not all(problem.may_hold(case)[o] for case in cases):
        return False
    theirs = [*(set(np.flatnonzero(plan.officer == o).tolist()) - set(fix.cases.tolist())), *cases]
    standard = int(problem.officers.standard[o])
    if standard != NO_STANDARD and len(theirs) > standard:
        return False
    load = sum(problem.cases.effort[theirs].tolist())
    return policy is Policy.ASSIGN_ALL or load <= int(problem.officers.limit[o])


def without(problem: Problem, plan: Plan, placed: set[int], lost: Iterable[int] = ()) -> list[int]:
    """Cases that nobody holds, by priority, once some are placed and lost: what coverage makes as small as it can."""
    out = [*({*np.flatnonzero(plan.officer == UNPLACED).tolist()} - placed), *lost]
    units = units_of(problem)  # cases that stay together are as urgent as the most urgent of them
    return [sum(int(units.priority[units.of_case[case]]) == rank for case in out) for rank in range(1, 6)]


def set_free(problem: Problem, after: Problem, plan: Plan, o: int) -> list[int]:
    """Cases that stay only as long as nobody may hold them, with their families, and are not the officer's already."""
    if o < len(after.officers) and not after.officers.limit[o]:
        return []
    members: dict[int, list[int]] = {}
    for case in range(len(problem.cases)):
        bundle = int(problem.cases.bundle[case])
        members.setdefault(bundle if bundle != ALONE else -2 - case, []).append(case)
    out = []
    for together in members.values():
        stay = any(plan.reason[case] == Reason.NOBODY_ELSE for case in together)
        if stay and all(after.may_hold(case)[o] for case in together):
            out += [case for case in together if plan.officer[case] != o]
    return out


def smaller(problem: Problem, fix: Fix, policy: Policy) -> Iterator[list[Change]]:
    """Fewer changes of any kind for one officer, or the same with one place or a hundredth of an hour less.

    Where everything is assigned any hours at all do, but whoever had none gets those that the cases take.
    """
    names = sorted({name for row in fix.rows for name in problem.needs[row].skills})
    offices = sorted({problem.needs[row].office or "" for row in fix.rows} - {""})
    for who, standard, served in zip(
        problem.officers.ids, problem.officers.standard.tolist(), problem.officers.offices, strict=True
    ):
        every: list[Change] = [Train(who, (name,)) for name in names]
        every += [Lend(who, office) for office in offices if served]
        every += [MoreHours(who, FTE)]
        every += [SetStandard(who, standard + 10)] if standard != NO_STANDARD else []
        for count in range(len(fix.changes)):
            yield from (list(some) for some in combinations(every, count))
    for at, change in enumerate(fix.changes):
        rest = [each for number, each in enumerate(fix.changes) if number != at]
        if isinstance(change, SetStandard) and change.standard is not None:
            yield [*rest, replace(change, standard=change.standard - 1)]
        if isinstance(change, MoreHours) and policy is Policy.WITHIN_CAPACITY:
            yield [*rest, replace(change, hours=change.hours - CENT)] if change.hours > CENT else rest


def fixes_are_true(seed: int, policy: Policy) -> tuple[int, int]:
    problem = random_shortage(seed)
    plan, found = of(problem, policy)
    waiting = (plan.officer == UNPLACED) | (plan.reason == Reason.NOBODY_ELSE)
    assert sum(len(fix.cases) for fix in found) == int(waiting.sum())
    shown, hired = 0, 0
    for fix in found:
        if not fix.placed:
            assert fix.why_not
            continue
        after = applied(problem, fix.changes)
        o = len(problem.officers) if fix.officer is None else problem.officers.ids.index(fix.officer)
        every = fix.cases.tolist()
        along = fix.along.tolist()
        assert along == sorted(set(set_free(problem, after, plan, o)) - set(every)), (seed, fix)
        taken = [
            some for some in combinations(every, fix.placed) if can_hold(after, plan, o, [*some, *along], policy, fix)
        ]
        assert taken, (seed, fix)
        again = solve(after, Goals(policy=policy), QUICK)
        lost = [
            set(np.flatnonzero(plan.reason == Reason.NOBODY_ELSE).tolist()) & set(every) - set(some) for some in taken
        ]
        assert set(fix.lost.tolist()) in lost, (seed, fix)
        left = [without(problem, plan, set(some), gone) for some, gone in zip(taken, lost, strict=True)]
        assert without(problem, again, set()) <= min(left), (seed, fix)
        shown += 1
        hired += fix.officer is None
        if fix.officer is None:
            continue
        for changes in smaller(problem, fix, policy):
            less = applied(problem, changes)
            who = {change.officer for change in changes if isinstance(change, (Train, Lend, MoreHours, SetStandard))}
            for other in range(len(problem.officers)):
                if not who or problem.officers.ids[other] in who:
                    along = set(set_free(problem, less, plan, other)) - set(every)
                    assert not can_hold(less, plan, other, [*every, *along], policy, fix), (seed, fix, changes)
    return shown, hired


@pytest.mark.parametrize("policy", list(Policy))
def test_fixes_against_brute_force(policy: Policy) -> None:
    found = [fixes_are_true(seed, policy) for seed in range(50)]
    assert sum(shown for shown, _ in found) > 15
    assert sum(hired for _, hired in found) > 1


@pytest.mark.campaign
@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("first", range(0, 480, 80))
def test_fixes_against_brute_force_in_a_campaign(policy: Policy, first: int) -> None:
    assert sum(fixes_are_true(seed, policy)[0] for seed in range(first, first + 80)) > 30
