from __future__ import annotations

import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.access.caller import BadCredentials, Unauthenticated
from app.access.gate import DESK, Gate, Unguarded, bearer_of
from app.audit.log import every_record
from app.settings import Settings
from app.store.db import Database
from app.store.tables import Role


def test_a_header_counts_more_than_a_cookie_and_nobody_is_nobody(database: Database) -> None:
    gate = Gate(Settings(), database)
    with database.write() as session:
        key = api_keys.create(session, Wanted("x", Role.VIEWER))
    begun = gate.sign_in_at_desk(gate.address.new("").partition("=")[2])
    assert begun is not None
    cookies = {gate.session_cookie: begun.cookie}
    assert gate.who([], cookies).role == Role.ADMIN
    assert gate.who([f"Bearer {key}"], cookies).role == Role.VIEWER
    assert gate.who([f"bearer  {key} "], {}).csrf is None
    for cookie in ("", "x", begun.cookie[:-1], begun.cookie.partition(".")[0]):
        with pytest.raises(Unauthenticated):
            gate.who([], {gate.session_cookie: cookie})
    with pytest.raises(BadCredentials):
        gate.who(["Bearer x"], cookies)
    gate.sign_out(cookies, DESK)
    gate.sign_out({}, DESK)
    with pytest.raises(Unauthenticated):
        gate.who([], cookies)


def test_who_signs_in_and_out_leaves_a_record(database: Database) -> None:
    gate = Gate(Settings(), database)
    with database.write() as session:
        key = api_keys.create(session, Wanted("x", Role.VIEWER, ["North"]))
    cookies = {gate.session_cookie: gate.sign_in_with_key(key).cookie}
    gate.sign_out(cookies, gate.who([], cookies))
    gate.sign_out({}, DESK)
    with pytest.raises(BadCredentials):
        gate.sign_in_with_key("x")
    assert gate.sign_in_at_desk(gate.address.new("").partition("=")[2]) is not None
    records = [(each.action, each.actor, each.role, each.offices, each.details) for each in every_record(database)]
    who = f"key:{key.split('_')[1]}"
    assert records[1:] == [
        ("signed_in", who, "viewer", '["north"]', '{"by":"key"}'),
        ("signed_out", who, "viewer", '["north"]', "{}"),
        ("signed_in", "desk", "admin", None, '{"by":"address"}'),
    ]


def test_each_session_has_a_token_of_its_own_for_forms(database: Database) -> None:
    gate = Gate(Settings(), database)
    with database.write() as session:
        key = api_keys.create(session, Wanted("x", Role.VIEWER))
    found = {gate.who([], {gate.session_cookie: gate.sign_in_with_key(key).cookie}).csrf for _ in range(3)}
    assert len(found) == 3
    assert all(token and len(token) == 64 for token in found)


def test_servers_of_one_database_know_each_others_sessions(database: Database) -> None:
    one, other = Gate(Settings(), database), Gate(Settings(), database)
    begun = one.sign_in_at_desk(one.address.new("").partition("=")[2])
    assert begun is not None
    assert other.who([], {other.session_cookie: begun.cookie}).id == "desk"


@pytest.mark.parametrize("headers", [["Bearer"], ["Bearer "], ["Basic x"], ["Bearer a", "Bearer b"], [""]])
def test_what_is_no_bearer_is_refused(headers: list[str]) -> None:
    with pytest.raises(BadCredentials, match="Authorization: Bearer"):
        bearer_of(headers)


def test_other_machines_are_served_once_somebody_could_sign_in(database: Database) -> None:
    provider = {"oidc_issuer": "https://login.example", "oidc_client_id": "x", "public_url": "https://x.example"}
    Gate(Settings.model_validate(provider), database).refuse_unguarded("0.0.0.0")
    gate = Gate(Settings(), database)
    gate.refuse_unguarded("127.0.0.1")
    with pytest.raises(Unguarded, match=r"0\.0\.0\.0.*caseload keys create"):
        gate.refuse_unguarded("0.0.0.0")
    with database.write() as session:
        api_keys.create(session, Wanted("x", Role.VIEWER))
    gate.refuse_unguarded("0.0.0.0")
