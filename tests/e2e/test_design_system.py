"""The pages that no other test here judges in every look; and what a page loads: from this server alone, and little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from app.web.rendering import DESIGN_SYSTEM
from tests.app.serving import CASES_CSV, OFFICERS_CSV, Served, bearer
from tests.app.web.made_plans import made
from tests.e2e.looks import HAS_DESIGN_SYSTEM, judge

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIRST_PAGE_BYTES = 300_000
"""Of the first page with all that it loads, packed, at most."""
OF_A_PLAN = (
    "",
    "officers",
    "officers/1",
    "cases",
    "cases/1",
    "draft",
    "handover",
    "handover/1",
    "next",
    "again",
    "remove",
)
NOT_MADE = "SKIPPED: there is no design system here (make frontend), so nobody looked at the pages with it"


def test_every_page_in_every_look(visit: Any, real: Served) -> None:
    plan, other = made(real, {"C-1": "B", "C-2": "B"}, name="May"), made(real, {"C-3": "B"}, name="June")
    assert real.client.post(f"{plan}/adopt", data={"reason": "so"}).status_code == 303
    person = visit(real)
    compared = f"{plan}/compare?with={other.removeprefix('/plans/')}"
    wrong: dict[str, str] = {}
    for address in (*(f"{plan}/{path}".rstrip("/") for path in OF_A_PLAN), compared, "/plans"):
        person.page.goto(address)
        try:
            judge(person)
        except AssertionError as error:
            wrong[address.replace(plan, "")] = str(error)
    assert wrong == {}


def test_the_verdict_without_a_plan(visit: Any, real: Served) -> None:
    person = visit(real)
    person.page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    person.page.get_by_role("button", name="Is it sustainable? Report only").click()
    person.page.get_by_role("heading", level=2, name="What the verdict is made of").wait_for()
    judge(person)


def test_the_page_for_programs(visit: Any, real: Served) -> None:
    person = visit(real)
    person.page.goto("/docs")
    person.page.get_by_text("Schemas").first.wait_for()
    person.page.locator(".opblock-summary-control").first.click()
    person.page.get_by_role("button", name="Try it out").first.click()
    person.page.get_by_role("textbox", name="Body of the request").wait_for()
    judge(person, looks=[(320, "light"), (390, "dark")])  # it is long, and every look takes seconds
    person.page.get_by_role("button", name="Authorize").click()
    person.page.get_by_role("button", name="Close").first.wait_for()
    judge(person, looks=[(1280, "dark")])


@pytest.mark.skipif(not DESIGN_SYSTEM.is_file(), reason=NOT_MADE)
def test_the_first_page_is_light_and_asks_nobody_else(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(HAS_DESIGN_SYSTEM)
    assert any(address.endswith("/uswds.css") for address in asked)
    assert person.strangers == []
    assert person.complaints == []
    size = 0
    with httpx.Client(headers={**bearer(real.key), "Accept-Encoding": "gzip"}, trust_env=False) as client:
        for address in set(asked):
            with client.stream("GET", address) as answer:
                assert answer.status_code == 200, address
                size += sum(map(len, answer.iter_raw()))
    assert size <= FIRST_PAGE_BYTES
