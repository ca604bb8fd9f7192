from __future__ import annotations

import io
from dataclasses import fields
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import given, settings

from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BLANK
from app.intake.formats import kept_columns
from app.intake.formats.kept_columns import WITHOUT_CASES, is_kept_columns, packed_columns, roster_in
from app.intake.read import read_document
from app.intake.roster import SHEETS, Roster
from tests.app.intake.test_round_trip import Rows, rosters

WHOLE: dict[str, Any] = {
    "officers": [
        {"officer_id": "Ä", "scheduled_hours": "148", "leave_hours": "16", "skills": "x;y", "efficiency": "0.5"},
        {"officer_id": "B", "available_hours": "120.0001", "offices": "North", "caseload_standard": "9"},
    ],
    "cases": [
        {"case_id": "c1", "case_type": "t", "current_officer": "Ä", "pinned": "yes", "opened": "2026-11-24"},
        {"case_id": "c2", "weight_hours": "2.5", "office": "north", "excluded_officers": "Ä", "priority": "5"},
        {"case_id": "c3", "weight_hours": "1", "keep_together": "K", "pinned_to": "B", "required_skills": "x"},
    ],
    "weights": [
        {"case_type": "t", "weight_hours": "6", "low_hours": "5", "source": "study"},
        {"case_type": "t", "weight_hours": "1.5", "from_age_days": "30", "phase": "after intake"},
    ],
    "costs": [{"case_id": "c2", "officer_id": "B", "cost": "0.000001", "weight_hours": "3"}],
    "flow": [{"case_type": "t", "office": "north", "arrivals_per_period": "4.5"}],
    "settings": [{"key": "fte_hours", "value": "130"}],
}


def differing(one: Roster, other: Roster) -> list[str]:
    """Columns that are not the same, to the kind of their numbers."""
    found = []
    for name in SHEETS:
        for field in fields(SHEETS[name]):
            here, there = (getattr(getattr(roster, name), field.name) for roster in (one, other))
            if isinstance(here, Coded):
                is_same = here.values == there.values and here.codes.dtype == there.codes.dtype
                here, there = here.codes, there.codes
            else:
                is_same = isinstance(here, tuple) or here.dtype == there.dtype
            if not (is_same and np.array_equal(here, there)):
                found.append(f"{name}.{field.name}")
    return found


def without(content: bytes, member: str) -> bytes:
    """The archive as a version wrote it that had no such column."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(out, "w") as fewer:
        for name in archive.namelist():
            if name not in (f"{member}.npy", f"{member}.texts.npy"):
                fewer.writestr(name, archive.read(name))
    return out.getvalue()


@settings(max_examples=60)
@given(rosters())
def test_a_kept_roster_is_the_same_column_by_column(document: dict[str, Rows]) -> None:
    roster = read_document(document)
    again = roster_in(packed_columns(roster))
    assert differing(again, roster) == []
    assert again.sha256 == roster.sha256
    assert again.findings == roster.findings


def test_every_sheet_and_what_was_noticed_come_back() -> None:
    roster = read_document({**WHOLE, "notes": []})
    assert all(roster.counts.values()), "each sheet has rows"
    assert roster.findings
    again = roster_in(packed_columns(roster))
    assert differing(again, roster) == []
    assert again.findings == roster.findings
    assert again.to_document() == roster.to_document()
    assert packed_columns(again) == packed_columns(roster), "the same roster is the same bytes"


def test_sheets_that_are_not_wanted_have_no_rows_and_keep_their_kinds() -> None:
    roster = read_document(WHOLE)
    without_cases = roster_in(packed_columns(roster), WITHOUT_CASES)
    assert without_cases.counts == {**roster.counts, "cases": 0, "costs": 0}
    empty = [name for name in differing(without_cases, roster) if not name.startswith(("cases.", "costs."))]
    assert empty == []
    assert without_cases.cases.priority.dtype == np.int8
    assert without_cases.cases.pinned.dtype == np.bool_


@pytest.mark.parametrize(
    ("member", "empty"), [("weights.from_age", BLANK), ("weights.phase", BLANK), ("cases.pinned", False)]
)
def test_a_column_that_came_later_than_the_archive_is_empty(member: str, empty: int) -> None:
    roster = read_document(WHOLE)
    older = roster_in(without(packed_columns(roster), member))
    assert differing(older, roster) == [member]
    sheet, _, name = member.partition(".")
    column = getattr(getattr(older, sheet), name)
    numbers = column.codes if isinstance(column, Coded) else column
    assert numbers.tolist() == [empty] * older.counts[sheet]


def test_a_sheet_that_came_later_than_the_archive_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    roster = read_document(WHOLE)
    with monkeypatch.context() as earlier:
        earlier.setattr(kept_columns, "SHEETS", {name: kind for name, kind in SHEETS.items() if name != "settings"})
        older = packed_columns(roster)
    again = roster_in(older)
    assert again.counts == {name: rows for name, rows in roster.counts.items() if name != "settings"}
    assert len(again.settings) == 0


def test_a_packed_document_is_told_from_an_archive() -> None:
    assert is_kept_columns(packed_columns(read_document(WHOLE)))
    assert not is_kept_columns(b"\x78\x01 as zlib begins")
