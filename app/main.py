"""The service, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from app.api import events, health, openapi, plans, problems, queries, reports, results, rosters
from app.api.deps import Service
from app.api.http.request_log import Requests, Watch
from app.api.http.security import Guard, SecurityHeaders
from app.api.models import AdviceRequest, PlanRequest, ReportRequest, WhatIfRequest
from app.jobs.engine import Engine
from app.jobs.queries import QUESTIONS, QueryRunner
from app.jobs.supervise import TARGET
from app.report.build import ReportDocument
from app.settings import Settings
from app.store.db import Database
from app.store.lease import Lease
from app.store.migrate import upgrade
from app.web import export_page, pages

MODULES = (rosters, plans, results, queries, events, reports, health, pages, export_page)
DESCRIPTION = """Provably optimal, sustainable caseload assignment.

Every error is a problem document (RFC 9457). Plans are made one at a time by default; a plan that is asked for waits
for its turn. See `docs/api.md` for examples."""


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
    InvalidDatabaseUrl, NewerDatabase, AlreadyServed
    pydantic.ValidationError
        The settings are unsafe.
    """
    settings = settings or Settings()
    database = Database(settings.database)
    lease = Lease(database)
    try:
        upgrade(database)
    except BaseException:
        lease.close()
        raise
    engine = Engine(database, settings, target)
    service = Service(settings, database, engine, QueryRunner(settings, questions), Requests())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with lease:
            service.engine.start()
            yield
            service.begin_to_end()
            await run_in_threadpool(service.engine.close)
            database.close()

    app = _with_routes(service, lifespan)
    bodies = (PlanRequest, ReportRequest, WhatIfRequest, AdviceRequest)
    openapi.install(app, bodies, ReportDocument.model_json_schema)
    return app


def _with_routes(service: Service, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> FastAPI:
    """Every route, behind what guards all of them."""
    app: FastAPI = FastAPIOffline(
        docs_url=None,  # our own page at /docs has no inline script; the files it needs are served from here
        redoc_url=None,
        static_url="/docs/files",
        title="Caseload",
        version=version("caseload"),
        description=DESCRIPTION,
        lifespan=lifespan,
        # FastAPI's own telemetry would record what was sent in requests that are refused: case data
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Watch, requests=service.requests),
            Middleware(Guard, settings=service.settings),
        ],
    )
    app.state.service = service
    for module in MODULES:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(pages.__file__).parent / "static"), name="static")
    problems.install(app, [route for module in MODULES for route in module.router.routes])
    return app
