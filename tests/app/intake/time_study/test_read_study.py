"""Files → a study."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from app.intake.errors import BadCell, RosterRefused, StudyRefused
from app.intake.time_study.read_study import ReadStudy, read_study
from solver.weights.study import NONE

DIARIES = (
    "officer,date,minutes,case type,case id\nA,2026-09-09,30,adult,1\nA,2026-09-10,60,,\nB,2026-09-14,45,child,2\n"
)


def read(folder: Path, **files: str) -> ReadStudy:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return read_study([folder])


def test_weeks_begin_with_the_monday_of_the_first_entry(tmp_path: Path) -> None:
    study = read(tmp_path, time=DIARIES).study
    assert study.weeks == 2
    assert study.week_of_entries.tolist() == [0, 0, 1]
    assert study.officers == ("A", "B")
    assert study.types == ("adult", "child")
    assert study.entries.case_type.tolist() == [0, NONE, 1]


def test_hours_are_minutes_too(tmp_path: Path) -> None:
    text = DIARIES.replace("minutes", "hours").replace(",30,", ",0.5,")
    assert read(tmp_path, time=text).study.entries.minutes.tolist() == [30, 3600, 2700]


def test_weeks_of_counts_are_numbers_dates_or_of_the_calendar(tmp_path: Path) -> None:
    counts = "officer,week,type,open,group\nA,1,adult,5,g\nA,2026-09-16,adult,6,\n,2026-W38,child,7,g\nB,,child,8,\n"
    study = read(tmp_path, time=DIARIES, counts=counts).study
    assert study.counts.week.tolist() == [0, 1, 1, NONE]
    assert study.counts.officer.tolist() == [0, 0, NONE, 1]
    assert study.counts.open_cases.tolist() == [5, 6, 7, 8]
    assert study.groups.tolist() == [0, 0]


def test_weeks_without_diaries_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, time=DIARIES, paid="officer,week,paid hours\nA,1,40\nA,2026-10-07,40\n")
    assert found.study.paid.hours.tolist() == [40]
    assert any("1 rows are of weeks without any diary" in note for note in found.notes)
    assert any("diaries, with officer_id, date, minutes" in note for note in found.notes)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"time": "officer,date,minutes\nA,soon,1\n"}, "is not a date"),
        ({"time": "officer,date,minutes\nA,2026-09-09,\n"}, "is empty"),
        ({"time": "officer,date,minutes\n,2026-09-09,1\n"}, "is empty"),
        ({"time": "officer,date,minutes\nA,2026-09-09,1\nA,1926-09-09,1\n"}, "is a year mistyped"),
        ({"time": "officer,date,minutes\n"}, "holds no entries"),
        ({"counts": "type,open\nadult,1\n"}, "holds no diaries"),
        ({"time": DIARIES, "counts": "week,type,open\n2026-W60,adult,1\n"}, "is no week"),
        ({"time": DIARIES, "counts": "week,type,open\n9,adult,1\n"}, "must be"),
    ],
)
def test_what_is_no_study_is_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(RosterRefused, match=message):
        read(tmp_path, **files)


def test_a_folder_without_csv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterRefused, match="holds no CSV file"):
        read_study([tmp_path])


def test_a_study_was_refused_as_a_roster(tmp_path: Path) -> None:
    with pytest.raises(StudyRefused, match="The study was refused, nothing of it was kept: 1 error"):
        read(tmp_path, time="officer,date,minutes\nA,soon,1\n")
    assert str(pickle.loads(pickle.dumps(StudyRefused([BadCell("a", 1, None, None, "x")])))).startswith("The study")


def test_cases_that_were_taken_for_types_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"A,2026-09-09,1,{at}\n" for at in range(2_001))
    with pytest.raises(StudyRefused, match="has 2,001 case types, and may have 2,000"):
        read(tmp_path, time="officer,date,minutes,case type\n" + rows)
