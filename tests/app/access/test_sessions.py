from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text

from app.access import api_keys, sessions
from app.access.api_keys import Wanted
from app.access.gate import DESK
from app.store.db import Database
from app.store.scope import Scope
from app.store.tables import Role, SessionRow

TERM = timedelta(hours=1)


def test_a_session_is_whose_it_was_begun_for(database: Database) -> None:
    with database.write() as session:
        key = api_keys.key_of(session, api_keys.create(session, Wanted("Ä", Role.VIEWER, ["North"])))
        token = sessions.begin(session, api_keys.caller_of(key), TERM, key)
    with database.read() as session:
        found = sessions.caller_of(session, token, "csrf")
        assert sessions.caller_of(session, token + "x", "csrf") is None
        kept = session.execute(text("SELECT * FROM access_sessions")).one()
    assert found is not None
    assert (found.name, found.role, found.scope, found.csrf) == ("Ä", Role.VIEWER, Scope.of(["north"]), "csrf")
    assert token not in str(kept)


def test_a_session_ends_with_its_key(database: Database) -> None:
    with database.write() as session:
        revoked = api_keys.key_of(session, api_keys.create(session, Wanted("x", Role.ADMIN)))
        short = api_keys.key_of(session, api_keys.create(session, Wanted("y", Role.ADMIN, days=1)))
        tokens = [sessions.begin(session, DESK, timedelta(days=30), row) for row in (revoked, short, None)]
    with database.write() as session:
        api_keys.revoke(session, revoked.id)
        assert [sessions.caller_of(session, token, "") is None for token in tokens] == [True, False, False]
        ends = session.scalars(select(SessionRow.expires_at).where(SessionRow.key_number == short.number)).one()
    assert ends == short.expires_at


def test_a_session_that_is_over_opens_nothing_and_is_forgotten(database: Database) -> None:
    with database.write() as session:
        over = sessions.begin(session, DESK, timedelta(seconds=-1))
        assert sessions.caller_of(session, over, "") is None
        sessions.begin(session, DESK, TERM)
        assert session.scalar(select(func.count()).select_from(SessionRow)) == 1


def test_who_signs_out_ends_the_session_wherever_its_cookie_was_copied(database: Database) -> None:
    with database.write() as session:
        token, other = sessions.begin(session, DESK, TERM), sessions.begin(session, DESK, TERM)
    with database.write() as session:
        sessions.end(session, token)
    with database.read() as session:
        assert sessions.caller_of(session, token, "") is None
        assert sessions.caller_of(session, other, "") is not None
