"""How soon a million cases are taken: ``python -m bench.uploads`` (``make uploads``, two minutes, loopback only).

A roster of a million cases is sent as gzip NDJSON and as CSV files, alone and two at once; each must be answered with
201 within 30 s, while the server itself, which hands what it cannot bound to a child, grows by 200 MB at most. Six at
once are taken or told to come back (503 with Retry-After), and ``/healthz`` answers within 0.5 s all the while.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.office import Shape, make
from bench.served import Served, serving

SHAPE = Shape(1_000_000, 2_000, offices=25)
MOST_S, MOST_GROWTH, MOST_HEALTH_S = 30.0, 200_000_000, 0.5
MANY = 6
LOOK_EVERY_S = 0.05
MB = 1_000_000

Send = Callable[[Served], httpx.Response]


def as_csv(folder: Path) -> Send:
    """Its files, as the parts of a form."""

    def send(served: Served) -> httpx.Response:
        sheets = {path.stem: (path.name, path.open("rb"), "text/csv") for path in sorted(folder.glob("*.csv"))}
        return served.client.post("/v1/rosters", files=sheets)

    return send


def as_ndjson(folder: Path) -> Send:
    """A row a line, packed."""
    body = gzip.compress(b"".join(_lines(folder)), compresslevel=1)
    headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
    return lambda served: served.client.post("/v1/rosters", content=body, headers=headers)


def _lines(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                yield json.dumps({"sheet": path.stem, **row}).encode() + b"\n"


@dataclass
class Watched:
    """What the server came to meanwhile: the most memory that it took, and how late it said that it lives."""

    memory: int
    health_s: float = 0.0


@contextmanager
def watched(served: Served) -> Iterator[Watched]:
    """Look at the server all through the block."""
    most, over = Watched(served.resident_bytes()), threading.Event()

    def look() -> None:
        while not over.wait(LOOK_EVERY_S):
            began = time.monotonic()
            served.client.get("/healthz").raise_for_status()
            most.health_s = max(most.health_s, time.monotonic() - began)
            most.memory = max(most.memory, served.resident_bytes())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def main() -> int:
    """Run it; 1 where something did not hold."""
    faults = []
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
        folder = Path(name) / "office"
        make(folder, SHAPE)
        ways = {"CSV": as_csv(folder), "gzip NDJSON": as_ndjson(folder)}
        for what, sends in {
            **{way: [send] for way, send in ways.items()},
            **{f"{way}, two at once": [send, send] for way, send in ways.items()},
            f"CSV, {MANY} at once": [ways["CSV"]] * MANY,
        }.items():
            before = served.resident_bytes()
            with watched(served) as most, ThreadPoolExecutor(len(sends)) as pool:
                answers = list(pool.map(lambda send: _timed(send, served), sends))
            growth = most.memory - before
            times = ", ".join(f"{status} after {seconds:.1f} s" for status, seconds in answers)
            grown = f"the server grew by {growth / MB:.0f} MB and said within {most.health_s:.2f} s that it lives"
            print(f"{what}: {times}; {grown}", flush=True)
            taken = (201, 503) if len(sends) == MANY else (201,)
            faults += [f"{what}: {status}" for status, _ in answers if status not in taken]
            faults += [f"{what}: {seconds:.1f} s" for _, seconds in answers if seconds > MOST_S and len(sends) < MANY]
            faults += [f"{what}: alive after {most.health_s:.2f} s"] * (most.health_s > MOST_HEALTH_S)
            faults += [f"{what}: {growth / MB:.0f} MB"] * (growth > MOST_GROWTH)
    print(
        f"later than {MOST_S:.0f} s, larger than {MOST_GROWTH / MB:.0f} MB, or not taken: {'; '.join(faults) or 'none'}"
    )
    return int(bool(faults))


def _timed(send: Send, served: Served) -> tuple[int, float]:
    began = time.monotonic()
    answer = send(served)
    return answer.status_code, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
