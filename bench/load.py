"""A server under load while it makes a plan: ``python -m bench.load`` (``make load``, four minutes, loopback only).

A server in a process of its own makes a plan of 200,000 cases. Meanwhile requests come at fixed times, whether those
before them were answered or not: 50 a second for a minute, a tenth of them writes; then 500 a second for two minutes;
then, after ten seconds, 50 a second again. What is late counts from when it was due, so a server that stands still
cannot look quick.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.office import Shape, make
from bench.served import PORT, serving
from tests.app.serving import ROSTER

RATE, TIMES = 50, 10
CALM_S, FLOOD_S, PAUSE_S, AFTER_S = 60, 120, 10, 20
P99_MS = 100
WAITS_S = 30
MOST_WAITING = 2_000
"""Requests under way at once; what would be one more is not sent, and counted."""
ALLOWED = {429, 503}


@dataclass(frozen=True)
class Ask:
    """One request, ready to be sent."""

    kind: str
    head: bytes
    body: bytes = b""


@dataclass
class Heard:
    """What came of the requests of one phase: seconds since each was due, by kind, and statuses."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def note(self, ask: Ask, status: int, seconds: float) -> None:
        self.statuses[ask.kind, status] += 1
        self.seconds.setdefault(ask.kind, []).append(seconds)

    def at(self, kind: str, share: float) -> float:
        """Milliseconds within which that share of the requests of a kind were answered."""
        ordered = sorted(self.seconds[kind])
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def wrong(self, allowed: set[int]) -> dict[str, int]:
        """Answers that should not be: neither 2xx nor allowed; 0: none came."""
        return {
            f"{kind} {status}": count
            for (kind, status), count in sorted(self.statuses.items())
            if not 200 <= status < 300 and status not in allowed
        }


class Client:
    """Keep-alive connections to one server; as little Python for a request as can be."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, ask: Ask) -> int:
        """The status of the answer, once all of it is there."""
        is_used = bool(self._idle)
        reader, writer = self._idle.pop() if is_used else await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(ask.head + ask.body)
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (ConnectionError, asyncio.IncompleteReadError):
                if not is_used:
                    raise
                writer.close()  # it was idle for so long that the server closed it: as any client, on another one
                return await self.send(ask)
            await self._drop_body(reader, head.lower())
        except BaseException:
            writer.close()
            raise
        if b"connection: close" in head.lower():
            writer.close()
        else:
            self._idle.append((reader, writer))
        return int(head[9:12])

    async def _drop_body(self, reader: asyncio.StreamReader, head: bytes) -> None:
        if b"transfer-encoding: chunked" in head:
            while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        elif b"content-length: " in head:
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))


def asks(key: str, plan: str) -> Iterator[Ask]:
    """What an office's programs ask: nine reads, then a write, and again."""

    def ask(kind: str, method: str, path: str, document: object = None) -> Ask:
        body = b"" if document is None else json.dumps(document).encode()
        kinds = "Content-Type: application/json\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n{kinds}"
        return Ask(kind, f"{head}Content-Length: {len(body)}\r\n\r\n".encode(), body)

    reads = [ask("read", "GET", path) for path in (
        plan, "/v1/plans?limit=20", f"{plan}/report", f"{plan}/assignments?limit=100", plan, f"{plan}/report",
        "/v1/plans?limit=20", plan, f"{plan}/assignments?limit=100",
    )]  # fmt: skip
    return itertools.cycle([*reads, ask("write", "POST", "/v1/rosters", ROSTER)])


async def phase(port: int, wanted: Iterator[Ask], rate: int, seconds: int) -> Heard:
    """Send so many requests a second for so long, each at its time."""
    client, heard, waiting = Client(port), Heard(), set[asyncio.Task[None]]()
    began = asyncio.get_running_loop().time()

    async def one(ask: Ask, due: float) -> None:
        try:
            async with asyncio.timeout(WAITS_S):
                status = await client.send(ask)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status = 0
        heard.note(ask, status, asyncio.get_running_loop().time() - due)

    for number in range(rate * seconds):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        if len(waiting) >= MOST_WAITING:
            heard.statuses["not sent", 200] += 1
            continue
        task = asyncio.create_task(one(next(wanted), due))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)
    return heard


def say(what: str, heard: Heard) -> None:
    """One line for each kind."""
    for kind in sorted(heard.seconds):
        counts = {status: count for (of, status), count in sorted(heard.statuses.items()) if of == kind}
        parts = ", ".join(f"{share:.0%} within {heard.at(kind, share):.0f} ms" for share in (0.5, 0.99))
        print(f"{what} · {kind}: {parts} · {counts}", flush=True)


def planned(client: httpx.Client, folder: Path) -> str:
    """A plan that is done, to be read; and a large one that is being made."""
    small = client.post("/v1/plans", json={"roster": ROSTER}, headers={"Prefer": "wait=60"}).json()
    make(folder, Shape(200_000, 100, own_weights=True))
    sheets = {path.stem: (path.name, path.read_bytes(), "text/csv") for path in folder.glob("*.csv")}
    goals = json.dumps({"time_limit_s": 3_000, "workers": 2, "period": "year"})
    answer = client.post("/v1/plans", files=sheets, data={"goals": goals})
    assert answer.status_code == 202, answer.text
    large = answer.json()
    while client.get(large["links"]["self"]).json()["value"] is None:
        time.sleep(0.2)
    link: str = small["links"]["self"]
    return link


def main() -> int:
    """Run it; 1 where something did not hold."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as served:
        plan = planned(served.client, Path(name) / "office")
        return _phases(PORT, served.key, plan)


def _phases(port: int, key: str, plan: str) -> int:
    wanted = asks(key, plan)
    calm = asyncio.run(phase(port, wanted, RATE, CALM_S))
    say(f"{RATE} a second", calm)
    flood = asyncio.run(phase(port, wanted, RATE * TIMES, FLOOD_S))
    say(f"{RATE * TIMES} a second", flood)
    time.sleep(PAUSE_S)
    after = asyncio.run(phase(port, wanted, RATE, AFTER_S))
    say(f"{PAUSE_S} s later, {RATE} a second", after)
    faults = {
        "calm, other than 2xx": calm.wrong(set()),
        "flood, other than 2xx, 429, 503": flood.wrong(ALLOWED),
        "afterwards, other than 2xx": after.wrong(set()),
        f"reads later than {P99_MS} ms": {
            what: round(heard.at("read", 0.99))
            for what, heard in (("calm", calm), ("afterwards", after))
            if heard.at("read", 0.99) > P99_MS
        },
    }
    for what, found in faults.items():
        print(f"{what}: {found or 'none'}")
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main())
