"""By office, docket and skill: what each asks for, and of whom."""

from __future__ import annotations

from typing import NamedTuple

from app.report.blocks import Column, Paragraph, Section, Table, Where
from app.report.document import ReportDocument
from app.report.sections.groups.entry import GroupEntry
from app.report.source import Source
from app.report.text.sheet_names import FIGURES
from app.report.text.words import cut, missing_text

MOST_GROUPS = 60
OVERLAP = "Rows overlap: a case can ask for several skills, and an officer's hours can stand in several rows."
NONE = "No case asks for an office, a docket or a skill."


class Line(NamedTuple):
    """One row. ``unnamed`` says what it is where it has no name."""

    kind: str
    name: str | None
    unnamed: str
    state: str
    cases: int
    demand_hours: float
    officers: int
    effective_hours: float
    utilization: float | None
    peak: float | None
    target: float | None
    gap_hours: float
    is_at_least: bool
    fte_gap: float
    budget_fte_gap: float
    certificate: str


def show(source: Source) -> Section:
    """The whole roster, and its offices, dockets and skills."""
    document = source.document
    says = NONE
    if document.groups:
        more = cut(len(document.groups), MOST_GROUPS, f"the first {MOST_GROUPS}", "rows")
        says = f"{OVERLAP} The state is that of the tightest group that any of the cases is in. {more}".rstrip()
    table = _table(document)
    return Section("By office, docket and skill", "kinds", blocks=(Paragraph(says), table), sheets=(table,))


def _table(document: ReportDocument) -> Table[Line]:
    lines = [_whole(document), *map(_line, document.groups)]
    kind = Column[Line]("Kind", "text", lambda row: row.kind, 10)
    names = (
        Column[Line]("Name", "text", lambda row: row.name or row.unnamed, where=Where.PAGE, is_head=True),
        Column[Line]("Name", "text", lambda row: row.name or f"({row.unnamed})", 24, where=Where.WORKBOOK),
    )
    state = Column[Line]("State", "state", lambda row: row.state, 14)
    sizes = (
        Column[Line]("Cases", "count", lambda row: row.cases, 10),
        Column[Line]("Work", "hours", lambda row: row.demand_hours, sheet_title="Work (h)"),
        Column[Line]("Officers who may hold any", "count", lambda row: row.officers, 10, sheet_title="Officers"),
        Column[Line]("Their hours", "hours", lambda row: row.effective_hours, sheet_title="Their hours (h)"),
        Column[Line]("Utilization", "percent", lambda row: row.utilization, over=Where.WORKBOOK, absent="no hours"),
        Column[Line]("Tightest group", "percent", lambda row: row.peak, over=Where.WORKBOOK),
        Column[Line]("Target", "percent", lambda row: row.target, 10),
    )
    missing = (
        Column[Line](
            "Missing",
            "figure",
            lambda row: missing_text(row.gap_hours, row.fte_gap, is_at_least=row.is_at_least),
            where=Where.PAGE,
        ),
        Column[Line]("Missing (h)", "hours", lambda row: row.gap_hours, where=Where.WORKBOOK),
        Column[Line]("Missing FTE", "number", lambda row: row.fte_gap, 10, where=Where.WORKBOOK),
        Column[Line]("Missing budget FTE", "number", lambda row: row.budget_fte_gap, 10, where=Where.WORKBOOK),
        Column[Line]("What shows it", "long", lambda row: row.certificate, 90, where=Where.WORKBOOK),
    )
    return Table(
        "Offices, dockets and skills",
        (kind, *names, *sizes, state, *missing),
        lines,
        listed=lines[: MOST_GROUPS + 1],
        sheet=FIGURES,
        sheet_columns=(kind, *names, state, *sizes, *missing),
        note=OVERLAP if document.groups else NONE,
    )


def _line(group: GroupEntry) -> Line:
    return Line(
        kind=group.kind,
        name=group.name,
        unnamed="none asked for",
        state=group.state,
        cases=group.cases,
        demand_hours=group.demand_hours,
        officers=group.officers,
        effective_hours=group.effective_hours,
        utilization=group.utilization,
        peak=group.peak_utilization,
        target=group.target,
        gap_hours=group.gap_hours,
        is_at_least=group.gap_is_at_least,
        fte_gap=group.fte_gap,
        budget_fte_gap=group.budget_fte_gap,
        certificate=group.certificate,
    )


def _whole(document: ReportDocument) -> Line:
    verdict = document.verdict
    return Line(
        kind="whole",
        name=None,
        unnamed="everybody",
        state=verdict.state,
        cases=document.counts.cases,
        demand_hours=verdict.demand_hours,
        officers=document.counts.officers_with_hours,
        effective_hours=verdict.effective_hours,
        utilization=verdict.utilization,
        peak=verdict.peak_utilization,
        target=verdict.target_utilization,
        gap_hours=verdict.gap_hours,
        is_at_least=False,
        fte_gap=verdict.fte_gap,
        budget_fte_gap=verdict.budget_fte_gap,
        certificate=verdict.sentence,
    )
