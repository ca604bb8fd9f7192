"""Event logs as systems export them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.intake.errors import RosterRefused
from app.intake.time_study.read_study import read_study

HEADER = "org:resource,concept:name,case type,case id,start timestamp,complete timestamp\n"
LOG = HEADER + (
    "A,call,adult,1,2026-09-07T09:00:00+02:00,2026-09-07T11:00:00+02:00\n"
    "A,visit,adult,2,2026-09-07 10:00,2026-09-07 12:00\n"
    "B,call,child,3,2026-09-14 09:00,2026-09-14 09:30\n"
)


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def test_overlapping_work_is_shared_and_cases_are_counted_from_the_log(tmp_path: Path) -> None:
    found = read_study([written(tmp_path, events=LOG)])
    assert found.handled is not None
    assert found.study.entries.minutes.tolist() == [90, 90, 30]
    assert found.study.weeks == 2
    assert found.study.counts.new.tolist() == [1, 1, 1]
    assert any("No counts were given" in note for note in found.notes)


def test_counts_of_the_office_go_before_those_of_the_log_and_paid_hours_are_not_used(tmp_path: Path) -> None:
    counts, paid = "officer,type,open\nA,adult,5\n", "officer,paid hours\nA,80\n"
    found = read_study([written(tmp_path, events=LOG, counts=counts, paid=paid)])
    assert found.study.counts.open_cases.tolist() == [5]
    assert len(found.study.paid.hours) == 0
    assert any("Paid hours are not used" in note for note in found.notes)


def test_events_that_are_not_whole_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    more = "A,call,adult,4,2026-09-07 10:00,\nA,call,adult,5,2026-09-07 10:00,2026-09-07 09:00\n"
    found = read_study([written(tmp_path, events=LOG + more)])
    assert len(found.study.entries) == 3
    assert any(note.startswith("1 events lack") and "1 end before they start" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + "A,call,adult,1,7/9/2026 9:00,2026-09-07 10:00\n", "is no time"),
        (HEADER + "A,call,adult,1,,2026-09-07 10:00\n", "holds no event"),
        (LOG + "A,call,adult,1,1926-09-07 09:00,1926-09-07 10:00\n", "is a year mistyped"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RosterRefused, match=message):
        read_study([written(tmp_path, events=text)])


def test_diaries_beside_a_log_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterRefused, match="count the same time twice"):
        read_study([written(tmp_path, events=LOG, time="officer,date,minutes\nA,2026-09-07,1\n")])
