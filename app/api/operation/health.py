"""Whether the server lives, whether it can work, and how much it has done."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from app.access.roles import for_everybody, needs
from app.api import openapi
from app.api.deps import TheService
from app.api.models import Health
from app.api.problems import ApiProblem
from app.audit.duties import leaves_nothing
from app.settings import MIB
from app.store import migrate, plans
from app.store.db import DatabaseFault
from app.store.tables import Role

router = APIRouter(tags=["operation"])

LEAST_ROOM = 16 * MIB
"""Bytes without which a server is not ready: what it is sent next could not be kept."""
NOTHING_KEPT = "tells nothing of what is kept"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/healthz", responses=openapi.errors())
@for_everybody
@leaves_nothing(NOTHING_KEPT)
async def healthz() -> Health:
    """The process lives. Asks nobody else, so that nothing can delay it."""
    return Health()


@router.get("/readyz", responses=openapi.errors(503))
@for_everybody
@leaves_nothing(NOTHING_KEPT)
def readyz(service: TheService) -> Health:
    """Plans can be accepted and made: the database answers, its tables are current, and the workers are there."""
    try:
        current = migrate.is_current(service.database)
    except DatabaseFault as error:
        raise ApiProblem(503, "The database does not answer.", "not-ready") from error
    if service.database.room < LEAST_ROOM:
        raise ApiProblem(503, "The disk of the database is full.", "not-ready")
    if not current:
        raise ApiProblem(503, "The database's tables are not those of this version.", "not-ready")
    if not service.engine.is_alive:
        raise ApiProblem(503, "A worker has died. Restart the server.", "not-ready")
    return Health()


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses={
        **openapi.errors(),
        200: {"description": "Prometheus text.", "content": {"text/plain": {"schema": {"type": "string"}}}},
    },
)
@needs(Role.VIEWER, all_offices=True)
@leaves_nothing("counts alone")
def metrics(service: TheService) -> PlainTextResponse:
    """Counts and times since the server started, and how many plans there are. No ids."""
    with service.database.read() as session:
        by_state = plans.count_by_state(session)
    lines = ["# HELP caseload_plans Plans that are kept, by state.", "# TYPE caseload_plans gauge"]
    lines += [f'caseload_plans{{state="{state}"}} {count}' for state, count in by_state.items()]
    ended, seconds = service.engine.tally.snapshot()
    lines += ["# HELP caseload_solves_total Runs that ended, by outcome.", "# TYPE caseload_solves_total counter"]
    lines += [f'caseload_solves_total{{outcome="{outcome}"}} {count}' for outcome, count in sorted(ended.items())]
    lines += ["# HELP caseload_solve_seconds_total Time spent on runs.", "# TYPE caseload_solve_seconds_total counter"]
    lines += [f"caseload_solve_seconds_total {seconds:.3f}"]
    ended, seconds = service.engine.helping.taking.tally.snapshot()
    lines += ["# HELP caseload_parts_total Parts of plans that this process planned for others, by outcome."]
    lines += ["# TYPE caseload_parts_total counter"]
    lines += [f'caseload_parts_total{{outcome="{outcome}"}} {count}' for outcome, count in sorted(ended.items())]
    lines += ["# HELP caseload_part_seconds_total Time spent on them.", "# TYPE caseload_part_seconds_total counter"]
    lines += [f"caseload_part_seconds_total {seconds:.3f}"]
    asked, spent = service.queries.tally.snapshot()
    lines += ["# HELP caseload_questions_total Reports, what-ifs and advice, by outcome."]
    lines += ["# TYPE caseload_questions_total counter"]
    lines += [f'caseload_questions_total{{outcome="{outcome}"}} {count}' for outcome, count in sorted(asked.items())]
    lines += ["# HELP caseload_question_seconds_total Time spent on them."]
    lines += ["# TYPE caseload_question_seconds_total counter", f"caseload_question_seconds_total {spent:.3f}"]
    lines += ["# HELP caseload_questions_waiting Questions that wait for a place."]
    lines += ["# TYPE caseload_questions_waiting gauge", f"caseload_questions_waiting {service.queries.waiting}"]
    lines += service.requests.lines()
    return PlainTextResponse("\n".join(lines) + "\n", media_type=PROMETHEUS)
