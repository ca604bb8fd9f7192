"""The sheet of plan.xlsx about published standards: who holds more than they allow."""

from __future__ import annotations

from app.report.document import ReportDocument
from app.report.sheets import OFFICER, Column, Table
from app.report.text.numbers import counted


def standards(document: ReportDocument) -> Table:
    """Every breach, today and in the plan."""
    columns = (
        Column("Standard", "text", 22),
        Column("When", "text", 10),
        OFFICER,
        Column("Rule", "text", 12),
        Column("Comes to", "number", 12),
        Column("Allowed", "number", 12),
        Column("Unit", "text", 10),
        Column("Arithmetic", "long", 90),
    )
    found = document.standards or []
    rows = (
        (each.name, when, breach.officer_id, breach.rule, breach.need, breach.have, breach.unit, breach.sentence)
        for each in found
        for when, findings in (("today", each.today), ("plan", each.plan))
        if findings is not None
        for breach in findings.breaches
    )
    notes = [
        f"{each.name}: {counted(each.today.officers_over, 'officer')} over today"
        + ("" if each.plan is None else f", {each.plan.officers_over:,} in the plan")
        + f". {each.source}. {' '.join(each.remarks)}".rstrip()
        for each in found
    ]
    return Table("Standards", columns, rows, " | ".join(notes))
