"""What an officer is told of a hand-over by mail: plain text, to be copied; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

from app.answers.handover.officer_sheets import OfficerSheet
from app.answers.handover.pairs import Pair, count_of, hours_of
from app.report.sections.officers.entry import OfficerEntry
from app.report.text.numbers import about, percent
from solver.analysis.words import counted


def mail_of(sheet: OfficerSheet, entry: OfficerEntry | None, standing: str) -> str:
    """The text for one officer.

    Parameters
    ----------
    sheet : OfficerSheet
    entry : OfficerEntry or None
        The officer's figures; None: the officer is not in the roster of the plan.
    standing : str
        A sentence that says whether the plan was adopted.
    """
    return "\n".join(_lines(sheet, entry, standing)) + "\n"


def _lines(sheet: OfficerSheet, entry: OfficerEntry | None, standing: str) -> Iterator[str]:
    yield f"Hello {sheet.officer_id},"
    yield ""
    yield standing
    if sheet.is_empty:
        yield ""
        yield "Nothing changes for you: you keep the cases that you have."
    if sheet.gives:
        yield ""
        yield f"You give {_much(sheet.gives)}."
        for pair in sheet.gives:
            yield from _pair(f"To {pair.receiver}" if pair.receiver else "To nobody (give them back)", pair)
    if sheet.gets:
        yield ""
        yield f"You get {_much(sheet.gets)}."
        for pair in sheet.gets:
            yield from _pair(f"From {pair.giver}" if pair.giver else "New", pair)
    if entry is not None and entry.workload_hours is not None:
        yield ""
        yield (
            f"Today you have {counted(entry.caseload_before, 'case')}, {about(entry.workload_before_hours)} of "
            f"{about(entry.available_hours)} h ({percent(entry.utilization_before)}); afterwards "
            f"{counted(entry.caseload or 0, 'case')}, {about(entry.workload_hours)} h ({percent(entry.utilization)})."
        )


def _much(pairs: tuple[Pair, ...]) -> str:
    return f"{counted(count_of(pairs), 'case')}, {about(hours_of(pairs))} h"


def _pair(title: str, pair: Pair) -> Iterator[str]:
    yield ""
    yield f"{title}: {counted(pair.count, 'case')}, {about(pair.hours)} h"
    for line in pair.cases:
        kind = f", {line.case_type}" if line.case_type else ""
        yield f"- {line.case_id}{kind}, {about(line.hours)} h, priority {line.priority}"
