"""Damaged rosters as exports: none is misread without a word, and clean ones are read the same with nothing to say."""

from __future__ import annotations

import json
import random
import re

import pytest

from app.intake.admission import findings_of
from app.intake.errors import RosterRefused
from app.intake.options import read_plan_options
from app.intake.read import read_document
from app.intake.recognise import Recognised, recognise_in_child
from app.intake.recognition.profile import Profile
from tests.app.intake.damage import TEXTUAL, WAYS, Damaged, Way, clean, csv_of, documented, workbook_of

SEEDS = 2
MEANT_HERE = {
    "a clock time where hours stand": "7:30 is 7.5 hours in an export",
    "a word where the priority stands": "high is a level of urgency",
    "hours of a week in place of hours": "they are converted, and asked about under the name of their column",
    "a sheet called `Cost`": "that is what offices call the sheet costs",
}
"""Ways whose result is another roster than the clean one, and rightly so; each with the reason."""


def recognised(it: Damaged) -> Recognised:
    """The files of a roster, taken for an export without a profile."""
    if it.kind == "xlsx":
        files = {"workbook.xlsx": workbook_of(it.sheets, it.in_book)}
    elif it.kind == "json":
        files = {"roster.json": json.dumps(documented(it.sheets), ensure_ascii=False).encode()}
    else:
        parts = {name: csv_of(rows, ";" if it.kind == "semicolon" else ",") for name, rows in it.sheets.items()}
        parts = it.in_bytes(parts) if it.in_bytes else parts
        files = {f"{name}.csv": content for name, content in parts.items()}
    return recognise_in_child(None, list(files.items()), Profile(), fix=False, key=None, whole=True)


def fault(way: Way, seed: int) -> str:
    """What was misread without a word; nothing where it was read as meant, refused, asked about or told."""
    sheets = clean(seed)
    meant = read_document(documented(sheets)).sha256
    it = Damaged(sheets, random.Random(seed * 1_000 + len(way.name)), way.kinds[seed % len(way.kinds)])
    way.do(it)
    try:
        found = recognised(it)
    except RosterRefused:
        return ""
    if found.roster is None or found.roster.sha256 == meant:
        return ""
    sheet, _, column = way.place.partition(".")
    told = [each for each in findings_of(found.roster, read_plan_options({})) if sheet in each.file]
    if any(not column or each.column == column for each in told):
        return ""
    return f"{it.kind}: {[(each.code, each.column) for each in told]}"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: re.sub(r"\W+", "-", way.name))
def test_a_damaged_export_is_read_as_meant_or_something_is_said(way: Way) -> None:
    if way.name in MEANT_HERE:
        assert any(fault(way, seed) for seed in range(3 * SEEDS)), f"take {way.name} off MEANT_HERE"
    else:
        assert [fault(way, seed) for seed in range(SEEDS)] == [""] * SEEDS


@pytest.mark.parametrize("kind", TEXTUAL)
def test_a_clean_roster_is_the_same_as_an_export(kind: str) -> None:
    for seed in range(3):
        found = recognised(Damaged(clean(seed), random.Random(seed), kind))
        assert found.understanding.questions == ()
        assert found.roster is not None
        assert found.roster.sha256 == read_document(documented(clean(seed))).sha256
        assert found.roster.findings == ()
