"""What whole cases can make of a load: which times are too long, who is left, and how many cases fit."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np

from solver.check.choices import Choices, choices_of
from solver.check.cover_inequalities import fits_nowhere, most_cases, without_long
from solver.check.facts import Facts, facts_of
from solver.goals import Goals
from solver.problem import Problem
from tests.solver.instances import make_problem

BOTH = np.array([0, 1])


def raw(problem: Problem) -> tuple[Facts, Choices]:
    facts = facts_of(problem)
    return facts, choices_of(facts, facts.part_of_case, int(facts.part_of_officer.max()) + 1, Goals())


def listed() -> Problem:
    """C-1 takes 5 or 9 ticks, C-2 takes 3 or 4; C-3 has no rows and takes anybody 6. Everything is with D-2 today."""
    return make_problem(
        [20, 20], [5, 3, 6], current=[1, 1, 1], pairs=[(0, 0, 0, 5), (0, 1, 0, 9), (1, 0, 0, 3), (1, 1, 0, 4)]
    )


def left(choices: Choices, part: int = 0) -> list[tuple[int, int]]:
    """Units and officers of the pairs of a part."""
    at = choices.pairs_of_part[part]
    return list(zip(choices.pair_unit[at].tolist(), choices.pair_officer[at].tolist(), strict=True))


def kept(choices: Choices) -> list[int]:
    found: list[int] = choices.keep_unit[choices.keeps_of_part[0]].tolist()
    return found


def test_times_longer_than_what_may_be_carried_are_taken_out() -> None:
    _, choices = raw(listed())
    short = without_long(choices, 0, BOTH, [4, 8], 2)
    assert left(short) == [(1, 0), (1, 1)]
    # C-1 takes D-2 9 ticks and cannot stay; C-3 has no listed time, and is left to the sums
    assert kept(short) == [1, 2]


def test_a_time_that_just_fits_stays() -> None:
    _, choices = raw(listed())
    assert left(without_long(choices, 0, BOTH, [5, 9], 2)) == left(choices)


def test_who_has_no_limit_may_take_anything() -> None:
    _, choices = raw(listed())
    short = without_long(choices, 0, BOTH, [None, 3], 2)
    assert left(short) == [(0, 0), (1, 0)]
    assert kept(short) == [2]


def test_other_parts_are_left_as_they_are() -> None:
    problem = make_problem(
        [9, 9], [5, 5], [[0], [1]], signature=[0, 1], current=[0, 1], pairs=[(0, 0, 0, 7), (1, 1, 0, 7)]
    )
    _, choices = raw(problem)
    short = without_long(choices, 1, np.array([1]), [1], 2)
    assert (left(short, 0), left(short, 1)) == ([(0, 0)], [])
    assert short.keeps_of_part[0].tolist() == [0]


def test_a_unit_that_must_be_placed_and_has_nobody_left_fits_nowhere() -> None:
    _, choices = raw(listed())
    short = without_long(choices, 0, BOTH, [4, 8], 2)
    everything, nothing = np.ones(3, np.bool_), np.zeros(3, np.bool_)
    assert fits_nowhere(short, 0, everything)
    # what may wait, waits
    assert not fits_nowhere(short, 0, nothing)
    # C-1 may wait, the others have somebody
    assert not fits_nowhere(short, 0, np.array([False, True, True]))
    assert not fits_nowhere(choices, 0, everything)


def test_what_is_pinned_does_not_wait() -> None:
    problem = make_problem([20, 20], [5], current=[0], pinned=[True], pairs=[(0, 0, 0, 7), (0, 1, 0, 1)])
    _, choices = raw(problem)
    nothing = np.zeros(1, np.bool_)
    assert not fits_nowhere(without_long(choices, 0, np.array([0]), [7], 2), 0, nothing)
    assert fits_nowhere(without_long(choices, 0, np.array([0]), [6], 2), 0, nothing)


def test_a_unit_without_listed_times_is_never_stuck() -> None:
    _, choices = raw(make_problem([20, 20], [50]))
    assert not fits_nowhere(without_long(choices, 0, BOTH, [1, 1], 2), 0, np.ones(1, np.bool_))


def test_how_many_cases_fit_if_they_are_the_shortest() -> None:
    facts, choices = raw(listed())
    # D-1: 3 + 5 + 6; D-2: 4 + 6 + 9
    for one, other, most in ((2, 3, 0), (3, 9, 1), (8, 10, 2), (13, 18, 2), (14, 19, 3)):
        assert most_cases(choices, facts.allowed, 0, BOTH, [one, other]) == [most, most]
    assert most_cases(choices, facts.allowed, 0, BOTH, [None, 10]) == [None, 2]


def test_cases_that_the_officer_may_not_hold_do_not_count() -> None:
    facts, choices = raw(make_problem([20, 20], [1, 1, 1], [[0, 1], [0]], signature=[0, 1, 1]))
    assert most_cases(choices, facts.allowed, 0, BOTH, [9, 9]) == [3, 1]


def test_a_family_counts_its_cases_each_as_long_as_their_average() -> None:
    """Two cases of 8 ticks together are 4 each: 7 ticks hold 3 + 4, two cases, though no whole family fits."""
    facts, choices = raw(make_problem([20, 20], [3, 5, 3], bundle=[0, 0, -1]))
    rooms = {2: 0, 3: 1, 6: 1, 7: 2, 10: 2, 11: 3, 99: 3}
    for room, most in rooms.items():
        assert most_cases(choices, facts.allowed, 0, BOTH, [room, room]) == [most, most]


def test_no_set_that_fits_has_more_cases() -> None:
    """Beside every set of units; where none is a family, one of them has just as many."""
    families = 0
    for seed in range(60):
        rng = random.Random(f"most cases {seed}")
        efforts = [rng.randint(0, 9) for _ in range(6)]
        pairs = [(c, o, 0, rng.randint(0, 9)) for c in range(4) for o in range(2) if rng.random() < 0.8]
        bundle = [rng.choice([-1, -1, 0]) for _ in range(4)] + [-1, -1]
        facts, choices = raw(make_problem([40, 40], efforts, bundle=bundle, pairs=pairs))
        units = range(len(choices.part))
        time = [
            {o: int(choices.effort[u]) for o in np.flatnonzero(facts.allowed[choices.row[u]]).tolist()} for u in units
        ]
        for u in np.flatnonzero(choices.paired).tolist():
            mine = choices.pair_unit == u
            time[u] = dict(zip(choices.pair_officer[mine].tolist(), choices.pair_time[mine].tolist(), strict=True))
        for o in range(2):
            part = int(facts.part_of_officer[o])
            if part < 0:
                continue
            mine = [u for u in choices.units_of_part[part].tolist() if o in time[u]]
            room = rng.randint(0, 25)
            sets = [each for size in range(len(mine) + 1) for each in combinations(mine, size)]
            fitting = [each for each in sets if sum(time[u][o] for u in each) <= room]
            true = max(sum(int(choices.size[u]) for u in each) for each in fitting)
            (told,) = most_cases(choices, facts.allowed, part, np.array([o]), [room])
            assert told is not None
            single = all(choices.size[u] == 1 for u in mine)
            assert told == true if single else told >= true, seed
            families += not single
    assert families > 10
