"""Whether an officer may hold a case, and every reason why not."""

from __future__ import annotations

import numpy as np

from solver.analysis.words import named
from solver.arrays import Ints
from solver.model.units import Units, pair_rows
from solver.problem import Problem


def obstacles(problem: Problem, units: Units, case: int, officer: int) -> tuple[str, ...]:
    """Every reason why the officer may not hold the case, in words; empty where they may.

    A case that is kept together with others may be held by whoever may hold all of them.
    """
    unit = int(units.of_case[case])
    who = problem.officers.ids[officer]
    if units.pinned[unit]:
        holder = int(np.argmax(units.allowed[units.group[unit]]))
        return () if holder == officer else (f"it is pinned to {problem.officers.ids[holder]}",)
    found: list[str] = []
    for member in units.cases_of(unit).tolist():
        about = "" if member == case else f" for {problem.cases.ids[member]}, which is kept together with it"
        found += [reason + about for reason in _of_case(problem, member, officer)]
    if not problem.officers.limit[officer]:
        found.append(f"{who} has no hours")
    return tuple(dict.fromkeys(found))


def _of_case(problem: Problem, case: int, officer: int) -> list[str]:
    officers, row = problem.officers, int(problem.cases.signature[case])
    need, who = problem.needs[row], problem.officers.ids[officer]
    found = []
    if not problem.eligible[row, officer]:
        skills = _folded(officers.skills[officer]) if officers.skills else frozenset()
        lacking = sorted(skill for skill in need.skills if skill.casefold() not in skills)
        if lacking:
            found.append(f"{who} does not have {named(lacking)}")
        for kind, wanted, held in (
            ("office", need.office, officers.offices),
            ("docket", need.docket, officers.dockets),
        ):
            if wanted and held and held[officer] and wanted.casefold() not in _folded(held[officer]):
                found.append(f"{who} does not serve the {kind} {wanted}")
        if officer in need.excluded:
            found.append(f"{who} is excluded from it")
        if not found:
            found.append(f"{who} is not eligible for it")
    elif not problem.may_hold(case)[officer]:
        found.append(f"{who} is not among the officers who are listed for it")
    return found


def effort_of(problem: Problem, units: Units, unit: int) -> Ints:
    """Ticks that a unit takes of each officer's limit. Shape (officers,)."""
    everybody = np.arange(len(problem.officers), dtype=np.int32)
    return pair_rows(problem, units, unit, everybody)[1]


def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
