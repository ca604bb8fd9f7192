"""The whole hostile corpus against a real server: ``make hostile``, or ``python -m tests.hostile [WORD]``.

Prints a line for each attack and ends with exit code 1 where one is not refused as it should be.
"""

from __future__ import annotations

import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from tests.hostile.corpus import JSON, ROSTER, Attack, every_attack
from tests.hostile.server import Watched, answer, watched

SECONDS = 2.0
HEALTH_S = 0.2
GROWTH_MIB = 100.0
SOCKETS, UPLOADS, STREAMS, PLANS = 500, 8, 200, 20
CROWD_S = 10.0
LOST_S = 5.0
LOST_MIB = 1_500.0
"""A server that is so slow or so large is ended, and another one started: it would hide what comes next."""


def send(server: Watched, client: httpx.Client, attack: Attack) -> bool:
    """Send one request and print what came of it; returns whether it is as it should be."""
    attack = replace(attack, body=_once(attack.body()))  # making it takes time, too
    time.sleep(0.1)
    server.slowest()
    before = server.peak_mib
    began = time.monotonic()
    status = answer(server, client, attack)
    took = time.monotonic() - began
    time.sleep(0.1)
    health = server.slowest()
    server.is_lost = health > LOST_S or server.peak_mib > LOST_MIB
    wrong = [
        text
        for is_so, text in (
            (status not in attack.right, "STATUS"),
            (took > SECONDS, "SLOW"),
            (health > HEALTH_S, "HEALTH"),
            (server.peak_mib - before > GROWTH_MIB, "MEMORY"),
        )
        if is_so
    ]
    figures = f"{status!s:>12} {took:6.2f} s  healthz {health * 1000:5.0f} ms  at most {server.peak_mib:6.0f} MiB"
    print(f"{attack.name[:60]:60} {figures}  {' '.join(wrong)}", flush=True)
    return not wrong


def _once(body: bytes) -> Callable[[], bytes]:
    return lambda: body


def crowd(server: Watched, what: str, people: Callable[[Watched], Any]) -> bool:
    """Let many do something at once for a while, and print what becomes of the server."""
    server.slowest()
    before = server.peak_mib
    with people(server):
        time.sleep(CROWD_S)
        health, with_them = server.slowest(), server.held_mib
    wrong = ["HEALTH"] * (health > HEALTH_S) + ["MEMORY"] * (server.peak_mib - before > GROWTH_MIB)
    print(
        f"{what:60} {'':24} healthz {health * 1000:5.0f} ms  at most {with_them:6.0f} MiB  {' '.join(wrong)}",
        flush=True,
    )
    return not wrong


@contextmanager
def slow_sockets(server: Watched) -> Iterator[None]:
    """Connections that never end their headers."""
    with ExitStack() as stack:
        for _ in range(SOCKETS):
            connection = stack.enter_context(socket.create_connection(server.address))
            connection.sendall(f"POST /v1/rosters HTTP/1.1\r\n{server.identity}\r\nX-Slow: ".encode())
        yield


@contextmanager
def stalled_bodies(server: Watched) -> Iterator[None]:
    """Uploads that stop in their middle."""
    with ExitStack() as stack:
        for _ in range(UPLOADS):
            connection = stack.enter_context(socket.create_connection(server.address))
            head = f"POST /v1/rosters HTTP/1.1\r\n{server.identity}\r\nContent-Type: {JSON['Content-Type']}\r\n"
            connection.sendall(f"{head}Content-Length: {64 << 20}\r\n\r\n".encode() + bytes(60 << 20))
        yield


@contextmanager
def unread_streams(server: Watched) -> Iterator[None]:
    """Streams of the events of a plan that waits, which nobody reads."""
    asked = {"roster": ROSTER, "goals": {"time_limit_s": 5, "simulations": 0}}
    with server.client() as client, ExitStack() as stack:
        plans = [client.post("/v1/plans", json=asked).json()["id"] for _ in range(PLANS)]
        for _ in range(STREAMS):
            connection = stack.enter_context(socket.create_connection(server.address))
            connection.sendall(f"GET /v1/plans/{plans[-1]}/events HTTP/1.1\r\n{server.identity}\r\n\r\n".encode())
        yield
        for plan in plans:
            client.delete(f"/v1/plans/{plan}")


CROWDS = {
    f"{SOCKETS} connections that never end their headers": slow_sockets,
    f"{UPLOADS} uploads of 60 MiB that stall": stalled_bodies,
    f"{STREAMS} streams of events that nobody reads": unread_streams,
}


def main(words: list[str]) -> int:
    """Send every attack (or those whose names hold one of the words), then let the crowds in."""
    attacks = [each for each in every_attack() if not words or any(word in each.name for word in words)]
    crowds = [each for each in CROWDS.items() if not words or any(word in each[0] for word in words)]
    failed, sent = 0, len(attacks) + len(crowds)
    while attacks or crowds:
        with tempfile.TemporaryDirectory() as folder, watched(Path(folder)) as server, server.client(10.0) as client:
            first = server.held_mib
            while attacks and not server.is_lost:
                failed += not send(server, client, attacks.pop(0))
            while crowds and not server.is_lost:
                failed += not crowd(server, *crowds.pop(0))
            print(f"server: {first:.0f} MiB at first, {server.held_mib:.0f} MiB now, {server.peak_mib:.0f} MiB at most")
    print(f"{sent} attacks, {failed} not as they should be")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
