"""The pages of the service for everybody: on a desk and on a phone, in light and in dark, and the report on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.intake.recognition.exports import english
from tests.app.serving import CASES_CSV, OFFICERS_CSV, Served
from tests.app.web.made_plans import made
from tests.axe import violations
from tests.e2e.looks import DESK_AND_PHONE, judge

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WRONG_OFFICERS = b"officer_id,available_hours,skils\nA,ten,spanish\nB,10,\n"


def test_the_form_and_what_it_sends_back(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    page.goto("/")
    judge(person)
    person.choose(officers=WRONG_OFFICERS, cases=CASES_CSV)
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", level=1, name="One thing to put right first").wait_for()
    judge(person)
    page.goto("/plans/00000000-0000-0000-0000-000000000000")
    page.get_by_role("heading", level=1, name="This plan is not here").wait_for()
    judge(person)


def test_signing_in_and_out(visit: Any, real: Served) -> None:
    """With a key, without JavaScript, from the page that was asked for and back to it."""
    person = visit(real, javascript=False)
    page: Page = person.page
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()
    page.goto("/import")
    page.get_by_label("Your key").fill("caseload_000000000000_nobody")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The key is not known, was revoked, or has expired").wait_for()
    page.get_by_label("Your key").fill(real.key)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1, name="Your own export").wait_for()
    looking = visit(real)
    looking.page.context.clear_cookies()
    looking.page.goto("/")
    looking.page.get_by_role("heading", level=1, name="Sign in").wait_for()
    judge(looking)


def test_the_page_of_the_keys(visit: Any, real: Served) -> None:
    """Made and revoked with the keyboard alone, without JavaScript; nothing sideways at 320 pixels."""
    person = visit(real, javascript=False)
    page: Page = person.page
    page.get_by_role("link", name="Keys").focus()
    page.keyboard.press("Enter")
    page.get_by_label("For whom or what").focus()
    page.keyboard.type("a very long name that somebody has given to a night job of theirs")
    page.keyboard.press("Enter")
    page.get_by_text("Copy it now").wait_for()
    looking = visit(real)
    looking.page.goto("/keys")
    judge(looking, on_paper=True)
    looking.page.set_viewport_size({"width": 320, "height": 900})
    assert looking.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Revoke the key of a very long name").focus()
    page.keyboard.press("Enter")
    page.get_by_text("revoked", exact=True).wait_for()


def test_the_columns_of_an_export(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    page.goto("/import")
    judge(person)
    export: Any = {"name": "open.csv", "mimeType": "text/csv", "buffer": english(60).encode()}
    page.get_by_label("The export, one file or several").set_input_files([export])
    page.get_by_role("button", name="Show what is understood").click()
    page.get_by_role("heading", level=1, name="What your export does not say").wait_for()
    judge(person)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", level=1, name="This is how your export is understood").wait_for()
    judge(person)


def test_progress_and_what_is_left_of_a_plan_that_was_cancelled(visit: Any, lasting: Served) -> None:
    person = visit(lasting)
    page: Page = person.page
    page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", level=1, name="Working on the plan").wait_for()
    page.get_by_text("In continuity").wait_for()
    judge(person)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("heading", level=1, name="The plan was cancelled").wait_for()
    judge(person)
    page.goto("/")
    page.get_by_role("heading", name="The newest plans").wait_for()
    judge(person)


def test_deciding_otherwise_and_two_plans_side_by_side(visit: Any, real: Served) -> None:
    """With the keyboard alone, without JavaScript; nothing sideways at 320 pixels."""
    plan = real.done(goals={"time_limit_s": 5})["id"]
    person, looking = visit(real, javascript=False), visit(real)
    page: Page = person.page
    page.goto(f"/plans/{plan}/cases/1")
    page.get_by_label("Officer").focus()
    page.keyboard.type("B")
    page.get_by_label("Why").focus()
    page.keyboard.type("knows the family")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Draft").wait_for()
    page.get_by_text("This breaks a rule").wait_for()
    looking.page.goto(f"/plans/{plan}/draft")
    judge(looking, on_paper=True)
    looking.page.set_viewport_size({"width": 320, "height": 900})
    for address in (f"/plans/{plan}/draft", f"/plans/{plan}/cases/1", f"/plans/{plan}/compare?with={plan}"):
        looking.page.goto(address)
        assert looking.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Undo: C-1 is given to B").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Nothing is decided otherwise than in the plan.").wait_for()


def test_the_report_of_a_field_office(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    page.goto("/")
    page.get_by_text("More choices").click()
    page.get_by_label("Search for at most").fill("4")
    page.get_by_role("button", name="Try the example").click()
    person.wait_for_report()
    judge(person, on_paper=True, looks=DESK_AND_PHONE, plain=())
    page.get_by_role("link", name="report.html").click()
    page.wait_for_url(re.compile(r"report\.html$"))
    # Where it is served no script may run, not even the judge's.
    served = real.client.get(page.url).text
    page.goto("about:blank")
    page.set_content(served)
    judge(person, on_paper=True, looks=DESK_AND_PHONE)


def test_the_hand_over_and_the_next_month(visit: Any, real: Served) -> None:
    """Looked at in every way, the sheets on paper, too; without JavaScript, and nothing sideways at 320 pixels."""
    names = ["A", "B, of Court", "a very long name that somebody has given to themselves"]
    cases = [
        {"case_id": f"C-{at}", "case_type": "x" * 30, "weight_hours": 3, "current_officer": "A"} for at in range(9)
    ]
    office = {"officers": [{"officer_id": name, "available_hours": 10} for name in names], "cases": cases}
    plan = made(real, {f"C-{at}": names[at % 3] for at in range(9)}, office, name="May")
    assert real.client.post(f"{plan}/adopt", data={"reason": "so"}).status_code == 303
    person = visit(real, javascript=False)
    page: Page = person.page
    page.goto(f"{plan}/handover")
    page.get_by_role("link", name="All sheets, to print").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Hand-over sheets").wait_for()
    page.goto(f"{plan}/next")
    export: Any = {"name": "open.csv", "mimeType": "text/csv", "buffer": CASES_CSV}
    people: Any = {"name": "people.csv", "mimeType": "text/csv", "buffer": OFFICERS_CSV}
    page.get_by_label("The new export, one file or several").set_input_files([export, people])
    page.get_by_role("button", name="Show what changed").click()
    page.get_by_role("heading", level=1, name="What changed since the plan").wait_for()
    looking = visit(real)
    for path in ("handover/1", "handover", "next", "handover/sheets"):
        looking.page.goto(f"{plan}/{path}")
        looking.page.set_viewport_size({"width": 320, "height": 900})
        assert looking.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        looking.page.emulate_media(media="print" if path == "handover/sheets" else "screen")
        assert violations(looking.page) == [], path
    looking.page.goto(f"{plan}/next")
    looking.page.get_by_label("The new export, one file or several").set_input_files([export, people])
    looking.page.get_by_role("button", name="Show what changed").click()
    looking.page.get_by_role("heading", level=1, name="What changed since the plan").wait_for()
    judge(looking)
