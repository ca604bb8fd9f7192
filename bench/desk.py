"""How soon the pages of a plan come: ``python -m bench.desk`` (``make desk``, about four minutes, loopback only).

A server in a process of its own makes a plan of 10,000 cases and 50 officers, and one of 1,000,000 and 1,000 in 20
offices; then each page is asked for ten times, and half of the answers came within what is printed. Then single cases
are asked about, a hundred times each: who should take it, why this officer, and the page of the case.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from bench.docket import ACCEPT, planned
from bench.office import TYPES, Shape, make
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
QUESTIONS = 100
ANSWER_MS = {"advice on a case": 50, "advice on a new case": 50, "why this officer": 50, "the page of a case": 300}
"""Within how many milliseconds 95 % of the answers are promised."""
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


def question(client: httpx.Client, plan: str, shape: Shape, chance: random.Random) -> dict[str, httpx.Request]:
    """One request of each kind, about cases and officers by chance."""
    number, officer = chance.randrange(shape.cases), chance.randrange(shape.officers)
    case = f"C{number:07d}"
    row: dict[str, Any] = {
        "case_id": "N-1",
        "case_type": chance.choice(TYPES)[0],
        "office": f"office-{chance.randrange(shape.offices)}",
        "required_skills": f"skill-{chance.randrange(shape.skills)}",
    }
    named = {"case": case, "officer": f"D-{officer:04d}"}
    return {
        "advice on a case": client.build_request("POST", f"/v1/plans/{plan}/advice", json={"cases": [case]}),
        "advice on a new case": client.build_request("POST", f"/v1/plans/{plan}/advice", json={"cases": [row]}),
        "why this officer": client.build_request("GET", f"/v1/plans/{plan}/explain", params=named),
        "the page of a case": client.build_request("GET", f"/plans/{plan}/cases/{number + 1}"),
    }


def ask(client: httpx.Client, plan: str, shape: Shape) -> bool:
    """Print how soon questions about single cases are answered; False where they are late."""
    print("\n| question | half within | 95 % within | promised |\n|---|---|---|---|", flush=True)
    chance, seconds = random.Random(1), {name: list[float]() for name in ANSWER_MS}
    for _ in range(QUESTIONS):
        for name, request in question(client, plan, shape, chance).items():
            began = time.monotonic()
            answer = client.send(request)
            seconds[name].append(time.monotonic() - began)
            assert answer.status_code == 200, answer.text
    is_good = True
    for name, most in ANSWER_MS.items():
        half, nearly = (1000 * sorted(seconds[name])[int(share * QUESTIONS)] for share in (0.5, 0.95))
        print(f"| {name} | {half:.0f} ms | {nearly:.0f} ms | {most} ms |", flush=True)
        is_good &= nearly <= most
    return is_good


def first_page(client: httpx.Client) -> bool:
    """Print what the start page weighs with all that it loads, packed."""
    page = client.get("/").content
    loaded = sorted(set(re.findall(rb'"(/static/[^"]+)"', page)))
    bodies = [page, *(client.get(name.decode()).content for name in loaded)]
    size = sum(len(gzip.compress(body)) for body in bodies)
    print(f"first page with the {len(loaded)} files that it loads, packed: {size / 1024:.0f} KiB")
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
                is_good &= ask(served.client, plan, office.shape)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
