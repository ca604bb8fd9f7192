"""Fair shares worked out in two ways that have nothing to do with maximum flow, for larger instances than all cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations

import highspy
import numpy as np

from solver.problem import Problem

Group = tuple[frozenset[int], int]
"""Who may hold the cases, and their effort together."""


def groups_of(problem: Problem) -> list[Group]:
    """Cases of the same signature as one; no pins, bundles or pairs."""
    limit = problem.officers.limit
    sums: dict[int, int] = {}
    for signature, effort in zip(problem.cases.signature.tolist(), problem.cases.effort.tolist(), strict=True):
        sums[signature] = sums.get(signature, 0) + effort
    out = [
        (frozenset(np.flatnonzero(problem.eligible[signature] & (limit > 0)).tolist()), effort)
        for signature, effort in sums.items()
    ]
    return [(officers, effort) for officers, effort in out if officers]


def by_subsets_of_groups(groups: Sequence[Group], limit: Sequence[int]) -> dict[int, Fraction]:
    """Take out the set of groups that overloads its officers most, the largest such set, and go on."""
    out: dict[int, Fraction] = {}
    rest = list(groups)
    while rest:
        every = chain.from_iterable(combinations(rest, size) for size in range(1, len(rest) + 1))
        loads = []
        for chosen in every:
            officers = frozenset[int]().union(*(held for held, _ in chosen))
            loads.append((Fraction(sum(e for _, e in chosen), sum(limit[o] for o in officers)), officers))
        worst = max(load for load, _ in loads)
        tier = frozenset[int]().union(*(officers for load, officers in loads if load == worst))
        out.update(dict.fromkeys(tier, worst))
        rest = [(held - tier, effort) for held, effort in rest if held - tier]
    return out


def peak_by_linear_program(groups: Sequence[Group], limit: Sequence[int], fixed: Mapping[int, Fraction]) -> float:
    """Smallest largest utilization of the officers who are not fixed, by HiGHS."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    # a process has one crew of HiGHS for good: whoever asks for another number after this would get no answer
    highs.setOptionValue("threads", 1)
    peak = highs.addVariable(lb=0)
    load: dict[int, list[object]] = {}
    for officers, effort in groups:
        parts = {o: highs.addVariable(lb=0) for o in sorted(officers)}
        highs.addConstr(highs.qsum(parts.values()) == 1)
        for o, part in parts.items():
            load.setdefault(o, []).append(part * (effort / limit[o]))
    for o, terms in load.items():
        if o in fixed:
            highs.addConstr(highs.qsum(terms) <= float(fixed[o]) + 1e-9)
        else:
            highs.addConstr(highs.qsum(terms) - peak <= 0)
    highs.minimize(peak)
    return float(highs.getInfo().objective_function_value)
