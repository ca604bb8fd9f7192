"""Files of a study, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.intake.errors import Complaints, RosterRefused
from app.intake.recognition.values.dates import Order
from app.intake.time_study.columns import COUNTS
from app.intake.time_study.read_study import read_sent, read_study
from app.intake.time_study.study_files import StudyFile, tables_of
from app.intake.time_study.study_tables import Names
from tests.app.intake.time_study.books import DIARIES, book

TEXT = b"officer,date,minutes,case type\nA,2026-09-07,60,adult\n"


def named(file: StudyFile, notes: list[str]) -> list[str]:
    return [each.table.name for each in tables_of(file, Names(), Complaints(), notes, None)]


def test_a_workbook_with_a_sheet_for_each_table_is_a_whole_study(tmp_path: Path) -> None:
    sheets: Mapping[str, Sequence[Sequence[object]]] = {
        "diaries": DIARIES,
        "counts": [("case type", "open"), ("adult", 4), ("child", 2)],
        "paid": [("officer", "paid hours"), ("A", 40)],
        "panel": [("panellist", "case type", "multiplier"), ("x", "adult", 1.2)],
        "how we did it": [("a note",)],
    }
    (tmp_path / "study.xlsx").write_bytes(book(sheets))
    (tmp_path / "~$study.xlsx").write_bytes(b"locked")
    found = read_study([tmp_path])
    assert found.study.types == ("adult", "child")
    assert found.study.entries.minutes.tolist() == [60, 30.5]
    assert found.study.counts.open_cases.tolist() == [4, 2]
    assert found.study.paid.hours.tolist() == [40]
    assert found.panel is not None
    assert "study.xlsx, sheet how we did it: is no table of a study, and was not read." in found.notes


def test_a_workbook_beside_other_files_is_not_read_twice_with_them(tmp_path: Path) -> None:
    """Diaries as CSV and in a workbook would count the same time twice."""
    (tmp_path / "diaries.csv").write_bytes(TEXT)
    (tmp_path / "study.xlsx").write_bytes(book({"diaries": DIARIES}))
    found = read_study([tmp_path])
    assert len(found.study.entries) == 1
    assert any(note.startswith("study.xlsx: a workbook beside other files") for note in found.notes)


def test_a_sheet_that_is_called_like_a_table_and_lacks_a_column_is_not_passed_over() -> None:
    data = book({"diaries": DIARIES, "counts": [("case type", "opne"), ("adult", 4)]})
    with pytest.raises(RosterRefused, match=r"s\.xlsx, sheet counts: is no table"):
        named(StudyFile("s.xlsx", data), [])


def test_a_file_that_has_to_be_one_table_is_no_other() -> None:
    with pytest.raises(RosterRefused, match="counts: case_type, open or new or closed"):
        named(StudyFile("a.csv", TEXT, (COUNTS,)), [])


def test_what_a_file_is_stands_in_its_first_bytes() -> None:
    log = (
        b'\xef\xbb\xbf <log><trace><string key="concept:name" value="1"/><string key="case type" value="x"/><event>'
        b'<string key="org:resource" value="A"/></event></trace></log>'
    )
    assert named(StudyFile("log.txt", log), []) == ["log"]
    with pytest.raises(RosterRefused, match=r"a\.csv: is packed \(gzip\)"):
        named(StudyFile("a.csv", b"\x1f\x8b\x08 and so on"), [])


AMBIGUOUS = TEXT.replace(b"2026-09-07", b"03/04/2026")


@pytest.mark.parametrize(("said", "day"), [("day-first", "2026-04-03"), ("month-first", "2026-03-04")])
def test_a_date_with_two_readings_is_read_as_somebody_says(said: Order, day: str) -> None:
    import datetime as dt

    found = read_sent([StudyFile("a.csv", AMBIGUOUS)], said)
    assert found.study.entries.day.tolist() == [dt.date.fromisoformat(day).toordinal()]


def test_and_is_asked_about_otherwise() -> None:
    with pytest.raises(RosterRefused, match=r"value “03/04/2026”: has two readings; say what comes first"):
        read_sent([StudyFile("a.csv", AMBIGUOUS)])
    shown = AMBIGUOUS + b"A,25/04/2026,5,adult\n"
    assert len(read_sent([StudyFile("a.csv", shown)], "month-first").study.entries) == 2, "another date shows it"
