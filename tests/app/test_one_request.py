from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.one_request import Bounds, request
from tests.app.jobs.adoption_webhook.receiver import Receiver, receiver

BOUNDS = Bounds(seconds=5.0, most_bytes=100)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def test_a_body_is_posted_with_its_headers_to_the_whole_address(there: Receiver) -> None:
    assert request(f"{there.url}/x?token=1", BOUNDS, b"body", {"webhook-id": "7"}) == (200, b"ok")
    (got,) = there.got
    assert (got.path, got.body, got.headers["webhook-id"]) == ("/x?token=1", b"body", "7")


def test_an_answer_is_read_no_further_than_it_may_be(there: Receiver) -> None:
    there.content = b"x" * 1_000
    assert request(there.url, BOUNDS, b"") == (200, b"x" * 101)


def test_a_redirect_is_an_answer_like_others_and_is_not_followed(there: Receiver) -> None:
    there.answers = [302]
    assert request(there.url, BOUNDS, b"")[0] == 302
    assert len(there.got) == 1


def test_who_does_not_answer_in_time_is_cut_off() -> None:
    with _silent() as url, pytest.raises((TimeoutError, ConnectionError)):
        request(url, Bounds(seconds=0.1, most_bytes=1), b"")


def test_who_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(ConnectionRefusedError):
        request("http://127.0.0.1:1/", BOUNDS)


@contextmanager
def _silent() -> Iterator[str]:
    """Somebody who takes a connection and says nothing."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    held: list[socket.socket] = []
    thread = threading.Thread(target=lambda: held.append(listener.accept()[0]), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread.join()
    for each in (*held, listener):
        each.close()
