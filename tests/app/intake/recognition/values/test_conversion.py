"""Cells become values; what cannot be is told with its place in the export."""

from __future__ import annotations

from typing import Any

import pytest

from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadCell, Complaints
from app.intake.formats.raw_tables import LOST_DIGITS
from app.intake.recognition.values.conversion import Origin, Words, converted, known_values
from app.intake.recognition.values.hours import Decimals

WORDS = Words(
    Decimals(True, False),
    priority={"High": 1},
    officer_of={"Lee, A": "Lee, A", "Queue": None, "Bo": "Bo"},
    skill_of={"english": ""},
    known={"excluded_officers": {"bo", "lee, a"}, "required_skills": {"dv", "spanish"}},
    is_typed=True,
)


def read(column: str, *cells: str) -> tuple[list[Any], list[BadCell]]:
    sheet = BY_NAME["officers" if column in {"officer_id", "available_hours"} else "cases"]
    complaints = Complaints()
    origin = Origin([("x.csv", 7 + at) for at in range(len(cells))], {column: "Their name"})
    found = sheet.column(column)
    assert found is not None
    return list(converted(found, cells, WORDS, origin, complaints)), complaints.cells


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("weight_hours", "1,5", "1.5"),
        ("weight_hours", "0", "0"),
        ("weight_hours", "n/a", None),
        ("opened", "24.11.2026", "2026-11-24"),
        ("pinned", "ja", True),
        ("pinned", "nein", None),
        ("priority", "High", 1),
        ("priority", "4", 4),
        ("current_officer", "Queue", None),
        ("current_officer", "Lee, A", "Lee, A"),
        ("excluded_officers", "bo", ["Bo"]),
        ("required_skills", "DV, Spanish", ["DV", "Spanish"]),
        ("required_skills", "English", None),
        ("keep_together", "N/A", None),
        ("keep_together", "F-1", "F-1"),
        ("office", "-", None),
        ("case_id", "00123", "00123"),
    ],
)
def test_each_kind(column: str, cell: str, value: Any) -> None:
    values, bad = read(column, cell)
    assert (values, bad) == ([value], [])


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("weight_hours", "many", "not a number"),
        ("weight_hours", "#N/A", "error of a formula"),
        ("office", "#NV", "error of a formula"),
        ("keep_together", "#N/A", "error of a formula"),
        ("case_id", "#REF!", "error of a formula"),
        ("case_id", LOST_DIGITS, "more than 15 digits"),
        ("case_id", "1.23457E+15", "scientific"),
        ("case_id", "2026-05-01", "is a date"),
        ("pinned", "maybe", "neither yes nor no"),
        ("priority", "Purple", "--priority 'Purple=3'"),
        ("opened", "03/04/2026", "two readings"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(column: str, cell: str, message: str) -> None:
    _, bad = read(column, "", cell)
    (only,) = bad
    assert (only.file, only.row, only.column) == ("x.csv", 8, "Their name")
    assert message in only.message


def test_values_that_stand_alone_are_known() -> None:
    assert known_values(["DV", "DV, Spanish", ""], ["French"]) == {"dv", "french"}
