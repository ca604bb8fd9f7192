from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.access import api_keys
from app.access.api_keys import InvalidKey, Wanted
from app.access.caller import BadCredentials
from app.store import credentials
from app.store.db import Database
from app.store.scope import EVERYWHERE, Scope
from app.store.tables import KeyRow, Role


def create(database: Database, role: Role = Role.PLANNER, *offices: str) -> str:
    with database.write() as session:
        return api_keys.create(session, Wanted("the night job", role, offices))


def test_a_key_says_who_sends_it_with_which_role_and_offices(database: Database) -> None:
    everywhere, north = create(database), create(database, Role.VIEWER, "North", "north ")
    with database.read() as session:
        first = api_keys.caller_of(api_keys.key_of(session, everywhere))
        second = api_keys.caller_of(api_keys.key_of(session, north))
    assert (first.name, first.role, first.scope) == ("the night job", Role.PLANNER, EVERYWHERE)
    assert (second.role, second.scope) == (Role.VIEWER, Scope.of(["north"]))
    assert first.id != second.id


def test_a_key_has_256_random_bits_and_its_secret_is_kept_nowhere(database: Database, tmp_path: Path) -> None:
    keys = {create(database) for _ in range(20)}
    secrets = {key.removeprefix("caseload_").partition("_")[2] for key in keys}
    assert len(secrets) == 20
    assert {len(base64.urlsafe_b64decode(secret + "=")) for secret in secrets} == {32}
    with database.engine.begin() as connection:
        connection.execute(text("PRAGMA wal_checkpoint"))
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"the night job" in kept
    assert not [secret for secret in secrets if secret.encode() in kept]


def test_what_is_no_key_is_refused_with_one_sentence(database: Database) -> None:
    key = create(database)
    key_id = key.split("_")[1]
    wrong = ["", "caseload_", "x", key[:-1], key + "x", f"caseload_{key_id}_", f"caseload_{'0' * 12}_{key[22:]}"]
    wrong += [key.upper(), key[9:], "caseload_" + "x" * 10_000, "caseload_ü_ü", key.replace("caseload_", "caseload__")]
    said = set()
    for text_ in wrong:
        with database.read() as session, pytest.raises(BadCredentials) as refused:
            api_keys.key_of(session, text_)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_key_ends_when_it_is_over_or_revoked(database: Database) -> None:
    over, revoked, valid = create(database), create(database), create(database)
    with database.write() as session:
        row = api_keys.key_of(session, over)
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
        assert api_keys.revoke(session, revoked.split("_")[1])
        assert not api_keys.revoke(session, "nobody")
    with database.read() as session:
        for text_ in (over, revoked):
            with pytest.raises(BadCredentials):
                api_keys.key_of(session, text_)
        assert api_keys.key_of(session, valid).revoked_at is None


def test_hashes_are_compared_in_constant_time_also_where_there_is_no_such_key(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    real = hmac.compare_digest

    def compare(one: str, other: str) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    for text_ in ("caseload_000000000000_x", create(database)[:-1]):
        with database.read() as session, pytest.raises(BadCredentials):
            api_keys.key_of(session, text_)
    assert len(compared) == 2
    assert {len(each) for pair in compared for each in pair} == {64}


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 201},
        {"name": "\x1b[31m"},
        {"days": 0},
        {"days": 3_651},
        {"offices": [""]},
        {"offices": ["a\x1b"]},
        {"offices": [str(each) for each in range(201)]},
    ],
)
def test_a_key_that_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(InvalidKey):
        Wanted(**{"name": "x", "role": Role.VIEWER, **given})  # type: ignore[arg-type]


def test_there_is_a_key_as_long_as_one_is_valid(database: Database) -> None:
    now = datetime.now(UTC)
    with database.read() as session:
        assert not credentials.has_keys(session, now)
    key = create(database)
    with database.read() as session:
        assert credentials.has_keys(session, now)
        assert not credentials.has_keys(session, now + timedelta(days=366))
        assert [type(row) for row in credentials.keys(session)] == [KeyRow]
    with database.write() as session:
        credentials.revoke_key(session, key.split("_")[1], now)
        assert not credentials.has_keys(session, now)
