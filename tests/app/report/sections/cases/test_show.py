"""Every case and every move, as sheets of the workbook."""

from __future__ import annotations

from typing import Any

from app.report.blocks import Table
from app.report.sections.cases.show import show
from app.report.source import CaseList, Source
from tests.app.report.made import document, in_workbook, source
from tests.app.report.planned import built_from, dealt_plan

OFFICERS = [{"officer_id": name, "available_hours": 10} for name in "AB"]
CASES: list[dict[str, Any]] = [
    {"case_id": "long", "weight_hours": 8, "current_officer": "A", "priority": 1},
    {"case_id": "stays", "weight_hours": "1.25", "current_officer": "A"},
    {"case_id": "new", "weight_hours": 1},
    {"case_id": "left", "weight_hours": 1, "current_officer": "Z"},
    {"case_id": "nobody", "weight_hours": 1, "required_skills": "latin"},
]


def sheets(**limits: int) -> dict[str, Table[Any]]:
    """Dealt out longest first, each to whom it fills least: A gets the long one, B the three that follow."""
    built = built_from(OFFICERS, CASES)
    section = show(Source(document(), CaseList(built, dealt_plan(built), **limits)))
    assert section.blocks == ()
    return {table.sheet: table for table in section.sheets if isinstance(table, Table)}


def test_every_case_in_the_order_of_the_roster() -> None:
    rows = list(in_workbook(sheets()["Cases"]))
    assert [row["Case"] for row in rows] == ["long", "stays", "new", "left", "nobody"]
    assert [(row["Officer"], row["Previous officer"], row["Moved"]) for row in rows] == [
        ("A", "A", "no"),
        ("B", "A", "yes"),
        ("B", "", "no"),
        ("B", "Z", "yes"),
        ("", "", "no"),
    ]
    assert (rows[0]["Priority"], rows[0]["Hours"], rows[1]["Hours"]) == (1, 8, 1.25)
    assert rows[4]["Reason"] == "no_eligible_officer"
    assert rows[0]["Type"] == ""


def test_moves_are_those_that_change_hands_with_from_and_to() -> None:
    table = sheets()["Hand-overs"]
    assert [(row["Case"], row["From"], row["To"], row["Reason"]) for row in in_workbook(table)] == [
        ("stays", "A", "B", "balance"),
        ("left", "Z", "B", "forced"),
    ]
    assert table.note == ""


def test_moves_that_do_not_fit_are_counted_and_named_elsewhere() -> None:
    table = sheets(most_rows=1)["Hand-overs"]
    assert [row["Case"] for row in in_workbook(table)] == ["stays"]
    assert table.note == "The first 1 of 2 moves; all of them are in assignments.csv."


def test_a_large_roster_has_its_moves_alone() -> None:
    assert list(sheets(most_cases=4)) == ["Hand-overs"]
    assert list(sheets(most_cases=5)) == ["Hand-overs", "Cases"]


def test_a_document_alone_has_no_cases_to_list() -> None:
    section = show(source())
    assert (section.blocks, section.sheets) == ((), ())
