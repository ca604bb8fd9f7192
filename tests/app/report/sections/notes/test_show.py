"""What to look at in the roster."""

from __future__ import annotations

from app.report.blocks import Bullets
from app.report.sections.notes.show import MOST_WARNINGS, show
from tests.app.report.made import source


def test_warnings_of_the_roster_come_before_notes_of_the_plan() -> None:
    section = show(source(notes=["the plan assumed this"], warnings=["row 3 is odd", "row 4 is odd"]))
    assert section.blocks == (Bullets(("row 3 is odd", "row 4 is odd", "the plan assumed this")),)
    (sheet,) = section.sheets
    assert sheet.sheet == "To settle"


def test_nothing_is_shown_where_there_is_nothing_to_say() -> None:
    assert show(source()).blocks == ()


def test_no_note_is_lost_behind_many_warnings() -> None:
    section = show(source(warnings=[f"row {n}" for n in range(MOST_WARNINGS + 5)], notes=["last"]))
    (listed,) = section.blocks
    assert isinstance(listed, Bullets)
    assert len(listed.items) == MOST_WARNINGS + 1
    assert listed.items[-2:] == (f"row {MOST_WARNINGS - 1}", "last")
