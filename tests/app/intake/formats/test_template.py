"""The workbook that people fill in."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from app.intake.columns.schema import CASES, EXAMPLE, INSTRUCTIONS, LISTS, OFFICERS, SHEETS
from app.intake.errors import RosterRefused
from app.intake.formats.foreign_workbooks import workbook_tables
from app.intake.formats.template import plain_header, write_template
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
        header = [str(cell.value).casefold().replace(" ", "_") for cell in book[name][1]]
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
    examples = [EXAMPLE + name for name in ("officers", "cases", "weights")]
    assert book.sheetnames == [INSTRUCTIONS, *(sheet.name for sheet in SHEETS), LISTS, *examples]
    for sheet in SHEETS:
        page = book[sheet.name]
        assert [sheet.column(str(cell.value)) for cell in page[1]] == list(sheet.columns)
        assert not any("_" in str(cell.value) for cell in page[1]), "headers are words"
        for cell, column in zip(page[1], sheet.columns, strict=True):
            assert cell.comment is not None
            assert column.meaning in cell.comment.text
        assert page.freeze_panes == "B2"
    told = {row[1].value for row in book[INSTRUCTIONS].iter_rows()}
    for sheet in SHEETS:
        assert told >= {
            plain_header(column.name) + (" (required)" if column.required else "") for column in sheet.columns
        }
    assert plain_header("officer_id") == "Officer ID"


def test_cells_are_checked_while_they_are_typed() -> None:
    page = template()["cases"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    at = {CASES.columns[at - 1].name: get_column_letter(at) for at in range(1, len(CASES.columns) + 1)}
    priority = rules[f"{at['priority']}2:{at['priority']}100001"]
    assert (priority.type, priority.formula1) == ("list", '"1,2,3,4,5"')
    pinned = rules[f"{at['pinned']}2:{at['pinned']}100001"]
    assert (pinned.type, pinned.formula1) == ("list", '"yes,no"')
    hours = rules[f"{at['weight_hours']}2:{at['weight_hours']}100001"]
    assert (hours.type, hours.operator, hours.formula1) == ("decimal", None, "0")
    assert all(rule.errorTitle and rule.error for rule in rules.values())


def test_skills_offices_types_and_officers_are_offered_and_several_can_be_typed() -> None:
    book = template()
    offered: dict[str, str] = {}
    for sheet in (OFFICERS, CASES):
        rules = {str(rule.sqref): rule for rule in book[sheet.name].data_validations.dataValidation}
        for at, column in enumerate(sheet.columns, 1):
            rule = rules[f"{get_column_letter(at)}2:{get_column_letter(at)}100001"]
            if rule.type == "list" and "!" in str(rule.formula1):
                offered[column.name] = str(rule.formula1)
                assert not rule.showErrorMessage, "spanish; juvenile is two of the list"
    assert offered == {
        "skills": "lists!$A$2:$A$1001",
        "required_skills": "lists!$A$2:$A$1001",
        "offices": "lists!$B$2:$B$1001",
        "office": "lists!$B$2:$B$1001",
        "dockets": "lists!$C$2:$C$1001",
        "docket": "lists!$C$2:$C$1001",
        "case_type": "weights!$A$2:$A$1001",
        "current_officer": "officers!$A$2:$A$1001",
        "excluded_officers": "officers!$A$2:$A$1001",
        "pinned_to": "officers!$A$2:$A$1001",
    }
    assert [cell.value for cell in book[LISTS][1]] == ["Skills", "Offices", "Dockets"]


def test_the_example_office_is_a_roster_without_a_doubt_and_is_never_read() -> None:
    book = template()
    for name in ("officers", "cases", "weights"):
        del book[name]
        book[EXAMPLE + name].title = name
    stream = BytesIO()
    book.save(stream)
    roster = read_parts({"workbook": stream.getvalue()})
    assert roster.findings == ()
    assert (roster.counts["officers"], roster.counts["cases"]) == (3, 12)
    plain = BytesIO()
    write_template(plain)
    names = [table.sheet for table in workbook_tables(plain.getvalue(), "roster.xlsx")]
    assert names == [sheet.name for sheet in SHEETS], "nor by an import"


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
