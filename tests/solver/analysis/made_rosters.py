"""Rosters with offices, dockets, skills and case types, for the tests of the report."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solver.eligibility import eligibility
from solver.problem import NEW, NO_STANDARD, Need, Problem
from tests.solver.instances import make_problem

HOUR = 10_000
"""Ticks."""


def roster(
    hours: Sequence[float],
    work: Sequence[tuple[Need, float]],
    *,
    skills: Sequence[set[str]] | None = None,
    offices: Sequence[set[str]] | None = None,
    dockets: Sequence[set[str]] | None = None,
    types: Sequence[str | None] | None = None,
    current: Sequence[int] | None = None,
    pinned: Sequence[bool] | None = None,
    available: Sequence[float] | None = None,
) -> Problem:
    """A problem in hours: ``hours`` of each officer, and each case's need and effort."""
    n, needs = len(hours), tuple(dict.fromkeys(need for need, _ in work))
    plain = make_problem(
        [round(h * HOUR) for h in hours],
        [round(effort * HOUR) for _, effort in work],
        [[] for _ in needs] or [[]],
        signature=[needs.index(need) for need, _ in work],
        current=current,
        pinned=pinned,
        available=None if available is None else [round(h * HOUR) for h in available],
    )
    officers = replace(
        plain.officers,
        skills=tuple(map(frozenset, skills or [set[str]()] * n)),
        offices=tuple(map(frozenset, offices or [set[str]()] * n)),
        dockets=tuple(map(frozenset, dockets or [set[str]()] * n)),
    )
    names = tuple(dict.fromkeys(t for t in types or [] if t is not None))
    kinds = [names.index(t) if t is not None else -1 for t in types or [None] * len(work)]
    cases = replace(plain.cases, case_type=np.array(kinds, np.int32), type_names=names)
    needs = needs or (Need(),)
    return Problem(officers, cases, eligibility(needs, officers), needs)


def released_roster(seed: int) -> Problem:
    """:func:`random_roster`, where cases that nobody may hold do not stay with their officers."""
    return replace(random_roster(seed), release_ineligible=True)


def seen_ahead(problem: Problem) -> Problem:
    """The same without what a forecast does not look at: caseload standards, and cases that stay for want of others."""
    standard = np.full(len(problem.officers), NO_STANDARD, np.int64)
    return replace(problem, officers=replace(problem.officers, standard=standard), release_ineligible=True)


def random_roster(seed: int) -> Problem:
    """Up to 5 officers and 7 cases in 2 offices, with 2 dockets and 2 skills; often short of hours."""
    rng = random.Random(f"roster {seed}")
    n, m = rng.randint(1, 5), rng.randint(0, 7)

    def some(names: str) -> set[str]:
        return {name for name in names if rng.random() < 0.5}

    def need() -> Need:
        return Need(
            rng.choice(["north", "South", None]),
            rng.choice(["detained", None, None]),
            frozenset(name for name in ("x", "y") if rng.random() < 0.3),
            frozenset(o for o in range(n) if rng.random() < 0.1),
        )

    current = [rng.choice([NEW, *range(n)]) for _ in range(m)]
    return roster(
        [rng.choice([0, 1, 2, 3, 0.5]) for _ in range(n)],
        [(need(), rng.choice([0, 0.25, 1, 2, 3])) for _ in range(m)],
        skills=[some("xy") for _ in range(n)],
        offices=[{rng.choice(["North", "south"])} if rng.random() < 0.8 else set() for _ in range(n)],
        dockets=[{"detained"} if rng.random() < 0.5 else set() for _ in range(n)],
        types=[rng.choice(["a", "b", None]) for _ in range(m)],
        current=current,
        pinned=[c >= 0 and rng.random() < 0.15 for c in current],
    )
