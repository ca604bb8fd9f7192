"""The service, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from app.access.gate import Gate
from app.access.roles import need_of
from app.api import events, openapi, plans, problems, queries, reports, results, rosters, trail
from app.api.deps import Service, admitted, known_parameters
from app.api.desk import comparing, drafting
from app.api.desk.draft_models import DraftRequest
from app.api.docket import adoption, changes, docket_cases
from app.api.docket.docket_models import AdoptionRequest, EntryRequest
from app.api.feed import Feed
from app.api.http.body import Spool
from app.api.http.compression import Compressed
from app.api.http.head import Head
from app.api.http.overload import Overload
from app.api.http.request_log import Watch
from app.api.http.security import Guard, SecurityHeaders
from app.api.models import AdviceRequest, PlanRequest, ReportRequest, WhatIfRequest
from app.api.operation import audit_records, health
from app.api.study import weighing
from app.audit.duties import duty_of
from app.jobs.adoption_webhook.delivery import Delivery
from app.jobs.engine import Engine
from app.jobs.housekeeping import Housekeeping
from app.jobs.queries import QUESTIONS, QueryRunner
from app.jobs.supervise import TARGET
from app.report.build import ReportDocument
from app.settings import Settings
from app.standstill import watched_loop
from app.store.db import Database
from app.store.lease import Lease
from app.store.migrate import upgrade
from app.store.private import keep_private
from app.telemetry.destination import traces_to
from app.telemetry.spans import Traces
from app.web import export_page, pages, workbooks
from app.web.desk import adopt, compare_pages, draft_pages, holdings_pages
from app.web.entrance import keys_page, provider_sign_in, sign_in
from app.web.handover import handover_pages
from app.web.history import keeping, plan_list
from app.web.next_period import next_page
from app.web.questions import casework_pages, verdict_page, whatif_pages
from app.web.study import study_pages

PAGES = (
    sign_in,
    provider_sign_in,
    keys_page,
    adopt,
    compare_pages,
    draft_pages,
    holdings_pages,
    handover_pages,
    next_page,
    whatif_pages,
    casework_pages,
    verdict_page,
    study_pages,
    plan_list,
    keeping,
    pages,
    export_page,
    workbooks,
)
"""Those for a plan's own address before ``pages``, which has the plan's files there."""
LENIENT = (health, *PAGES)
"""Whose addresses may have parameters that nobody knows: browsers and probes bring their own."""
OF_PLANS = (results, queries, comparing, drafting, adoption, docket_cases, changes, events)
INTERFACE = (rosters, plans, *OF_PLANS, reports, weighing, audit_records, health)
MODULES = (*INTERFACE, *PAGES)
DOORS = (
    "app.api.sent_targets",
    "app.api.desk.compare_targets",
    "app.api.desk.draft_targets",
    "app.api.docket.docket_targets",
    "app.api.study.sent_study",
    "app.web.form_targets",
    "app.web.desk.desk_targets",
    "app.web.handover.handover_targets",
    "app.web.next_period.next_targets",
    "app.web.questions.whatif_targets",
    "app.web.questions.casework_targets",
    "app.web.questions.check_targets",
    "app.web.questions.again_targets",
    "app.web.questions.verdict_targets",
    "app.web.study.study_targets",
)
"""What the child processes that look into bodies have at hand."""
DESCRIPTION = """Provably optimal, sustainable caseload assignment.

Send a key with every request: `Authorization: Bearer caseload_…` (`caseload keys create`, `docs/access.md`). Each
operation names the lowest role that may use it. Every error is a problem document (RFC 9457). Plans are made one at a
time by default; a plan that is asked for waits for its turn. See `docs/api.md` for examples."""


def create_app(settings: Settings | None = None, *, target: str = TARGET, questions: str = QUESTIONS) -> FastAPI:
    """Open the database, bring its tables up to date, and put the service together.

    Parameters
    ----------
    settings : Settings
        From the environment by default.
    target : str
        What the child process of a plan runs; tests give one that crashes or hangs.
    questions : str
        Module whose functions answer what is asked besides, likewise.

    Raises
    ------
    NoTelemetry, NotPrivate, InvalidDatabaseUrl, NoDatabase, NewerDatabase, AlreadyServed
    Unguarded
        Other machines could reach it, and nobody could sign in.
    UndeclaredNeed, UndeclaredDuty
        A route does not say who may use it, or what it records.
    pydantic.ValidationError
        The settings are unsafe.
    """
    settings = settings or Settings()
    traces = traces_to(settings)
    keep_private(settings.data_dir)
    database = Database(settings.database)
    lease = Lease(database)
    try:
        upgrade(database)
        gate = Gate(settings, database)
        gate.refuse_unguarded(settings.host)
    except BaseException:
        lease.close()
        raise
    engine = Engine(database, settings, target, traces=traces)
    housekeeping = Housekeeping(database, settings)
    delivery = Delivery(database, settings)
    service = Service(
        settings,
        database,
        engine,
        QueryRunner(settings, questions, DOORS),
        Spool(settings),
        Feed(database),
        gate,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with lease:
            service.engine.start()
            housekeeping.start()
            delivery.start()
            async with watched_loop(settings.frozen_s):
                yield
            service.leave()
            delivery.begin_to_close()
            await run_in_threadpool(service.engine.close)
            await run_in_threadpool(service.queries.close)
            await run_in_threadpool(housekeeping.close)
            await run_in_threadpool(delivery.close)
            database.close()
            await run_in_threadpool(traces.close)

    app = _with_routes(service, traces, lifespan)
    bodies = (PlanRequest, ReportRequest, WhatIfRequest, AdviceRequest, AdoptionRequest, EntryRequest, DraftRequest)
    openapi.install(app, every_route(), bodies, ReportDocument.model_json_schema)
    return app


def every_route() -> list[APIRoute]:
    """Every route that is a function of ours."""
    return [route for module in MODULES for route in module.router.routes if isinstance(route, APIRoute)]


def _with_routes(
    service: Service, traces: Traces, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]
) -> FastAPI:
    """Every route, behind what guards all of them."""
    app: FastAPI = FastAPIOffline(
        docs_url=None,  # our own page at /docs has no inline script; the files it needs are served from here
        redoc_url=None,
        static_url="/docs/files",
        title="Caseload",
        version=version("caseload"),
        description=DESCRIPTION,
        openapi_tags=openapi.TAGS,
        lifespan=lifespan,
        # FastAPI's own telemetry would record what was sent in requests that are refused: case data
        redirect_slashes=False,  # /v1/plans/ is not /v1/plans, and a body sent to it would be lost on the way
        generate_unique_id_function=lambda route: route.name,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Overload, requests=service.requests),
            Middleware(Watch, requests=service.requests, traces=traces),
            Middleware(Guard, settings=service.settings),
            Middleware(Head),
            Middleware(Compressed),
        ],
    )
    app.state.service = service
    for route in every_route():
        need_of(route.endpoint)
        duty_of(route.endpoint)
    for module in MODULES:
        strict = [] if module in LENIENT else [Depends(known_parameters)]
        app.include_router(module.router, dependencies=[Depends(admitted), *strict])
    app.mount("/static", StaticFiles(directory=Path(pages.__file__).parent / "static"), name="static")
    problems.install(app, every_route(), sign_in.page_for, trail.note_refusal)
    return app
