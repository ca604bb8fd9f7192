"""What the guide says about remedies, fixes and rotations is what the program says."""

from __future__ import annotations

from fractions import Fraction

from app.report.sections.remedies.entry import RemediesEntry
from app.report.text.numbers import about, hours_text, percent
from solver.analysis.words import counted
from tests.app.report.planned import field_office, impossible
from tests.app.report.test_guide import FLAT


def remedies() -> RemediesEntry:
    found = field_office().document.remedies
    assert found is not None
    return found


def test_the_field_office() -> None:
    found = remedies()
    assert found.sentence in FLAT
    hire = next(each for each in found.ranked if each.kind == "hire")
    assert f"bring it to {percent(hire.peak_after)}" in FLAT
    (training,) = [each for each in found.ranked if each.kind == "train"]
    assert f'--change "{training.changes[0]}" --solve' in FLAT


def test_the_smallest_change() -> None:
    sentences = [each.sentence for each in impossible().document.fixes]
    assert sum(f"> {sentence}" in FLAT or sentence in FLAT for sentence in sentences) == 1


def test_the_rotation() -> None:
    """45 days of 365, in months."""
    assert f"which are {about(Fraction(45 * 12, 365), 2)} months" in FLAT
    officer = next(each for each in field_office().document.officers if each.officer_id == "D-05")
    holds = f"{counted(officer.caseload_before, 'case')} of {hours_text(officer.workload_before_hours)}"
    assert f"D-05 holds {holds} today" in FLAT
