from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.kept_columns import WITHOUT_CASES
from app.intake.read import read_document, read_kept
from app.intake.roster import Roster
from app.jobs.roster_source import packed, with_cases

DOCUMENT: dict[str, Any] = {
    "officers": [{"officer_id": "A", "available_hours": "10", "offices": "North"}],
    "cases": [{"case_id": "c1", "weight_hours": "3", "office": "north"}],
    "settings": [{"key": "period", "value": "quarter"}],
    "notes": [],
}


def older(roster: Roster) -> bytes:
    """As versions kept it that had rows of JSON."""
    document = {**roster.to_document(), "findings": [found.to_dict() for found in roster.findings]}
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 1)


@pytest.mark.parametrize("form", [older, lambda roster: packed(roster).document], ids=["older", "today"])
def test_a_roster_is_read_in_either_form(form: Any) -> None:
    roster = read_document(DOCUMENT)
    assert roster.findings, "the sheet notes was not read"
    again = read_kept(form(roster))
    assert again.sha256 == roster.sha256
    assert again.findings == roster.findings
    admitted = read_kept(form(roster), WITHOUT_CASES)
    assert admitted.officers.ids == ("A",)
    assert admitted.settings.by_name == {"period": "quarter"}
    assert admitted.findings == roster.findings


@pytest.mark.parametrize("form", [older, lambda roster: packed(roster).document], ids=["older", "today"])
def test_new_cases_join_those_that_are_kept(form: Any) -> None:
    kept = form(read_document(DOCUMENT))
    roster, before = with_cases(kept, [{"case_id": "c2", "weight_hours": "1"}])
    assert before == 1
    assert roster.cases.ids == ("c1", "c2")
    with pytest.raises(RosterRefused) as caught:
        with_cases(kept, [{"case_id": "c2", "weight_hours": "x"}])
    assert (caught.value.cells[0].file, caught.value.cells[0].row) == ("new cases", 1)


def test_what_is_kept_beside_a_roster_is_what_lists_show() -> None:
    kept = packed(read_document(DOCUMENT))
    assert kept.counts["cases"] == 1
    assert kept.offices == ["north"]
    assert [found["code"] for found in kept.findings] == ["unread-sheet"]
