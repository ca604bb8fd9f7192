"""What everybody holds: the same advice, whether the other cases stand there one by one or as sums."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.analysis.casework.advice import Terms, advise, advise_beside
from solver.analysis.casework.standing import Standing
from solver.analysis.fte import Basis, Period
from solver.analysis.scenarios.cases import with_cases
from solver.fair_shares.decomposition import fair_shares
from solver.problem import NEW, Need
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import random_instance

TERMS = Terms(Basis.of(Period.MONTH))


def test_sums_by_hand() -> None:
    """D-1 holds 4 of 10 h in one case, D-2 2 of 20 h in a new one; 3 h wait."""
    problem = roster([10, 20], [(Need(), 4), (Need(), 2), (Need(), 3)], current=[0, NEW, NEW])
    held = np.array([0, 1, -1], np.int32)
    standing = Standing.of(problem, held, fair_shares(problem))
    assert [problem.hours(int(ticks)) for ticks in standing.loads] == [4, 2]
    assert (standing.counts.tolist(), standing.fresh.tolist()) == ([1, 1], [0, 1])
    assert standing.waiting.cases.ids == problem.cases.ids[2:]
    assert standing.highest() == [(0, Fraction(2, 5)), (1, Fraction(1, 10))]
    assert standing.headed_for(np.array([0, 1])) == {0: Fraction(2, 5), 1: Fraction(1, 4)}, "the 3 h go to D-2"


def test_advice_needs_nothing_but_the_case_and_the_sums() -> None:
    problem = roster([10, 20, 15], [(Need(), 4), (Need(), 2), (Need(), 3), (Need(), 1)], current=[0, NEW, 2, NEW])
    held = np.array([0, 1, 2, -1], np.int32)
    (whole,) = advise(problem, held, [3], TERMS)
    standing = Standing.of(problem, held, fair_shares(problem))
    alone = advise_beside(with_cases(problem, np.array([3])), 0, standing, TERMS)
    assert replace(alone, case=3, cases=(3,)) == whole
    best = advise_beside(with_cases(problem, np.array([3])), 0, standing, TERMS, most=1)
    assert best.candidates == whole.candidates[:1]


def test_who_is_left_out_gets_nothing() -> None:
    """Beside the fair shares of everybody, for offices by chance: most of them with more to do than the others."""
    left_out = 0
    for seed in range(150):
        instance = random_instance(seed)
        problem = replace(instance.problem, release_ineligible=True, pairs=None)
        chance = random.Random(seed)
        n = len(problem.officers)
        loads = np.array([chance.choice([0, 1, 5, 40, 200]) for _ in range(n)], np.int64)
        none = np.zeros(n, np.int64)
        waiting = with_cases(
            problem, np.array(chance.sample(range(len(problem.cases)), min(2, len(problem.cases))), np.int64)
        )
        standing = Standing(loads, none, none, waiting, fair_shares(problem))
        who = np.flatnonzero(problem.officers.limit > 0)
        everybody = standing._shared_among(np.arange(n))
        assert standing.headed_for(who) == {o: everybody[o] for o in who.tolist()}, seed
        left_out += n - len(standing._able())
    assert left_out > 100
