"""Where this comes from: enough to make it again, on the page and in the last sheet of the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.report.blocks import Pairs, Paragraph, Section, paragraph, present
from app.report.document import ReportDocument
from app.report.sections.baselines.show import chance_sentence
from app.report.sections.summary.facts import subject
from app.report.source import Source
from app.report.text.sheet_names import ORIGIN
from solver.analysis.words import counted

NOT_USED = " (not used: something else was asked for)"
TITLE = "Where this comes from"
REPEATS = {
    "plan": "It gives the same plan, case by case: the search was ended by its work, which is counted, and not by the "
    "clock.",
    "values": "The time limit, or a stop, ended a part of the search: another plan may come out, but every goal has "
    "the same value, since all of them are proven.",
    "nothing": "The time limit, or a stop, ended the search before all was proven: another run may find a better plan "
    "or a worse one, and says how far it may be from the best.",
}


def show(source: Source) -> Section:
    """It stands at the end of both."""
    document = source.document
    again = f"Enough to make it again from the same roster. {replay_sentence(document)}".rstrip()
    return Section(
        TITLE,
        "provenance",
        blocks=present(Paragraph(again), Pairs(tuple(_facts(document))), paragraph(_absent(document), tone="note")),
        sheets=(Pairs(tuple(_sheet(document)), sheet=ORIGIN),),
    )


def _facts(document: ReportDocument) -> Iterator[tuple[str, str]]:
    origin, counts = document.provenance, document.counts
    yield "Roster", f"{subject(document)}; {counts.pinned_cases:,} pinned, {counts.new_cases:,} new"
    yield "SHA-256 of the roster", origin.input_sha256
    yield "Goals", "; ".join(f"{name} {_goal_text(value)}" for name, value in origin.goals.items() if value is not None)
    for change in origin.scenario:
        yield "Changed first", f"{change.meaning} ({change.text})"
    yield from _settings(document)
    yield "Caseload", origin.version
    yield "OR-Tools", origin.ortools_version
    if origin.seed is not None and origin.workers is not None and origin.wall_s is not None:
        yield "Search", f"{origin.wall_s:.1f} s, {counted(origin.workers, 'worker')}, seed {origin.seed}"
    if document.record is not None:
        yield "To make it again", document.record.command
    yield "Made", origin.created


def _sheet(document: ReportDocument) -> Iterator[tuple[str, str]]:
    origin = document.provenance
    yield "SHA-256 of the roster", origin.input_sha256
    for change in origin.scenario:
        yield "Changed first", f"{change.meaning} ({change.text})"
    yield from _settings(document)
    yield "Caseload", origin.version
    yield "OR-Tools", origin.ortools_version
    for name, value in origin.goals.items():
        yield f"Goal: {name}", "" if value is None else _goal_text(value)
    yield "Seed", str(origin.seed)
    yield "Workers", str(origin.workers)
    yield "Seconds", str(origin.wall_s)
    if document.record is not None:
        yield "To make it again", document.record.command
        yield "", replay_sentence(document)
        yield "By chance", chance_sentence(document)
    yield "Made", origin.created
    for each in document.not_computed:
        yield f"Not in this report: {each.section}", each.reason


def _settings(document: ReportDocument) -> Iterator[tuple[str, str]]:
    """What the sheet settings says, and where something else was asked for."""
    for each in document.provenance.settings:
        yield "From the sheet settings", f"{each.key} {each.value}{'' if each.holds else NOT_USED}"


def _goal_text(value: Any) -> str:
    """A goal as people read it."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _absent(document: ReportDocument) -> str:
    if not document.not_computed:
        return ""
    return "Not in this report: " + "; ".join(f"{each.section} ({each.reason})" for each in document.not_computed) + "."


def replay_sentence(document: ReportDocument) -> str:
    """What comes of making the plan again; empty without a plan."""
    return "" if document.record is None else REPEATS[document.record.repeats]
