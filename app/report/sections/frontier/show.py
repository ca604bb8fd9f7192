"""The frontier as the page shows it: a chart, a sentence, and the numbers."""

from __future__ import annotations

from typing import Any

from app.report.charts.frontier import amount, chart
from app.report.document import ReportDocument
from app.report.sections.frontier.entry import FrontierEntry, FrontierPointEntry
from app.report.text.numbers import as_fraction, grouped, percent

PROVEN = "proven"


def view(document: ReportDocument) -> dict[str, Any] | None:
    """What the section shows; None where there is no frontier."""
    found = document.frontier
    if found is None:
        return None
    drawn = chart(found)
    return {
        "chart": drawn,
        "has_band": bool(drawn.band),
        "says": _says(found),
        "in_hours": found.moves_unit == "hours",
        "rows": [
            {
                "within": f"{point.points_above_fairest:,.2f}",
                "above": f"{point.points_above_fair_share:,.2f}",
                "peak": percent(point.peak_utilization, is_table=True),
                "moves": grouped(as_fraction(point.moves)),
                "bound": grouped(as_fraction(point.bound)),
                "mark": _mark(found, point),
            }
            for point in found.points
        ],
    }


def _mark(found: FrontierEntry, point: FrontierPointEntry) -> str:
    """What there is to say of a row."""
    above = point.points_above_fair_share
    marks = {
        "this plan": found.plan is not None and found.plan.points_above_fair_share == above,
        "fairest": point is found.points[0],
        "fewest moves": point is found.points[-1],
        PROVEN: point.bound == point.moves,
    }
    return ", ".join(mark for mark, is_so in marks.items() if is_so)


def _says(found: FrontierEntry) -> str:
    """What the two ends are, in a sentence."""
    first, last = found.points[0], found.points[-1]
    most, least = (amount(point.moves, found.moves_unit) for point in (first, last))
    if len(found.points) == 1:
        return f"There is nothing to weigh here: the plan that moves least ({least}) is as fair as any."
    return (
        f"The fairest plan has a peak of {percent(first.peak_utilization)} and takes {most}; leaving everything where "
        f"it is today, as far as that can be, takes {least} and has a peak of {percent(last.peak_utilization)}."
    )
