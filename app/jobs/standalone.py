"""A process that makes plans and answers nobody: the engine alone, on a PostgreSQL that servers and workers share."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from app.jobs.engine import Engine
from app.jobs.fan_out.taking import TARGET as PART_TARGET
from app.jobs.supervise import TARGET
from app.settings import Settings
from app.standstill import is_alive, is_over
from app.store.db import Database
from app.store.migrate import upgrade
from app.telemetry.destination import traces_to
from solver.errors import CaseloadError

log = logging.getLogger("caseload.jobs")

LOOK_EVERY_S = 0.2


class NeedsPostgres(CaseloadError, ValueError):
    """On SQLite the server itself makes the plans: a worker needs PostgreSQL (CASELOAD_DATABASE_URL)."""


class WorkerDied(CaseloadError):
    """A thread of this worker has died: start it again."""


def work(
    settings: Settings, is_told_to_end: Callable[[], bool], target: str = TARGET, part_target: str = PART_TARGET
) -> None:
    """Make plans until it is told to end, then hand back those that are not ready.

    Raises
    ------
    NeedsPostgres
        The database is SQLite's.
    InvalidDatabaseUrl, NewerDatabase, NoTelemetry
    WorkerDied
        A thread of the engine is gone: whoever started the process should start it again.
    """
    traces = traces_to(settings)
    database = Database(settings.database)
    try:
        if database.is_sqlite:
            raise NeedsPostgres
        upgrade(database)
        engine = Engine(database, settings, target, part_target, traces)
        engine.start()
        log.info("a worker is ready: %d plans at a time", settings.solves_at_once)
        try:
            while not is_told_to_end():
                is_alive(settings.frozen_s)
                time.sleep(LOOK_EVERY_S)
                if not engine.is_alive:
                    raise WorkerDied
        finally:
            is_over()
            engine.close()
        log.info("a worker ended")
    finally:
        database.close()
        traces.close()
