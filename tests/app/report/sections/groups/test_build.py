"""Offices, dockets and skills: document, page and workbook."""

from __future__ import annotations

import pytest

from app.report.render.html import render
from tests.app.report.planned import (
    cells,
    office,
    probation,
)
from tests.app.report.render.test_xlsx import book_of, table_of

ROWS = {
    ("whole", "everybody"): ("24", "230 h", "3", "300 h", "76.7%", "95%", "85%", "strained", "none"),
    ("office", "north"): ("19", "190 h", "2", "200 h", "95%", "95%", "85%", "strained", "none"),
    ("office", "south"): ("5", "40 h", "1", "100 h", "40%", "40%", "85%", "sustainable", "none"),
    ("docket", "detained"): ("19", "190 h", "2", "200 h", "95%", "95%", "85%", "strained", "none"),
    ("docket", "none asked for"): ("5", "40 h", "1", "100 h", "40%", "40%", "85%", "sustainable", "none"),
    ("skill", "spanish"): ("5", "40 h", "1", "100 h", "40%", "40%", "85%", "sustainable", "none"),
    ("skill", "none asked for"): ("19", "190 h", "2", "200 h", "95%", "95%", "85%", "strained", "none"),
}
"""Cases, work, officers, their hours, utilization, tightest group, target, state, missing; each by hand."""


def test_the_page_has_demand_hours_utilization_target_and_state_of_each() -> None:
    rows = cells(" ".join(render(office().document).split()), "kinds")
    assert rows[0][:3] == ["Kind", "Name", "Cases"]
    assert {(row[0], row[1]): tuple(row[2:]) for row in rows[1:]} == ROWS
    assert rows[1][0] == "whole"


def test_the_whole_stands_there_even_where_nothing_is_asked_for() -> None:
    """9 × 120 h for 900 h of work: 83.3 %; a load of 7.5 FTE of 120 h, whose root is 2.739: 2.739 ÷ 3.739 = 73.3 %."""
    page = " ".join(render(probation().document).split())
    assert cells(page, "kinds")[1:] == [
        ["whole", "everybody", "480", "900 h", "9", "1,080 h", "83.3%", "83.3%", "73.3%", "strained", "none"]
    ]
    assert "No case asks for an office, a docket or a skill." in page


def test_the_workbook_has_the_same() -> None:
    header, *rows = table_of(book_of(office())["Figures"], "Offices, dockets and skills")[1:]
    at = {title: place for place, title in enumerate(header)}
    found = {(row[0], row[1]): row for row in rows}
    north = found["office", "north"]
    wanted = {"Work (h)": 190, "Their hours (h)": 200, "Utilization": 0.95, "Target": 0.85, "State": "strained"}
    assert {title: north[at[title]] for title in wanted} == wanted
    whole = found["whole", "(everybody)"]
    assert [whole[at[title]] for title in ("Work (h)", "Their hours (h)", "Target", "State")] == [
        230,
        300,
        0.85,
        "strained",
    ]
    assert whole[at["Utilization"]] == pytest.approx(230 / 300, abs=1e-6)
