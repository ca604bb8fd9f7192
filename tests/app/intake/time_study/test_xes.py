"""XES: events, and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.intake.errors import RosterRefused
from app.intake.time_study.read_study import read_study
from app.intake.time_study.xes import XesSource


def event(activity: str, who: str, moment: str, transition: str = "complete", more: str = "") -> str:
    return (
        f'<event><string key="concept:name" value="{activity}"/><string key="org:resource" value="{who}"/>'
        f'<date key="time:timestamp" value="2026-09-07T{moment}:00.000+02:00"/>'
        f'<string key="lifecycle:transition" value="{transition}"/>{more}</event>'
    )


def log(*events: str, more: str = "") -> bytes:
    head = '<string key="concept:name" value="C1"/><string key="type" value="adult"/>' + more
    return f'<?xml version="1.0"?><log xes.version="1.0"><trace>{head}{"".join(events)}</trace></log>'.encode()


def rows(data: bytes) -> list[tuple[str, ...]]:
    return [row for batch in XesSource("a.xes", io.BytesIO(data)).batches() for row in zip(*batch.cells, strict=True)]


def test_starts_and_completions_of_an_activity_are_paired_the_first_with_the_first() -> None:
    found = rows(
        log(
            event("call", "A", "09:00", "start"),
            event("call", "B", "09:30", "start"),
            event("call", "", "10:00"),
            event("call", "B", "11:00"),
            event("visit", "A", "12:00", "suspend"),
        )
    )
    assert [(row[0], row[2][11:16], row[3][11:16], *row[4:]) for row in found] == [
        ("A", "09:00", "10:00", "C1", "adult"),
        ("B", "09:30", "11:00", "C1", "adult"),
    ]


def test_an_event_may_have_its_start_itself_and_attributes_within_attributes_are_left() -> None:
    begun = '<date key="start_timestamp" value="2026-09-07T08:00:00"/>'
    nested = '<string key="who" value="x"><string key="type" value="inner"/></string>'
    found = rows(log(event("call", "A", "09:00", more=begun), more=nested))
    assert found[0][2:6] == ("2026-09-07T08:00:00", "2026-09-07T09:00:00.000+02:00", "C1", "adult")


def test_it_is_a_study(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(log(event("call", "A", "09:00", "start"), event("call", "A", "09:45")))
    found = read_study([tmp_path])
    assert found.study.entries.minutes.tolist() == [45]
    assert found.study.types == ("adult",)
    assert found.study.officers == ("A",)


MANY = "".join(f'<string key="k{at}" value="v"/>' for at in range(300))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE log [<!ENTITY a "aaa">]><log>&a;</log>', "document type"),
        (b"<log><trace></log>", "mismatched tag"),
        (b"case,type\n", "is no XES"),
        (b"<a>" * 40, "within each other"),
        (log(event("call", "A", "09:00"), more=MANY), "attributes of cases"),
        (b'<?xml version="1.0" encoding="klingon"?><log/>', "encoding"),
        (b'<?xml version="1.0" encoding="gb2312"?><log/>', "encoding"),
    ],
)
def test_what_is_no_log_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RosterRefused, match=message):
        XesSource("a.xes", io.BytesIO(data))
