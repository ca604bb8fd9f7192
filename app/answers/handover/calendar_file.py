"""The days on which cases are handed over, as a calendar file (iCalendar, RFC 5545): one entry for each pair.

Two people meet to hand over, so the entry is theirs. Times have no zone: nine o'clock is nine o'clock where the office
is, whatever the server's clock says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from app.answers.handover.pairs import Pair
from app.report.text.numbers import about
from solver.analysis.words import counted

PRODUCT = "-//Caseload//Hand-over of cases//EN"
SEPARATOR = "\n"
"""No id holds one, so that no two pairs are the same text."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When cases are handed over.

    Attributes
    ----------
    day : date
    time : time or None
        In the office; None: some time on that day.
    minutes : int, > 0
        How long it takes.
    names_cases : bool
        Whether the description of an entry lists the ids of the cases; its title never does.
    """

    day: dt.date
    time: dt.time | None = None
    minutes: int = 30
    names_cases: bool = False


def calendar_of(pairs: Iterable[Pair], meeting: Meeting, plan_id: UUID, now: dt.datetime) -> bytes:
    """The calendar of some pairs.

    Parameters
    ----------
    pairs : iterable of Pair
    meeting : Meeting
    plan_id : UUID
        With the pair it makes the entry's id: a file with another day changes the entries of the one before.
    now : datetime
        In UTC. A calendar that knows an entry takes the one that was written later.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for pair in pairs:
        calendar.add_component(_event(pair, meeting, plan_id, now))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _event(pair: Pair, meeting: Meeting, plan_id: UUID, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid5(plan_id, SEPARATOR.join((pair.giver, pair.receiver)))))
    event.add("dtstamp", now)
    if meeting.time is None:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # the day is not taken, only marked
    else:
        begins = dt.datetime.combine(meeting.day, meeting.time)
        event.add("dtstart", begins)
        event.add("dtend", begins + dt.timedelta(minutes=meeting.minutes))
    event.add("summary", title_of(pair))
    if meeting.names_cases:
        event.add("description", "\n".join(line.case_id for line in pair.cases))
    return event


def title_of(pair: Pair) -> str:
    """What an entry is called: who meets whom, and how much changes hands."""
    hours = f"{about(pair.hours)} h"
    if not pair.giver:
        return f"{pair.receiver} takes up {counted(pair.count, 'new case')}, {hours}"
    if not pair.receiver:
        return f"{pair.giver} gives back {counted(pair.count, 'case')}, {hours}"
    return f"Hand-over: {pair.giver} to {pair.receiver}, {counted(pair.count, 'case')}, {hours}"
