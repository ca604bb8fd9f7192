"""The same roster and goals give the same plan: ``python -m bench.repeats``.

One roster is planned again and again, by turns with one worker and with two, beside a process that keeps a core busy.
Every run is a process of its own and writes ``assignments.csv``; exit code 1 unless all of them are equal byte for
byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

BUSY = "while True: sum(range(10_000))"


def plan(roster: Path, workers: int, limit_s: float, folder: Path) -> tuple[str, bool, float]:
    """Plan once. Returns the digest of the assignments, whether the clock ended the search, and the seconds it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "caseload", "plan", str(roster), "--out", str(folder), "--force"]
    command += ["--simulations", "0", "--remedies-time", "0", "--workers", str(workers), "--time-limit", str(limit_s)]
    subprocess.run(command, check=True, capture_output=True)
    digest = hashlib.sha256((folder / "assignments.csv").read_bytes()).hexdigest()
    repeats = json.loads((folder / "report.json").read_text("utf-8"))["record"]["repeats"]
    return digest, repeats != "plan", time.monotonic() - began


def main() -> int:
    """Plan so many times and compare."""
    parser = argparse.ArgumentParser(prog="python -m bench.repeats", description=__doc__)
    parser.add_argument("roster", type=Path, nargs="?", default=Path("examples/field-office"))
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--time-limit", type=float, default=60.0)
    given = parser.parse_args()
    seen: Counter[str] = Counter()
    with subprocess.Popen([sys.executable, "-c", BUSY]) as busy, tempfile.TemporaryDirectory() as folder:
        try:
            for run in range(given.runs):
                digest, ended, seconds = plan(given.roster, 1 + run % 2, given.time_limit, Path(folder) / "plan")
                seen[digest] += 1
                by_clock = ", the clock ended it" if ended else ""
                print(f"run {run + 1}: {1 + run % 2} workers, {seconds:.0f} s, {digest[:16]}{by_clock}", flush=True)
        finally:
            busy.kill()
    print(f"{given.runs} runs beside a busy core: {len(seen)} different assignments.csv")
    return int(len(seen) != 1)


if __name__ == "__main__":
    sys.exit(main())
