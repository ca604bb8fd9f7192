from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest

from app.access.caller import ProviderFault
from app.access.oidc import fetch
from app.access.oidc.fetch import fetch_json, may_be_asked
from tests.app.access.oidc.provider_process import RunningProvider

DISCOVERY = "/.well-known/openid-configuration"


def hosts(real: RunningProvider) -> frozenset[str]:
    return frozenset({urlsplit(real.issuer).netloc})


def test_an_object_is_fetched(real: RunningProvider) -> None:
    assert fetch_json(real.issuer + DISCOVERY, hosts(real))["issuer"] == real.issuer


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "http://localhost/x", "file:///etc/passwd", "ftp://x/y", "/x", ""]
)
def test_nobody_else_is_asked(real: RunningProvider, url: str) -> None:
    with pytest.raises(ProviderFault, match="CASELOAD_OIDC_HOSTS"):
        fetch_json(url, hosts(real))


@pytest.mark.parametrize("mode", ["redirect", "huge", "list", "nested", "error"])
def test_what_is_no_object_of_some_size_is_a_fault(real: RunningProvider, mode: str) -> None:
    real.tell(mode=mode)
    with pytest.raises(ProviderFault):
        fetch_json(real.issuer + DISCOVERY, hosts(real))
    assert real.asked() == [DISCOVERY], "a redirect is not followed"


def test_an_answer_that_trickles_is_cut(real: RunningProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time; all of them would take ten seconds."""
    monkeypatch.setattr(fetch, "TIMEOUT_S", 0.5)
    real.tell(mode="trickle")
    began = time.monotonic()
    with pytest.raises(ProviderFault):
        fetch_json(real.issuer + DISCOVERY, hosts(real))
    assert time.monotonic() - began < 9, "the provider would have gone on for ten seconds"


def test_a_provider_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(ProviderFault):
        fetch_json("http://127.0.0.1:1/x", frozenset({"127.0.0.1:1"}))


def test_a_proxy_of_the_environment_is_not_asked(real: RunningProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert fetch_json(real.issuer + DISCOVERY, hosts(real))


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://login.example/keys", True),
        ("http://login.example/keys", False),
        ("https://login.example:8443/keys", False),
        ("https://login.example@evil.example/keys", False),
        ("https://evil.example/login.example", False),
        ("http://127.0.0.1:9000/keys", True),
        ("http://[::1/keys", False),
        ("//login.example/keys", False),
    ],
)
def test_only_what_was_configured_is_asked_and_only_over_https(url: str, *, may: bool) -> None:
    assert may_be_asked(url, frozenset({"login.example", "127.0.0.1:9000"})) == may
