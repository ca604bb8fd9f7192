"""A stream of events does not outlive what opened it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.api import events
from app.store.tables import Role
from tests.app.serving import Served, bearer


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PING_EVERY_S", 0.05)


@pytest.fixture(scope="module")
def address(lasting: Served) -> Iterator[str]:
    """The events of a plan that does not end."""
    plan = lasting.ask()
    yield str(plan["links"]["events"])
    lasting.client.delete(plan["links"]["self"])
    lasting.wait(plan["id"], "cancelled")


def read_until_it_ends(client: httpx.Client, address: str, then: Callable[[], object]) -> str:
    """What a stream says; once it is there to stay, something happens."""
    text, has_happened = "", False
    with client.stream("GET", address) as answer:
        assert answer.status_code == 200
        for chunk in answer.iter_text():
            text += chunk
            if text.count(": still here") > 2 and not has_happened:
                has_happened = True
                then()
    assert has_happened, text
    return text


def visitor(served: Served, **headers: str) -> httpx.Client:
    """Somebody else, on a connection of their own."""
    return httpx.Client(base_url=served.url, headers=headers, timeout=30, trust_env=False)


def test_it_ends_when_its_key_is_revoked(lasting: Served, address: str) -> None:
    database = lasting.service.database
    with database.write() as session:
        key = api_keys.create(session, Wanted("a reader", Role.VIEWER))

    def revoke() -> None:
        with database.write() as session:
            assert api_keys.revoke(session, key.split("_")[1])

    with visitor(lasting, **bearer(key)) as reader:
        read_until_it_ends(reader, address, revoke)
        assert reader.get(address).status_code == 401


def test_it_ends_when_its_session_is_signed_out(lasting: Served, address: str) -> None:
    with visitor(lasting) as browser:
        browser.get(lasting.sign_in_address())
        cookies = dict(browser.cookies)
        caller = lasting.service.gate.who([], cookies)
        read_until_it_ends(browser, address, lambda: lasting.service.gate.sign_out(cookies, caller))


def test_it_goes_on_while_others_come_and_go(lasting: Served, address: str) -> None:
    seen = threading.Event()
    with visitor(lasting, **bearer(lasting.key)) as reader, reader.stream("GET", address) as answer:
        text = ""
        for chunk in answer.iter_text():
            text += chunk
            if text.count(": still here") > 8:
                seen.set()
                break
    assert seen.is_set()
