"""plan.xlsx, read back with another library."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.report.build import build_document
from app.report.render import csv as assignment_tables
from app.report.render import xlsx
from app.report.source import CaseList
from tests.app.report.planned import Planned, built_from, field_office, impossible, planned, probation
from tests.app.report.toy import toy_sections

SHEETS = [
    "Summary",
    "Officers",
    "Assignments",
    "Moves",
    "Groups",
    "Office, docket, skill",
    "Achievable",
    "Achievable by officer",
    "Unassigned",
    "Fixes",
    "Nobody else",
    "Remedies",
    "Comparison",
    "Provenance",
]


def book_of(made: Planned, **limits: int) -> Any:
    stream = io.BytesIO()
    xlsx.write(stream, made.document, CaseList(made.built, made.plan, **limits))
    return openpyxl.load_workbook(stream)


def summary_of(made: Planned) -> list[tuple[Any, ...]]:
    return list(book_of(made)["Summary"].iter_rows(values_only=True))


def test_a_figure_and_its_meaning_are_one_sentence() -> None:
    """“10 cases. of 75 change hands”, and “named below” though the list is on another sheet."""
    texts = dict(summary_of(impossible()))
    assert texts["Moves"].startswith("10 cases of 75 change hands")
    assert texts["Without an officer"] == "7 cases of 75 have no officer in the plan; each is named with its reason."
    assert texts["Missing staff"].startswith("None. The hours suffice; 17.5 h of work wait for somebody who may do it.")
    assert texts["Caseload standards"].startswith(
        "4 cases wait for a place under the caseload standards. A-7 has 1 case above the caseload standard"
    )


def test_full_coverage_is_said_once_and_not_for_every_priority() -> None:
    texts = [text for _, text in summary_of(probation())]
    assert [text for text in texts if "has an officer" in text] == ["Every case has an officer. Nothing can be better."]


def test_an_empty_sheet_says_what_that_means() -> None:
    book = book_of(probation())
    assert book["Unassigned"]["A1"].value == "Every case that there is has an officer."
    assert book["Office, docket, skill"]["A1"].value == "No case asks for an office, a docket or a skill."


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """Rows below the header, which is below a note where there is one."""
    top = int(sheet.freeze_panes[1:]) - 1
    header = [cell.value for cell in sheet[top]]
    return [dict(zip(header, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=top + 1)]


def pairs_of(sheet: Any) -> dict[str, str]:
    return {row[0].value: row[1].value for row in sheet.iter_rows()}


def test_it_has_its_sheets_with_frozen_headers_and_filters() -> None:
    book = book_of(impossible())
    assert book.sheetnames == SHEETS
    for sheet in book:
        if sheet.title not in {"Summary", "Provenance"}:
            assert sheet.freeze_panes[0] == "B"
            assert sheet.auto_filter.ref.startswith(f"A{int(sheet.freeze_panes[1:]) - 1}:")
            assert sheet.column_dimensions["A"].width > 5


def test_the_summary_says_what_the_page_says() -> None:
    made = impossible()
    said = pairs_of(book_of(made)["Summary"])
    assert said["Verdict"] == made.document.verdict.sentence
    assert said["Tightest group"] == made.document.tiers[0].certificate
    assert said["Peak utilization"].startswith("135% → 67.5%.")
    origin = pairs_of(book_of(made)["Provenance"])
    assert origin["SHA-256 of the roster"] == made.built.roster.sha256
    assert origin["Goal: policy"] == "assign-all"
    assert "Not in this report: uncertainty" in origin


def test_officers_read_back_with_numbers_as_numbers() -> None:
    made = field_office()
    sheet = book_of(made)["Officers"]
    for row, officer in zip(rows_of(sheet), made.document.officers, strict=True):
        assert row["Officer"] == officer.officer_id
        assert row["Cases in plan"] == officer.caseload
        assert row["Work in plan (h)"] == officer.workload_hours
        assert row["Utilization in plan"] == officer.utilization
        assert row["Fair share"] == officer.fair_share
    assert sheet["I2"].number_format == "0.0%"
    assert sheet["D2"].number_format == "#,##0.####"
    rules = {str(where.sqref): rule.formula for where in sheet.conditional_formatting for rule in where.rules}
    assert rules == {"H2:H31": ["1"], "I2:I31": ["1"]}


def test_assignments_are_those_of_the_csv() -> None:
    made = impossible()
    rows = rows_of(book_of(made)["Assignments"])
    for row, expected in zip(rows, assignment_tables.assignments(made.built, made.plan), strict=True):
        assert (row["Case"], row["Officer"] or "", row["Previous officer"] or "") == expected[:3]
        assert (row["Moved"], row["Reason"]) == expected[3:]
    assert {row["Hours"] for row in rows} == {3.5, 9}
    assert {row["Type"] for row in rows} == {"routine", "intensive"}


def test_moves_are_the_moved_cases_and_nothing_else() -> None:
    made = impossible()
    expected = [row for row in assignment_tables.assignments(made.built, made.plan) if row.moved == "yes"]
    rows = rows_of(book_of(made)["Moves"])
    assert [(row["Case"], row["From"], row["To"], row["Reason"]) for row in rows] == [
        (row.case_id, row.previous_officer, row.officer_id, row.reason) for row in expected
    ]
    assert made.document.plan is not None
    assert len(rows) == made.document.plan.moves.cases > 0


def test_unassigned_cases_have_reason_and_fix() -> None:
    made = impossible()
    rows = {row["Case"]: row for row in rows_of(book_of(made)["Unassigned"])}
    assert {name: row["What would change it"] for name, row in rows.items()} == {
        case.case_id: case.fix for case in made.document.unassigned
    }
    assert rows["language-nobody-speaks"]["Reason"] == "Nobody may hold it"


def test_groups_and_achievable_caseloads() -> None:
    made = impossible()
    book = book_of(made)
    assert [row["What shows it"] for row in rows_of(book["Groups"])] == [
        tier.certificate for tier in made.document.tiers
    ]
    names = {row["Name"] for row in rows_of(book["Office, docket, skill"])}
    assert {"general", "intensive", "mandarin", "(none asked for)"} <= names
    assert {row["Case type"] for row in rows_of(book["Achievable"])} == {"routine", "intensive"}


@pytest.mark.parametrize("first", ["+", "-", "@", "\t"])
def test_an_id_never_becomes_a_formula(first: str) -> None:
    """One that begins with an equals sign, or is a formula without its result, is no id: the reader refuses it."""
    name = f"{first}1+A1".strip()
    link = "https://example.org/"
    made = planned(
        built_from(
            [{"officer_id": name, "available_hours": 9, "dockets": name}, {"officer_id": "1001", "available_hours": 9}],
            [
                {"case_id": name, "weight_hours": 1, "case_type": name, "docket": name, "current_officer": "1001"},
                {"case_id": link, "weight_hours": 1, "current_officer": name},
                {"case_id": "007", "weight_hours": 1},
            ],
        )
    )
    book = book_of(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    cases = [row["Case"] for row in rows_of(book["Assignments"])]
    assert cases == [name, link, "007"], "and an id of digits stays a text"
    assert rows_of(book["Officers"])[1]["Officer"] == "1001"


def test_a_large_roster_gets_the_summaries_and_the_moves_that_fit() -> None:
    made = field_office()
    book = book_of(made, most_cases=5_999, most_rows=50)
    assert "Assignments" not in book.sheetnames
    assert "There are more than 5,999 cases" in pairs_of(book["Summary"])["This workbook"]
    assert len(rows_of(book["Moves"])) == 50
    assert made.document.plan is not None
    assert book["Moves"]["A1"].value == (
        f"The first 50 of {made.document.plan.moves.cases:,} moves; all of them are in assignments.csv."
    )


def test_a_cut_list_of_unassigned_keeps_the_most_urgent() -> None:
    sheet = book_of(impossible(), most_rows=3)["Unassigned"]
    assert sheet["A1"].value == "The 3 most urgent of 7; all of them are in report.json."
    assert [row["Priority"] for row in rows_of(sheet)] == [2, 2, 2]


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    made = impossible()
    document = build_document(made.built, made.goals, made.plan, created=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    for name in ("one.xlsx", "two.xlsx"):
        xlsx.write(tmp_path / name, document, CaseList(made.built, made.plan))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_empty_sheets_have_a_header() -> None:
    made = planned(built_from([{"officer_id": "A", "available_hours": 9}], [{"case_id": "1", "weight_hours": 1}]))
    book = book_of(made)
    assert rows_of(book["Unassigned"]) == []
    assert rows_of(book["Moves"]) == []
    assert book["Unassigned"]["A2"].value == "Case", "below the note"


def test_sheets_that_nobody_knows() -> None:
    stream = io.BytesIO()
    sheets = [sheet for section in toy_sections() for sheet in section.sheets]
    xlsx.write_sheets(stream, sheets, dt.datetime(2026, 11, 24, tzinfo=dt.UTC).replace(tzinfo=None), "At a percentile.")
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["Summary", "Toys"]
    assert book["Summary"]["A1"].font.sz == 14
    sheet = book["Toys"]
    assert sheet["A1"].value == "At a percentile. Made up."
    assert [cell.value for cell in sheet[2]] == ["Pieces", "Toy", "Work (h)", "Used", "Colours", "Price"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        [1234, "Ball", 1.25, 1.5, "red; blue", 2.5],
        [0, "Kite", None, "(none)", "", 2.5],
        [2, "Top", 3, 0.5, "a; b; c; d; e; f", 2.5],
    ]
    assert (sheet["D3"].number_format, sheet.column_dimensions["B"].width > 15) == ("0.0%", True)
    assert [str(where.sqref) for where in sheet.conditional_formatting] == ["D3:D5"]
