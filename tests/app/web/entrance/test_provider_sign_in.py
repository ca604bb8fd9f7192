"""Signing in at a real provider, and programs that send its tokens."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.audit.log import every_record
from tests.app.access.oidc.provider_process import CLIENT, SECRET, RunningProvider, running_provider
from tests.app.serving import Served, serve

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ADA = {"name": "Ada", "caseload_role": "planner", "caseload_offices": ["north"]}


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def served(provider: RunningProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "public_url": "http://localhost",  # of no port: the test takes the browser back by hand
    }
    with serve(tmp_path_factory.mktemp("data"), **settings) as served:
        yield served


@pytest.fixture
def browser(served: Served, provider: RunningProvider) -> Iterator[httpx.Client]:
    provider.tell(mode="", person=ADA)
    with httpx.Client(base_url=served.url, headers=PAGE, timeout=60, trust_env=False) as client:
        yield client


def there_and_back(browser: httpx.Client, to: str = "/") -> httpx.Response:
    leaving = browser.get("/sign-in/provider", params={"next": to})
    assert leaving.status_code == 303
    back = httpx.get(leaving.headers["location"], trust_env=False).headers["location"]
    assert back.startswith("http://localhost/sign-in/callback?")
    return browser.get(back.removeprefix("http://localhost"))


def test_somebody_signs_in_at_the_provider(served: Served, browser: httpx.Client) -> None:
    assert 'href="/sign-in/provider?next=/import"' in browser.get("/import").text
    answer = there_and_back(browser, "/import")
    assert (answer.status_code, answer.headers["location"]) == (303, "/import")
    home = browser.get("/")
    assert "You are Ada (planner)" in home.text
    assert browser.get("/metrics").status_code == 403, "their offices are not all"
    signed_in, refused = list(every_record(served.service.database))[-2:]
    assert signed_in.actor.startswith("oidc:")
    assert (signed_in.action, signed_in.role, signed_in.offices) == ("signed_in", "planner", '["north"]')
    assert (refused.actor, refused.details) == (signed_in.actor, '{"route":"GET /metrics","why":"role"}')


def test_who_is_given_nothing_here_is_told_so(browser: httpx.Client, provider: RunningProvider) -> None:
    for person, said in (({"caseload_offices": "*"}, "no role"), ({"caseload_role": "viewer"}, "no offices")):
        provider.tell(person=person)
        answer = there_and_back(browser)
        assert answer.status_code == 403
        assert said in answer.text
        assert browser.get("/").status_code == 401


def test_a_callback_out_of_nowhere_is_refused(served: Served, browser: httpx.Client) -> None:
    assert browser.get("/sign-in/callback", params={"code": "x", "state": "y"}).status_code == 403
    *_, last = every_record(served.service.database)
    assert (last.action, last.actor, last.outcome) == ("refused", "nobody", "refused")
    assert last.details == '{"route":"GET /sign-in/callback","why":"credentials"}'
    assert browser.get("/").status_code == 401


def test_a_provider_that_is_away_is_said_to_be(
    served: Served, provider: RunningProvider, browser: httpx.Client
) -> None:
    known = served.service.gate.provider
    assert known is not None
    provider.tell(mode="error")
    known.forget()
    assert browser.get("/sign-in/provider").status_code == 503
    answer = browser.get("/v1/plans", headers={"Authorization": f"Bearer {provider.mint()}", "Accept": "*/*"})
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:caseload:problem:provider")
    assert answer.headers["Retry-After"] == "60"
    assert served.client.get("/v1/plans").status_code == 200, "keys do not need it"
    provider.tell(mode="")
    known.forget()
    assert browser.get("/sign-in/provider").status_code == 303


def test_programs_send_tokens_of_the_provider(served: Served, provider: RunningProvider, browser: httpx.Client) -> None:
    def ask(token: str) -> int:
        return browser.get("/v1/plans", headers={"Authorization": f"Bearer {token}"}).status_code

    assert ask(provider.mint()) == 200
    assert ask(provider.mint(aud="another")) == 401
    assert ask(provider.mint(exp=1)) == 401
    assert ask(provider.mint(key="foreign")) == 401
    assert ask(provider.mint(caseload_role="nobody")) == 403


def test_there_is_no_way_to_a_provider_that_is_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(tmp_path_factory.mktemp("data")) as served:
        for path in ("/sign-in/provider", "/sign-in/callback"):
            assert served.client.get(path).status_code == 404
