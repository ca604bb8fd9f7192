"""What would help, ranked; hires, standards to lift, and what to give up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.report.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Heading,
    Paragraph,
    Section,
    Table,
    Where,
    paragraph,
    present,
)
from app.report.sections.remedies.entry import RemediesEntry, RemedyEntry
from app.report.source import Source
from app.report.text.numbers import about
from app.report.text.sheet_names import WHAT_HELPS

MOST_HIRES = 20
MOST_NAMED = 10
TITLES = {
    "hire": "Hire",
    "train": "Cross-train",
    "lend": "Lend",
    "drop": "Give up",
    "unpin": "Take pins off",
    "hours": "Give hours",
}


class Measure(NamedTuple):
    """One thing to do and what it does; None: no figure of its own."""

    title: str
    sentence: str
    hours: float | None
    fte: float | None
    peak_before: float | None
    peak_after: float | None
    certainty: str
    changes: Sequence[str]


def show(source: Source) -> Section:
    """What gains most first; nothing where nobody could be helped."""
    found = source.document.remedies
    if found is None:
        return Section("What would help", "remedies")
    table = remedy_table(found)
    return Section(
        "What would help",
        "remedies",
        blocks=present(
            Paragraph(found.sentence),
            table if found.ranked else None,
            paragraph(found.meaning, found.search, tone="note"),
            *_hires(found),
            *_lifts(found),
            *_drop(found),
        ),
        sheets=(table,),
    )


def remedy_table(found: RemediesEntry) -> Table[Measure]:
    """The page has those that are ranked; the workbook has hires by group, standards and what to give up as well."""
    measures = list(_measures(found))
    return Table(
        "Remedies, those that gain most first",
        (
            Column("What", "text", lambda row: row.title, 14, where=Where.WORKBOOK),
            Column("What is done and what it does", "long", lambda row: row.sentence, 90, is_head=True),
            Column("Hours gained", "hours", lambda row: row.hours, digits=2),
            Column("FTE", "number", lambda row: row.fte, 9, digits=2),
            Column(
                "Least peak before",
                "plain_percent",
                lambda row: row.peak_before,
                over=Where.WORKBOOK,
                absent="no hours",
            ),
            Column(
                "After",
                "plain_percent",
                lambda row: row.peak_after,
                sheet_title="Least peak after",
                over=Where.WORKBOOK,
                absent="no hours",
            ),
            Column("How sure", "long", lambda row: row.certainty, 60),
            Column(
                "For caseload whatif", "changes", lambda row: row.changes, 60, sheet_title="To try with whatif --change"
            ),
        ),
        measures,
        listed=measures[: len(found.ranked)],
        is_stacked=True,
        sheet=WHAT_HELPS,
        note=f"{found.sentence} {found.meaning} {found.search}",
    )


def _measures(found: RemediesEntry) -> Iterator[Measure]:
    """Ranked remedies first, then all hires together, hires by group, standards to lift, and what to give up."""
    yield from (_measure(TITLES[each.kind], each) for each in found.ranked)
    if found.enough is not None:
        yield _measure("Enough", found.enough)
    for hire in found.hires:
        peaks = hire.peak_before, hire.peak_after
        yield Measure("Hire for a group", hire.sentence, None, None, *peaks, "One fewer does not do.", (hire.change,))
    for lift in found.lifts:
        hours = lift.hours_placed
        yield Measure("Lift a standard", lift.sentence, hours, None, None, None, "Planned again.", (lift.change,))
    if found.drop is not None:
        drop = found.drop
        ids = (", ".join(drop.case_ids),)
        yield Measure(TITLES["drop"], drop.sentence, drop.hours, None, None, drop.peak_after, "", ids)


def _measure(title: str, found: RemedyEntry) -> Measure:
    peaks = found.peak_before, found.peak_after
    return Measure(title, found.sentence, found.hours_gained, found.fte_gained, *peaks, found.certainty, found.changes)


def _hires(found: RemediesEntry) -> Iterator[Block]:
    if not found.hires:
        return
    yield Heading("How many hires each group needs")
    if len(found.hires) > MOST_HIRES:
        yield Paragraph(f"Here are the {MOST_HIRES} tightest of {len(found.hires):,} groups.")
    yield Bullets(tuple((f"{each.sentence} ", Code(each.change, is_quiet=True)) for each in found.hires[:MOST_HIRES]))
    if found.enough is not None:
        together = "All groups together: " if len(found.hires) > 1 else "What that does to the whole: "
        yield Paragraph(f"{together}{found.enough.sentence}")


def _lifts(found: RemediesEntry) -> Iterator[Block]:
    if found.lifts:
        yield Heading("Caseload standards to lift")
        yield Bullets(tuple((f"{each.sentence} ", Code(each.change, is_quiet=True)) for each in found.lifts))


def _drop(found: RemediesEntry) -> Iterator[Block]:
    drop = found.drop
    if drop is None:
        return
    named = ", ".join(drop.case_ids[:MOST_NAMED])
    rest = drop.cases - len(drop.case_ids[:MOST_NAMED])
    ids = f"{named} and {rest:,} more" if rest else named
    least = "; ".join(f"{about(each.hours, 2)} h of priority {each.priority}" for each in drop.least_hours)
    yield Heading("What to give up where nothing else helps")
    yield Paragraph(
        f"{drop.sentence} They are {ids}. What no plan can carry when more urgent work goes first: {least}."
    )
