"""No roster is misread without a word: some of each way of ``damage.py``; ``make damage`` does 2,000."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.intake.damage import WAYS, Way, damaged, false_alarms, table

ROOT = Path(__file__).resolve().parents[3]
SEEDS = 4
"""Rosters of each way here; with 66 ways these are 264."""


@pytest.mark.parametrize("way", WAYS, ids=lambda way: re.sub(r"\W+", "-", way.name))
def test_a_damaged_roster_is_read_as_meant_or_the_place_is_named(way: Way) -> None:
    results = [damaged(way, seed, way.kinds[seed % len(way.kinds)]) for seed in range(SEEDS)]
    assert [each.fault for each in results] == [""] * SEEDS


def test_a_clean_roster_has_nothing_to_accept() -> None:
    assert false_alarms(range(200)) == []


def test_there_are_more_than_forty_ways_and_all_are_in_the_document() -> None:
    assert len(WAYS) > 40
    assert len({way.name for way in WAYS}) == len(WAYS)
    assert table() in (ROOT / "docs" / "findings.md").read_text("utf-8"), "python -m tests.app.intake.damage table"
