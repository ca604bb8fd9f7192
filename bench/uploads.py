"""How soon a million cases are taken: ``python -m bench.uploads`` (``make uploads``, two minutes, loopback only).

A roster of a million cases is sent as gzip NDJSON and as CSV files, alone and two at once; each must be answered with
201 within 30 s, while the server itself, which hands what it cannot bound to a child, grows by 200 MB at most.
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
from pathlib import Path

import httpx

from bench.office import Shape, make
from bench.served import Served, serving

SHAPE = Shape(1_000_000, 2_000, offices=25)
MOST_S, MOST_GROWTH = 30.0, 200_000_000
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


@contextmanager
def most_memory(served: Served) -> Iterator[list[int]]:
    """Within the block the list holds the most that the server has taken."""
    most, over = [served.resident_bytes()], threading.Event()

    def look() -> None:
        while not over.wait(LOOK_EVERY_S):
            most[0] = max(most[0], served.resident_bytes())

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
        }.items():
            before = served.resident_bytes()
            with most_memory(served) as most, ThreadPoolExecutor(len(sends)) as pool:
                answers = list(pool.map(lambda send: _timed(send, served), sends))
            growth = most[0] - before
            times = " and ".join(f"{seconds:.1f} s" for _, seconds in answers)
            print(f"{what}: {times}, the server grew by {growth / MB:.0f} MB", flush=True)
            faults += [f"{what}: {status}" for status, _ in answers if status != 201]
            faults += [f"{what}: {seconds:.1f} s" for _, seconds in answers if seconds > MOST_S]
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
