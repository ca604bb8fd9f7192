"""Questions about a finished plan: who takes a new case, why this officer, and balance against continuity."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from app.access.roles import needs
from app.answers.advice import AdviceEntry
from app.answers.assigned_roster import UnknownName
from app.answers.explanation import ExplanationEntry
from app.answers.from_sums.kept import SUMS, KeptFiles, MorePieces
from app.api import openapi
from app.api.deps import JsonBody, Service, TheService
from app.api.docket.holding import made_plan
from app.api.http.body import JSON
from app.api.plans import UNKEPT, finished
from app.api.problems import ApiProblem, BadField, not_found
from app.api.results import stored
from app.api.submit import TARGETS
from app.api.trail import handed_out, note_plan
from app.audit.actions import Action
from app.audit.duties import leaves
from app.jobs.query_targets import MadePlan
from app.jobs.result import REPORT
from app.store import plans
from app.store.results import packed_files
from app.store.tables import Role

ROUNDS = 3
"""How often a question is asked with more pieces: those of the cases, and those of their families."""

router = APIRouter(prefix="/v1/plans", tags=["plans"])


@router.post(
    "/{plan_id}/advice",
    responses=openapi.errors(400, 404, 408, 409, 413, 415, 422, 503, 504),
    openapi_extra=openapi.body(openapi.ADVICE_BODY),
)
@needs(Role.VIEWER)
@leaves(Action.ADVISED)
def advise(plan_id: UUID, body: JsonBody, service: TheService) -> list[AdviceEntry]:
    """Who should take these cases, beside what everybody holds in the plan: everybody who may, best first.

    Nothing is kept, and the plan stays as it is.
    """
    module = service.queries.module
    try:
        found: list[AdviceEntry] = answered(
            service, plan_id, lambda plan: service.ask_about(f"{TARGETS}:advise", body, module, plan)
        )
    except UnknownName as error:
        where = [BadField(where="body", message=str(error))]
        raise ApiProblem(422, str(error), "invalid-request", errors=where) from None
    note_plan(service, Action.ADVISED, plan_id)
    return found


@router.get("/{plan_id}/explain", responses=openapi.errors(404, 409, 413, 422, 503, 504))
@needs(Role.VIEWER)
@leaves(Action.EXPLAINED)
def explain(
    plan_id: UUID,
    service: TheService,
    case: Annotated[str, Query(max_length=200, description="Id of a case of the plan.")],
    officer: Annotated[str, Query(max_length=200, description="Id of an officer of the plan.")],
) -> ExplanationEntry:
    """Why this officer: what every goal would be if the officer held the case, worked out again."""

    def ask(plan: MadePlan | KeptFiles) -> Any:
        question = "explain_from_sums" if isinstance(plan, KeptFiles) else "explain"
        return service.queries.ask(question, plan, case, officer)

    found: ExplanationEntry = answered(service, plan_id, ask)
    note_plan(service, Action.EXPLAINED, plan_id)
    return found


@router.get(
    "/{plan_id}/frontier",
    response_class=Response,
    responses={
        **openapi.errors(404, 409, 422),
        200: {
            "description": "The field `frontier` of the report.",
            "content": {JSON: {"schema": {"$ref": openapi.REF + "ReportFrontierEntry"}}},
        },
        304: {"description": "Not changed since that `ETag`."},
    },
)
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def read_frontier(
    plan_id: UUID,
    service: TheService,
    if_none_match: Annotated[str | None, Header(description="The `ETag` of an earlier answer.")] = None,
) -> Response:
    """Balance against continuity: the fewest moves for each fairness, where the goals asked for it."""
    finished(service, plan_id)
    report = stored(service, plan_id, REPORT, JSON, if_none_match)
    if report.status_code == 304:
        return report
    document = json.loads(bytes(report.body))
    frontier = document.get("frontier")
    if frontier is None:
        reasons = {each["section"]: each["reason"] for each in document["not_computed"]}
        why = reasons.get("frontier", "it was not asked for")
        detail = f"This plan has no frontier: {why}. Ask for a plan with goals.frontier = true."
        raise ApiProblem(404, detail, "no-frontier")
    headers = {"ETag": report.headers["ETag"], "Cache-Control": UNKEPT}
    return handed_out(service, plan_id, Response(json.dumps(frontier), media_type=JSON, headers=headers), "frontier")


def answered(service: Service, plan_id: UUID, ask: Callable[[MadePlan | KeptFiles], Any]) -> Any:
    """What a child answers about a finished plan: from what it keeps, or where that does not say it, from the whole.

    Parameters
    ----------
    ask : function
        Given the files that a plan keeps, it answers :class:`MorePieces` where it needs more of them, and None where it
        needs the plan.

    Raises
    ------
    ApiProblem
        404, or 409 where there is no result (yet).
    """
    finished(service, plan_id)
    kept = _kept(service, plan_id, [SUMS])
    if SUMS in kept:
        files = KeptFiles(kept[SUMS])
        for _ in range(ROUNDS):
            found = ask(files)
            if not isinstance(found, MorePieces):
                break
            files = replace(files, pieces={**files.pieces, **_kept(service, plan_id, found.names)})
        if found is not None and not isinstance(found, MorePieces):
            return found
    return ask(made(service, plan_id))


def _kept(service: Service, plan_id: UUID, names: Iterable[str]) -> dict[str, bytes]:
    """Files of a plan as they are kept."""
    with service.database.read() as session:
        return packed_files(session, str(plan_id), names)


def made(service: Service, plan_id: UUID) -> MadePlan:
    """A finished plan, and what it was made of.

    Raises
    ------
    ApiProblem
        404, or 409 where there is no result (yet).
    """
    finished(service, plan_id)
    with service.database.read() as session:
        row = plans.get(session, str(plan_id))
        if row is None:  # removed a moment ago
            raise not_found("plan")
        return made_plan(session, row)
