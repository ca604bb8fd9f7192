"""Pseudonyms: the same for the same name and key, of no use without it, and turned back with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.intake.errors import RosterRefused
from app.intake.pseudonyms import key_beside, pseudonym, read_key, turned_back, with_pseudonyms
from app.intake.read import read_document

KEY, OTHER = b"k" * 32, b"o" * 32
DOCUMENT = {
    "officers": [{"officer_id": "Lee, A", "available_hours": "9"}, {"officer_id": "Lee, B", "available_hours": "9"}],
    "cases": [
        {"case_id": "1", "weight_hours": "1", "current_officer": "Lee, A", "excluded_officers": ["Lee, B"]},
        {"case_id": "2", "weight_hours": "1", "keep_together": "Lee, A"},
    ],
}


def test_a_name_has_one_pseudonym_and_another_with_another_key() -> None:
    assert re.fullmatch(r"D-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", pseudonym(KEY, "D", "Lee, A"))
    assert pseudonym(KEY, "D", "Lee, A") == pseudonym(KEY, "D", "Lee, A")
    different = {pseudonym(key, kind, name) for key in (KEY, OTHER) for kind in "DC" for name in ("a", "b")}
    assert len(different) == 8


def test_a_roster_with_pseudonyms_fits_together_and_holds_no_name() -> None:
    document, name_of = with_pseudonyms(DOCUMENT, KEY)
    assert "Lee" not in str(document)
    assert "Lee" in str(DOCUMENT), "what was given is not changed"
    assert read_document(document).counts["cases"] == 2
    assert document["cases"][0]["current_officer"] == document["officers"][0]["officer_id"]
    assert set(name_of.values()) == {"Lee, A", "Lee, B", "1", "2"}


def test_a_plan_is_turned_back() -> None:
    document, name_of = with_pseudonyms(DOCUMENT, KEY)
    case, officer = document["cases"][0]["case_id"], document["officers"][0]["officer_id"]
    text = f"case_id,officer_id,moved\n{case},{officer},no\n"
    assert turned_back(text, name_of) == 'case_id,officer_id,moved\n1,"Lee, A",no\n'


def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    path = key_beside(tmp_path / "office.toml")
    assert path.name == "office.key"
    with pytest.raises(RosterRefused, match="is not there"):
        read_key(path)
    key = read_key(path, make=True)
    assert read_key(path, make=True) == read_key(path) == key
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("abc")
    with pytest.raises(RosterRefused, match="holds no key"):
        read_key(path)
