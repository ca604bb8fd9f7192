"""The workbook that people fill in."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from app.intake.columns.schema import INSTRUCTIONS, SHEETS
from app.intake.errors import RosterRefused
from app.intake.formats.template import write_template
from app.intake.read import read_parts, read_path

FILLED: dict[str, list[dict[str, Any]]] = {
    "officers": [
        {"officer_id": "D-01", "available_hours": 120.25, "skills": "spanish; creole", "caseload_standard": 60},
        {"officer_id": "5-1", "scheduled_hours": 160, "leave_hours": 16, "efficiency": 0.5, "offices": "north"},
    ],
    "cases": [
        {"case_id": "00017", "case_type": "non-detained", "priority": 1, "current_officer": "D-01", "pinned": "yes"},
        {"case_id": "1.10", "weight_hours": 0.175, "opened": dt.date(2026, 11, 24), "excluded_officers": "5-1; D-01"},
    ],
    "weights": [{"case_type": "non-detained", "weight_hours": 1.5, "low_hours": 1, "source": "time study, 2025"}],
    "costs": [{"case_id": "00017", "officer_id": "D-01", "cost": 2.5}],
    "flow": [{"case_type": "non-detained", "arrivals_per_period": 12.5}],
}


def template() -> openpyxl.Workbook:
    stream = BytesIO()
    write_template(stream)
    return openpyxl.load_workbook(stream)


def test_what_people_fill_in_reads_back_without_change(tmp_path: Path) -> None:
    book = template()
    for name, rows in FILLED.items():
        header = [cell.value for cell in book[name][1]]
        for at, row in enumerate(rows, 2):
            for column, value in row.items():
                book[name].cell(at, header.index(column) + 1, value)
    book.save(tmp_path / "filled.xlsx")
    roster = read_path(tmp_path / "filled.xlsx")
    assert roster.warnings == ()
    assert roster.to_document() == {
        "officers": [
            {
                "officer_id": "D-01",
                "available_hours": "120.25",
                "skills": ["spanish", "creole"],
                "caseload_standard": 60,
            },
            {
                "officer_id": "5-1",
                "scheduled_hours": "160",
                "leave_hours": "16",
                "offices": ["north"],
                "efficiency": "0.5",
            },
        ],
        "cases": [
            {
                "case_id": "00017",
                "case_type": "non-detained",
                "priority": 1,
                "current_officer": "D-01",
                "pinned": True,
            },
            {
                "case_id": "1.10",
                "weight_hours": "0.175",
                "excluded_officers": ["5-1", "D-01"],
                "opened": "2026-11-24",
            },
        ],
        "weights": [
            {"case_type": "non-detained", "weight_hours": "1.5", "low_hours": "1", "source": "time study, 2025"}
        ],
        "costs": [{"case_id": "00017", "officer_id": "D-01", "cost": "2.5"}],
        "flow": [{"case_type": "non-detained", "arrivals_per_period": "12.5"}],
    }


def test_it_has_every_sheet_and_column_with_its_meaning() -> None:
    book = template()
    assert book.sheetnames == [INSTRUCTIONS, *(sheet.name for sheet in SHEETS)]
    for sheet in SHEETS:
        page = book[sheet.name]
        assert [cell.value for cell in page[1]] == [column.name for column in sheet.columns]
        for cell, column in zip(page[1], sheet.columns, strict=True):
            assert cell.comment is not None
            assert column.meaning in cell.comment.text
        assert page.freeze_panes == "B2"
    told = {row[1].value for row in book[INSTRUCTIONS].iter_rows()}
    for sheet in SHEETS:
        assert told >= {column.name + (" (required)" if column.required else "") for column in sheet.columns}


def test_cells_are_checked_while_they_are_typed() -> None:
    page = template()["cases"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    at = {cell.value: get_column_letter(at) for at, cell in enumerate(page[1], 1)}
    priority = rules[f"{at['priority']}2:{at['priority']}100001"]
    assert (priority.type, priority.formula1) == ("list", '"1,2,3,4,5"')
    pinned = rules[f"{at['pinned']}2:{at['pinned']}100001"]
    assert (pinned.type, pinned.formula1) == ("list", '"yes,no"')
    hours = rules[f"{at['weight_hours']}2:{at['weight_hours']}100001"]
    assert (hours.type, hours.operator, hours.formula1) == ("decimal", None, "0")
    assert all(rule.errorTitle and rule.error for rule in rules.values())


def test_ids_are_formatted_as_text_so_that_zeros_stay() -> None:
    page = template()["cases"]
    assert page.column_dimensions["A"].number_format == "@"


def test_an_empty_template_is_refused_with_what_to_do() -> None:
    stream = BytesIO()
    write_template(stream)
    with pytest.raises(RosterRefused) as caught:
        read_parts({"workbook": stream.getvalue()})
    assert [cell.message for cell in caught.value.cells] == [
        "has no rows below the header; add at least one officer",
        "has no rows below the header; add at least one case",
    ]
