from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.jobs import engine as engine_module
from app.store import plans, results
from app.store.parts.part_rows import PartRow, PieceRow
from app.store.tables import Stop
from tests.app.jobs.conftest import PATIENCE_S, Office
from tests.postgres import Postgres


class Workshop(Office):
    """A database, an engine that makes plans of parts, and engines that help."""

    def crew(self, target: str, parts: str = "quick", count: int = 2, **settings: Any) -> None:
        """Engines of which whoever is first makes the plan, and the others help; made before anything is asked for.

        ``target`` and ``parts`` are of ``targets.py``.
        """
        for _ in range(count):
            self.work(f"fan_out.targets:{target}", parts=parts, **{"lease_s": 0.5, "parts_at_once": 1, **settings})

    def counted(self) -> dict[str, int]:
        """Attempts at parts of all engines, by outcome."""
        found: Counter[str] = Counter()
        for engine in self.engines:
            found.update(engine.helping.taking.tally.snapshot()[0])
        return dict(found)

    def close(self) -> None:
        """End every engine."""
        for engine in self.engines:
            engine.begin_to_close()
        for engine in self.engines:
            engine.close()

    def told(self, plan_id: str, other_than: int = 0) -> int:
        """Wait until a helper's child has told its number; returns it."""
        row = self.wait(plan_id, lambda row: row.progress is not None and row.progress["value"] != other_than)
        assert row.progress is not None
        return int(row.progress["value"])

    def offered(self, until: Callable[[list[PartRow]], bool]) -> list[PartRow]:
        """Wait until something holds of the parts that are offered."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < gives_up_at:
            with self.database.read() as session:
                rows = list(session.scalars(select(PartRow).order_by(PartRow.part)))
            if until(rows):
                return rows
            time.sleep(0.02)
        pytest.fail(f"nothing came of the parts: {[row.state for row in rows]}")

    def nothing_is_left(self) -> bool:
        """Whether no part and no piece is there."""
        with self.database.read() as session:
            return session.scalar(select(PartRow.number)) is None and session.scalar(select(PieceRow.kind)) is None

    def made_by(self, plan_id: str) -> list[str]:
        """Who made each part of a plan."""
        with self.database.read() as session:
            found = results.assignments(session, plan_id, after=-1, limit=99)
        return [each.officer_id for each in found]

    def stop(self, plan_id: str, how: Stop) -> None:
        with self.database.write() as session:
            plans.ask_to_stop(session, plan_id, how)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    gives_up_at = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < gives_up_at, "it never was so"
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines of one process look at once whether there is something to do, as those of many do after a second."""
    monkeypatch.setattr(engine_module, "IDLE_S", 0.05)


@pytest.fixture(params=["sqlite", "postgresql"])
def workshop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workshop]:
    """The same tests on SQLite, with threads of one process, and on PostgreSQL."""
    if request.param == "sqlite":
        yield from _opened(Workshop(tmp_path))
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.schema() as url:
        yield from _opened(Workshop(tmp_path, url))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workshop]:
    """One process on SQLite, for what does not depend on the database."""
    yield from _opened(Workshop(tmp_path))


def _opened(workshop: Workshop) -> Iterator[Workshop]:
    yield workshop
    workshop.close()
    workshop.database.close()
