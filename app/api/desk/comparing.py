"""Two plans side by side."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.access.roles import needs
from app.answers.side_by_side import SideBySide, StoredPlan
from app.api import openapi
from app.api.deps import Service, TheService
from app.api.http.body import JSON
from app.api.models import PlanOut
from app.api.plans import LARGEST, UNKEPT, finished
from app.api.problems import ApiProblem, BadField, not_found
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.duties import leaves
from app.jobs.result import ASSIGNMENTS, REPORT
from app.store import results
from app.store.tables import Role

router = APIRouter(prefix="/v1/plans", tags=["plans"])

TARGETS = "app.api.desk.compare_targets"
MAX_PAGE = 1_000


class CompareOut(BaseModel):
    """Two plans side by side."""

    first: UUID
    second: UUID
    same_roster: bool
    comparison: SideBySide
    next: str | None = Field(description="Where the next cases that differ are; null on the last page.")


@router.get("/{plan_id}/compare", response_model=CompareOut, responses=openapi.errors(404, 409, 413, 422, 503, 504))
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def compare_plans(
    plan_id: UUID,
    service: TheService,
    other: Annotated[str, Query(alias="with", max_length=36, description="Id of the second plan.")],
    after: Annotated[int, Query(ge=0, le=LARGEST, description="From `next` of the page before.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Cases of a page.")] = 100,
    officer: Annotated[
        int | None,
        Query(ge=1, le=LARGEST, description="Only cases that this one has in either: a number in `officers`, from 1."),
    ] = None,
) -> Response:
    """Two plans, this one first: verdict, goals, every officer, and the cases that have another officer."""
    first, second, found = compared(service, plan_id, other, slice(after, after + limit), officer)
    following = None
    if after + len(found.items) < found.cases_listed:
        here = f"{router.prefix}/{plan_id}/compare"
        following = f"{here}?with={second.id}&limit={limit}&after={after + len(found.items)}"
        following += "" if officer is None else f"&officer={officer}"
    same = first.roster_id == second.roster_id
    shown = CompareOut(first=first.id, second=second.id, same_roster=same, comparison=found, next=following)
    answer = Response(shown.model_dump_json(), headers={"Cache-Control": UNKEPT}, media_type=JSON)
    return handed_out(service, plan_id, answer, "compare", other=str(second.id))


def compared(
    service: Service, plan_id: UUID, other: str, shown: slice, officer: int | None = None
) -> tuple[PlanOut, PlanOut, SideBySide]:
    """Two finished plans, and how they differ; ``shown``: which of the cases that do (of one officer) are listed.

    Raises
    ------
    ApiProblem
        404, 409 where one is not done, or 422 where the second is no id of a plan.
    """
    first = finished(service, plan_id)
    try:
        second = finished(service, UUID(other))
    except ValueError:
        message = "is no id of a plan"
        where = [BadField(where="query.with", message=message)]
        raise ApiProblem(422, f"query.with: {message}", "invalid-request", errors=where) from None
    sides = [_stored(service, each) for each in (first, second)]
    found: SideBySide = service.queries.ask(
        f"{TARGETS}:compare_plans", *sides, shown.start, shown.stop - shown.start, officer
    )
    return first, second, found


def _stored(service: Service, plan: PlanOut) -> StoredPlan:
    with service.database.read() as session:
        report, rows = (results.file(session, str(plan.id), name) for name in (REPORT, ASSIGNMENTS))
    if report is None or rows is None:  # removed a moment ago
        raise not_found("plan")
    return StoredPlan(report.body, rows.body)
