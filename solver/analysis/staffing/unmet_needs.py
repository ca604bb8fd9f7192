"""What cases wait for that nobody may hold: a skill, an office, a docket, or somebody who has all of it together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from solver.analysis.moves import bundles
from solver.arrays import Flags
from solver.eligibility import eligibility
from solver.problem import Problem

SOMEBODY, SOMEBODY_FOR_SEVERAL = "somebody who may hold it", "somebody who may hold them"


def has_somebody(problem: Problem, which: Flags) -> Flags:
    """Which of these cases somebody may hold with all of their family, whatever the hours. Shape (cases,)."""
    out = np.zeros(len(problem.cases), np.bool_)
    members = bundles(problem) if bool(which.any()) else {}
    for case in np.flatnonzero(which).tolist():
        together = members.get(int(problem.cases.bundle[case]), [case])
        out[case] = bool(np.logical_and.reduce([problem.may_hold(each) for each in together]).any())
    return out


def unmet_needs(problem: Problem, waiting: Flags) -> list[tuple[str, int]]:
    """What these cases wait for, with how many: the one thing that, if it were not asked for, would let somebody."""
    found: Counter[str] = Counter()
    known: dict[tuple[int, ...], str] = {}
    members, cases = bundles(problem), problem.cases
    for case in np.flatnonzero(waiting).tolist():
        together = members.get(int(cases.bundle[case]), [case])
        rows = tuple(sorted({int(cases.signature[each]) for each in together}))
        if rows not in known:
            known[rows] = _kind(problem, rows)
        found[known[rows]] += 1
    return [
        (SOMEBODY_FOR_SEVERAL if what == SOMEBODY and number > 1 else what, number)
        for what, number in found.most_common()
    ]


def _kind(problem: Problem, rows: tuple[int, ...]) -> str:
    needs = [problem.needs[row] for row in rows]
    for what, eased in (
        ("a skill", [replace(need, skills=frozenset()) for need in needs]),
        ("an office", [replace(need, office=None) for need in needs]),
        ("a docket", [replace(need, docket=None) for need in needs]),
    ):
        if eased != needs and bool(eligibility(tuple(eased), problem.officers).all(axis=0).any()):
            return what
    return SOMEBODY if len(rows) == 1 else "somebody who may hold all of a family"
