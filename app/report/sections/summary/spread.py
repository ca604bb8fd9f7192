"""How unequal the plan is beside how unequal every assignment must be."""

from __future__ import annotations

from app.report.document import ReportDocument
from app.report.text.numbers import percent, points


def sentence(document: ReportDocument) -> str:
    """The spread of the plan and its floor, in words; empty where there is no floor."""
    plan = document.plan
    if plan is None or plan.spread is None or plan.spread_floor is None:
        return ""
    before = "" if plan.spread_before is None else f"; today {points(plan.spread_before)}"
    text = f"Between the emptiest and the fullest officer lie {points(plan.spread)}{before}. "
    if not plan.spread_floor:
        return text + "Skills, offices and dockets alone would let everybody be equally full."
    text += f"Since not everybody may hold every case, no plan can bring that below {points(plan.spread_floor)}"
    tightest, loosest = document.tiers[0].utilization, document.tiers[-1].utilization
    if abs(tightest - loosest - plan.spread_floor) > 2e-6:  # times differ: the two groups do not say it
        return f"{text}."
    return (
        f"{text}: the fullest of the tightest group is at {percent(tightest)} or more, the emptiest of the loosest at "
        f"{percent(loosest)} or less."
    )
