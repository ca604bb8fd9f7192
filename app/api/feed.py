"""One look at the database for everybody who follows plans: two hundred readers cost as much as one."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.concurrency import run_in_threadpool

from app.store import events
from app.store.db import Database, DatabaseFault

log = logging.getLogger("caseload.http")

LOOK_EVERY_S = 0.25
GONE = 0
"""Stands for the newest event of a plan that was removed."""


class Feed:
    """Tells readers when there is more to read of their plans. Belongs to the event loop of one server.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._followed: Counter[str] = Counter()
        self._newest: dict[str, int] = {}
        self._looked = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def following(self, plan_id: str) -> Iterator[None]:
        """Have a plan looked at for as long as the block lasts."""
        self._followed[plan_id] += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            self._followed[plan_id] -= 1
            if not self._followed[plan_id]:
                del self._followed[plan_id]
                self._newest.pop(plan_id, None)

    async def more_than(self, plan_id: str, seq: int, patience_s: float, is_closing: Callable[[], bool]) -> bool:
        """Wait until a plan has an event after ``seq``, or none any more; False where the patience was over before."""

        def is_known() -> bool:
            newest = self._newest.get(plan_id)
            return is_closing() or (newest is not None and (newest == GONE or newest > seq))

        try:
            async with asyncio.timeout(patience_s), self._looked:
                await self._looked.wait_for(is_known)
        except TimeoutError:
            return False
        return True

    async def _look(self) -> None:
        while self._followed:
            asked = list(self._followed)
            try:
                found = await run_in_threadpool(self._ask, asked)
                self._newest = {plan_id: found.get(plan_id, GONE) for plan_id in asked if plan_id in self._followed}
            except DatabaseFault as error:
                log.warning("nobody knows what is new: %s", type(error).__name__)
            async with self._looked:
                self._looked.notify_all()
            await asyncio.sleep(LOOK_EVERY_S)

    def _ask(self, plan_ids: list[str]) -> dict[str, int]:
        with self._database.read() as session:
            return events.newest_of(session, plan_ids)
