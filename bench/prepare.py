"""Makes a problem of a roster, and its fair shares, for the contestants: ``python -m bench.prepare ROSTER FOLDER``.

In a process of its own, so that who holds the contest stays small.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from app.intake.build.problem import build_problem
from app.intake.read import read_path
from solver.fair_shares.decomposition import fair_shares


def prepare(roster: Path, folder: Path) -> None:
    """Write ``problem.pickle`` and ``shares.pickle``."""
    folder.mkdir(exist_ok=True)
    problem = build_problem(read_path(roster)).problem
    (folder / "problem.pickle").write_bytes(pickle.dumps(problem))
    (folder / "shares.pickle").write_bytes(pickle.dumps(fair_shares(problem)))


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
