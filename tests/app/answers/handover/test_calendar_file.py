from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from uuid import UUID

from hypothesis import given
from icalendar import Calendar

from app.answers.handover.calendar_file import Meeting, calendar_of, title_of
from app.answers.handover.pairs import Pair, everybody, pairs_of
from app.answers.holdings.case_lines import CaseLine
from tests.app.answers.handover.plans import ORDER, drawn, line, lines

PLAN = UUID("00000000-0000-4000-8000-000000000001")
NOW = dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC)
NINE = Meeting(dt.date(2026, 12, 1), dt.time(9), 45)


def written(cases: Sequence[CaseLine], meeting: Meeting = NINE, now: dt.datetime = NOW) -> bytes:
    return calendar_of(pairs_of(cases, everybody(cases, ORDER)), meeting, PLAN, now)


def events(content: bytes) -> list[dict[str, str]]:
    """Names and values of each entry, unfolded by hand: the library is not its own witness."""
    text = re.sub(r"\r\n[ \t]", "", content.decode())
    found = [block.split("END:VEVENT")[0] for block in text.split("BEGIN:VEVENT\r\n")[1:]]
    return [dict(row.split(":", 1) for row in block.splitlines()) for block in found]


def test_there_is_an_entry_for_each_two_who_meet() -> None:
    first, back, new = events(written(lines()))
    assert first == {
        "UID": first["UID"],
        "DTSTAMP": "20261129T093000Z",
        "DTSTART": "20261201T090000",
        "DTEND": "20261201T094500",
        "SUMMARY": "Hand-over: Ann to Bo\\, 1 case\\, 2.5 h",
    }
    assert back["SUMMARY"] == "Bo gives back 1 case\\, 1 h"
    assert new["SUMMARY"] == "Ann takes up 1 new case\\, 4 h"
    assert len({first["UID"], back["UID"], new["UID"]}) == 3


def test_a_day_without_a_time_is_a_day_that_is_not_taken() -> None:
    entry = events(written(lines(), Meeting(dt.date(2026, 12, 31))))[0]
    assert entry["DTSTART;VALUE=DATE"] == "20261231"
    assert entry["DTEND;VALUE=DATE"] == "20270101"
    assert entry["TRANSP"] == "TRANSPARENT"


def test_an_entry_of_another_day_is_the_same_entry_written_later() -> None:
    later = written(lines(), Meeting(dt.date(2027, 1, 4), dt.time(9)), NOW + dt.timedelta(hours=1))
    assert [each["UID"] for each in events(later)] == [each["UID"] for each in events(written(lines()))]
    assert events(later)[0]["DTSTAMP"] > events(written(lines()))[0]["DTSTAMP"]


def test_ids_of_cases_are_in_no_entry_unless_they_are_asked_for_and_never_in_its_title() -> None:
    assert b"C-2" not in written(lines())
    named = events(written(lines(), Meeting(NINE.day, NINE.time, names_cases=True)))[0]
    assert named["DESCRIPTION"] == "C-2"
    assert "C-2" not in named["SUMMARY"]


def test_what_would_end_a_line_or_a_value_is_escaped() -> None:
    case = line(1, "A;B,C\\n", "BEGIN:VEVENT")
    assert events(written([case]))[0]["SUMMARY"] == "Hand-over: A\\;B\\,C\\\\n to BEGIN:VEVENT\\, 1 case\\, 1 h"


def test_nothing_that_moves_is_a_calendar_without_entries() -> None:
    assert written([]) == (
        b"BEGIN:VCALENDAR\r\nPRODID:-//Caseload//Hand-over of cases//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    )


@given(drawn())
def test_every_calendar_is_read_back_as_it_was_meant(cases: Sequence[CaseLine]) -> None:
    pairs = pairs_of(cases, everybody(cases, ORDER))
    content = calendar_of(pairs, Meeting(NINE.day, NINE.time, names_cases=True), PLAN, NOW)
    assert all(len(row) <= 75 for row in content.split(b"\r\n"))
    assert not re.search(rb"[^\r]\n|\r[^\n]", content)
    assert all(row.decode() is not None for row in content.split(b"\r\n")), "no letter is cut in two"
    found = Calendar.from_ical(content).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in found] == [title_of(pair) for pair in pairs]
    assert [str(each["DESCRIPTION"]).split("\n") for each in found] == [
        [case.case_id for case in pair.cases] for pair in pairs
    ]
    assert all(each["DTSTART"].to_ical() == b"20261201T090000" for each in found)


def test_much_is_said_with_thousands() -> None:
    cases = tuple(line(number, "Ann", "Bo", hours=1.25) for number in range(1, 1_201))
    assert title_of(Pair("Ann", "Bo", cases)) == "Hand-over: Ann to Bo, 1,200 cases, 1,500 h"
