"""Is a plan dominated? ``python -m bench.second_opinion``: a model of its own looks for a better one.

Each office is planned, and then CP-SAT is asked, in a model of its own that shares nothing with ``solver`` but the
problem: is there a plan with the same coverage, no more moves, nobody above 100 % who is not there now, and a worst
officer who is better by a step of 0.01 points? Alike cases are counted, families are one. Exit code 1 if one is found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import numpy as np
from ortools.sat.python import cp_model

from app.intake.build.problem import build_problem
from app.intake.read import read_roster
from solver.goals import GRID, Goals, SolveConfig
from solver.plan import Plan
from solver.problem import ALONE, NO_STANDARD, Problem
from solver.solve import solve
from tests.solver.offices import office

EXAMPLES = ("field-office", "probation", "impossible")
Kind = tuple[int, int, frozenset[int], int]
"""Ticks, cases, who may hold it, and who holds it today and may keep it (or -1)."""


def offices() -> Iterator[tuple[str, Problem]]:
    """The examples, and six that are made at random."""
    for name in EXAMPLES:
        yield name, build_problem(read_roster(Path("examples") / name)).problem
    for seed in range(6):
        made = office(seed, officers=10, cases=120, own_weights=seed % 2 == 1, standards=seed % 3 == 2)
        yield f"office {seed}", made


def kinds_of(problem: Problem, plan: Plan, part: int) -> tuple[Counter[Kind], Counter[tuple[Kind, int]]]:
    """How many units of each kind a part has, and how many of them the plan gives to each officer."""
    cases, n = problem.cases, len(problem.officers)
    works = problem.officers.limit > 0
    families: dict[tuple[int, int], list[int]] = {}
    for c in np.flatnonzero((plan.part_of_case == part) & (plan.officer >= 0)).tolist():
        bundle = int(cases.bundle[c])
        families.setdefault((0, c) if bundle == ALONE else (1, bundle), []).append(c)
    kinds, planned = Counter[Kind](), Counter[tuple[Kind, int]]()
    for members in families.values():
        holder = int(plan.officer[members[0]])
        may = problem.eligible[cases.signature[members]].all(axis=0) & works
        allowed = frozenset(np.flatnonzero(may).tolist())
        current = {int(cases.current[c]) for c in members}
        fixed = any(bool(cases.pinned[c]) for c in members) or holder not in allowed or len(current) > 1
        # what is pinned, stays, or is held by several today is left with whoever has it in the plan
        allowed = frozenset({holder}) if fixed else allowed
        keeps = current.pop() if not fixed and current <= set(range(n)) else -1
        kind = int(cases.effort[members].sum()), len(members), allowed, keeps if keeps in allowed else -1
        kinds[kind] += 1
        planned[kind, holder] += 1
    return kinds, planned


def better(problem: Problem, plan: Plan, part: int, seconds: float, workers: int) -> str:
    """Look for a plan of a part whose worst officer is better; what came of it, as CP-SAT calls it."""
    kinds, planned = kinds_of(problem, plan, part)
    officers = np.flatnonzero((plan.part_of_officer == part) & (problem.officers.limit > 0)).tolist()
    limit = {o: int(problem.officers.limit[o]) for o in officers}
    share = {o: plan.shares.share[o] or Fraction(0) for o in officers}
    load = {o: sum(kind[0] * count for (kind, held), count in planned.items() if held == o) for o in officers}
    step = max(ceil((Fraction(load[o], limit[o]) - share[o]) * GRID) for o in officers) - 1
    model = cp_model.CpModel()
    x = {(kind, o): model.new_int_var(0, count, "") for kind, count in kinds.items() for o in sorted(kind[2])}
    for kind, count in kinds.items():
        model.add(sum(x[kind, o] for o in kind[2]) == count)
    for o in officers:
        mine = [(kind, held) for kind, held in x if held == o]
        most = floor((share[o] + Fraction(step, GRID)) * limit[o])
        model.add(sum(kind[0] * x[kind, o] for kind, _ in mine) <= min(most, max(limit[o], load[o])))
        standard = int(problem.officers.standard[o])
        if standard != NO_STANDARD:
            count = sum(kind[1] * number for (kind, held), number in planned.items() if held == o)
            model.add(sum(kind[1] * x[kind, o] for kind, _ in mine) <= max(standard, count))
    stays = sum(kind[1] * x[kind, kind[3]] for kind in kinds if kind[3] >= 0)
    model.add(stays >= sum(kind[1] * number for (kind, held), number in planned.items() if held == kind[3]))
    for (kind, o), variable in x.items():
        model.add_hint(variable, planned[kind, o])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.presolve_inclusion_work_limit = 0
    return str(solver.status_name(solver.solve(model)))


def main() -> int:
    """Plan every office, and ask for a second opinion of each part."""
    parser = argparse.ArgumentParser(prog="python -m bench.second_opinion", description=__doc__)
    parser.add_argument("--time", type=float, default=60.0, help="seconds for each office")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    dominated = 0
    for name, problem in offices():
        plan = solve(problem, Goals(), SolveConfig(60, given.workers))
        parts = sorted(set(plan.part_of_officer[problem.officers.limit > 0].tolist()) - {-1})
        said = [better(problem, plan, part, given.time / len(parts), given.workers) for part in parts]
        found = sum(word in {"OPTIMAL", "FEASIBLE"} for word in said)
        dominated += bool(found)
        gap = max(plan.level("fairness_again").part_best - plan.level("fairness_again").part_bound, default=0)
        proven = "proven" if gap == 0 else f"gap {gap / 100:g} points"
        words = ", ".join(f"{count} × {word.lower()}" for word, count in Counter(said).items())
        print(f"{name}: worst officer {proven}; a better one: {words}", flush=True)
    print(f"{dominated} dominated plans")
    return int(dominated > 0)


if __name__ == "__main__":
    sys.exit(main())
