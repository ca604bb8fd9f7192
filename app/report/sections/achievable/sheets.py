"""The sheets of plan.xlsx that say what caseload is achievable."""

from __future__ import annotations

from app.report.document import ReportDocument
from app.report.sheets import OFFICER, Column, Table

GROUP, TODAY = Column("Group", "count", 8), Column("Cases today", "count", 11)


def types(document: ReportDocument) -> Table:
    """What each group of officers can hold within its target, by case type."""
    columns = (
        GROUP,
        Column("Case type", "text", 24),
        Column("Hours per case", "number", 10),
        TODAY,
        Column("Achievable cases", "count", 11),
        Column("Achievable per officer", "number", 12),
        Column("Times the mix of today", "number", 12),
    )
    rows = (
        (
            tier.tier,
            row.case_type or "(no type)",
            row.mean_hours,
            row.cases_today,
            row.cases,
            row.cases_per_officer,
            tier.multiple,
        )
        for tier in document.achievable.tiers
        for row in tier.types
    )
    note = "The largest multiple of today's mix of cases within each group's target, in whole cases of each type."
    return Table("Achievable", columns, rows, note)


def officers(document: ReportDocument) -> Table:
    """What each officer can hold, beside what they hold today."""
    columns = (
        OFFICER,
        GROUP,
        TODAY,
        Column("Hours per case today", "number", 12),
        Column("Can hold at the mix", "count", 12),
        Column("Or, of one type alone", "long", 90),
    )
    rows = (
        (
            row.officer_id,
            tier.tier,
            row.cases_today,
            row.hours_per_case_today,
            row.cases,
            "; ".join(
                f"{kind.case_type or '(no type)'} {count:,}"
                for kind, count in zip(tier.types, row.of_one_type, strict=False)
                if count is not None
            ),
        )
        for tier in document.achievable.tiers
        for row in tier.officers
    )
    note = "Whole cases of the mean effort of the group's mix. Hours per case: available hours ÷ cases held today."
    return Table("Achievable by officer", columns, rows, note)
