"""Times what people run: ``caseload plan`` and ``caseload report``, from the files to the files."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace

from bench.contest import Stage
from bench.contestant import OURS
from bench.measure import Measured, measure
from bench.office import Shape
from bench.results import AFTER_MOVES, Record
from bench.work import Row, in_words
from solver.goals import GRID

CASELOAD = [sys.executable, "-c", "from app.cli import main; main()"]
READ = "import sys, pathlib, app.intake.read as intake; intake.read_path(pathlib.Path(sys.argv[1]))"
LINES = "import sys, csv, collections; collections.deque(csv.reader(open(sys.argv[1], newline='')), 0)"
PATIENCE_S = 1_800.0
AS_MADE = ["--accept", "too-many-hours"]
"""Offices are made by their load: where few officers hold a large docket, a month of theirs has too many hours."""


def run_plan(stage: Stage, row: Row) -> Iterator[Record]:
    """``caseload plan``; both levels as report.json has them."""
    for shape in row.shapes:
        roster, out = stage.roster(shape), stage.folder / "plan"
        shutil.rmtree(out, ignore_errors=True)
        options = ["--time-limit", f"{row.ours_s:g}", "--workers", str(stage.workers), "--seed", str(shape.seed)]
        command = [*CASELOAD, "plan", str(roster), "--out", str(out), "--keep-within", "0.5", *options, *AS_MADE]
        done = measure(command, PATIENCE_S)
        record = _record(row, shape, "fairness", done, row.ours_s)
        if not (out / "report.json").exists():
            yield record
            yield replace(record, level="moves")
            continue
        levels = {level["name"]: level for level in json.loads((out / "report.json").read_text("utf-8"))["levels"]}
        fairness, moves = levels["fairness"], levels["continuity"]
        yield replace(
            record,
            value=round(fairness["best"] * GRID),
            bound=round(fairness["bound"] * GRID),
            gap=fairness["gap"],
            step=round(fairness["value"] * GRID),
        )
        later = {
            name: (level["best"] * scale, level["bound"] * scale)
            for name, level in levels.items()
            if name in AFTER_MOVES
            for scale in (1.0 if level["unit"] == "hours" else 100.0,)
        }
        moved, least = round(moves["best"]), round(moves["bound"])
        yield replace(record, level="moves", value=moved, bound=least, gap=moves["gap"], later=later)
        shutil.rmtree(out)


def run_report(stage: Stage, row: Row) -> Iterator[Record]:
    """``caseload report`` beside the same reader without a report, and Python's own CSV reader."""
    for shape in row.shapes:
        roster = stage.roster(shape)
        for level, command in (
            ("report", [*CASELOAD, "report", str(roster), "--json", *AS_MADE]),
            ("read", [sys.executable, "-c", READ, str(roster)]),
            ("lines", [sys.executable, "-c", LINES, str(roster / "cases.csv")]),
        ):
            yield _record(row, shape, level, measure(command, PATIENCE_S), PATIENCE_S)


def _record(row: Row, shape: Shape, level: str, done: Measured, given_s: float) -> Record:
    note = ""
    if done.timed_out:
        note = f"was ended after {done.wall_s:.0f} s"
    elif done.code:
        note = f"exit code {done.code}: {(done.err.strip().splitlines() or ['nothing said'])[-1]}"
    name = in_words(shape)
    return Record(row.key, name, shape.cases, shape.seed, OURS, level, given_s, done.wall_s, done.peak_bytes, note=note)
