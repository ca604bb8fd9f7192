"""How soon the pages of a plan come: ``python -m bench.desk`` (``make desk``, about four minutes, loopback only).

A server in a process of its own makes a plan of 10,000 cases and 50 officers, and one of 1,000,000 and 1,000 in 20
offices; then each page is asked for ten times, and half of the answers came within what is printed.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from bench.docket import ACCEPT, planned
from bench.office import Shape, make
from bench.served import serving

TIMES = 10
MOST_BYTES = 300 * 1024
"""Of the first page, packed, with all that it loads."""


@dataclass(frozen=True)
class Office:
    """An office, and within how many milliseconds its pages are promised."""

    shape: Shape
    page_ms: int
    search_ms: int


OFFICES = (Office(Shape(10_000, 50), 300, 200), Office(Shape(1_000_000, 1_000, offices=20), 1_000, 200))
PAGES = {
    "the plan's page": "",
    "officers": "/officers",
    "an officer": "/officers/7",
    "cases": "/cases",
    "search for a case": "/cases?q=C0000777",
    "search within ids": "/cases?q=77",
    "those that move, by officer": "/cases?change=moves&order=after",
    "the last page by hours": "/cases?order=hours&page=100000000",
}
SEARCHES = {"cases", "search for a case", "search within ids"}


def ask_for_plan(client: httpx.Client, folder: Path, shape: Shape) -> str:
    """Id of a plan of an office, and how long it took over HTTP."""
    make(folder, shape)
    began = time.monotonic()
    goals = json.dumps({"time_limit_s": 60, "accept": ACCEPT})
    parts = {path.stem: (path.name, path.read_bytes(), "text/csv") for path in folder.glob("*.csv")}
    plan = planned(client, files=parts, data={"goals": goals})
    print(f"\n{shape.cases:,} x {shape.officers:,}: planned over HTTP in {time.monotonic() - began:.1f} s\n")
    print("| page | half within | promised | bytes |\n|---|---|---|---|", flush=True)
    return str(plan["id"])


def look(client: httpx.Client, plan: str, office: Office) -> bool:
    """Print how soon each page comes; False where one is late."""
    is_good = True
    for name, path in PAGES.items():
        seconds = []
        for _ in range(TIMES):
            began = time.monotonic()
            answer = client.get(f"/plans/{plan}{path}")
            seconds.append(time.monotonic() - began)
            assert answer.status_code == 200, answer.text
        within, most = 1000 * median(seconds), office.search_ms if name in SEARCHES else office.page_ms
        print(f"| {name} | {within:.0f} ms | {most} ms | {len(answer.content):,} |", flush=True)
        is_good &= within <= most
    return is_good


def first_page(client: httpx.Client) -> bool:
    """Print what the start page weighs with all that it loads, packed."""
    names = ("/", "/static/app.css", "/static/form.js", "/static/local_time.js", "/static/icon.svg")
    size = sum(len(gzip.compress(client.get(name).content)) for name in names)
    print(f"first page with all that it loads, packed: {size / 1024:.0f} KiB")
    return size <= MOST_BYTES


def main() -> int:
    """Run it; 1 where something was late."""
    with tempfile.TemporaryDirectory(prefix="caseload-desk-") as temporary:
        folder = Path(temporary)
        with serving(folder) as served:
            is_good = first_page(served.client)
            for office in OFFICES:
                plan = ask_for_plan(served.client, folder / str(office.shape.cases), office.shape)
                is_good &= look(served.client, plan, office)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
