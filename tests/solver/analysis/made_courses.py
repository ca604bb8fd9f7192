"""Flows, and rosters whose cases are told apart by type and office alone, for the tests of the forecast."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from solver.analysis.forecast.flow import BY_HOURS, PER_CASE, Flow
from solver.analysis.forecast.forecast import Forecast, ForecastParams, forecast
from solver.analysis.uncertainty.weights import Weights
from solver.eligibility import eligibility
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import HOUR, roster

SKILL = {"a": frozenset({"x"}), "b": frozenset({"y"}), "c": frozenset[str]()}
"""What a case of each type needs."""
HOURS = {"a": 1.0, "b": 0.5, "c": 2.0}


def flow(*rows: tuple[str, str | None, float, float | None]) -> Flow:
    """Type, office, arrivals and closures (None: by the hours) in cases."""
    return Flow(
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        np.array([round(row[2] * PER_CASE) for row in rows], np.int64),
        np.array([BY_HOURS if row[3] is None else round(row[3] * PER_CASE) for row in rows], np.int64),
    )


def looked_ahead(problem: Problem, given: Flow, weights: Weights | None = None, periods: int = 6) -> Forecast:
    known = Weights.none(problem) if weights is None else weights
    return forecast(problem, given, known, ForecastParams(periods=periods, simulations=400))


def random_offices(seed: int) -> tuple[Problem, Flow]:
    """Up to 5 officers of 2 offices and 2 skills; what arrives and is closed of each type there."""
    rng = random.Random(f"offices {seed}")
    n = rng.randint(2, 5)
    kinds = [(kind, office) for kind in SKILL for office in ("north", "south") if rng.random() < 0.7] or [
        ("c", "north")
    ]
    counts = [rng.randint(1, 6) for _ in kinds]
    work = [each for each, count in zip(kinds, counts, strict=True) for _ in range(count)]
    load = sum(HOURS[kind] for kind, _ in work) / n
    problem = roster(
        [round(load * rng.choice([0.5, 0.8, 1.2, 1.5, 2.0]) * 4) / 4 for _ in range(n)],
        [(Need(office=office, skills=SKILL[kind]), HOURS[kind]) for kind, office in work],
        skills=[{name for name in "xy" if rng.random() < 0.6} for _ in range(n)],
        offices=[{rng.choice(["north", "south"])} if rng.random() < 0.7 else set() for _ in range(n)],
        types=[kind for kind, _ in work],
    )
    rows = [
        (kind, office, float(rng.randint(0, 3)), rng.choice([None, 0.0, 1.0, 2.5]))
        for kind, office in kinds
        if rng.random() < 0.8
    ]
    return problem, flow(*rows)


def roster_of(problem: Problem, found: Forecast, period: int) -> Problem:
    """The same officers with the cases that the forecast says are open at the start of a period (from 0).

    One case stands for all of a type in an office, in ticks of 1/10,000 of the problem's own, so that parts of cases
    are exact.
    """
    needs, effort = [], []
    for each in found.types:
        opening = each.opening if not period else each.closing[period - 1]
        needs.append(Need(office=each.office, skills=SKILL[each.case_type or ""]))
        effort.append(int(opening * PER_CASE) * round(HOURS[each.case_type or ""] * HOUR))
    plain = roster([0], [(need, 0) for need in needs])
    officers = replace(
        problem.officers, available=problem.officers.available * PER_CASE, limit=problem.officers.limit * PER_CASE
    )
    signature = np.arange(len(needs), dtype=np.int32)
    cases = replace(plain.cases, effort=np.array(effort, np.int64), signature=signature)
    return Problem(officers, cases, eligibility(tuple(needs), officers), tuple(needs), problem.tick_hours / PER_CASE)
