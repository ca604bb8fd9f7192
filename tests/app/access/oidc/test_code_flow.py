from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.access.caller import BadCredentials, ProviderFault
from app.access.oidc.code_flow import PATIENCE_S, CodeFlow, FlowBroken
from app.access.oidc.provider import Provider
from app.access.signing import Signer
from app.settings import Settings
from app.store.tables import Role
from tests.app.access.oidc.conftest import Clock
from tests.app.access.oidc.provider_process import RunningProvider

SIGNER = Signer(b"s" * 32)


@pytest.fixture
def flow(provider: Provider, clock: Clock) -> CodeFlow:
    return CodeFlow(provider, SIGNER, clock)


def allowed(address: str) -> dict[str, str]:
    """What the provider sends back, once somebody has said who they are there."""
    back = httpx.get(address, trust_env=False).headers["location"]
    assert back.startswith("http://127.0.0.1:8000/sign-in/callback?")
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def test_somebody_goes_there_and_comes_back(flow: CodeFlow) -> None:
    address, cookie = flow.begin("/import")
    caller, to = flow.finish(cookie, allowed(address))
    assert (caller.name, caller.role, to) == ("Ada", Role.PLANNER, "/import")


def test_a_code_is_worth_nothing_in_another_browser(flow: CodeFlow) -> None:
    address, _ = flow.begin("/")
    _, other = flow.begin("/")
    answer = allowed(address)
    for cookie in (other, "", "x", SIGNER.sealed("session", "x")):
        with pytest.raises(FlowBroken):
            flow.finish(cookie, answer)


@pytest.mark.parametrize(
    "change", [{"state": "x"}, {"state": "ü"}, {"iss": "http://127.0.0.1:1"}, {"code": None}, {"state": None}]
)
def test_an_answer_that_is_not_to_our_question_is_refused(flow: CodeFlow, change: dict[str, Any]) -> None:
    address, cookie = flow.begin("/")
    answer = {name: value for name, value in {**allowed(address), **change}.items() if value is not None}
    with pytest.raises(FlowBroken):
        flow.finish(cookie, answer)


def test_who_refuses_at_the_provider_is_not_signed_in(flow: CodeFlow) -> None:
    address, cookie = flow.begin("/")
    state = parse_qs(urlsplit(address).query)["state"][0]
    with pytest.raises(FlowBroken):
        flow.finish(cookie, {"error": "access_denied", "state": state})


def test_a_code_works_once(flow: CodeFlow) -> None:
    address, cookie = flow.begin("/")
    answer = allowed(address)
    flow.finish(cookie, answer)
    with pytest.raises(ProviderFault):
        flow.finish(cookie, answer)


def test_a_sign_in_that_took_too_long_is_begun_again(flow: CodeFlow, clock: Clock) -> None:
    address, cookie = flow.begin("/")
    answer = allowed(address)
    clock.now += PATIENCE_S + 1
    with pytest.raises(FlowBroken):
        flow.finish(cookie, answer)


def test_a_verifier_of_another_flow_is_refused_by_the_provider(flow: CodeFlow) -> None:
    """PKCE: who steals a code cannot use it."""
    (address, _), (other, cookie) = flow.begin("/"), flow.begin("/")
    mine = allowed(other)
    with pytest.raises(ProviderFault):
        flow.finish(cookie, {**mine, "code": allowed(address)["code"]})


def test_a_client_without_its_secret_is_refused(settings: Settings, clock: Clock) -> None:
    poor = CodeFlow(Provider(settings.model_copy(update={"oidc_client_secret": None})), SIGNER, clock)
    address, cookie = poor.begin("/")
    with pytest.raises(ProviderFault):
        poor.finish(cookie, allowed(address))


def test_an_answer_for_another_question_is_refused(real: RunningProvider, flow: CodeFlow) -> None:
    real.tell(person={"aud": "another"})
    address, cookie = flow.begin("/")
    with pytest.raises(BadCredentials):
        flow.finish(cookie, allowed(address))
