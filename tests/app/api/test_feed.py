"""Two hundred readers of events cost one look at the database."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.api.feed import Feed
from app.store import events, plans
from app.store.db import Database
from app.store.migrate import upgrade
from app.store.tables import State, Stop
from tests.app.store.conftest import add_plan


class Counted(Feed):
    """Counts its looks."""

    looks = 0

    def _ask(self, plan_ids: list[str]) -> dict[str, int]:
        self.looks += 1
        return super()._ask(plan_ids)


def database_in(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'caseload.sqlite'}")
    upgrade(database)
    return database


def test_readers_hear_of_what_is_new_and_of_a_plan_that_is_gone(tmp_path: Path) -> None:
    database = database_in(tmp_path)
    with database.write() as session:
        row = add_plan(session)
        plan_id, number = row.id, row.number

    async def read() -> list[bool]:
        feed = Counted(database)

        async def follow(seq: int, patience_s: float) -> bool:
            with feed.following(plan_id):
                return await feed.more_than(plan_id, seq, patience_s, lambda: False)

        heard = [await follow(0, 30), await follow(1, 0.6), await follow(99, 0.6)]
        waiting = [asyncio.create_task(follow(1, 30)) for _ in range(200)]
        await asyncio.sleep(0)
        before = feed.looks
        with database.write() as session:
            events.append_state(session, number, State.RUNNING)
        heard += await asyncio.gather(*waiting)
        assert feed.looks - before < 20, "not one for each reader"
        with database.write() as session:
            events.append_state(session, number, State.CANCELLED)
            plans.ask_to_stop(session, plan_id, Stop.DISCARD)
            plans.remove(session, plan_id)
        heard.append(await follow(99, 30))
        return heard

    heard = asyncio.run(read())
    assert heard == [True, False, False, *[True] * 200, True]
    database.close()


def test_who_waits_is_told_when_the_server_ends(tmp_path: Path) -> None:
    database = database_in(tmp_path)

    async def read() -> bool:
        feed = Feed(database)
        with feed.following("any"):
            return await feed.more_than("any", 0, 30, lambda: True)

    assert asyncio.run(read())
    database.close()
