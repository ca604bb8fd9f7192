"""What is asked about a plan, by somebody at a browser: with the keyboard, without JavaScript, and for everybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.commands.study.written import write_study
from tests.app.serving import CASES_CSV, OFFICERS_CSV, Served
from tests.e2e.looks import judge

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_change_is_chosen_with_the_keyboard_alone_and_without_javascript(visit: Any, real: Served) -> None:
    person = visit(real, javascript=False)
    page: Page = person.page
    page.goto(f"/plans/{real.done()['id']}")
    page.get_by_role("link", name="What if?").focus()
    page.keyboard.press("Enter")
    page.locator("summary", has_text="Somebody leaves").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("B")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="HYPOTHETICAL").wait_for()
    page.get_by_role("button", name="Take off: B leaves.").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="What if the office were different?").wait_for()


def test_every_question_and_its_answer(visit: Any, real: Served) -> None:
    plan = f"/plans/{real.done()['id']}"
    person = visit(real)
    page: Page = person.page
    page.goto(f"{plan}/whatif")
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.locator("#leaves-officer").select_option("B")
    page.get_by_role("button", name="Show what that would do").first.click()
    page.get_by_role("heading", level=2, name="HYPOTHETICAL: strained today").wait_for()
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    judge(person, on_paper=True)
    person.check()
    page.get_by_role("button", name="With other goals").click()
    page.get_by_role("heading", level=1, name="The same roster, other goals").wait_for()
    person.check()
    page.goto(f"{plan}/advice")
    page.get_by_label("Or its hours in a month").fill("2")
    page.get_by_role("button", name="Who should take it?").click()
    page.get_by_role("heading", level=2, name="A should take it").wait_for()
    judge(person)
    person.check()
    page.goto(f"{plan}/cover")
    page.get_by_label("B", exact=True).check()
    page.get_by_label("For how many days").fill("10")
    page.get_by_role("button", name="Who covers?").click()
    page.get_by_role("heading", level=2, name="The cover").wait_for()
    judge(person)
    person.check()
    page.goto(f"{plan}/check")
    wrong: Any = {"name": "theirs.csv", "mimeType": "text/csv", "buffer": b"case_id,officer_id\nC-1,B\n"}
    page.get_by_label("Choose a CSV file").set_input_files([wrong])
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("heading", level=2, name="violations").wait_for()
    judge(person)
    person.check()
    page.goto("/")
    person.choose(officers=OFFICERS_CSV, cases=CASES_CSV)
    page.get_by_role("button", name="Report only").click()
    page.get_by_role("heading", level=1, name="This caseload is").wait_for()
    judge(person)
    person.check()
    page.get_by_role("button", name="The whole report").click()
    page.wait_for_url(re.compile("/report/whole$"))
    page.get_by_role("heading", level=1, name="This caseload is").wait_for()
    assert person.complaints == []


def test_a_point_of_the_frontier_is_picked_in_the_chart(visit: Any, real: Served) -> None:
    """Six cases are A's and one is B's: the chart leads to the goals of its first point, and to a plan of them."""
    officers = [{"officer_id": name, "available_hours": 100} for name in "AB"]
    cases = [{"case_id": f"C-{at}", "weight_hours": 4, "current_officer": "AB"[at == 6]} for at in range(7)]
    plan = real.done(roster={"officers": officers, "cases": cases}, goals={"frontier": True, "time_limit_s": 10})
    person = visit(real)
    page: Page = person.page
    page.goto(f"/plans/{plan['id']}/frontier")
    judge(person)
    page.locator("figure svg a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="The same roster, other goals").wait_for()
    assert page.get_by_label("whoever is worst off may have up to").input_value() == "0"
    page.get_by_role("button", name="Make the plan").click()
    person.wait_for_report()


def test_weights_of_a_study(visit: Any, real: Served, tmp_path: Path) -> None:
    write_study(tmp_path, officers=4, weeks=2)
    person = visit(real)
    page: Page = person.page
    page.goto("/")
    page.get_by_role("link", name="Make them of your own records").click()
    page.get_by_role("heading", level=1, name="Case weights from your own records").wait_for()
    judge(person)
    page.set_input_files("#files", sorted(tmp_path.iterdir()))
    page.get_by_role("button", name="Work out the weights").click()
    page.get_by_role("heading", name="Use these weights").wait_for()
    judge(person, on_paper=True)
