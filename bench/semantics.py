"""Is a plan what the pages say that it is? ``python -m bench.semantics``: random rosters against every assignment.

Rosters of at most 4 officers and 6 cases are read and planned like anybody's. Beside that ``stated.py``, written from
docs/method.md and docs/reading-the-report.md alone, tries every assignment. The plan must be one of those that the
ranked goals leave, each level must claim the best value that there is, proven, and no assignment may be better for the
worst officer with equal coverage and no more moves. Exit code 1 on any difference.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.intake.build.problem import build_problem
from app.intake.read import read_document
from bench.small_rosters import Document, random_roster
from bench.stated import Asked, Choice, Office, Part, Unit, better_by_hand, parts_of
from solver.goals import Goals, Measure, Objective, Policy, SolveConfig, grain_hours
from solver.goals import Unit as Counted
from solver.plan import LevelResult, Plan
from solver.problem import Problem
from solver.solve import solve

CONFIG = SolveConfig(time_limit_s=600, workers=1)
LATE = {"fairness_again", "shortfall", "evenness", "continuity_again", "cost"}
"""Goals that only refine a plan, of which the summary says how often they decide."""


@dataclass
class Judged:
    """What came of one roster."""

    seed: int
    different: list[str] = field(default_factory=list)
    dominated: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def judge(seed: int) -> Judged:
    """Plan one roster and compare it with what the pages say."""
    document, asked = random_roster(seed)
    problem = replace(build_problem(read_document(document)).problem, release_ineligible=asked.release_ineligible)
    parts, waiting = parts_of(Office.of(document), asked)
    out = Judged(seed)
    out.counts = Counter(_features(document, asked, parts))
    try:
        plan = solve(problem, _goals(problem, asked), CONFIG)
    except Exception as fault:  # noqa: BLE001 - whatever it is, a campaign must name the roster and go on
        out.different.append(f"no plan: {type(fault).__name__}: {fault}")
        return out
    holder = {name: int(o) for name, o in zip(problem.cases.ids, plan.officer.tolist(), strict=True)}
    out.different += [
        f"{case.name} may be held by nobody, and has an officer"
        for unit in waiting
        for case in unit.cases
        if holder[case.name] >= 0
    ]
    for part in parts:
        chosen = _chosen(problem, holder, part.units)
        if chosen not in part.right:
            out.different.append(_difference(part, chosen))
        other = None if asked.by_cost or chosen not in part.every else better_by_hand(part, chosen)
        if other is not None:
            out.dominated.append(f"{chosen}: {other} is better for the worst officer")
    out.different += _false_claims(problem, plan, parts, waiting)
    return out


def _goals(problem: Problem, asked: Asked) -> Goals:
    most = asked.max_moves
    return Goals(
        policy=Policy.WITHIN_CAPACITY if asked.within_capacity else Policy.ASSIGN_ALL,
        objective=Objective.COST if asked.by_cost else Objective.BALANCE,
        keep_within=asked.keep_within,
        max_moves=None if most is None else int(most / problem.tick_hours if asked.moves_in_hours else most),
        move_freely=asked.move_freely,
        moves=Measure.HOURS if asked.moves_in_hours else Measure.CASES,
        coverage=Measure.HOURS if asked.coverage_in_hours else Measure.CASES,
    )


def _chosen(problem: Problem, holder: dict[str, int], units: list[Unit]) -> tuple[str | None, ...]:
    """What the plan gives to whom; a family that it tears apart is nobody's choice."""
    out: list[str | None] = []
    for unit in units:
        held = {holder[case.name] for case in unit.cases}
        only = held.pop()
        out.append("torn apart" if held else problem.officers.ids[only] if only >= 0 else None)
    return tuple(out)


def _difference(part: Part, chosen: Choice) -> str:
    """The first goal at which the plan is not what is left."""
    if chosen not in part.every:
        return f"{chosen} breaks a rule"
    right = part.right[0]
    for name, _ in part.best:
        mine, theirs = part.value(name, right), part.value(name, chosen)
        if mine != theirs:
            return f"{name} of {chosen} is {theirs}; {right} has {mine}"
    return f"{chosen} lifts somebody above 100 % who need not be there, unlike {right}"


def _false_claims(problem: Problem, plan: Plan, parts: list[Part], waiting: list[Unit]) -> Iterator[str]:
    """Levels whose best value or bound is not the best that there is."""
    names = [name for name, _ in parts[0].best]
    if [level.name for level in plan.levels] != names:
        yield f"the levels are {[level.name for level in plan.levels]}, not {names}"
        return
    for place, level in enumerate(plan.levels):
        each = [part.best[place][1] for part in parts]
        best = max(each) if level.unit is Counted.STEPS else sum(each, Fraction(0))
        if level.name.startswith("coverage"):
            aside = [case for unit in waiting for case in unit.cases if case.priority == int(level.name[-1])]
            in_hours = level.unit is Counted.HOURS
            best += sum((case.hours for case in aside), Fraction(0)) if in_hours else len(aside)
        unit = _unit_of(problem, level)
        if not level.best * unit == level.bound * unit == best:
            yield f"{level.name}: best {level.best * unit}, bound {level.bound * unit}; there is {best}"


def _unit_of(problem: Problem, level: LevelResult) -> Fraction:
    """What one of a level's numbers is in hours, in the roster's costs, or 1."""
    if level.unit is Counted.HOURS:
        return problem.tick_hours
    if level.unit is Counted.GRAINS:
        return grain_hours(problem)
    return problem.pairs.cost_unit if level.unit is Counted.COST and problem.pairs is not None else Fraction(1)


def _features(document: Document, asked: Asked, parts: list[Part]) -> Iterator[str]:
    """What a roster has that could be misunderstood; for the summary."""
    families: dict[str, set[int]] = {}
    for row in document["cases"]:
        if "keep_together" in row:
            families.setdefault(row["keep_together"], set()).add(row["priority"])
    if any(len(priorities) > 1 for priorities in families.values()):
        yield "with a family of mixed priorities"
    if any("caseload_standard" in row for row in document["officers"]):
        yield "with standards"
    if any(row.get("pinned") for row in document["cases"]):
        yield "with pins"
    if asked.max_moves is not None:
        yield "with a limit on moves"
    if asked.within_capacity:
        yield "with hours as a limit"
    for name in sorted({name for part in parts for name in part.deciding} & LATE):
        yield f"where {name} decides"


def main() -> int:
    """Judge so many rosters, and say what came of them."""
    parser = argparse.ArgumentParser(prog="python -m bench.semantics", description=__doc__)
    parser.add_argument("--rosters", type=int, default=1_000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    seeds = range(given.first_seed, given.first_seed + given.rosters)
    counts, different, dominated = Counter[str](), 0, 0
    with multiprocessing.get_context("spawn").Pool(given.processes) as pool:
        for judged in pool.imap_unordered(judge, seeds, chunksize=4):
            counts += judged.counts
            different, dominated = different + bool(judged.different), dominated + bool(judged.dominated)
            for said in (*judged.different, *judged.dominated):
                print(f"roster {judged.seed}: {said}", flush=True)
    print(f"{given.rosters:,} rosters: {different} different from what the pages say, {dominated} dominated")
    print(", ".join(f"{number:,} {what}" for what, number in sorted(counts.items())))
    return int(different + dominated > 0)


if __name__ == "__main__":
    sys.exit(main())
