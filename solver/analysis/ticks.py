"""Shorter and longer ticks: the same problem, counted in other units of time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from solver.arrays import Ints
from solver.errors import TooLarge
from solver.problem import OWN_EFFORT, SAFE_TICKS, Problem

FINEST = Fraction(1, 10_000)
"""Hours: what is rounded is rounded to this or less."""


def fine(problem: Problem, *hours: Fraction) -> Problem:
    """The problem in ticks that these hours, and ``FINEST``, are whole numbers of."""
    factor = lcm(*((each / problem.tick_hours).denominator for each in (FINEST, *hours)))
    return problem if factor == 1 else finer(problem, factor)


def finer(problem: Problem, factor: int) -> Problem:
    """The problem in ticks of ``1 / factor``.

    Raises
    ------
    TooLarge
        The hours could no longer be added.
    """
    officers, cases, pairs = problem.officers, problem.cases, problem.pairs
    officers = replace(officers, available=_times(officers.available, factor), limit=_times(officers.limit, factor))
    if pairs is not None:
        pairs = replace(pairs, effort=_times(pairs.effort, factor))
    return replace(
        problem,
        officers=officers,
        cases=replace(cases, effort=_times(cases.effort, factor)),
        pairs=pairs,
        tick_hours=problem.tick_hours / factor,
    )


def coarse(problem: Problem) -> Problem:
    """The problem in the longest ticks that all its hours are whole numbers of."""
    officers, cases, pairs = problem.officers, problem.cases, problem.pairs
    numbers = [officers.available, officers.limit, cases.effort]
    if pairs is not None:
        numbers.append(pairs.effort[pairs.effort != OWN_EFFORT])
    tick = gcd(*(int(np.gcd.reduce(each)) for each in numbers if len(each)))
    if tick < 2:
        return problem
    if pairs is not None:
        pairs = replace(pairs, effort=np.where(pairs.effort == OWN_EFFORT, OWN_EFFORT, pairs.effort // tick))
    return replace(
        problem,
        officers=replace(officers, available=officers.available // tick, limit=officers.limit // tick),
        cases=replace(cases, effort=cases.effort // tick),
        pairs=pairs,
        tick_hours=problem.tick_hours * tick,
    )


def _times(ticks: Ints, factor: int) -> Ints:
    if len(ticks) and int(ticks.max()) >= SAFE_TICKS // factor:
        raise TooLarge
    return np.where(ticks == OWN_EFFORT, OWN_EFFORT, ticks * factor)
