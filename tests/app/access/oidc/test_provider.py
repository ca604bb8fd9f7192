from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from app.access.caller import ProviderFault
from app.access.oidc.provider import AGAIN_S, FRESH_S, PAUSE_S, Provider
from app.settings import Settings
from tests.app.access.oidc.conftest import Clock
from tests.app.access.oidc.provider_process import RunningProvider

DISCOVERY = "/.well-known/openid-configuration"


def test_what_was_published_is_asked_for_once_an_hour(real: RunningProvider, provider: Provider, clock: Clock) -> None:
    for _ in range(3):
        assert provider.endpoint("token_endpoint") == f"{real.issuer}/token"
        assert len(provider.keys().keys) == 1
    assert real.asked() == [DISCOVERY, "/jwks"]
    clock.now += FRESH_S
    provider.keys()
    assert real.asked() == [DISCOVERY, "/jwks"]


def test_unknown_keys_have_the_provider_asked_at_most_every_half_minute(
    real: RunningProvider, provider: Provider, clock: Clock
) -> None:
    provider.keys()
    for _ in range(5):
        provider.keys(again=True)
    assert len(real.asked()) == 2
    clock.now += AGAIN_S
    for _ in range(5):
        provider.keys(again=True)
    assert len(real.asked()) == 2


def test_a_provider_that_is_away_is_left_alone_for_a_moment(
    real: RunningProvider, provider: Provider, clock: Clock
) -> None:
    real.tell(mode="error")
    for _ in range(3):
        with pytest.raises(ProviderFault):
            provider.keys()
    assert len(real.asked()) == 1
    real.tell(mode="")
    clock.now += PAUSE_S
    assert provider.keys()


@pytest.mark.parametrize(("mode", "said"), [("issuer", "CASELOAD_OIDC_ISSUER"), ("elsewhere", "CASELOAD_OIDC_HOSTS")])
def test_what_names_others_is_a_fault(real: RunningProvider, provider: Provider, mode: str, said: str) -> None:
    real.tell(mode=mode)
    with pytest.raises(ProviderFault, match=said):
        provider.keys()
    assert real.asked() == [DISCOVERY]


def test_further_hosts_can_be_configured(real: RunningProvider, settings: Settings) -> None:
    real.tell(mode="elsewhere")
    provider = Provider(settings.model_copy(update={"oidc_hosts": ("127.0.0.1:1",)}))
    with pytest.raises(ProviderFault) as refused:
        provider.keys()
    assert "CASELOAD_OIDC_HOSTS" not in str(refused.value), "it was asked, and nobody is there"


def test_who_needs_nothing_new_does_not_wait_for_who_asks(
    real: RunningProvider, provider: Provider, clock: Clock
) -> None:
    """Tokens with unknown keys could hold every thread of the server while a provider is slow."""
    provider.keys()
    real.tell(mode="trickle")
    clock.now += AGAIN_S
    real.asked()

    def ask_again() -> None:
        with suppress(ProviderFault):
            provider.keys(again=True)

    asking = threading.Thread(target=ask_again)
    asking.start()
    while not real.asked():
        assert asking.is_alive(), "it asks"
    assert provider.keys()
    assert provider.endpoint("token_endpoint")
    assert asking.is_alive(), "and still waits"
    asking.join()
