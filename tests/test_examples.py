"""The examples are what their script writes, and they tell the story that their READMEs promise."""

from __future__ import annotations

import csv
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from examples import generate

FOLDER = Path(__file__).resolve().parent.parent / "examples"


def rows(example: str, sheet: str) -> list[dict[str, str]]:
    with (FOLDER / example / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(generate.EXAMPLES))
def test_the_script_writes_what_is_kept(name: str, tmp_path: Path) -> None:
    generate.write(name, tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (FOLDER / name).iterdir()}
    assert written == kept, "run: make examples"
    assert {"README.md", "officers.csv", "cases.csv", "weights.csv"} <= kept.keys()


def test_every_example_folder_has_a_maker() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == generate.EXAMPLES.keys()


@pytest.mark.parametrize("name", sorted(generate.EXAMPLES))
def test_a_readme_has_three_sentences_and_says_that_it_is_made_up(name: str) -> None:
    text = (FOLDER / name / "README.md").read_text("utf-8")
    body = text.split("\n", 2)[2]
    assert len(re.findall(r"\.(?=\s|$)", body)) == 3
    assert "made up" in body.casefold().replace("made-up", "made up")


def test_field_office_is_the_contrast_of_the_report() -> None:
    officers, cases = rows("field-office", "officers"), rows("field-office", "cases")
    assert len(officers) == 30
    assert len(cases) == 6000
    held = Counter(case["current_officer"] for case in cases)
    detained = [officer["officer_id"] for officer in officers if officer["dockets"] == "detained"]
    assert 90 <= sum(held[name] for name in detained) / len(detained) <= 110, "about a hundred each"
    assert held.most_common(1)[0][1] > 1500, "more than anybody could know"
    away = [officer["officer_id"] for officer in officers if Fraction(officer["detail_hours"]) > 0]
    assert len(away) == 2
    everybody = {officer["officer_id"] for officer in officers}
    assert sum(count for name, count in held.items() if name and name not in everybody) > 0, "some have left"
    assert all("made up" in row["source"] for row in rows("field-office", "weights"))


def test_probation_holds_equal_counts_of_unequal_work() -> None:
    """120 hours at 4, 2 or 1 hours a case are 30, 60 or 120 cases."""
    hours = {row["case_type"]: int(row["weight_hours"]) for row in rows("probation", "weights")}
    assert {kind: 120 // each for kind, each in hours.items()} == {"maximum": 30, "medium": 60, "minimum": 120}
    counts: Counter[str] = Counter()
    work: Counter[str] = Counter()
    for case in rows("probation", "cases"):
        counts[case["current_officer"]] += 1
        work[case["current_officer"]] += hours[case["case_type"]]
    assert max(counts.values()) - min(counts.values()) <= 1
    assert max(work.values()) > 2 * min(work.values())
