"""Every officer, today and in the plan: drawn, and in numbers."""

from __future__ import annotations

from collections.abc import Callable

from app.report.blocks import (
    Block,
    Chart,
    Column,
    Heading,
    Paragraph,
    Section,
    SheetChart,
    Table,
    Where,
    paragraph,
    present,
)
from app.report.charts.bars import MOST_ROWS, BarChart, Row
from app.report.document import ReportDocument
from app.report.sections.officers.charts import before_and_after, distribution, workload
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.summary.facts import least_peak
from app.report.source import Source
from app.report.text.sheet_names import OFFICERS, ONE_PAGE
from solver.analysis.words import named

EFFICIENCY = (
    "Available: hours for cases × efficiency. Somebody with 100 hours and an efficiency of 0.8 carries 80 hours of "
    "work."
)
SHARES = "Fair shares are what they would be if every case were placed that somebody may hold."
IN_NEITHER = (
    "Cases in and cases out are handed from officer to officer. Cases that somebody holds today and nobody in the plan "
    "are in neither."
)


def show(source: Source) -> Section:
    """Charts of those who are drawn, the distribution where that is not everybody, and the numbers."""
    document = source.document
    title = "Every officer, today and in the plan" if document.plan else "Every officer today"
    used = before_and_after(document)
    drawn = {row.full for row in used.rows}
    is_large = len(drawn) < sum(officer.effective_hours > 0 for officer in document.officers)
    table = _table(
        document, [o for o in document.officers if o.officer_id in drawn or not (is_large or o.effective_hours)]
    )
    if not drawn:
        return Section(title, "officers", sheets=(table,))
    return Section(
        title,
        "officers",
        blocks=present(
            paragraph(_not_drawn(document, is_large)),
            *_charts(document, used),
            *(_distribution(document) if is_large else []),
            Heading("The numbers"),
            table,
            *(Paragraph(text, "note") for text in _notes(document)),
        ),
        sheets=(table,),
    )


def _charts(document: ReportDocument, used: BarChart) -> list[Chart]:
    work = workload(document)
    in_plan = ("planned", "in the plan") if document.plan else None
    over = ("over", "work past the available time") if any(row.is_over for row in work.rows) else None
    return [
        Chart(used, "dumbbell", present(("today", "today"), in_plan, ("full", "all of the available time (100%)"))),
        Chart(work, "bullets", present(("room", "available time"), ("work", "work"), over, ("share", "fair share"))),
    ]


def _distribution(document: ReportDocument) -> list[Block]:
    bins = distribution(document)
    planned = Column[Row]("Officers in the plan", "count", lambda row: row.counts[1]) if document.plan else None
    return [
        Chart(bins, "pairs", present(("other", "today"), ("work", "in the plan") if document.plan else None)),
        Table(
            "Distribution of utilization",
            present(
                Column("Utilization", "text", lambda row: row.label, is_head=True),
                Column("Officers today", "count", lambda row: row.counts[0]),
                planned,
            ),
            bins.rows,
            caption="Officers by utilization, all of them",
        ),
    ]


def _table(document: ReportDocument, listed: list[OfficerEntry]) -> Table[OfficerEntry]:
    planned = Where.BOTH if document.plan else Where.WORKBOOK
    today = Where.WORKBOOK if document.plan else Where.BOTH
    return Table(
        "Officers",
        (
            Column("Officer", "text", lambda o: o.officer_id, 16, is_head=True),
            Column("Cases today", "count", lambda o: o.caseload_before, 11),
            Column("Cases in plan", "count", lambda o: o.caseload, 11, where=planned),
            _hours("Work today", lambda o: o.workload_before_hours),
            _hours("Work in plan", lambda o: o.workload_hours, planned),
            Column("Available (h)", "hours", lambda o: o.available_hours, where=Where.WORKBOOK),
            Column(
                "Available,\u00a0h",
                "hours",
                lambda o: o.effective_hours,
                14,
                sheet_title="Available × efficiency (h)",
                unit="-",
            ),
            _used("Utilization today", lambda o: o.utilization_before),
            _used("Utilization in plan", lambda o: o.utilization, planned),
            Column("Fair share", "percent", lambda o: o.fair_share, 10),
            Column("Target", "percent", lambda o: o.target, 10),
            Column("State today", "state", lambda o: o.state_before, 14, where=today),
            Column("State in plan", "state", lambda o: o.state, 14, where=planned),
            Column("Group", "count", lambda o: o.tier, 8, where=Where.WORKBOOK),
            Column("Cases in", "count", lambda o: o.moves_in, 9, sheet_title="Moves in", where=planned),
            Column("Cases out", "count", lambda o: o.moves_out, 9, sheet_title="Moves out", where=planned),
        ),
        document.officers,
        listed=listed,
        sheet=OFFICERS,
        drawn=SheetChart(
            "How full each officer is",
            "column",
            "Officer",
            present("Utilization today", "Utilization in plan" if document.plan else None),
            ONE_PAGE,
            MOST_ROWS,
            as_percent=True,
        ),
    )


def _hours(
    title: str, value: Callable[[OfficerEntry], float | None], where: Where = Where.BOTH
) -> Column[OfficerEntry]:
    return Column(f"{title},\u00a0h", "hours", value, sheet_title=f"{title} (h)", unit="-", where=where)


def _used(title: str, value: Callable[[OfficerEntry], float | None], where: Where = Where.BOTH) -> Column[OfficerEntry]:
    return Column(title, "percent", value, over=Where.BOTH, absent="no hours", where=where)


def _not_drawn(document: ReportDocument, is_large: bool) -> str:
    if is_large:
        return (
            f"There are too many officers to draw all of them. The {MOST_ROWS} fullest, today or in the plan, "
            "are drawn and listed; everybody with hours is in the distribution below, and officers.csv and plan.xlsx "
            "list all."
        )
    away = [officer.officer_id for officer in document.officers if not officer.effective_hours]
    if not away:
        return ""
    have = "has" if len(away) == 1 else "have"
    return f"{named(away)} {have} no hours for cases in this period, so there is no utilization to draw."


def _notes(document: ReportDocument) -> tuple[str, ...]:
    has_plan = document.plan is not None
    is_held_back = has_plan and least_peak(document) is None
    left = has_plan and any(case.previous_officer for case in document.unassigned)
    differs = any(officer.effective_hours != officer.available_hours for officer in document.officers)
    return present(SHARES if is_held_back else None, IN_NEITHER if left else None, EFFICIENCY if differs else None)
