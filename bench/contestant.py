"""One contestant in a process of its own: ``python -m bench.contestant JOB``, where JOB is a pickled :class:`Job`.

Writes one line of JSON for every better value or bound, with the seconds since the process was started, and at the end
what came out, judged from the assignment alone.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.peers import Missing, Task, peer
from bench.results import AFTER_MOVES
from bench.view import view_of
from solver.plan import LevelResult
from solver.problem import Problem
from solver.tiers import FairShares

OURS = "caseload"
KEEP_WITHIN = 50
"""Half a point above the best fairness is what moves are counted at."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one contestant is to do.

    Attributes
    ----------
    who : str
        ``OURS`` or the name of a peer.
    folder : str
        Where :mod:`bench.offices` has put the problem and, for peers, its fair shares.
    level : str
        "fairness" or "moves"; ours answers both at once.
    best_step : int
        The best fairness, for ``moves``.
    began : float
        When the process was started, on the clock of ``time.monotonic``.
    seconds : float
        For the whole process.
    until : int or None
        A value that is good enough to stop.
    workers, seed : int
    """

    who: str
    folder: str
    level: str
    best_step: int
    began: float
    seconds: float
    until: int | None
    workers: int
    seed: int


def say(**told: Any) -> None:
    """One line for whoever measures."""
    print(json.dumps(told), flush=True)


def telling(job: Job, level: str) -> Callable[[int | None, int | None], bool]:
    """Tell what is new about a level; true once it is good enough."""
    seen: dict[str, int | None] = {"value": None, "bound": None}

    def tell(value: int | None, bound: int | None) -> bool:
        old = dict(seen)
        if value is not None:
            seen["value"] = value if seen["value"] is None else min(seen["value"], value)
        if bound is not None:
            seen["bound"] = bound if seen["bound"] is None else max(seen["bound"], bound)
        if seen != old:
            say(level=level, at=round(time.monotonic() - job.began, 3), **seen)
        return job.until is not None and seen["value"] is not None and seen["value"] <= job.until

    return tell


def compete(job: Job) -> None:
    """Answer as a peer."""
    answer = peer(job.who)
    folder = Path(job.folder)
    problem: Problem = pickle.loads((folder / "problem.pickle").read_bytes())
    shares: FairShares = pickle.loads((folder / "shares.pickle").read_bytes())
    view = view_of(problem, shares)
    room = view.loads_at(job.best_step + KEEP_WITHIN) if job.level == "moves" else None
    task = Task(job.level, room, job.began + job.seconds, job.workers, job.seed)
    officer = answer(view, task, telling(job, job.level))
    if officer is None:
        say(result={})
        return
    if not view.is_allowed(officer):
        raise AssertionError(f"{job.who} gave a case to somebody who may not hold it")
    load = view.loads(officer)
    # Few moves are no answer where somebody carries more than was asked.
    moves = view.moves(officer) if room is None or bool((load <= room).all()) else None
    say(result={"step": view.step_of(load), "moves": moves})


def plan(job: Job) -> None:
    """Answer as Caseload does: both levels in one go, and the checker at the end."""
    from solver.goals import Goals, SolveConfig
    from solver.plan import Progress
    from solver.solve import solve

    problem: Problem = pickle.loads((Path(job.folder) / "problem.pickle").read_bytes())
    tells = {"fairness": telling(job, "fairness"), "continuity": telling(job, "moves")}

    def heard(progress: Progress) -> None:
        if progress.phase in tells:
            tells[progress.phase](progress.value, progress.bound)

    ready_s = time.monotonic() - job.began
    left = max(1.0, job.seconds - ready_s)
    config = SolveConfig(time_limit_s=left, workers=job.workers, seed=job.seed)
    made = solve(problem, Goals(keep_within=KEEP_WITHIN), config, heard)
    fairness, moves = made.level("fairness"), made.level("continuity")
    say(
        result={
            "step": fairness.value,
            "moves": moves.value,
            "best": {"fairness": fairness.best, "moves": moves.best},
            "bound": {"fairness": fairness.bound, "moves": moves.bound},
            "gap": {"fairness": fairness.gap, "moves": moves.gap},
            "later": {
                level.name: [float(in_unit(level, at, problem)) for at in (level.best, level.bound)]
                for level in made.levels
                if level.name in AFTER_MOVES
            },
            "ready_s": ready_s,
            "solve_s": made.wall_s,
        }
    )


def in_unit(level: LevelResult, value: int, problem: Problem) -> Fraction:
    """Of a goal after the moves: points of utilization, or hours."""
    from solver.goals import GRID, grain_hours

    return value * grain_hours(problem) if level.name == "evenness" else Fraction(100 * value, GRID)


def main() -> None:
    """Do the job; a peer that cannot run here says what it needs."""
    job: Job = pickle.loads(Path(sys.argv[1]).read_bytes())
    try:
        plan(job) if job.who == OURS else compete(job)
    except Missing as missing:
        say(skipped=str(missing))


if __name__ == "__main__":
    main()
