"""Remedies: each does what it says, and the best of a size is the best of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

import numpy as np
import pytest

from solver.analysis.fte import Basis
from solver.analysis.remedies import hire
from solver.analysis.remedies import options as remedies_options
from solver.analysis.remedies.condensed_problem import condensed, outcome_of
from solver.analysis.remedies.hire import fewest, hires, single_hires
from solver.analysis.remedies.mip import best_choice
from solver.analysis.remedies.options import field_of
from solver.analysis.remedies.rank import Kind, chosen_together, remedies
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.cases import with_cases
from solver.analysis.scenarios.changes import AddOfficers, Change, Detail, Lend, Train
from solver.analysis.staffing.verdict import staffing
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import released_roster, roster
from tests.solver.instances import make_problem, random_instance

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


def test_a_condensed_problem_stands_the_same_whatever_changes() -> None:
    for seed in range(300):
        problem = released_roster(seed) if seed % 2 else replace(random_instance(seed).problem, release_ineligible=True)
        small = condensed(problem, by_priority=seed % 3 == 0)
        assert outcome_of(small) == outcome_of(problem), seed
        assert len(small.cases) <= len(problem.cases)
        if not len(problem.officers):
            continue
        verdict = staffing(problem, fair_shares(problem)).verdict
        assert (verdict.peak_utilization, verdict.gap_hours) == (
            outcome_of(problem).peak,
            outcome_of(problem).gap_hours,
        )
        changes: list[Change] = [
            AddOfficers(1, Fraction(2), frozenset({"x"}), frozenset({"North"})),
            Detail((problem.officers.ids[0],), share=Fraction(1, 2)),
        ]
        if problem.officers.skills:
            changes.append(Train(problem.officers.ids[-1], ("y",)))
        assert outcome_of(applied(small, changes)) == outcome_of(applied(problem, changes)), seed


def test_a_million_equal_cases_are_one() -> None:
    small = condensed(make_problem([10**6] * 2, [1] * 1000))
    assert small.cases.effort.tolist() == [1000]


def test_hires_by_hand() -> None:
    """35 h and 20 h in hand: 15 h are missing, so 2 hires of 10 h, since one leaves 5 h (35 ÷ 30)."""
    problem = roster([20], spanish(35), skills=[{"spanish"}])
    (found,) = hires(problem, fair_shares(problem), Fraction(10))
    assert found.hire == AddOfficers(2, Fraction(10), frozenset({"spanish"}))
    assert (found.before, found.after, found.one_fewer) == (Fraction(7, 4), Fraction(7, 8), Fraction(7, 6))


def hires_are_exact(seed: int) -> int:
    problem = released_roster(seed)
    shares = fair_shares(problem)
    found = hires(problem, shares, Fraction(3, 2))
    tightest = [each for each in found if each.tier == 0]
    for each in tightest:
        mine = shares.tiers[0].cases
        stay = with_cases(problem, mine.astype(np.int64))
        with_them = outcome_of(applied(stay, [each.hire]))
        assert with_them.gap_hours == 0
        assert with_them.peak is not None
        assert with_them.peak <= 1
        fewer = [replace(each.hire, count=each.hire.count - 1)] if each.hire.count > 1 else []
        assert outcome_of(applied(stay, fewer)).gap_hours > 0
    together = fewest(problem, found)
    least = outcome_of(applied(problem, together)).gap_hours
    for place, single in enumerate(together):
        fewer_hires = [replace(h, count=h.count - (at == place)) for at, h in enumerate(together)]
        fewer_hires = [h for h in fewer_hires if h.count]
        assert outcome_of(applied(problem, fewer_hires)).gap_hours > least, single
    return len(tightest)


def test_the_stated_hires_suffice_and_one_fewer_does_not() -> None:
    assert sum(hires_are_exact(seed) for seed in range(200)) > 50


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(200, 2000, 200))
def test_the_stated_hires_suffice_in_a_campaign(first: int) -> None:
    assert sum(hires_are_exact(seed) for seed in range(first, first + 200)) > 50


def test_no_single_hire_gains_more_than_the_best_one() -> None:
    tested = 0
    for seed in range(80):
        problem = released_roster(seed)
        found = single_hires(problem, fair_shares(problem), Fraction(3, 2))
        if not found:
            continue
        profiles = [
            AddOfficers(1, Fraction(3, 2), frozenset(skills), frozenset(offices), frozenset(dockets))
            for skills in (set[str](), {"x"}, {"y"}, {"x", "y"})
            for offices in (set[str](), {"north"}, {"south"})
            for dockets in (set[str](), {"detained"})
        ]
        best = min(outcome_of(applied(problem, [hire])).gap_hours for hire in profiles)
        assert found[0][1].gap_hours == best, seed
        assert [after for _, after in found] == [outcome_of(applied(problem, [hire])) for hire, _ in found]
        tested += outcome_of(problem).gap_hours > 0
    assert tested > 20


def test_remedies_are_ranked_and_true() -> None:
    kinds = set()
    for seed in range(30):
        problem = released_roster(seed)
        found = remedies(problem, basis=A_FEW_HOURS, time_limit_s=60, together=2)
        before = outcome_of(problem)
        ranks = [each.after.rank for each in found.ranked]
        assert ranks == sorted(ranks)
        for each in found.ranked:
            kinds.add(each.kind)
            assert each.before == before
            assert each.after == outcome_of(applied(problem, each.changes))
            assert each.after.rank < before.rank
        if found.enough is not None:
            assert found.enough.after == outcome_of(applied(problem, found.enough.changes))
    assert kinds == set(Kind)


def test_nothing_to_mend() -> None:
    found = remedies(roster([10], []), basis=TEN)
    assert (found.ranked, found.hires, found.enough, found.drop) == ((), (), None, None)
    found = remedies(make_problem([], [], []), basis=TEN)
    assert found.ranked == ()


def test_of_many_candidates_the_most_promising_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """24 h of Spanish, one speaker of 10 h; of two others the one with 8 h can help more than the one with 2 h."""
    problem = roster([10, 2, 8], spanish(24), skills=[{"spanish"}, set(), set()])
    monkeypatch.setattr(remedies_options, "MOST_OPENED", 0)
    monkeypatch.setattr(remedies_options, "MOST_CANDIDATES", 1)
    field = field_of(condensed(problem), Train, 2)
    assert field is not None
    assert field.candidates == (Train("D-3", ("spanish",)),)
    found = best_choice(condensed(problem), field, 2, 60)
    assert outcome_of(problem).gap_hours - found.after.gap_hours == 8
    assert not found.proven, "others were not looked at"


def test_where_very_many_tiers_need_hires_they_are_not_weighed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = roster([1, 1], [(Need("north"), 5), (Need("south"), 5)], offices=[{"north"}, {"south"}])
    needed = hires(problem, fair_shares(problem), Fraction(3))
    assert len(fewest(problem, needed)) == len(needed) == 2
    monkeypatch.setattr(hire, "MOST_TOGETHER", 1)
    assert fewest(problem, needed) == ()
