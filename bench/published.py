"""Published instances against their best known values: ``python -m bench.published FOLDER``.

FOLDER holds ``gap/manifest.json`` and ``rcmax/manifest.json`` (a list of instances with file, best known value and
proven bound) beside the files. Exit code 1 if a value lies below a proven bound, or a bound above a value.

**Makespan.** The balance objective minimises how far the worst officer lies above the fair share. On unrelated machines
where every job may go to every machine, the fair share is the same for all: were a machine idle at the least peak of
the relaxation, a little of the others' work could go there. With equal limits of GRID ticks and shares λ, the best
``t`` therefore belongs to the best makespan, ``floor(λ · GRID) + t``, and one step of ``t`` is one unit of time. That
the shares are equal is checked for each instance; the value is read from the assignment, not from the level.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

from bench.instances import GAP_GOALS, RCMAX_GOALS, cost_of, makespan_of, problem_of, read_gap, read_rcmax
from bench.pages import write_pages
from bench.published_pages import KINDS, summary
from bench.results import load, save, this_machine
from solver.goals import GRID, SolveConfig
from solver.lexicographic.search_params import SearchParams
from solver.plan import Plan, Progress
from solver.solve import solve

AFTER_FAIRNESS = frozenset({"shortfall", "evenness", "continuity"})
FAIRNESS_SHARE = 0.4
"""Part of a time limit that is sure to go to fairness: the limit is set so that a makespan gets all the time."""
BY_THE_CLOCK = SearchParams(work_rate=10)
"""Published results are for seconds, not for work: the first search of a level lasts until the clock ends it."""
WHERE = (
    "no instances in {folder}. Generalised assignment: github.com/fontanf/generalizedassignmentsolver, folder data; "
    "parallel machines: github.com/INFORMSJoC/2021.0326, folder data/Parallelmachine. "
    "Then: make bench-published FOLDER=..."
)


@dataclass(frozen=True, slots=True)
class Solved:
    """One instance. ``wrong``: why the value or the bound cannot be, or nothing."""

    kind: str
    instance: str
    value: int | None
    bound: int
    best_known: int
    known_bound: int
    gap: float | None
    wall_s: float
    wrong: str


def run(kind: str, entry: dict[str, Any], folder: Path, seconds: float, workers: int, seed: int) -> Solved:
    """Solve one instance of a manifest."""
    began = time.monotonic()
    path = folder / entry["file"]
    value, bound = (_makespan if kind == "rcmax" else _cost)(path, SolveConfig(seconds, workers, seed))
    best, known = int(entry["best_known"]), int(entry["lower_bound" if "lower_bound" in entry else "best_bound"])
    wrong = ""
    if value is not None and value < known:
        wrong = f"value {value} below the proven bound {known}"
    elif bound > best:
        wrong = f"bound {bound} above the known value {best}"
    gap = None if value is None else (value - best) / best
    return Solved(kind, entry["instance"], value, bound, best, known, gap, time.monotonic() - began, wrong)


def _cost(path: Path, config: SolveConfig) -> tuple[int | None, int]:
    instance = read_gap(path)
    plan = solve(problem_of(instance), GAP_GOALS, config, params=BY_THE_CLOCK)
    everything = all(level.bound == 0 and level.value == 0 for level in plan.levels if level.name[:8] == "coverage")
    return cost_of(instance, plan.officer), plan.level("cost").bound if everything else 0


def _makespan(path: Path, config: SolveConfig) -> tuple[int | None, int]:
    instance = read_rcmax(path)
    ends = time.monotonic() + config.time_limit_s * 0.95
    over: list[bool] = []

    def heard(progress: Progress) -> None:
        if progress.phase in AFTER_FAIRNESS:  # the makespan is settled
            over.append(True)

    limit = SolveConfig(config.time_limit_s / FAIRNESS_SHARE, config.workers, config.seed)
    plan = solve(
        problem_of(instance), RCMAX_GOALS, limit, heard, lambda: bool(over) or time.monotonic() > ends, BY_THE_CLOCK
    )
    return makespan_of(instance, plan.officer), _makespan_bound(plan)


def _makespan_bound(plan: Plan) -> int:
    """What the proven fairness says about the makespan."""
    shares = {share for share in plan.shares.share if share is not None}
    if len(shares) != 1:
        raise AssertionError("machines that can all do everything have different fair shares")
    exact = shares.pop() * GRID
    return max(ceil(exact), floor(exact) + plan.level("fairness").bound)


def _is_small(entry: dict[str, Any]) -> bool:
    return str(entry["file"]).startswith("cattrysse1994/")


def wanted(folder: Path, kinds: list[str], names: list[str]) -> Iterator[tuple[str, dict[str, Any], Path]]:
    """The instances asked for, with their kind and where their files are."""
    chosen: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
        "gap-small": ("gap", _is_small),
        "gap": ("gap", lambda entry: not _is_small(entry)),
        "rcmax": ("rcmax", lambda _: True),
    }
    for kind in kinds:
        place, belongs = chosen[kind]
        manifest = folder / place / "manifest.json"
        if not manifest.exists():
            sys.exit(WHERE.format(folder=manifest.parent))
        for entry in json.loads(manifest.read_text("utf-8")):
            if belongs(entry) and (not names or entry["instance"] in names):
                yield kind, entry, manifest.parent


def main() -> int:
    """Solve, print a line for each and a summary for each family, and put both on the benchmark's page."""
    parser = argparse.ArgumentParser(prog="python -m bench.published", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--time", type=float, default=60.0, help="seconds for each instance")
    parser.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS), metavar="FAMILY")
    parser.add_argument("--instances", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    given = parser.parse_args()
    done: list[Solved] = []
    for kind, entry, folder in wanted(given.folder, given.only, given.instances):
        solved = run(kind, entry, folder, given.time, given.workers, given.seed)
        done.append(solved)
        gap = "no plan" if solved.gap is None else f"{solved.gap:8.4%}"
        proven = " proven" if solved.value == solved.bound else ""
        print(
            f"{solved.instance:>10} {solved.value!s:>8} best known {solved.best_known:>7} {gap} bound {solved.bound:>7}"
            f"{proven} {solved.wall_s:6.1f} s {solved.wrong}",
            flush=True,
        )
    for kind, title in KINDS.items():
        mine = [asdict(solved) for solved in done if solved.kind == kind]
        if mine:
            cells = ("instances", "mean gap", "worst gap", "proven", "below a proven bound", "seconds")
            print(title, *map(": ".join, zip(cells, summary(mine).split(" | "), strict=True)), sep="\n  ")
    store = given.docs / "benchmarks" / "results.json"
    results = load(store)
    names = {solved.instance for solved in done}
    results.published = [row for row in results.published if row["instance"] not in names] + list(map(asdict, done))
    results.machine = this_machine()
    save(results, store)
    write_pages(results, given.docs)
    return int(any(solved.wrong for solved in done))


if __name__ == "__main__":
    sys.exit(main())
