"""Which table of a study a file is."""

from __future__ import annotations

import pytest

from app.intake.time_study.columns import recognise


@pytest.mark.parametrize(
    ("file", "header", "table", "found"),
    [
        ("a.csv", ["Worker", "Date", "Minutes", "Case Type"], "time", {"officer_id", "date", "minutes", "case_type"}),
        ("a.csv", ["Mitarbeiter", "Datum", "Stunden", "Fallart"], "time", {"officer_id", "date", "hours", "case_type"}),
        ("a.csv", ["case type", "open cases"], "counts", {"case_type", "open"}),
        ("a.csv", ["officer", "week", "case type", "open", "new", "closed", "group"], "counts", {"group", "new"}),
        ("paid.csv", ["officer", "week", "hours"], "paid", {"paid_hours", "week"}),
        ("x.csv", ["officer", "week", "paid hours"], "paid", {"paid_hours"}),
    ],
)
def test_tables_are_known_by_their_columns(file: str, header: list[str], table: str, found: set[str]) -> None:
    recognised = recognise(file, header)
    assert recognised is not None
    assert recognised.table.name == table
    assert found <= recognised.at.keys()


def test_what_is_not_read_is_said() -> None:
    recognised = recognise("a.csv", ["officer", "date", "minutes", "shoe size"])
    assert recognised is not None
    assert recognised.unread == ("shoe size",)


def test_a_table_without_a_column_that_it_needs_is_none() -> None:
    assert recognise("time.csv", ["officer", "date", "colour"]) is None
