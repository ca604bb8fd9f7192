"""Too much at once is said at once, and what was begun is answered."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import anyio.to_thread
import httpx
import pytest
from starlette.types import Receive, Scope, Send

from app.api.http.overload import ALWAYS, Overload, waiting
from app.api.http.request_log import Requests


async def answered(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})


async def ask(app: Overload, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path)


async def crowded(app: Overload, how_many: int, path: str) -> tuple[int, httpx.Response, httpx.Response]:
    """What is answered while so many pieces of work wait for a thread, and afterwards."""
    free = threading.Event()
    threads = int(anyio.to_thread.current_default_thread_limiter().total_tokens)
    works: list[asyncio.Task[Any]] = [
        asyncio.create_task(anyio.to_thread.run_sync(free.wait)) for _ in range(threads + how_many)
    ]
    while waiting() < how_many:
        await asyncio.sleep(0)
    during, seen = waiting(), await ask(app, path)
    free.set()
    await asyncio.gather(*works)
    return during, seen, await ask(app, path)


def test_all_waited_for_all_others_until_nobody_waited_for_them() -> None:
    requests = Requests()
    during, seen, after = asyncio.run(crowded(Overload(answered, requests, most_waiting=5), 6, "/v1/plans"))
    assert during == 6
    assert (seen.status_code, seen.json()["type"]) == (503, "urn:caseload:problem:busy")
    assert seen.headers["Retry-After"] == "2"
    assert after.status_code == 200
    assert 'caseload_http_requests_total{method="GET",route="(overload)",status="503"} 1' in requests.lines()


def test_as_many_as_may_wait_are_let_through() -> None:
    _, seen, _ = asyncio.run(crowded(Overload(answered, Requests(), most_waiting=5), 5, "/v1/plans"))
    assert seen.status_code == 200


@pytest.mark.parametrize("path", sorted(ALWAYS))
def test_who_watches_the_server_is_always_answered(path: str) -> None:
    _, seen, _ = asyncio.run(crowded(Overload(answered, Requests(), most_waiting=0), 1, path))
    assert seen.status_code == 200
