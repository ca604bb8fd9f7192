"""People's way through the pages, in a real headless Chromium."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from playwright.sync_api import FilePayload

from tests.app.serving import CASES_CSV, OFFICERS_CSV, Served
from tests.e2e.messy_workbook import messy_workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

BAD_OFFICERS = b"officer_id,available_hours,skils\nA,ten,spanish\nB,10,\n"
WIDTHS = (1280, 390)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_example_becomes_a_report_with_its_files(visit: Any, real: Served, width: int) -> None:
    person = visit(real, width=width)
    page: Page = person.page
    page.goto("/")
    person.check()
    page.get_by_text("More choices").click()
    page.get_by_label("Search for at most").fill("4")
    page.get_by_role("button", name="Try the example").click()
    page.wait_for_url(re.compile(r"/plans/[0-9a-f-]{36}$"))
    person.wait_for_report()
    person.check()
    page.get_by_text("30 officers, 6,000 cases").first.wait_for()
    with page.expect_download() as started:
        page.get_by_role("link", name="assignments.csv").click()
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text("utf-8"))))
    assert len(rows) == 6_000
    with page.expect_download() as started:
        page.get_by_role("link", name="plan.xlsx").click()
    assert started.value.suggested_filename.endswith(" plan.xlsx")
    assert zipfile.is_zipfile(started.value.path())
    with page.expect_download() as started:
        page.get_by_role("link", name="report.json").click()
    assert json.loads(Path(started.value.path()).read_text("utf-8"))["counts"]["cases"] == 6_000
    with page.expect_download() as started:
        page.get_by_role("link", name="officers.csv").click()
    page.get_by_role("link", name="report.html").click()
    page.wait_for_url(re.compile(r"report\.html$"))
    assert page.evaluate("document.styleSheets.length > 0 && document.body.offsetHeight > 1000"), "its styles apply"
    assert person.complaints == [], "the policy for content blocks nothing that is needed"
    assert person.strangers == []


@pytest.mark.parametrize("width", WIDTHS)
def test_bad_cells_are_put_right_on_the_page(visit: Any, real: Served, width: int) -> None:
    person = visit(real, width=width)
    page: Page = person.page
    page.goto("/")
    page.get_by_label("At most a number").check()
    page.get_by_label("namely").fill("1")
    person.choose(officers=BAD_OFFICERS, cases=CASES_CSV)
    page.get_by_text("Chosen: officers.csv, cases.csv").wait_for()
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", level=1, name="One thing to put right first").wait_for()
    person.check()
    page.get_by_label("available_hours in row 2 of officers.csv").fill("1x")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", level=1, name="One thing to put right first").wait_for()
    page.get_by_label("available_hours in row 2 of officers.csv").fill("10")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", level=1, name="Is the roster meant so?").wait_for()
    person.check()
    page.get_by_label("This is as it should be").check()
    page.get_by_role("button", name="Make the plan").click()
    person.wait_for_report()
    plan = real.client.get("/v1/plans").json()["items"][0]
    assert plan["goals"]["max_moves"] == 1, "the goals went along"
    assert real.client.get(f"/v1/rosters/{plan['roster_id']}").json()["counts"]["cases"] == 4


@pytest.mark.parametrize("javascript", [True, False])
def test_a_messy_workbook_is_planned_after_two_round_trips(visit: Any, real: Served, javascript: bool) -> None:
    """15 mistakes of different kinds: one page for what cannot be meant so, one for what is probably not meant."""
    person = visit(real, javascript=javascript, width=1280 if javascript else 390)
    page: Page = person.page
    page.goto("/")
    page.get_by_text("More choices").click()
    page.get_by_label("Search for at most").fill("5")
    content = messy_workbook()
    page.set_input_files("#files", [FilePayload(name="May.xlsx", mimeType="application/zip", buffer=content)])
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", level=1, name="11 things to put right first").wait_for()
    if javascript:
        person.check()
        with page.expect_download() as started:
            page.get_by_role("button", name="Download the marked workbook").click()
        assert started.value.suggested_filename == "May-marked.xlsx"
        listed = openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()))["to put right"]
        assert listed.max_row == 1 + 14, "every bad cell, and what is probably not meant"
    page.get_by_label("available_hours in row 3 of Officers").fill("120")
    page.get_by_label("available_hours in row 4 of Officers").fill("7.5")
    page.get_by_label("offices in row 5 of Officers").fill("North")
    page.get_by_label("Write its value into each of these cells").check()
    page.get_by_label("Leave the row out row 41 of Cases").check()
    page.get_by_label("excluded_officers in row 51 of Cases").fill("D-09")
    page.get_by_label("Hours that a case of Probate needs").fill("3")
    page.get_by_label("In priority, instead of High").fill("1")
    page.get_by_label("The column Keep togeter is").select_option("keep_together")
    page.get_by_label("In skills, instead of DV, Spanisch").fill("DV; Spanish")
    page.locator("#accept-hidden-rows").check()
    page.get_by_role("button", name="Go on with these values").click()
    page.get_by_role("heading", level=1, name="Is the roster meant so?").wait_for()
    if javascript:
        person.check()
    page.get_by_label("Hours of D-05").fill("148")
    page.get_by_label("Leave the row out: Total").check()
    page.get_by_label("In keep_together, instead of no").fill("")
    page.get_by_label("In current_officer, instead of d-04").fill("D-04")
    page.get_by_role("button", name="Make the plan").click()
    person.wait_for_report()
    plan = real.client.get("/v1/plans").json()["items"][0]
    roster = real.client.get(f"/v1/rosters/{plan['roster_id']}").json()
    assert (roster["counts"]["officers"], roster["counts"]["cases"]) == (12, 199)
    assert plan["goals"]["accept"] == ["hidden-rows"], "everything else was put right"
    report = real.client.get(plan["links"]["report"]).json()
    assert {found["code"] for found in report["findings"]} == {"hidden-rows"}
    assert sum(officer["available_hours"] for officer in report["officers"]) == 10 * 120 + 7.5 + 148


def test_everything_works_without_javascript(visit: Any, real: Served) -> None:
    person = visit(real, javascript=False)
    page: Page = person.page
    page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    page.get_by_role("button", name="Make the plan").click()
    person.wait_for_report()
    page.get_by_role("link", name="Make another plan").click()
    page.get_by_role("heading", level=1, name="Who should hold which case?").wait_for()
    page.get_by_role("heading", name="The newest plans").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_more_is_asked_for_in_the_report(visit: Any, real: Served, javascript: bool) -> None:
    person = visit(real, width=390, javascript=javascript)
    page: Page = person.page
    page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    for closed in ("More in the report", "What if the office were different?"):
        page.get_by_text(closed, exact=True).click()
    page.get_by_label("Show what every further move buys").check()
    page.get_by_label("Public defence, the standard of 1973").check()
    page.get_by_label("Changes that are made to the roster first").fill("add 1 officer hours=10\nremove officer Z")
    if javascript:
        person.check()
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_text("there is no officer Z").wait_for()
    assert page.get_by_label("Show what every further move buys").is_checked(), "what was chosen is still there"
    page.get_by_label("Changes that are made to the roster first").fill("add 1 officer hours=10")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    page.get_by_role("button", name="Make the plan").click()
    person.wait_for_report()
    page.get_by_text("This is a what-if plan: 1 change made first.").wait_for()
    page.get_by_text("Worth a look").click()
    page.get_by_text("1 officer of 10 h joins").first.wait_for()
    plan = real.client.get("/v1/plans").json()["items"][0]
    assert plan["goals"]["standards"] == ["nac-1973"]
    assert plan["goals"]["frontier"] is True
    assert person.strangers == []


def test_progress_moves_by_itself_and_the_best_so_far_can_be_kept(visit: Any, lasting: Served) -> None:
    person = visit(lasting)
    page: Page = person.page
    page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", level=1, name="Working on the plan").wait_for()
    page.get_by_text("In continuity").wait_for()
    for expected in ("3", "2"):
        page.locator("#value", has_text=re.compile(f"^{expected}$")).wait_for()
    person.check()
    page.get_by_role("button", name="Stop and keep the best so far").click()
    person.wait_for_report()
    page.get_by_text("best found").first.wait_for()
    assert person.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_plan_is_cancelled_started_again_and_removed(visit: Any, lasting: Served, width: int) -> None:
    person = visit(lasting, width=width)
    page: Page = person.page
    page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", level=1, name="Working on the plan").wait_for()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("heading", level=1, name="The plan was cancelled").wait_for()
    person.check()
    page.get_by_role("button", name="Start it again").click()
    page.get_by_role("heading", level=1, name="Working on the plan").wait_for()
    page.get_by_text("In continuity").wait_for()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("heading", level=1, name="The plan was cancelled").wait_for()
    here = page.url
    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("heading", level=1, name="Remove this plan?").wait_for()
    person.check()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("heading", level=1, name="Plans").wait_for()
    person.check()
    page.goto(here)
    page.get_by_role("heading", level=1, name="This plan is not here").wait_for()
    person.check()
    page.goto("/plans")
    page.get_by_role("button", name="Bring back").first.click()
    page.get_by_role("heading", level=1, name="The plan was cancelled").wait_for()


def test_files_can_be_dropped(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    page.goto("/")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["officer_id"], "officers.csv", {type: "text/csv"}));
            const drop = new DragEvent("drop", {dataTransfer: data, cancelable: true});
            document.getElementById("files-drop").dispatchEvent(drop);
        }"""
    )
    page.get_by_text("Chosen: officers.csv").wait_for()
    assert page.evaluate("document.getElementById('files').files.length") == 1


def test_the_keyboard_alone_is_enough(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    reached = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert {
        "files",
        "try-example",
        "policy-assign-all",
        "change-keep_within",
        "period",
        "target",
        "make-plan",
    } <= reached


def test_the_guide_for_programs_needs_nothing_from_elsewhere(visit: Any, real: Served) -> None:
    person = visit(real)
    page: Page = person.page
    page.goto("/docs")
    page.get_by_text("/v1/plans/{plan_id}/restart").wait_for()
    page.get_by_text("Schemas").first.wait_for()
    assert person.strangers == []
    assert person.complaints == []


def test_a_page_of_another_site_cannot_post_here(visit: Any, real: Served, lasting: Served) -> None:
    """The other server stands for another site: its origin differs by the port."""
    person = visit(lasting)
    page: Page = person.page
    before = len(real.client.get("/v1/plans").json()["items"])
    page.route(
        "**/evil",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" enctype="multipart/form-data" action="{real.url}/plans">'
            '<button name="example">Go</button></form>',
        ),
    )
    page.goto("/evil")
    with page.expect_response(f"{real.url}/plans") as answered:
        page.get_by_role("button", name="Go").click()
    assert answered.value.status == 403
    assert len(real.client.get("/v1/plans").json()["items"]) == before
