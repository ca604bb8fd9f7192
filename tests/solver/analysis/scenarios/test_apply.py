"""Changes made to a problem: what changes, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import (
    AddOfficers,
    Change,
    ChangeEffort,
    ChangeIntake,
    Detail,
    DropCases,
    Lend,
    MoreHours,
    RemoveOfficers,
    SetStandard,
    Train,
    Unpin,
)
from solver.analysis.ticks import coarse, finer
from solver.eligibility import eligibility
from solver.errors import InvalidChange, TooLarge
from solver.fair_shares.decomposition import fair_shares
from solver.problem import LEFT, NEW, NO_STANDARD, Need, Problem
from tests.solver.analysis.made_rosters import random_roster, roster
from tests.solver.instances import make_problem, random_instance

SPANISH = Need(skills=frozenset({"Spanish"}))


def office() -> Problem:
    return roster(
        [100, 80, 60],
        [(Need("North"), 10), (Need("South"), 20), (SPANISH, 5), (Need(excluded=frozenset({2})), 8)],
        skills=[{"spanish"}, set(), set()],
        offices=[{"north"}, {"south"}, set()],
        types=["a", "b", "a", None],
        current=[0, 1, 0, 1],
        pinned=[True, False, False, False],
    )


def hours(problem: Problem) -> list[Fraction]:
    return [problem.hours(ticks) for ticks in problem.officers.available.tolist()]


def efforts(problem: Problem) -> list[Fraction]:
    return [problem.hours(ticks) for ticks in problem.cases.effort.tolist()]


def test_no_change_is_no_change() -> None:
    for seed in range(100):
        problem = coarse(random_instance(seed).problem)
        assert applied(problem, []) is problem


def test_ticks_change_nothing() -> None:
    for seed in range(100):
        problem = random_instance(seed).problem
        if int(problem.cases.effort.sum()) > 2**40:
            continue
        fine = finer(problem, 12)
        assert efforts(fine) == efforts(problem)
        assert fair_shares(fine).share == fair_shares(problem).share
        again = coarse(fine)
        assert again.tick_hours >= problem.tick_hours or not any(efforts(problem) + hours(problem))
        assert fair_shares(again).share == fair_shares(problem).share


def test_ticks_that_would_not_fit_are_refused() -> None:
    with pytest.raises(TooLarge):
        finer(make_problem([2**50], [1]), 2**10)


def test_who_leaves_leaves_the_cases_behind() -> None:
    changed = applied(office(), [RemoveOfficers(("D-1",))])
    assert changed.officers.ids == ("D-2", "D-3")
    assert changed.cases.current.tolist() == [LEFT, 0, LEFT, 0]
    assert not changed.cases.pinned.any(), "a pin to somebody who is gone is no order"
    assert changed.needs[3].excluded == {1}, "the excluded officer is still the same one"
    assert changed.eligible.tolist() == eligibility(changed.needs, changed.officers).tolist()


def test_a_case_listed_for_those_who_left_is_not_open_to_all() -> None:
    problem = make_problem([10, 10], [3, 3], pairs=[(0, 0, 1, -1), (1, 0, 1, -1), (1, 1, 1, -1)])
    changed = applied(problem, [RemoveOfficers(("D-1",)), AddOfficers(1, Fraction(10))])
    assert not changed.may_hold(0).any()
    assert changed.may_hold(1).tolist() == [True, False], "nor to those who come"


def test_who_joins_can_what_they_can() -> None:
    newcomer = AddOfficers(2, Fraction(1, 3), frozenset({"SPANISH"}), frozenset({"south"}), standard=4)
    changed = applied(office(), [newcomer])
    assert changed.officers.ids[3:] == ("new-1", "new-2")
    assert hours(changed) == [100, 80, 60, Fraction(1, 3), Fraction(1, 3)]
    assert changed.officers.standard.tolist() == [NO_STANDARD] * 3 + [4, 4]
    assert changed.eligible[:, 3].tolist() == [False, True, True, True], "by office and skill; exclusions name others"
    assert efforts(changed) == efforts(office())


def test_efficiency_counts_in_the_limit_and_is_rounded_down_to_a_tenth_of_a_thousandth() -> None:
    changed = applied(make_problem([3], [3]), [AddOfficers(1, Fraction("1.0001"), efficiency=Fraction(1, 2))])
    assert changed.hours(int(changed.officers.limit[1])) == Fraction("0.5")


def test_names_of_newcomers_are_free() -> None:
    problem = make_problem([1, 1], [1])
    problem = replace(problem, officers=replace(problem.officers, ids=("new-1", "x")))
    assert applied(problem, [AddOfficers(1, Fraction(1))] * 2).officers.ids == ("new-1", "x", "new-2", "new-3")


@pytest.mark.parametrize(
    ("detail", "left"),
    [
        (Detail(("D-1",)), 0),
        (Detail(("D-1",), share=Fraction(1, 3)), Fraction(200, 3)),
        (Detail(("D-1",), away_hours=Fraction("0.5")), Fraction("99.5")),
    ],
)
def test_on_detail(detail: Detail, left: Fraction) -> None:
    changed = applied(office(), [detail])
    assert hours(changed) == [left, 80, 60]
    assert changed.hours(int(changed.officers.limit[0])) == left
    assert changed.cases.current.tolist() == [0, 1, 0, 1], "the cases wait for their officer"
    assert changed.cases.pinned.tolist() == [True, False, False, False]


def test_an_efficiency_stays_on_detail() -> None:
    problem = make_problem([50 * 10_000], [1], available=[100 * 10_000])
    changed = applied(problem, [Detail(("D-1",), away_hours=Fraction(60))])
    assert changed.hours(int(changed.officers.limit[0])) == 20


def test_efforts_by_factor_and_by_hours() -> None:
    assert efforts(applied(office(), [ChangeEffort("A", factor=Fraction(1, 3))])) == [
        Fraction(10, 3),
        20,
        Fraction(5, 3),
        8,
    ]
    assert efforts(applied(office(), [ChangeEffort("a", case_hours=Fraction("0.1"))])) == [
        Fraction("0.1"),
        20,
        Fraction("0.1"),
        8,
    ]


def test_a_factor_also_changes_the_time_of_single_officers() -> None:
    problem = make_problem([10, 10], [3], pairs=[(0, 0, 1, 4), (0, 1, 1, -1)])
    problem = replace(problem, cases=replace(problem.cases, case_type=np.zeros(1, np.int32), type_names=("a",)))
    changed = applied(problem, [ChangeEffort("a", factor=Fraction(3, 2))])
    assert changed.pairs is not None
    assert [changed.hours(ticks) for ticks in changed.pairs.effort.tolist()[:1]] == [Fraction("0.0006")]
    assert changed.pairs.effort[1] == -1


def test_more_cases_are_like_those_that_there_are() -> None:
    changed = applied(office(), [ChangeIntake("a", cases=3)])
    assert changed.cases.ids[4:] == ("C-1 (new 1)", "C-1 (new 2)", "C-3 (new 1)")
    assert efforts(changed)[4:] == [10, 10, 5]
    assert changed.cases.current.tolist()[4:] == [NEW] * 3
    assert not changed.cases.pinned[4:].any()
    assert changed.needs[changed.cases.signature[4]] == Need("North")


def test_a_share_of_cases_is_rounded_half_up() -> None:
    def cases(share: Fraction) -> int:
        return len(applied(office(), [ChangeIntake("a", share=share)]).cases)

    assert [cases(Fraction(1, 4)), cases(Fraction(1, 5)), cases(Fraction(-1, 2)), cases(Fraction(2))] == [5, 4, 3, 8]


def test_copies_have_the_same_pairs_and_dropped_cases_none() -> None:
    problem = make_problem([9, 9], [2, 3], pairs=[(0, 0, 5, 4), (1, 0, 6, -1), (1, 1, 7, 1)])
    problem = replace(problem, cases=replace(problem.cases, case_type=np.zeros(2, np.int32), type_names=("t",)))
    more = applied(problem, [ChangeIntake("t", cases=2)])
    assert more.pairs is not None
    assert list(zip(more.pairs.case.tolist(), more.pairs.cost.tolist(), strict=True)) == [
        (0, 5),
        (1, 6),
        (1, 7),
        (2, 5),
        (3, 6),
        (3, 7),
    ]
    fewer = applied(problem, [DropCases(("C-1",))])
    assert fewer.pairs is not None
    assert fewer.pairs.case.tolist() == [0, 0]
    assert fewer.cases.ids == ("C-2",)


def test_a_pinned_case_does_not_go() -> None:
    assert applied(office(), [ChangeIntake("a", cases=-1)]).cases.ids == ("C-1", "C-2", "C-4")
    with pytest.raises(InvalidChange, match="of 2 cases of type a, 1 are not pinned; 2 cannot go"):
        applied(office(), [ChangeIntake("a", cases=-2)])


def test_who_learns_can_more_and_nothing_less() -> None:
    changed = applied(office(), [Train("D-3", ("SPANISH",))])
    assert changed.eligible.tolist() == eligibility(changed.needs, changed.officers).tolist()
    assert changed.eligible[2].tolist() == [True, False, True]
    assert applied(office(), [Lend("D-2", "North")]).eligible[0].tolist() == [True, True, True]
    with pytest.raises(InvalidChange, match="D-3 serves every office already"):
        applied(office(), [Lend("D-3", "North")])
    for seed in range(200):
        problem = random_roster(seed)
        changed = applied(problem, [Train(problem.officers.ids[0], ("x",))])
        assert changed.eligible.tolist() == eligibility(changed.needs, changed.officers).tolist()
        assert (changed.eligible >= problem.eligible).all()


def test_a_standard_is_another_one() -> None:
    assert applied(office(), [SetStandard("D-2", 7)]).officers.standard.tolist() == [-1, 7, -1]
    both = [SetStandard("D-2", 7), SetStandard("D-2", None)]
    assert applied(office(), both).officers.standard.tolist() == [NO_STANDARD] * 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (RemoveOfficers(("X",)), "there is no officer X"),
        (Train("X", ("a",)), "there is no officer X"),
        (DropCases(("X",)), "there is no case X"),
        (Unpin(("X",)), "there is no case X"),
        (Unpin(("C-2",)), "case C-2 is not pinned"),
        (ChangeEffort("x", factor=Fraction(2)), "there is no case of type x"),
        (ChangeEffort("a", factor=Fraction(-2)), "0 h or more"),
        (ChangeEffort("a", case_hours=Fraction(-2)), "0 h or more"),
        (Detail(("D-1",), away_hours=Fraction(101)), "D-1 has 100 h in the period, so a detail cannot take 101 h"),
        (Detail(("D-1",), share=Fraction(2)), "between 0 and 100%"),
        (AddOfficers(0, Fraction(5)), "1 or more"),
        (AddOfficers(1, Fraction(0)), "hours and an efficiency above 0"),
        (ChangeIntake("a", cases=10**9), "more than 20,000,000 cases"),
    ],
)
def test_what_cannot_be_is_refused(change: Change, message: str) -> None:
    with pytest.raises((InvalidChange, TooLarge), match=message):
        applied(office(), [change])


def test_skills_that_nobody_knows_cannot_be_learnt() -> None:
    with pytest.raises(InvalidChange, match="not known"):
        applied(make_problem([1], [1]), [Train("D-1", ("a",))])


def test_more_hours_by_hand() -> None:
    """10 h at an efficiency of 0.8 carry 8 h; with 5 h more they carry 12. Who had none works at 1."""
    problem = make_problem([80_000, 0], [10_000], available=[100_000, 0])
    after = applied(problem, [MoreHours("D-1", Fraction(5)), MoreHours("D-2", Fraction("0.5"))])
    officers = after.officers
    assert [float(after.hours(ticks)) for ticks in officers.available.tolist()] == [15, 0.5]
    assert [float(after.hours(ticks)) for ticks in officers.limit.tolist()] == [12, 0.5]
    with pytest.raises(InvalidChange, match="above 0"):
        applied(problem, [MoreHours("D-1", Fraction(0))])


def test_a_pin_that_is_taken_off() -> None:
    problem = office()
    pinned = [problem.cases.ids[case] for case in np.flatnonzero(problem.cases.pinned)]
    changed = applied(problem, [Unpin(tuple(pinned))])
    assert pinned
    assert not changed.cases.pinned.any()
    assert changed.cases.current.tolist() == problem.cases.current.tolist()
    assert str(Unpin(("C-1", "C-3"))) == "the pin is taken off C-1 and C-3"
