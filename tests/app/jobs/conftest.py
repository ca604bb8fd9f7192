from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.intake.read import read_document
from app.jobs.engine import Engine
from app.jobs.roster_source import packed
from app.settings import Settings
from app.store import plans, rosters
from app.store.db import Database
from app.store.migrate import upgrade
from app.store.plans import Limits
from app.store.tables import PlanRow

ROSTER: dict[str, Any] = {
    "officers": [{"officer_id": "A", "available_hours": "10"}, {"officer_id": "B", "available_hours": "10"}],
    "cases": [{"case_id": f"C-{number}", "weight_hours": "3", "current_officer": "A"} for number in range(4)],
}
PATIENCE_S = 60.0
"""Long after which a test gives up waiting; never a measure of anything."""


class Office:
    """A database, and engines that run injected targets on it."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        self.database = Database(url or f"sqlite:///{folder / 'caseload.sqlite'}")
        upgrade(self.database)
        self.engines: list[Engine] = []

    def work(self, target: str, **settings: Any) -> Engine:
        """An engine that is at work; ``target`` is one of ``targets.py``, unless it names another module here."""
        target = target if ":" in target else f"targets:{target}"
        parts = settings.pop("parts", "quick")
        engine = Engine(
            self.database,
            Settings(data_dir=self.folder, **settings),
            target if target.startswith("app.") else f"tests.app.jobs.{target}",
            parts if ":" in parts else f"tests.app.jobs.fan_out.targets:{parts}",
        )
        self.engines.append(engine)
        engine.start()
        return engine

    def watch_only(self, **settings: Any) -> Engine:
        """An engine that makes no plans and looks for those of dead processes, as on a PostgreSQL with workers."""
        unused = "postgresql+psycopg://nobody@nowhere/unused"
        engine = Engine(
            self.database, Settings(data_dir=self.folder, database_url=unused, solves_at_once=0, **settings)
        )
        self.engines.append(engine)
        for thread in engine._threads:
            thread.start()  # start() would take what runs: on SQLite it must be alone
        return engine

    def ask(self, roster_of: dict[str, Any] | None = None, **goals: Any) -> str:
        """Queue a plan; returns its id."""
        roster = read_document(roster_of or ROSTER)
        with self.database.write() as session:
            row = rosters.add(session, packed(roster), inline=True)
            plan_id = plans.add(session, row, plans.NewPlan(goals), Limits(100)).id
        for engine in self.engines:
            engine.wake()
        return plan_id

    def plan(self, plan_id: str) -> PlanRow:
        """The plan as it is now."""
        with self.database.read() as session:
            row = plans.get(session, plan_id)
            assert row is not None
            return row

    def wait(self, plan_id: str, until: Callable[[PlanRow], bool]) -> PlanRow:
        """Wait until something holds of a plan."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < gives_up_at:
            row = self.plan(plan_id)
            if until(row):
                return row
            time.sleep(0.02)
        pytest.fail(f"nothing came of the plan: it is {row.state}")

    def wait_to_end(self, plan_id: str) -> PlanRow:
        """Wait until a plan has ended."""
        return self.wait(plan_id, lambda row: row.finished_at is not None)

    def wait_for_progress(self, plan_id: str) -> PlanRow:
        """Wait until a plan has told something."""
        return self.wait(plan_id, lambda row: row.progress is not None)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    for engine in office.engines:
        engine.close()
    office.database.close()
