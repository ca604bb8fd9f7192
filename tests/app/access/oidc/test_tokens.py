from __future__ import annotations

import base64
import time
from typing import Any

import pytest

from app.access.caller import BadCredentials, NotAllowed
from app.access.oidc.provider import AGAIN_S, Provider
from app.access.oidc.tokens import caller_of, claims_of
from app.settings import Settings
from app.store.scope import EVERYWHERE, Scope
from app.store.tables import Role
from tests.app.access.oidc.conftest import Clock
from tests.app.access.oidc.provider_process import CLIENT, RunningProvider

NOW = int(time.time())


def test_a_token_says_who_with_which_role_and_offices(real: RunningProvider, provider: Provider) -> None:
    caller = caller_of(provider, claims_of(provider, real.mint(), CLIENT))
    assert (caller.name, caller.role, caller.scope) == ("Ada", Role.PLANNER, Scope.of(["north"]))
    assert caller.id == f"oidc:{real.issuer}#ada"
    assert caller.csrf is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": None},
        {"exp": NOW - 60},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": NOW + 600},
        {"iat": NOW + 600},
        {"sub": None},
        {"sub": 1},
        {"key": "foreign"},
        {"key": "public", "header": {"alg": "HS256"}},
        {"header": {"alg": "RS512"}},
        {"header": {"kid": "unknown"}},
    ],
)
def test_a_token_that_is_wrong_in_any_way_is_refused(
    real: RunningProvider, provider: Provider, wrong: dict[str, Any]
) -> None:
    with pytest.raises(BadCredentials) as refused:
        claims_of(provider, real.mint(**wrong), CLIENT)
    assert str(refused.value) == str(BadCredentials()), "one sentence for all"


def test_what_is_no_token_is_refused(real: RunningProvider, provider: Provider) -> None:
    token = real.mint()
    head, body, signature = token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    nested = base64.urlsafe_b64encode(b'{"alg":' + b"[" * 5_000).rstrip(b"=").decode()
    other = base64.urlsafe_b64encode(b'{"sub":"eve"}').rstrip(b"=").decode()
    for wrong in (
        "",
        "x",
        "a.b.c",
        "..",
        f"{head}.{body}.",
        f"{none}.{body}.",
        f"{head}.{other}.{signature}",
        f"{nested}.{body}.{signature}",
        token + "x" * 20_000,
        f"{token}.x",
        "ü.ü.ü",
    ):
        with pytest.raises(BadCredentials):
            claims_of(provider, wrong, CLIENT)


def test_every_sign_of_a_signature_counts(real: RunningProvider, provider: Provider) -> None:
    token = real.mint()
    start = token.rindex(".") + 1
    for at in range(start, len(token) - 1, 20):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(BadCredentials):
            claims_of(provider, changed, CLIENT)


def test_a_provider_that_changed_its_keys_is_asked_again(
    real: RunningProvider, provider: Provider, clock: Clock
) -> None:
    claims_of(provider, real.mint(), CLIENT)
    real.rotate("second")
    token = real.mint()
    with pytest.raises(BadCredentials):
        claims_of(provider, token, CLIENT)
    clock.now += AGAIN_S
    assert claims_of(provider, token, CLIENT)["sub"] == "ada"


def test_an_answer_to_our_question_repeats_it(real: RunningProvider, provider: Provider) -> None:
    assert claims_of(provider, real.mint(nonce="n"), CLIENT, "n")
    assert claims_of(provider, real.mint(nonce="n", aud=[CLIENT, "other"], azp=CLIENT), CLIENT, "n")
    for wrong in (
        {},
        {"nonce": "m"},
        {"nonce": "n", "aud": [CLIENT, "other"]},
        {"nonce": "n", "aud": [CLIENT, "o"], "azp": "o"},
    ):
        with pytest.raises(BadCredentials):
            claims_of(provider, real.mint(**wrong), CLIENT, "n")


@pytest.mark.parametrize(
    ("role", "expected"),
    [("viewer", Role.VIEWER), (["viewer", "approver", "else"], Role.APPROVER), (["admin"], Role.ADMIN)],
)
def test_the_highest_role_of_the_claim_counts(provider: Provider, role: object, expected: Role) -> None:
    claims = {"sub": "ada", "caseload_role": role, "caseload_offices": "north"}
    assert caller_of(provider, claims).role is expected


@pytest.mark.parametrize("role", [None, "", "Admin", "root", [], [["admin"]], {"admin": True}, 1])
def test_who_has_no_role_is_not_let_in(provider: Provider, role: object) -> None:
    with pytest.raises(NotAllowed, match="caseload_role"):
        caller_of(provider, {"sub": "ada", "caseload_role": role, "caseload_offices": "*"})


@pytest.mark.parametrize("offices", [None, "", [], [""], [1], {"north": 1}, [str(each) for each in range(201)]])
def test_who_has_no_offices_is_not_let_in(provider: Provider, offices: object) -> None:
    with pytest.raises(NotAllowed, match="caseload_offices"):
        caller_of(provider, {"sub": "ada", "caseload_role": "admin", "caseload_offices": offices})


def test_all_offices_are_said_to_be_all(provider: Provider) -> None:
    for offices in ("*", ["north", "*"]):
        caller = caller_of(provider, {"sub": "ada", "caseload_role": "admin", "caseload_offices": offices})
        assert caller.scope == EVERYWHERE


def test_claims_may_lie_deeper_and_be_called_otherwise(settings: Settings) -> None:
    wanted = {"oidc_role_claim": "realm_access.roles", "oidc_offices_claim": "https://x.example/offices"}
    provider = Provider(settings.model_copy(update=wanted))
    claims = {"sub": "1", "realm_access": {"roles": ["viewer"]}, "https://x.example/offices": ["north"]}
    caller = caller_of(provider, claims)
    assert (caller.role, caller.scope, caller.name) == (Role.VIEWER, Scope.of(["north"]), "1")
