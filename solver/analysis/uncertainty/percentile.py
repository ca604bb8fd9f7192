"""A plan for weights that turn out high: the same problem, with every weight at a percentile of its own error."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from solver.analysis.ticks import coarse, fine
from solver.analysis.uncertainty.phases import hours_by_day
from solver.analysis.uncertainty.weights import PER_HOUR, Weights, cases_by_table
from solver.errors import TooLarge
from solver.problem import SAFE_TICKS, Problem


def at_percentile(problem: Problem, weights: Weights, percentile: float) -> Problem:
    """The problem with the weight of every type at one percentile of its error.

    A plan for it is fair if all weights are that far off at once. Weights are rounded to 0.0001 h, half up; the 5th,
    the 50th and the 95th are the table's own numbers, and all else is exact. The variation of single cases
    is left out: it averages out over a caseload. Cases with hours of their own keep them.

    Parameters
    ----------
    problem : Problem
    weights : Weights
        Of the same problem.
    percentile : float, above 0 and below 100

    Raises
    ------
    InvalidProblem
        The percentile is none, or the weights are for another problem.
    TooLarge
        The hours could not be added in ticks of 0.0001 h.
    """
    tabled = np.flatnonzero(cases_by_table(problem, weights))
    by_row, days = weights.at(percentile), 1 if weights.phases is None else weights.phases.length()
    finer = fine(problem, Fraction(1, PER_HOUR * days))
    ticks = int(Fraction(1, PER_HOUR * days) / finer.tick_hours)
    effort = finer.cases.effort.copy()
    chosen = hours_by_day(by_row, weights.phases, finer.cases.case_type[tabled], tabled)
    if len(chosen) and int(chosen.max()) >= SAFE_TICKS // ticks:
        raise TooLarge
    effort[tabled] = chosen * np.int64(ticks)
    return coarse(replace(finer, cases=replace(finer.cases, effort=effort)))
