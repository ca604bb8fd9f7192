"""Connections on which nobody asks anything, against a real server that has room for a few."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import uvicorn

from app.commands.service import connections
from app.commands.service.connections import Bounded, most_connections

PATIENCE_S = 30.0
MOST = 6


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers, at once or when it is let go."""
    while scope["path"] == "/slow" and not RELEASED.is_set():
        await send_nothing()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def send_nothing() -> None:
    import asyncio

    await asyncio.sleep(0.01)


RELEASED = threading.Event()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(connections, "most_connections", lambda: MOST)
    RELEASED.clear()
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=Bounded, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        RELEASED.set()
        server.should_exit = True
        thread.join()
        listener.close()


def health(address: tuple[str, int]) -> int:
    return httpx.get(f"http://127.0.0.1:{address[1]}/", timeout=PATIENCE_S, trust_env=False).status_code


def ends(connection: socket.socket) -> bool:
    """Whether the other side closes it, sooner or later."""
    connection.settimeout(PATIENCE_S)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_thousand_silent_connections_kept_everybody_else_out(address: tuple[str, int]) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(address)) for _ in range(4 * MOST)]
        assert health(address) == 200
        assert all(ends(each) for each in silent[: 3 * MOST])
        assert health(address) == 200


def test_who_is_being_answered_is_not_the_one_that_goes(address: tuple[str, int]) -> None:
    with ExitStack() as stack:
        asking = [stack.enter_context(socket.create_connection(address)) for _ in range(MOST)]
        for each in asking:
            each.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.2)
        late = stack.enter_context(socket.create_connection(address))
        assert ends(late), "all places are taken by who asks"
        RELEASED.set()
        for each in asking:
            each.settimeout(PATIENCE_S)
            assert each.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize("before", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_headers_that_never_end_were_waited_for_without_an_end(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch, before: bytes
) -> None:
    monkeypatch.setattr(connections, "HEADERS_S", 0.1)
    with socket.create_connection(address) as connection:
        connection.sendall(before)
        assert ends(connection)
    assert health(address) == 200


def test_what_is_no_request_was_answered_in_plain_text(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(b"NONSENSE\r\n\r\n")
        connection.settimeout(PATIENCE_S)
        answer = b"".join(iter(lambda: connection.recv(4096), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 400 ")
    assert "content-type: application/problem+json" in head.lower()
    assert "x-content-type-options: nosniff" in head.lower()
    assert f"content-length: {len(body.encode())}" in head.lower()
    assert '"status": 400' in body


def test_there_is_room_for_what_else_needs_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    for soft, most in ((1024, 640), (65_536, 65_152), (256, 64), (resource.RLIM_INFINITY, 65_152)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert most_connections() == most
