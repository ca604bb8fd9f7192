"""A supervisor's month, from the export of the office's own system to the next one, with the clicks of each step.

A click is a link or a button; what is typed or chosen in a field is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.serving import Served
from tests.e2e.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

OFFICERS = "Worker,Available hours\nAda,160\nBen,160\nCleo,160\n"
MOST_CLICKS = {
    "plan": 3,
    "officer": 2,
    "around an override": 4,
    "compared": 1,
    "adopted": 1,
    "hand-over": 2,
    "next plan": 3,
}
"""Of each step at most; ``plan``: from the start page of an office that has an export, to the plan."""


def cases(holders: dict[str, str]) -> str:
    return "Case no,Weight hours,Assigned to\n" + "".join(f"{case},32,{who}\n" for case, who in holders.items())


MAY = {f"C-{number}": "Ada" if number < 9 else "Ben" for number in range(12)}
"""Twelve cases of 32 hours: Ada has nine of them, Ben three, Cleo none; the fairest is four each."""


class Month:
    """Somebody who counts the clicks of a step."""

    def __init__(self, person: Visit) -> None:
        self.person = person
        self.page = person.page
        self.clicks = 0

    def press(self, name: str, role: Any = "button") -> None:
        found: Locator = self.page.get_by_role(role, name=name)
        found.first.click()
        self.clicks += 1

    def arrive(self, heading: str, step: str) -> None:
        """The step ends on a page with this heading, after no more clicks than it may take."""
        self.page.get_by_role("heading", level=1, name=re.compile(heading)).wait_for()
        self.person.check()
        assert self.clicks <= MOST_CLICKS[step], step
        self.clicks = 0

    def send(self, label: str, holders: dict[str, str]) -> None:
        """Choose an export: the cases with who holds them, and the officers."""
        files: list[Any] = [
            {"name": "open cases.csv", "mimeType": "text/csv", "buffer": cases(holders).encode()},
            {"name": "officers.csv", "mimeType": "text/csv", "buffer": OFFICERS.encode()},
        ]
        self.page.get_by_label(label).set_input_files(files)

    def plan(self) -> None:
        """From the export to the plan."""
        self.page.goto("/")
        self.press("Make a roster of it", "link")
        self.send("The export, one file or several", MAY)
        self.press("Show what is understood")
        self.press("Make the plan")
        self.person.wait_for_report()
        self.arrive("^This caseload is", "plan")

    def read(self) -> None:
        """What the busiest officer's month looks like."""
        address = self.page.url
        self.press("Officers", "link")
        self.press("Ada", "link")
        self.arrive("^Ada$", "officer")
        assert "80%" in self.page.locator("main").inner_text()
        self.page.goto(address)

    def override(self) -> None:
        """One case of Ada's is to be Cleo's: said, seen what it costs, and planned around."""
        mine = next(case for case, who in self.adopted().items() if who == "Ada")
        self.press("Cases", "link")
        self.press(mine, "link")
        self.page.get_by_label("Officer", exact=True).fill("Cleo")
        self.page.get_by_label("Why", exact=True).fill("has known the family for years")
        self.press("Add to the draft")
        self.page.get_by_text("has known the family for years").wait_for()
        self.press("Plan around it")
        self.person.wait_for_report()
        self.arrive("^This caseload is", "around an override")
        assert self.adopted()[mine] == "Cleo"

    def compare(self) -> None:
        """The plan beside the one that it came from; then back to it."""
        address = self.page.url
        self.press("Compare with the plan it came from", "link")
        self.arrive("^Two plans compared$", "compared")
        self.page.goto(address)

    def adopt(self) -> None:
        """Say that this is the plan, and why."""
        self.page.get_by_label("Why", exact=True).fill("agreed with the team on Monday")
        self.press("Adopt this plan")
        self.page.get_by_text("agreed with the team on Monday").wait_for()
        self.arrive("^This caseload is", "adopted")

    def hand_over(self) -> None:
        """The sheets for everybody."""
        address = self.page.url
        self.press("Who hands what over", "link")
        self.press("All sheets, to print", "link")
        self.arrive("^Hand-over sheets$", "hand-over")
        said = self.page.locator("main").inner_text()
        assert all(name in said for name in ("Ada", "Ben", "Cleo"))
        self.page.goto(address)

    def next_month(self) -> None:
        """A case was closed, one is new, one was not handed over: seen, and planned."""
        june = {case: who for case, who in self.adopted().items() if case != "C-0"} | {"N-1": ""}
        late = next(case for case, who in june.items() if who == "Cleo")
        june[late] = "Ada"
        self.press("Begin the next month", "link")
        self.send("The new export, one file or several", june)
        self.press("Show what changed")
        self.page.get_by_role("heading", level=1, name="What changed since the plan").wait_for()
        said = self.page.locator("main").inner_text()
        assert all(case in said for case in ("C-0", "N-1", late))
        self.press("Make the plan")
        self.person.wait_for_report()
        self.arrive("^This caseload is", "next plan")

    def adopted(self) -> dict[str, str]:
        """Who has which case in the plan that is on the page."""
        plan = self.page.url.rpartition("/")[2]
        answer = self.page.request.get(f"/v1/plans/{plan}/assignments")
        return {row["case_id"]: row["officer_id"] for row in answer.json()["items"]}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_month_takes_few_clicks(visit: Any, real: Served, javascript: bool) -> None:
    month = Month(visit(real, javascript=javascript))
    steps = "plan read override compare adopt hand_over next_month"
    for step in steps.split():
        getattr(month, step)()
    if javascript:
        assert month.person.complaints == []
    assert month.person.strangers == []


def test_two_people_at_once_have_a_month_each(visit: Any, real: Served) -> None:
    """Step by step side by side: what one does is never on the other one's page."""
    first, second = Month(visit(real)), Month(visit(real, width=390))
    for step in ("plan", "adopt", "hand_over"):
        getattr(first, step)()
        getattr(second, step)()
    assert first.page.url != second.page.url
