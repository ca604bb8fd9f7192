from __future__ import annotations

from app.access.refusals import Refusals
from app.access.throttle import EVERY_S, TRIES
from app.audit.actions import NOBODY, Action, Outcome
from app.audit.log import every_record
from app.audit.record import Entry
from app.store.db import Database

KNOCKING = Entry(Action.REFUSED, NOBODY, outcome=Outcome.REFUSED, details={"why": "credentials"})


def test_refusals_are_recorded_within_a_bound_and_the_rest_is_counted(database: Database) -> None:
    now = 0.0
    refusals = Refusals(database, lambda: now)
    for _ in range(500):
        refusals.note(KNOCKING)
    assert len(list(every_record(database))) == TRIES
    refusals.note(Entry(Action.REFUSED, "key:1", "viewer", ["north"], outcome=Outcome.REFUSED))
    now += EVERY_S
    refusals.note(KNOCKING)
    *_, of_key, last = every_record(database)
    assert (of_key.actor, of_key.details) == ("key:1", f'{{"left_out":{500 - TRIES}}}')
    assert (last.actor, last.details) == (NOBODY, '{"why":"credentials"}')
