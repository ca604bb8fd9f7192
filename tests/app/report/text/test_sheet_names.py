from __future__ import annotations

from app.report.text.sheet_names import SHEETS


def test_there_are_eight_at_most_and_their_names_are_taken_by_excel() -> None:
    assert len(SHEETS) == len(set(SHEETS)) <= 8
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in SHEETS)
