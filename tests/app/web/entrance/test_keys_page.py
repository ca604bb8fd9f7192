"""Keys on a page, as a browser without JavaScript makes and revokes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.audit.log import every_record
from app.store import credentials
from app.store.tables import Role
from tests.app.serving import Served, bearer, serve

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ASKED = {"name": "night <job>", "role": "planner", "offices": "North\n\n South ", "days": "30"}
SECRET = re.compile(r"caseload_[0-9a-f]{12}_[\w-]{43}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@contextmanager
def signed_in(served: Served, *offices: str) -> Iterator[httpx.Client]:
    """A browser of an admin of these offices; none: of all."""
    with served.service.database.write() as session:
        key = api_keys.create(session, Wanted("an admin", Role.ADMIN, offices))
    served.service.gate.throttle.forgive("127.0.0.1")
    with httpx.Client(base_url=served.url, headers=PAGE, timeout=60, trust_env=False) as browser:
        browser.post("/sign-in", data={**fields(browser.get("/sign-in").text), "key": key})
        yield browser


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with signed_in(served) as browser:
        yield browser


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def make(browser: httpx.Client, **asked: str) -> httpx.Response:
    return browser.post("/keys", data={**fields(browser.get("/keys").text), **ASKED, **asked})


def test_a_key_is_made_shown_once_and_opens_what_was_asked_for(served: Served, browser: httpx.Client) -> None:
    answer = make(browser)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    (key,) = set(SECRET.findall(answer.text))
    assert "night &lt;job&gt;" in answer.text
    with served.service.database.read() as session:
        row = api_keys.key_of(session, key)
        assert (row.name, row.role, row.offices) == ("night <job>", "planner", ["north", "south"])
        assert (row.expires_at - row.created_at).days == 30
    assert httpx.get(f"{served.url}/v1/plans", headers=bearer(key), trust_env=False).status_code == 200
    again = browser.get("/keys").text
    assert key not in again
    assert key.split("_")[1] in again
    assert key.split("_")[2] not in again
    (made,) = [each for each in every_record(served.service.database) if each.subject == f"key:{row.id}"]
    assert (made.action, made.role, made.details) == ("key_created", "admin", '{"days":30,"role":"planner"}')
    assert made.actor.startswith("key:")


def test_a_form_that_is_sent_again_makes_no_second_key(served: Served, browser: httpx.Client) -> None:
    sent = {**fields(browser.get("/keys").text), **ASKED}
    assert browser.post("/keys", data=sent).status_code == 201
    with served.service.database.read() as session:
        before = len(credentials.keys(session))
    again = browser.post("/keys", data=sent)
    assert again.status_code == 409
    assert "is made" in again.text
    assert not SECRET.search(again.text)
    with served.service.database.read() as session:
        assert len(credentials.keys(session)) == before


def test_a_key_is_revoked_and_its_button_is_gone(served: Served, browser: httpx.Client) -> None:
    (key,) = set(SECRET.findall(make(browser, name="short").text))
    address = f"/keys/{key.split('_')[1]}/revoke"
    page = browser.get("/keys").text
    assert address in page
    done = browser.post(address, data=fields(page))
    assert (done.status_code, done.headers["location"]) == (303, "/keys")
    assert address not in browser.get("/keys").text
    assert httpx.get(f"{served.url}/v1/plans", headers=bearer(key), trust_env=False).status_code == 401
    gone = browser.post("/keys/000000000000/revoke", data=fields(page))
    assert (gone.status_code, "This key is not here" in gone.text) == (404, True)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 201}, "needs a name"),
        ({"days": "0"}, "1 to 3,650 days"),
        ({"days": "²"}, "1 to 3,650 days"),
        ({"days": "9" * 100}, "1 to 3,650 days"),
        ({"role": "king"}, "may do"),
        ({"offices": "\n".join(map(str, range(201)))}, "at most 200 offices"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    browser: httpx.Client, asked: dict[str, str], says: str
) -> None:
    answer = make(browser, **asked)
    assert answer.status_code == 422
    assert says in answer.text
    assert not SECRET.search(answer.text)
    if "days" in asked:
        assert 'value="night &lt;job&gt;"' in answer.text


def test_an_admin_of_some_offices_has_a_say_in_these_alone(served: Served, browser: httpx.Client) -> None:
    theirs = make(browser, name="of all", offices="").text
    (other,) = set(SECRET.findall(theirs))
    with signed_in(served, "East") as eastern:
        page = eastern.get("/keys").text
        assert other.split("_")[1] not in page
        refused = eastern.post(f"/keys/{other.split('_')[1]}/revoke", data=fields(page))
        assert refused.status_code == 404
        assert make(eastern, offices="North").status_code == 403
        assert make(eastern, offices="").status_code == 403
        assert make(eastern, offices="east\nNorth").status_code == 403
        assert make(eastern, offices="EAST").status_code == 201
    assert httpx.get(f"{served.url}/v1/plans", headers=bearer(other), trust_env=False).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"csrf": "x"}])
def test_without_the_token_of_the_session_nothing_is_made(browser: httpx.Client, sent: dict[str, Any]) -> None:
    assert browser.post("/keys", data={**ASKED, **sent}).status_code == 403


def test_who_is_no_admin_sees_neither_page_nor_way_to_it(served: Served, browser: httpx.Client) -> None:
    assert 'href="/keys"' in browser.get("/").text
    with served.service.database.write() as session:
        key = api_keys.create(session, Wanted("x", Role.APPROVER))
    with httpx.Client(base_url=served.url, headers={**PAGE, **bearer(key)}, trust_env=False) as lower:
        assert 'href="/keys"' not in lower.get("/").text
        assert lower.get("/keys").status_code == 403
