from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.intake.columns.schema import TO_PUT_RIGHT
from app.intake.errors import RosterRefused
from app.intake.formats.workbook_parts import look_at
from app.intake.formats.workbook_source import read_in_child
from app.intake.mending import marked_pages
from app.intake.mending import marked_workbook as module
from app.intake.mending.fixes import AS_IT_STANDS, Fixes
from app.intake.mending.marked_pages import Page
from app.intake.mending.marked_workbook import mark_in_child, marked_workbook
from tests.app.intake.rosters import codes, workbook

OFFICERS: list[list[Any]] = [
    ["officer_id", "available_hours", "skills"],
    ["A", "ten", "x"],
    ["B", dt.time(7, 30), "#N/A"],
    ["Total", 2_000, None],
]
CASES: list[list[Any]] = [
    ["case_id", "weight_hours", "current_officer", "opened"],
    ["00017", 0.125, "A", dt.date(2026, 1, 2)],
    ["00017", 1, "A", None],
]
MESSY: dict[str, list[list[Any]]] = {
    "Officers": OFFICERS,
    "cases": CASES,
    "Notes [old]": [["=1+1", True], [None, "https://example.org"]],
}


def marked(sheets: dict[str, list[list[Any]]], said: dict[str, str] | None = None) -> Any:
    content = workbook(sheets) if "Notes [old]" not in sheets else workbook(_named(sheets))
    parts = look_at(BytesIO(content), "workbook")
    return openpyxl.load_workbook(BytesIO(mark_in_child(None, content, "workbook", parts, Fixes(said or {}))))


def _named(sheets: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    return {name.replace("[old]", "old"): rows for name, rows in sheets.items()}


def listed(book: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in book[TO_PUT_RIGHT].iter_rows(min_row=2, values_only=True)]


def test_a_number_beyond_what_a_spreadsheet_holds_stays_text() -> None:
    far = ["1e-30000000", "1e399", "9" * 200]
    book = marked({"officers": [OFFICERS[0], *(["A", text, "x"] for text in far)]})
    assert [row[1] for row in book["officers"].iter_rows(min_row=2, values_only=True)] == far


def test_every_bad_cell_is_filled_explained_and_listed() -> None:
    book = marked(MESSY)
    assert book.sheetnames == [TO_PUT_RIGHT, "Officers", "cases", "Notes old"]
    lines = listed(book)
    assert [line[:3] for line in lines] == [
        ("Officers", "B2", "ten"),
        ("Officers", "C3", "#N/A"),
        ("Officers", "B3", "07:30:00"),
        ("cases", "A3", "00017"),
    ]
    assert all(wrong and todo for *_, wrong, todo in lines)
    assert lines[0][3:] == ("Is not a number.", "Write a plain decimal such as 12.5.")
    comments = {
        (sheet.title, cell.coordinate): (cell.comment.text, cell.fill.fgColor.rgb)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert set(comments) == {(sheet, cell) for sheet, cell, *_ in lines}
    assert all(fill == "FFFFD8A8" for _, fill in comments.values())
    assert "Is not a number." in comments["Officers", "B2"][0]


def test_what_it_holds_is_what_was_sent() -> None:
    book = marked(MESSY)
    cases = [list(row) for row in book["cases"].iter_rows(values_only=True)]
    assert cases[1][:3] == ["00017", 0.125, "A"]
    assert cases[1][3].date() == dt.date(2026, 1, 2)
    assert cases[2] == ["00017", 1, "A", None]
    assert book["Notes old"]["B1"].value is True
    assert book["Notes old"]["B2"].value == "https://example.org"


def test_what_was_said_is_in_place_and_it_can_be_read_again() -> None:
    said = {
        "fix:officers:2:available_hours": "10",
        "fix:officers:3:available_hours": "7.5",
        "fix:officers:3:skills": "",
        "out:officers:4": "yes",
        "fix:cases:3:case_id": "00018",
        "weight:probate": "2",
    }
    book = marked(MESSY, said)
    assert [line[0] for line in listed(book)] == ["Nothing: it can be planned as it is."]
    assert book["Officers"]["B2"].value == 10
    assert [cell.value for cell in book["Officers"][4]] == [None, None, None], "the other rows keep their numbers"
    assert [list(row) for row in book["weights"].iter_rows(values_only=True)][1] == ["probate", 2]
    stream = BytesIO()
    book.save(stream)
    content = stream.getvalue()
    roster = read_in_child(None, content, "workbook", look_at(BytesIO(content), "workbook"))
    assert roster.officers.ids == ("A", "B")
    assert codes(roster).count("unread-sheet") == 1, "the notes, and not the list of what to put right"


def test_what_is_probably_not_meant_is_marked_too() -> None:
    sheets = {"officers": [OFFICERS[0], ["A", 10, "x"], ["Total", 10, None]], "cases": CASES[:2]}
    lines = listed(marked(sheets))
    assert [line[:3] for line in lines] == [("officers", "A3", "Total")]
    assert lines[0][4] == "Delete the row, if it is a sum."


def test_a_renamed_sheet_and_column_have_the_names_that_were_meant() -> None:
    sheets: dict[str, list[list[Any]]] = {"Staff list": [["officer_id", "hours"], ["A", 10]], "cases": CASES[:2]}
    said = {"is:officers": "Staff list", "is:officers:available_hours": "hours"}
    book = marked(sheets, said)
    assert book["officers"]["B1"].value == "available_hours"


def test_names_that_a_spreadsheet_does_not_take_are_changed() -> None:
    pages = [Page(name, name, 0, 0, [], None) for name in ("a/b", "A:B", "'", "x" * 40, "x" * 40 + "y", TO_PUT_RIGHT)]
    titles = list(module._titles(pages).values())
    assert titles == ["a b", "A B (2)", "sheet", "x" * 31, "x" * 25 + " (2)", f"{TO_PUT_RIGHT} (2)"]


def test_it_is_made_in_a_child_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook({"officers": OFFICERS, "cases": CASES})
    book = openpyxl.load_workbook(BytesIO(marked_workbook(content, "workbook", AS_IT_STANDS)))
    assert len(listed(book)) == 4
    monkeypatch.setattr(marked_pages, "MAX_HANDED_BACK_CELLS", 5)
    with pytest.raises(RosterRefused, match="more than 5 cells"):
        mark_in_child(None, content, "workbook", look_at(BytesIO(content), "workbook"), AS_IT_STANDS)
    with pytest.raises(RosterRefused, match=r"no \.xlsx workbook"):
        marked_workbook(b"no workbook", "workbook", AS_IT_STANDS)
