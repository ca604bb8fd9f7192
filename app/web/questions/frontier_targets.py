"""The frontier of a plan as a chart and a table, of which a point is picked to be planned."""

from __future__ import annotations

from uuid import UUID

from app.access.caller import Caller
from app.api.models import PlanOut
from app.confined_child import Child
from app.report.document import ReportDocument
from app.report.sections.frontier.entry import FrontierEntry
from app.report.sections.frontier.show import drawn, mark, says
from app.web.form_targets import Page
from app.web.rendering import drawn_block, rendered


def points(_child: Child, plan: PlanOut, visitor: Caller | None, report: bytes) -> Page:
    """The page on which a point is picked; where nobody asked for a frontier, one that says how to get it."""
    document = ReportDocument.model_validate_json(report)
    found = document.frontier
    why = {each.section: each.reason for each in document.not_computed}.get("frontier", "it was not asked for")
    if found is None:
        return Page(rendered("frontier.html", visitor=visitor, plan=plan, found=None, why=why))
    may = visitor is None or visitor.may("planner")
    addresses = [address_of(plan.id, found, at) if may else "" for at in range(len(found.points))]
    return Page(
        rendered(
            "frontier.html",
            visitor=visitor,
            plan=plan,
            found=found,
            chart=drawn_block(drawn(found, addresses.__getitem__)) if len(found.points) > 1 else "",
            says=says(found),
            rows=[(point, mark(found, point), to) for point, to in zip(found.points, addresses, strict=True)],
        )
    )


def address_of(plan_id: UUID, found: FrontierEntry, at: int) -> str:
    """Where the form stands in which the goals are those of the point of that number."""
    return f"/plans/{plan_id}/again?keep_within={found.points[at].points_above_fairest:.12g}"
