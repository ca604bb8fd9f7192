"""Remedies: each does what it says, and the best of a size is the best of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import chain, combinations, pairwise

import pytest

from solver.analysis.fte import Basis
from solver.analysis.remedies.condensed_problem import Outcome, condensed, outcome_of
from solver.analysis.remedies.hire import HireParams
from solver.analysis.remedies.options import FieldParams, field_of
from solver.analysis.remedies.raise_standard import LiftParams
from solver.analysis.remedies.rank import Kind, RemediesParams, chosen_together, effect, remedies
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import AddOfficers, Change, Lend, Train
from solver.errors import InvalidParameter
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import released_roster, roster
from tests.solver.instances import make_problem

TEN = Basis(Fraction(10), Fraction(12))
A_FEW_HOURS = Basis(Fraction("1.5"), Fraction(2))


def spanish(count: int) -> list[tuple[Need, float]]:
    return [(Need(skills=frozenset({"spanish"})), 1)] * count


def trainings(problem: Problem) -> list[Change]:
    names = {name.casefold() for need in problem.needs for name in need.skills}
    return [
        Train(who, (name,))
        for who, held in zip(problem.officers.ids, problem.officers.skills, strict=True)
        for name in sorted(names)
        if name not in {skill.casefold() for skill in held}
    ]


def loans(problem: Problem) -> list[Change]:
    names = {need.office.casefold() for need in problem.needs if need.office}
    return [
        Lend(who, name)
        for who, held in zip(problem.officers.ids, problem.officers.offices, strict=True)
        for name in sorted(names)
        if held and name not in {office.casefold() for office in held}
    ]


def up_to(changes: list[Change], most: int) -> Iterable[tuple[Change, ...]]:
    return chain.from_iterable(combinations(changes, size) for size in range(most + 1))


def search_is_exhaustive(seed: int, kind: Kind) -> int:
    problem = released_roster(seed)
    candidates = trainings(problem) if kind is Kind.TRAIN else loans(problem)
    found = chosen_together(condensed(problem), kind, 2, 60)
    for most in (1, 2):
        best = min(outcome_of(applied(problem, each)).rank for each in up_to(candidates, most))
        mine = min(
            [outcome_of(problem).rank, *(each.after.rank for each in found if len(each.changes) <= most)],
        )
        assert mine == best, (seed, kind, most)
    for each in found:
        assert outcome_of(applied(problem, each.changes)) == each.after, "as in the whole problem"
        assert each.proven
        assert each.least_gap_hours == each.after.gap_hours
    return len(found)


@pytest.mark.parametrize("kind", [Kind.TRAIN, Kind.LEND])
def test_the_best_two_are_those_of_exhaustive_search(kind: Kind) -> None:
    assert sum(search_is_exhaustive(seed, kind) for seed in range(100)) > 20, "otherwise nothing was tested"


@pytest.mark.campaign
@pytest.mark.parametrize("kind", [Kind.TRAIN, Kind.LEND])
@pytest.mark.parametrize("first", range(100, 1100, 100))
def test_the_best_two_are_those_of_exhaustive_search_in_a_campaign(kind: Kind, first: int) -> None:
    assert sum(search_is_exhaustive(seed, kind) for seed in range(first, first + 100)) > 20


def test_two_cross_trainings_by_hand() -> None:
    """24 h of Spanish, one speaker of 10 h, two others idle: 240%; with one 120%, with two 80%."""
    problem = roster([10, 10, 10], spanish(24), skills=[{"Spanish"}, set(), set()])
    one, two = chosen_together(problem, Kind.TRAIN, 3, 60)
    assert (one.before.peak, one.after.peak) == (Fraction(12, 5), Fraction(6, 5))
    assert one.hours_gained == 10
    assert two.after.peak == Fraction(4, 5)
    assert set(two.changes) == {Train("D-2", ("spanish",)), Train("D-3", ("spanish",))}
    assert two.sentence == (
        "2 cross-trainings (D-2 learns spanish; D-3 learns spanish): the peak goes from 240% to 80%, and 14 h are "
        "gained, none stay missing."
    )


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ((14, 0), (4, 0), "4 h stay missing"),
        ((14, 0), (1, 0), "1 h stays missing"),
        ((14, 0), (0, 0), "none stay missing"),
        ((14, 14), (4, 4), "4 h go on waiting for somebody who may do the work"),
        ((14, 4), (6, 4), "6 h stay missing or go on waiting for somebody who may do the work"),
        ((14, 4), (0, 0), "nothing is left"),
    ],
)
def test_work_that_waits_was_said_to_stay_missing(before: tuple[int, int], after: tuple[int, int], left: str) -> None:
    outcomes = [Outcome(Fraction(1, 2), Fraction(gap), Fraction(waits)) for gap, waits in (before, after)]
    assert effect(*outcomes) == f"{before[0] - after[0]} h are gained, {left}."


def test_a_case_that_asks_for_two_skills_takes_two_trainings() -> None:
    both = Need(skills=frozenset({"a", "b"}))
    problem = roster([10, 10], [(both, 5)], skills=[set(), set()])
    (found,) = chosen_together(problem, Kind.TRAIN, 2, 60)
    assert found.hours_gained == 5
    assert len({change.officer for change in found.changes if isinstance(change, Train)}) == 1


def test_what_is_not_a_flow_is_not_searched() -> None:
    problem = make_problem([5, 5], [3], pairs=[(0, 0, 0, 2), (0, 1, 0, 4)])
    assert field_of(problem, Train, 1) is None
    assert chosen_together(problem, Kind.TRAIN, 2, 5) == []


def test_remedies_are_ranked_and_true() -> None:
    kinds = set()
    for seed in range(30):
        problem = released_roster(seed)
        found = remedies(problem, basis=A_FEW_HOURS, time_limit_s=60, together=2)
        before = outcome_of(problem)
        gaps = [each.after.gap_hours for each in found.ranked]
        assert gaps == sorted(gaps)
        for one, other in pairwise(found.ranked):
            if one.after.gap_hours == other.after.gap_hours and (one.kind, other.kind).count(Kind.HIRE) != 1:
                assert one.after.rank <= other.after.rank
        for each in found.ranked:
            kinds.add(each.kind)
            assert each.before == before
            assert each.after == outcome_of(applied(problem, each.changes))
            assert before.is_mended_by(each.after)
        people = [each for each in (*found.ranked, found.enough) if each is not None and each.kind is not Kind.DROP]
        assert (found.best is None) == (not people)
        if found.best is not None:
            least = min(each.after.gap_hours for each in people)
            # of those that gain the same missing hours, those that need nobody new
            alike = [each for each in people if each.after.gap_hours == least]
            nobody_new = [each for each in alike if each.kind is not Kind.HIRE] if before.gap_hours else alike
            assert found.best.after.rank == min(each.after.rank for each in nobody_new or alike), (
                "the headline is the best of the list"
            )
        if found.enough is not None:
            assert found.enough.after == outcome_of(applied(problem, found.enough.changes))
    assert kinds == set(Kind)


def test_a_pin_to_somebody_without_hours_is_not_cured_by_hiring() -> None:
    """The only shortage is a case pinned to D-1, who has none; "hiring 1 officer" left all 10 h missing."""
    problem = roster([0, 100], [(Need(), 10), (Need(), 10)], current=[0, 0], pinned=[False, True])
    found = remedies(problem, basis=TEN, time_limit_s=60)
    assert [each.kind for each in found.ranked] == [Kind.UNPIN, Kind.HOURS]
    assert [str(each.changes[0]) for each in found.ranked] == [
        "the pin is taken off C-2",
        "D-1 has 10 h more for cases",
    ]
    assert [each.after.gap_hours for each in found.ranked] == [0, 0]
    assert (found.best, found.enough) == (found.ranked[0], None)


def test_two_hires_are_not_proposed_where_one_is_enough() -> None:
    """110 h in each of two offices with 100 h: one hire for both leaves nothing missing, and the headline said two."""
    problem = roster([100, 100], [(Need("north"), 110), (Need("south"), 110)], offices=[{"north"}, {"south"}])
    found = remedies(problem, basis=Basis(Fraction(148), Fraction(173)), together=0, time_limit_s=0)
    both = AddOfficers(1, Fraction(148), offices=frozenset({"north", "south"}))
    assert found.enough is not None
    assert found.enough.changes == next(each for each in found.ranked if each.kind is Kind.HIRE).changes == (both,)
    assert found.best is not None
    assert (found.best.people, int(found.best.after.gap_hours)) == (1, 0)


def test_several_hires_are_the_headline_where_one_is_not_enough() -> None:
    problem = roster([10], [(Need(), 35)])
    found = remedies(problem, basis=TEN, together=0, time_limit_s=0)
    assert found.best is found.enough
    assert found.best is not None
    assert (found.best.people, int(found.best.after.gap_hours)) == (3, 0)


def test_nothing_to_mend() -> None:
    found = remedies(roster([10], []), basis=TEN)
    assert (found.ranked, found.hires, found.enough, found.drop) == ((), (), None, None)
    found = remedies(make_problem([], [], []), basis=TEN)
    assert found.ranked == ()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RemediesParams(steps_share=2), r"RemediesParams\.steps_share must be from 1e-09 to 1, not 2"),
        (lambda: HireParams(most_profiles=0), r"HireParams\.most_profiles must be from 1 to inf, not 0"),
        (lambda: FieldParams(most_candidates=0), r"FieldParams\.most_candidates must be from 1 to inf, not 0"),
        (lambda: LiftParams(most_tried=0), r"LiftParams\.most_tried must be from 1 to inf, not 0"),
    ],
)
def test_parameters_that_cannot_be_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        make()


def test_parameters_reach_what_they_are_for() -> None:
    """24 h of Spanish, one speaker of 10 h: a hire helps, and is not looked for where none is to be shown."""
    problem = roster([10, 2, 8], spanish(24), skills=[{"spanish"}, set(), set()])
    usual = remedies(problem, basis=TEN, together=0)
    none = remedies(
        problem, basis=TEN, together=0, params=RemediesParams(shown_hires=0, hire=HireParams(most_together=0))
    )
    assert [each.kind for each in usual.ranked if each.kind is Kind.HIRE]
    assert not [each.kind for each in none.ranked if each.kind is Kind.HIRE]
    assert usual.enough is not None
    assert none.enough is None


def test_where_hours_are_missing_those_who_are_there_come_before_a_hire_who_gains_no_more() -> None:
    """An office at a third of its hours with work for two skills that nobody has together need not hire."""
    both = Need(skills=frozenset({"x", "y"}))
    problem = roster([100, 100], [(Need(), 60), (both, 5)], skills=[{"x"}, {"y"}])
    found = remedies(problem, basis=Basis(Fraction(148), Fraction(173)), together=1, time_limit_s=60)
    assert [each.kind for each in found.ranked] == [Kind.TRAIN, Kind.HIRE]
    assert found.best is found.ranked[0]
    assert found.ranked[1].after.rank < found.ranked[0].after.rank
