"""Run the benchmark and write its page: ``python -m bench``. ``--only`` and ``--scale`` try a part of it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.aims import judge
from bench.contest import Stage, run_contest
from bench.files import run_plan, run_report
from bench.pages import write_pages
from bench.results import Record, load, save
from bench.work import ROWS, Row, shrunk

RUNS = {"contest": run_contest, "race": run_contest, "plan": run_plan, "report": run_report}


def main() -> int:
    """Run what was asked for, row by row; each row is on the page as soon as it is done."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    keys = [row.key for row in ROWS]
    parser.add_argument("--only", nargs="+", choices=keys, metavar="ROW", help=f"of {', '.join(keys)}")
    parser.add_argument("--large", action="store_true", help="the rows that take long, and no others")
    parser.add_argument("--scale", type=float, default=1.0, help="a trial with smaller offices and less time")
    parser.add_argument("--peers", nargs="*", help="only these peers; none: Caseload alone")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="threads for everybody")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where the page and benchmarks/ are written")
    parser.add_argument("--offices", type=Path, help="a folder to keep the offices in (default: a temporary one)")
    given = parser.parse_args()
    if given.scale != 1 and given.docs == Path("docs"):
        parser.error("a trial does not belong on the page: give --docs another folder")
    rows = [row for row in ROWS if (row.key in given.only if given.only else row.large == given.large)]
    store = given.docs / "benchmarks" / "results.json"
    with tempfile.TemporaryDirectory(prefix="caseload-bench-") as temporary:
        stage = Stage(given.offices or Path(temporary), given.workers)
        stage.folder.mkdir(parents=True, exist_ok=True)
        for row in rows:
            run = row if given.scale == 1 else shrunk(row, given.scale)
            if given.peers is not None:
                run = _among(run, given.peers)
            print(f"\n{run.title}", flush=True)
            records = []
            for record in RUNS[run.kind](stage, run):
                print(f"  {_line(record)}", flush=True)
                records.append(record)
            results = load(store)
            results.replace(row.key, records)
            save(results, store)
            write_pages(results, given.docs)
            for judged in judge(run, records):
                print(f"  {'reached' if judged.reached else 'MISSED '} {judged.aim}: {judged.measured}", flush=True)
    print(f"\nwritten: {given.docs / 'benchmarks.md'}")
    return 0


def _among(row: Row, peers: list[str]) -> Row:
    kept = tuple(peer for peer in row.peers if peer in peers)
    return Row(row.key, row.title, row.shapes, row.aim, row.kind, row.ours_s, row.peers_s, kept, row.large)


def _line(record: Record) -> str:
    what = record.note or f"value {record.value}, bound {record.bound}"
    memory = record.peak_bytes / 1e6
    return f"{record.instance} · {record.who} · {record.level}: {what} · {record.wall_s:.1f} s · {memory:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
