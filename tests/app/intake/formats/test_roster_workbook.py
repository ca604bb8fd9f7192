"""A roster that was made is one that the reader takes, and the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.intake.formats.roster_workbook import write_roster
from app.intake.read import read_document, read_path

DOCUMENT: dict[str, list[dict[str, Any]]] = {
    "officers": [{"officer_id": "007", "available_hours": "120.5", "skills": ["spanish", "juvenile"]}],
    "cases": [
        {"case_id": "00017", "case_type": "a", "current_officer": "007", "opened": "2026-01-05", "pinned": True},
        {"case_id": "http://x", "weight_hours": "0.3333", "priority": 1, "required_skills": ["spanish"]},
    ],
    "weights": [{"case_type": "a", "weight_hours": "2", "source": "ours"}],
}


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_roster(path, DOCUMENT)
    assert read_path(path).sha256 == read_document(DOCUMENT).sha256
