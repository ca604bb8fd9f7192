"""Signing in and out, as a browser without JavaScript does it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.access.throttle import TRIES
from app.store.tables import Role
from tests.app.serving import ROSTER, Served, serve

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last") as served:
        yield served


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    """A browser that has not signed in."""
    served.service.gate.throttle.forgive("127.0.0.1")
    with httpx.Client(base_url=served.url, headers=PAGE, timeout=60, trust_env=False) as client:
        yield client


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def new_key(served: Served, role: Role = Role.PLANNER) -> str:
    with served.service.database.write() as session:
        return api_keys.create(session, Wanted("Ada", role))


def sign_in(browser: httpx.Client, key: str, page: str = "/sign-in") -> httpx.Response:
    return browser.post("/sign-in", data={**fields(browser.get(page).text), "key": key})


def test_who_has_not_signed_in_gets_the_page_for_it(browser: httpx.Client) -> None:
    plan = "/plans/00000000-0000-0000-0000-000000000000"
    for path in ("/", "/import", plan, f"{plan}/cases", f"{plan}/cases/3", f"{plan}/officers", f"{plan}/officers/12"):
        answer = browser.get(path)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="caseload"'
        assert "<h1>Sign in</h1>" in answer.text
        assert fields(answer.text)["next"] == path


def test_somebody_signs_in_with_a_key_works_and_signs_out(served: Served, browser: httpx.Client) -> None:
    answer = sign_in(browser, new_key(served), "/import")
    assert (answer.status_code, answer.headers["location"]) == (303, "/import")
    (cookie,) = [each for each in answer.headers.get_list("set-cookie") if "caseload-session" in each]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    home = browser.get("/")
    assert home.status_code == 200
    assert "Sign out" in home.text
    token = fields(home.text)["csrf"]
    listed = browser.get("/v1/plans")
    assert listed.status_code == 200, "the page's own script reads events with the cookie"
    stale = dict(browser.cookies)
    out = browser.post("/sign-out", data={"csrf": token})
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert browser.get("/").status_code == 401
    with httpx.Client(base_url=served.url, cookies=stale, trust_env=False) as copy:
        assert copy.get("/v1/plans").status_code == 401


def test_over_https_no_neighbour_can_set_our_cookies(tmp_path: Path) -> None:
    """Cookies had neither prefix, so that another name of the domain could plant one."""
    at = {"Host": "caseload.example", "Accept": "text/html"}
    with serve(tmp_path, public_url="https://caseload.example") as served:
        gate = served.service.gate
        assert all(name.startswith("__Host-") for name in (gate.session_cookie, gate.form_cookie, gate.flow_cookie))
        with httpx.Client(base_url=served.url, headers=at, trust_env=False) as browser:
            page = browser.get("/sign-in")
            form = dict(page.cookies)
            sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in form.items())}
            answer = browser.post("/sign-in", data={**fields(page.text), "key": new_key(served)}, headers=sent)
    assert answer.status_code == 303
    for cookie in (*page.headers.get_list("set-cookie"), *answer.headers.get_list("set-cookie")):
        assert cookie.startswith("__Host-caseload-")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_every_form_of_the_pages_brings_the_token(served: Served, browser: httpx.Client) -> None:
    sign_in(browser, new_key(served, Role.APPROVER))
    token = fields(browser.get("/").text)["csrf"]
    officers, cases = b"officer_id,available_hours\nA,10\n", b"case_id,weight_hours\n1,1\n"
    files = [("files", ("officers.csv", officers)), ("files", ("cases.csv", cases))]
    made = browser.post("/plans", data={"csrf": token}, files=files)
    assert made.status_code == 303
    plan = made.headers["location"]
    bad = [("files", ("officers.csv", b"officer_id,available_hours\nA,ten\n")), ("files", ("cases.csv", cases))]
    doubtful = [
        ("files", ("officers.csv", officers)),
        ("files", ("cases.csv", b"case_id,weight_hours\n1,1\nTotal,1\n")),
    ]
    pages = {
        "form": browser.get("/"),
        "plan": browser.get(plan),
        "refused": browser.post("/plans", data={"csrf": token}, files=bad),
        "doubtful": browser.post("/plans", data={"csrf": token}, files=doubtful),
        "import": browser.get("/import"),
        "understood": browser.post("/import", data={"csrf": token}, files=[("export", ("a.csv", cases))]),
    }
    for name, page in pages.items():
        forms = re.findall(r"<form .*?</form>", page.text, re.DOTALL)
        assert len(forms) >= 2, name
        assert all(fields(form).get("csrf") == token for form in forms), name
    stopped = browser.post(f"{plan}/stop", data={"csrf": token})
    assert stopped.status_code == 303
    assert browser.post(f"{plan}/stop").status_code == 403
    served.wait(plan.rpartition("/")[2], "cancelled")
    for change in ("restart", "stop"):
        assert browser.post(f"{plan}/{change}", data={"csrf": token}).status_code == 303
    served.wait(plan.rpartition("/")[2], "cancelled")
    assert browser.post(f"{plan}/remove", data={"csrf": token}).headers["location"] == "/plans"


def test_pages_show_no_button_that_would_be_refused(served: Served, browser: httpx.Client) -> None:
    plan = served.ask()["id"]
    found = {}
    for role in (Role.VIEWER, Role.PLANNER):
        browser.cookies.clear()
        sign_in(browser, new_key(served, role))
        pages = browser.get("/").text + browser.get(f"/plans/{plan}").text
        found[role] = re.findall(r'action="/(plans[^"?]*)', pages.replace(plan, "id"))
    assert found[Role.VIEWER] == []
    assert {"plans", "plans/id/stop"} <= set(found[Role.PLANNER])
    served.client.delete(f"/v1/plans/{plan}")


def test_the_token_of_another_session_is_none(served: Served, browser: httpx.Client) -> None:
    key = new_key(served)
    sign_in(browser, key)
    other = fields(browser.get("/").text)["csrf"]
    browser.cookies.clear()
    sign_in(browser, key)
    answer = browser.post("/plans", data={"csrf": other, "example": "field-office"}, files={"files": ("", b"")})
    assert answer.status_code == 403
    assert "another session" in answer.text


def test_a_script_of_our_own_sends_the_token_as_a_header(served: Served, browser: httpx.Client) -> None:
    sign_in(browser, new_key(served))
    found = re.search(r'<meta name="csrf-token" content="([0-9a-f]{64})">', browser.get("/docs").text)
    assert found
    assert browser.post("/v1/rosters", json=ROSTER).status_code == 403
    assert browser.post("/v1/rosters", json=ROSTER, headers={"X-CSRF-Token": found[1]}).status_code == 201


def test_the_printed_address_signs_in_once(served: Served, browser: httpx.Client) -> None:
    address = served.sign_in_address()
    assert "printed an address" in browser.get("/").text
    first = browser.get(address)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert browser.get("/").status_code == 200
    browser.cookies.clear()
    again = browser.get(address)
    assert again.status_code == 410
    assert browser.get("/").status_code == 401


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil", "/plans/x\r\nSet-Cookie: a=b", "/sign-out", "javascript:1"],
)
def test_nobody_is_sent_to_another_site(served: Served, browser: httpx.Client, to: str) -> None:
    page = browser.get("/sign-in", params={"next": to}).text
    assert fields(page)["next"] == "/"
    answer = browser.post("/sign-in", data={**fields(page), "next": to, "key": new_key(served)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_nobody_is_signed_in_by_another_site(served: Served, browser: httpx.Client) -> None:
    """The form wants the cookie that its page came with."""
    sent = {**fields(browser.get("/sign-in").text), "key": new_key(served)}
    browser.cookies.clear()
    assert browser.post("/sign-in", data=sent).status_code == 403
    assert browser.get("/").status_code == 401


def test_who_tries_one_key_after_another_has_to_wait(served: Served, browser: httpx.Client) -> None:
    page = fields(browser.get("/sign-in").text)
    answers = [browser.post("/sign-in", data={**page, "key": f"caseload_{at:012}_x"}) for at in range(TRIES + 1)]
    assert [answer.status_code for answer in answers] == [403] * TRIES + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert browser.post("/sign-in", data={**page, "key": new_key(served)}).status_code == 429
    assert served.client.get("/v1/plans").status_code == 200, "programs with a key are not kept waiting"


@pytest.mark.parametrize("size", [9_000, 70_000])
def test_a_form_that_is_too_large_is_refused(browser: httpx.Client, size: int) -> None:
    assert browser.post("/sign-in", data={"key": "x" * size}).status_code == 413
    assert browser.post("/sign-in", data={str(at): "" for at in range(30)}).status_code == 413


def test_no_key_and_no_token_gets_into_the_log_or_a_page(
    served: Served, browser: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "caseload")
    key, canary = new_key(served), f"caseload_{'c' * 12}_canary-canary"
    address = served.sign_in_address()
    pages = [
        browser.get("/v1/plans", headers={"Authorization": f"Bearer {canary}"}),
        sign_in(browser, canary),
        sign_in(browser, key),
        browser.get("/"),
        browser.get(address),
        browser.get(address),
        browser.get("/metrics"),
    ]
    said = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("caseload"))
    secrets = [canary, key, key.split("_", 2)[2], address.partition("=")[2], *browser.cookies.values()]
    for secret in secrets:
        assert len(secret) > 20
        assert secret not in said
        assert not [page.url.path for page in pages if secret in page.text]
    assert "GET /sign-in/once 303" in said
