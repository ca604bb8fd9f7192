"""The verdict in parts, each by hand, and the overall word against every way of placing the cases."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from solver.analysis.fte import Basis, Period, State
from solver.analysis.staffing.verdict import Verdict, staffing
from solver.analysis.staffing.verdict_parts import Part, PartName, overall
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, Policy, SolveConfig
from solver.plan import Plan
from solver.problem import Need, Problem
from solver.solve import solve
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import make_problem

HOUR = 10_000
QUICK = SolveConfig(20, 1)
BOTH = Need(skills=frozenset({"x", "y"}))


def verdict(problem: Problem, plan: Plan | None = None) -> Verdict:
    shares = fair_shares(problem)
    return staffing(problem, shares, basis=Basis.of(Period.MONTH), plan=plan).verdict


def said(problem: Problem, plan: Plan | None = None) -> tuple[State, list[str]]:
    found = verdict(problem, plan)
    return found.state, [part.sentence for part in found.parts]


def test_five_cases_wait_for_a_skill_and_the_hours_suffice() -> None:
    """Two officers with one skill each, at a third of their hours: the office was red as a whole."""
    problem = roster([100, 100], [(Need(), 5)] * 12 + [(BOTH, 4)] * 5, skills=[{"x"}, {"y"}])
    state, sentences = said(problem)
    assert state is State.STRAINED
    assert sentences == [
        "The hours suffice (40% of all).",
        "5 cases wait for a skill.",
        "Nobody has a caseload standard.",
    ]
    hours, skills, _ = verdict(problem).parts
    assert (hours.state, hours.cases, hours.hours) == (State.SUSTAINABLE, 0, Fraction(0))
    assert (skills.state, skills.cases, skills.hours) == (State.STRAINED, 5, Fraction(20))


def test_standards_that_leave_too_few_places_are_said_before_any_plan() -> None:
    """Five cases and 1 + 0 + 2 places were sustainable, and nothing was said of the standards."""
    problem = make_problem([100 * HOUR] * 3, [HOUR] * 5, standards=[1, 0, 2])
    state, sentences = said(problem)
    assert state is State.STRAINED
    assert sentences[2] == (
        "2 cases wait for a place under the caseload standards. These 5 cases need 5 places; only D-1, D-2 and D-3 may "
        "hold them, whose standards leave 3."
    )
    part = verdict(problem).part(PartName.STANDARDS)
    assert (part.cases, part.hours) == (2, None), "which of them wait is not known yet"
    planned = verdict(problem, solve(problem, Goals(), QUICK)).part(PartName.STANDARDS)
    assert (planned.cases, planned.hours) == (2, Fraction(2))
    assert planned.sentence == "2 cases wait for a place under the caseload standards."


def test_a_family_that_is_too_large_for_everybody_waits_before_any_plan() -> None:
    problem = make_problem([100 * HOUR] * 2, [HOUR] * 2 + [HOUR], bundle=[0, 0, -1], standards=[1, 1])
    assert verdict(problem).part(PartName.STANDARDS).cases == 2


def test_places_are_enough_where_they_are() -> None:
    problem = make_problem([100 * HOUR] * 2, [HOUR] * 2, standards=[1, 1])
    assert said(problem)[1][2] == "The caseload standards leave a place for each case."
    assert verdict(problem).state is State.SUSTAINABLE


@pytest.mark.parametrize(
    ("need", "what"),
    [
        (Need("north", "adult", frozenset({"z"})), "a skill"),
        (Need("west", "adult", frozenset({"x"})), "an office"),
        (Need("north", "youth", frozenset({"x"})), "a docket"),
        (Need("west", "youth"), "somebody who may hold it"),
        (Need("north", excluded=frozenset({0})), "somebody who may hold it"),
    ],
)
def test_what_is_waited_for(need: Need, what: str) -> None:
    problem = roster([10], [(need, 1), (Need(), 1)], skills=[{"x"}], offices=[{"north"}], dockets=[{"adult"}])
    assert said(problem)[1][1] == f"1 case waits for {what}."


def test_what_several_cases_wait_for_is_said_of_several() -> None:
    """“23 cases wait for somebody who may hold it.”"""
    problem = roster([10], [(Need("west", "youth"), 1)] * 2 + [(Need(), 1)] * 2, offices=[{"north"}], dockets=[{"a"}])
    assert said(problem)[1][1] == "2 cases wait for somebody who may hold them."


def test_a_family_waits_as_a_whole_and_a_pin_and_a_leave_are_said() -> None:
    x, y = Need(skills=frozenset({"x"})), Need(skills=frozenset({"y"}))
    away = Need(skills=frozenset({"z"}))
    problem = roster(
        [10, 10, 0],
        [(x, 1), (y, 1), (away, 1), (Need(), 1), (Need(), 1)],
        skills=[{"x"}, {"y"}, {"z"}],
        current=[-1, -1, -1, 2, -1],
        pinned=[False, False, False, True, False],
    )
    problem = replace(problem, cases=replace(problem.cases, bundle=np.array([0, 0, -1, -1, -1], np.int32)))
    assert said(problem)[1][1] == (
        "2 cases wait for a skill, 1 case waits for hours of those who may hold it and 1 case is pinned to "
        "somebody without hours."
    )


def test_cases_that_stay_with_somebody_who_has_hours_were_said_to_wait() -> None:
    """Three of four cases stay with who has them: “Unsustainable. Most cases wait”, though somebody works on each."""
    problem = roster([100, 100], [(BOTH, 5)] * 3 + [(Need(), 5)], skills=[{"x"}, set()], current=[0, 0, 1, 1])
    state, sentences = said(problem)
    assert state is State.STRAINED
    assert sentences[1] == "3 cases stay with officers who may not hold them, for want of a skill."
    part = verdict(problem).part(PartName.SKILLS)
    assert (part.cases, part.staying) == (3, 3)
    released = verdict(replace(problem, release_ineligible=True))
    assert released.state is State.UNSUSTAINABLE, "then they do wait"
    assert (released.part(PartName.SKILLS).cases, released.part(PartName.SKILLS).staying) == (3, 0)


def test_a_pin_against_the_rules_left_the_office_sustainable() -> None:
    """A case is pinned to an officer who lacks the skill for it: somebody works on it, and a rule is broken."""
    x = Need(skills=frozenset({"x"}))
    problem = roster([100, 100], [(x, 5), (Need(), 5)], skills=[{"x"}, set()], current=[1, 1], pinned=[True, True])
    state, sentences = said(problem)
    assert state is State.STRAINED
    assert sentences[1] == "1 case is pinned to an officer who may not hold it."
    part = verdict(problem).part(PartName.SKILLS)
    assert (part.cases, part.staying, part.hours) == (1, 1, Fraction(5))
    family = replace(problem, cases=replace(problem.cases, bundle=np.array([0, 0], np.int32)))
    loose = replace(family, cases=replace(family.cases, pinned=np.array([False, True])))
    assert said(loose)[1][1] == "1 case is pinned to an officer who may not hold it."
    right = replace(problem, cases=replace(problem.cases, current=np.array([0, 1], np.int32)))
    assert verdict(right).state is State.SUSTAINABLE


def test_a_case_that_stays_with_somebody_without_hours_waits() -> None:
    """One stays with A, who works on it, one with B without hours; one, with A, only C may hold, without hours."""
    z = Need(skills=frozenset({"z"}))
    problem = roster(
        [100, 0, 0],
        [(BOTH, 5), (BOTH, 5), (z, 5), (Need(), 1), (Need(), 1)],
        skills=[{"x"}, {"y"}, {"z"}],
        current=[0, 1, 0, 0, 0],
    )
    part = verdict(problem).part(PartName.SKILLS)
    assert (part.cases, part.staying) == (3, 2)
    assert part.sentence == (
        "1 case waits for a skill. 2 cases stay with officers who may not hold them, for want of a skill (1) and hours "
        "of those who may (1)."
    )


def test_standards_left_a_place_for_each_case_where_cases_that_stay_exceed_one() -> None:
    """A may hold one case, and three are pinned to A or stay there: “leave a place for each case”, and sustainable."""
    plain = make_problem(
        [100 * HOUR] * 2, [HOUR] * 4, [[], [0, 1]], signature=[0, 0, 1, 1], current=[0, 0, 0, 1], standards=[1, -1]
    )
    problem = replace(plain, cases=replace(plain.cases, pinned=np.array([False, False, True, False])))
    state, sentences = said(problem)
    assert state is State.STRAINED
    assert sentences[2] == "D-1 has 2 cases above the caseload standard: pinned, or staying there."
    part = verdict(problem).part(PartName.STANDARDS)
    assert (part.cases, part.staying, part.hours) == (2, 2, Fraction(0))


def test_a_case_larger_than_anybodys_hours_was_sustainable() -> None:
    """150 h for two officers of 100 h who have 15 cases of 1 h besides, and for ten in whose pool it is a trifle."""
    problem = make_problem([100 * HOUR] * 10, [150 * HOUR, 10 * HOUR])
    found = verdict(problem)
    assert found.state is State.STRAINED
    part = found.part(PartName.HOURS)
    assert part.sentence == "The hours suffice (16% of all). C-1 takes more hours than anybody has who may hold it."
    there, ones = np.array([0, 0], np.int32), np.array([True, False])
    pinned = replace(problem, cases=replace(problem.cases, current=there, pinned=ones))
    assert verdict(pinned).part(PartName.HOURS).sentence.startswith("50 h are missing"), "a pin says whose they are"


def test_a_family_larger_than_anybodys_hours_and_times_of_ones_own() -> None:
    family = make_problem([100 * HOUR] * 10, [60 * HOUR, 60 * HOUR], bundle=[0, 0])
    assert (
        verdict(family)
        .part(PartName.HOURS)
        .sentence.endswith("C-1 with its family take more hours than anybody has who may hold them.")
    )
    for effort, is_large in ((90, False), (110, True)):
        pairs = [(0, 0, 0, 150 * HOUR), (0, 1, 0, effort * HOUR)]
        problem = make_problem([100 * HOUR] * 2, [HOUR], pairs=pairs)
        assert ("more hours than anybody" in verdict(problem).parts[0].sentence) is is_large


def test_a_plan_that_overloads_somebody_was_calmed_over() -> None:
    """Four cases of 70 h and three officers of 100 h: 93% of all hours, and one officer has 140 h in every plan."""
    problem = make_problem([100 * HOUR] * 3, [70 * HOUR] * 4)
    part = verdict(problem, solve(problem, Goals(), QUICK)).part(PartName.HOURS)
    assert part.state is State.STRAINED
    assert re.fullmatch(
        r"The hours suffice \(93\.3% of all\)\. In the plan D-[123] has more work than hours\.", part.sentence
    )


def test_what_hard_hours_leave_out_is_not_calmed_over() -> None:
    """3 + 3 + 2 h for 4 and 4 h: the hours suffice in sum, and a case has no officer."""
    problem = make_problem([4 * HOUR] * 2, [3 * HOUR, 3 * HOUR, 2 * HOUR])
    plan = solve(problem, Goals(Policy.WITHIN_CAPACITY), QUICK)
    part = verdict(problem, plan).part(PartName.HOURS)
    assert (part.cases, part.hours, part.state) == (1, Fraction(0), State.STRAINED)
    assert part.sentence == "The hours suffice (100% of all). 1 case has no officer within the hours in the plan."


def test_hours_are_missing_where_all_work_together_is_more_than_all_hours() -> None:
    """8 h for 10 h, and 5 h that nobody may hold: if somebody could, 3 h would be missing."""
    found = verdict(roster([10], [(Need(), 8), (BOTH, 5), (Need(), 0)], skills=[set()]))
    part = found.part(PartName.HOURS)
    assert (found.state, part.hours) == (State.UNSUSTAINABLE, Fraction(3))
    assert part.sentence == "3 h are missing (0.02 FTE)." or part.sentence.startswith("3 h are missing (")


def test_where_most_cases_wait_the_office_cannot_do_its_work() -> None:
    def word(waiting: int, cases: int) -> State:
        one = Part(PartName.SKILLS, State.STRAINED, waiting, Fraction(0), Fraction(0), "")
        return overall((Part(PartName.HOURS, State.SUSTAINABLE, 0, Fraction(0), Fraction(0), ""), one), cases)

    assert [word(waiting, 4) for waiting in (1, 2, 3, 4)] == [State.STRAINED] * 2 + [State.UNSUSTAINABLE] * 2


def test_nobody_and_nothing_has_three_parts_as_well() -> None:
    found = verdict(make_problem([], [], []))
    assert [part.state for part in found.parts] == [State.SUSTAINABLE] * 3
    assert found.part(PartName.HOURS).sentence == "There is no work, and nobody has hours."


def test_no_plan_places_more_than_the_standards_are_said_to_leave() -> None:
    """Against every way of handing out up to four cases: so many wait at least, and without families just so many."""
    seen = 0
    for seed in range(250):
        rng = random.Random(f"places {seed}")
        n, m = rng.randint(1, 3), rng.randint(1, 4)
        rows = [[o for o in range(n) if rng.random() < 0.7] for _ in range(2)]
        bundle = [rng.choice([-1, -1, 0]) for _ in range(m)]
        problem = make_problem(
            [10] * n,
            [1] * m,
            rows,
            signature=[rng.randrange(2) for _ in range(m)],
            standards=[rng.choice([-1, 0, 1, 1, 2]) for _ in range(n)],
            bundle=bundle,
        )
        found = verdict(problem)
        outside = found.outside.cases
        least = min(
            sum(o is None for o in each)
            for each in product([None, *range(n)], repeat=m)
            if keeps_the_rules(problem, each)
        )
        claimed = found.part(PartName.STANDARDS).cases
        assert claimed <= least - outside, seed
        if bundle.count(0) < 2:
            assert claimed == least - outside, seed
            seen += claimed > 0
    assert seen > 20


def keeps_the_rules(problem: Problem, officer: tuple[int | None, ...]) -> bool:
    families: dict[int, set[int | None]] = {}
    for case, o in enumerate(officer):
        if o is not None and not problem.may_hold(case)[o]:
            return False
        if problem.cases.bundle[case] >= 0:
            families.setdefault(int(problem.cases.bundle[case]), set()).add(o)
    counts = [sum(each == o for each in officer) for o in range(len(problem.officers))]
    standards = problem.officers.standard.tolist()
    few = all(most < 0 or count <= most for count, most in zip(counts, standards, strict=True))
    return few and all(len(each) == 1 for each in families.values())
