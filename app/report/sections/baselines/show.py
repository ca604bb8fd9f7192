"""Beside other ways to hand out the same cases, and beside chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.report.blocks import Chart, Column, Paragraph, Section, Table, Where, paragraph, present
from app.report.charts.bars import BarChart, Row, axis, scaled
from app.report.document import ReportDocument
from app.report.source import Source
from app.report.text.numbers import percent, points
from app.report.text.sheet_names import FIGURES
from app.report.text.words import BASELINE_TITLES
from solver.analysis.words import counted

TITLE = "Beside other ways to hand out the same cases"


class Way(NamedTuple):
    """One way to hand out the cases."""

    title: str
    peak: float | None
    spread: float | None
    moves: int
    unassigned: int


def show(source: Source) -> Section:
    """Every way, the plan last."""
    document = source.document
    chance = chance_sentence(document)
    table = _table(document, chance)
    if not document.baselines:
        return Section(TITLE, "baselines", sheets=(table,))
    return Section(
        TITLE,
        "baselines",
        blocks=present(
            Paragraph("These ways follow who may hold what, and pins; none of them looks at caseload standards."),
            Chart(peaks(document), "bars"),
            paragraph(chance),
            table,
        ),
        sheets=(table,),
    )


def _table(document: ReportDocument, chance: str) -> Table[Way]:
    return Table(
        "Comparison",
        (
            Column("Way", "text", lambda way: way.title, 36, is_head=True),
            Column("Peak utilization", "percent", lambda way: way.peak, over=Where.WORKBOOK, absent="no hours"),
            Column("Fullest minus emptiest", "points", lambda way: way.spread, 14),
            Column("Cases that move", "count", lambda way: way.moves),
            Column("Cases without an officer", "count", lambda way: way.unassigned, 14),
        ),
        list(_ways(document)),
        caption="Comparison with other ways to hand out the cases",
        sheet=FIGURES,
        note=chance,
    )


def _ways(document: ReportDocument) -> Iterator[Way]:
    for name, entry in document.baselines.items():
        title = BASELINE_TITLES.get(name, name)
        yield Way(title, entry.peak_utilization, entry.spread, entry.moves, entry.unassigned_cases)
    plan = document.plan
    if plan is not None:
        yield Way("This plan", plan.peak_utilization, plan.spread, plan.moves.cases, plan.unassigned_cases)


def peaks(document: ReportDocument) -> BarChart:
    """The peak utilization of other ways to hand out the same cases, and of the plan."""
    found = [(BASELINE_TITLES.get(name, name), entry.peak_utilization) for name, entry in document.baselines.items()]
    plan = document.plan.peak_utilization if document.plan is not None else None
    values = [value for _, value in found if value is not None] + ([plan] if plan is not None else [])
    end, ticks = axis(max([1.0, *values]), as_percent=True)
    rows = [
        Row(label=title, full=title, note=f"{title}: {percent(value)}", before=scaled(value, end))
        for title, value in found
    ]
    if plan is not None:
        rows.append(
            Row(label="This plan", full="This plan", note=f"This plan: {percent(plan)}", after=scaled(plan, end))
        )
    description = "Peak utilization: " + "; ".join(row.note for row in rows) + "."
    return BarChart("peaks", "Peak utilization by way of handing out cases", description, ticks, tuple(rows), 100 / end)


def chance_sentence(document: ReportDocument) -> str:
    """How chance would have done, in words."""
    if document.record is None or document.record.random.peak_least is None:
        return ""
    found = document.record.random
    times = "Dealt out by chance once" if found.draws == 1 else f"Dealt out by chance {found.draws:,} times"
    lowest, highest = percent(found.peak_least), percent(found.peak_most)
    span = f"is {lowest}" if found.peak_least == found.peak_most else f"is between {lowest} and {highest}"
    text = f"{times}, by the same rules of who may hold what, the peak {span}"
    if found.spread_median is not None:
        text += f", and half the time the spread is above {points(found.spread_median)}"
    if not found.as_good:
        return f"{text}; not once were both as low as in this plan."
    return f"{text}; {counted(found.as_good, 'time')} both were as low as in this plan."
