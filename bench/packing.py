"""Whole cases into nearly full hours: how many are placed whole, and how soon (``python -m bench.packing``).

Every instance is planned by ``solve`` under ``within-capacity`` with one worker, and stopped once coverage is done.
Time is that of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

from solver.goals import Goals, Policy, SolveConfig
from solver.plan import UNPLACED, Progress
from solver.problem import Problem
from solver.solve import solve
from tests.solver.bin_packing import offices, triplets, uniform

KINDS: dict[str, Callable[[int], Problem]] = {
    "120 cases, hours 99 % full": uniform,
    "250 cases, hours 99 % full": lambda seed: uniform(seed, cases=250),
    "triplets, 60 cases, no slack": lambda seed: triplets(seed, cases=60),
    "triplets, 120 cases, no slack": lambda seed: triplets(seed, cases=120),
    "unequal hours, 40 officers, 99 %": lambda seed: offices(seed, places=1, officers=40),
    "3 offices of 14, 99 %": offices,
    "6 offices of 8, 99 %": lambda seed: offices(seed, places=6, officers=8),
    "3 offices, 70 % held": lambda seed: offices(seed, held=0.7),
    "3 offices, families": lambda seed: offices(seed, bundles=True),
    "3 offices, standards": lambda seed: offices(seed, standards=True),
    "3 offices, priorities": lambda seed: offices(seed, priorities=True),
}
GOALS = Goals(policy=Policy.WITHIN_CAPACITY)


def placed(problem: Problem, seconds: float) -> tuple[int, float]:
    """Cases that wait once coverage is done, and seconds of the processor until then."""
    phases: list[str] = []
    began, done = time.process_time(), [0.0]

    def told(news: Progress) -> None:
        if news.phase == "fairness" and not done[0]:
            done[0] = time.process_time() - began
        phases.append(news.phase)

    plan = solve(problem, GOALS, SolveConfig(seconds, 1), told, lambda: "fairness" in phases)
    return int((plan.officer == UNPLACED).sum()), done[0] or time.process_time() - began


def rows(count: int, seconds: float) -> Iterator[str]:
    """One line of the table a kind."""
    for name, make in KINDS.items():
        found = [placed(make(seed), seconds) for seed in range(count)]
        times = sorted(each for _, each in found)
        whole = sum(waits == 0 for waits, _ in found)
        most = max(waits for waits, _ in found)
        yield f"| {name} | {whole} of {count} | {most} | {times[count // 2]:.2f} | {times[-1]:.2f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.packing", description=__doc__)
    parser.add_argument("--instances", type=int, default=20, help="of each kind")
    parser.add_argument("--time-limit", type=float, default=60, help="seconds for one")
    given = parser.parse_args()
    print("| kind | placed whole | most that wait | middle, s | longest, s |\n|---|---|---|---|---|")
    for row in rows(given.instances, given.time_limit):
        print(row, flush=True)


if __name__ == "__main__":
    main()
