from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import ALGORITHMS, Settings, is_loopback


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("CASELOAD_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1"])
def test_this_machine_alone_reaches_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", "", "127.0.0.1.example.org"])
def test_other_machines_may_reach_any_other_address(host: str) -> None:
    assert not is_loopback(host)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_HOST", "0.0.0.0")
    monkeypatch.setenv("CASELOAD_DATA_DIR", "/srv/caseload")
    monkeypatch.setenv("CASELOAD_ALLOWED_HOSTS", "caseload.example, other.example:8443,")
    settings = Settings()
    assert settings.host == "0.0.0.0"
    assert settings.data_dir == Path("/srv/caseload")
    assert settings.allowed_hosts == ("caseload.example", "other.example:8443")
    assert settings.database == "sqlite:////srv/caseload/caseload.sqlite"


def test_another_database_can_be_given() -> None:
    assert Settings(database_url="postgresql+psycopg://u@h/d").database == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("name", ["solves_at_once", "max_queued", "max_upload_bytes", "solve_margin_s"])
def test_limits_must_leave_something(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({name: 0})


def test_names_are_not_looked_up() -> None:
    assert not is_loopback("localhost.localdomain")


OIDC = {"oidc_issuer": "https://login.example/x", "oidc_client_id": "c", "public_url": "https://caseload.example:8443"}


def test_a_provider_is_described_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OIDC.items():
        monkeypatch.setenv(f"CASELOAD_{name.upper()}", value)
    monkeypatch.setenv("CASELOAD_OIDC_CLIENT_SECRET", "canary")
    monkeypatch.setenv("CASELOAD_OIDC_ALGORITHMS", "RS256, PS256")
    monkeypatch.setenv("CASELOAD_OIDC_HOSTS", "keys.example,")
    settings = Settings()
    assert settings.oidc_algorithms == ("RS256", "PS256")
    assert settings.oidc_hosts == ("keys.example",)
    assert "caseload.example:8443" in settings.names
    assert "canary" not in repr(settings)


@pytest.mark.parametrize(
    "url", ["http://login.example", "login.example", "https://", "https://x/?a=b", "ftp://x", "https://a@b"]
)
@pytest.mark.parametrize("name", ["oidc_issuer", "public_url"])
def test_only_safe_addresses_are_taken(name: str, url: str) -> None:
    with pytest.raises(ValidationError, match=f"{name} must be an https address"):
        Settings.model_validate({**OIDC, name: url})
    here = "http://127.0.0.1:9000"
    assert Settings.model_validate({**OIDC, name: here}).model_dump()[name] == here


@pytest.mark.parametrize("missing", ["oidc_client_id", "public_url"])
def test_a_provider_needs_to_know_whom_it_serves(missing: str) -> None:
    with pytest.raises(ValidationError, match="oidc_issuer needs"):
        Settings.model_validate({**OIDC, missing: None})


@pytest.mark.parametrize("algorithms", ["none", "HS256", "RS256,HS256", "", "RS257"])
def test_who_can_check_a_token_must_not_be_able_to_make_one(algorithms: str) -> None:
    with pytest.raises(ValidationError, match="oidc_algorithms must be of"):
        Settings.model_validate({**OIDC, "oidc_algorithms": algorithms})


def test_only_algorithms_that_there_are_can_be_chosen() -> None:
    from joserfc.jws import JWSRegistry

    assert {*JWSRegistry.algorithms} >= ALGORITHMS


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", {}),
        ("90", {"": 90}),
        (" 90 , North = 30,", {"": 90, "north": 30}),
        ("archive=keep,30", {"archive": None, "": 30}),
        ('"North, East"=7, "a=b=c"', None),
        ('"North, East"=7', {"north, east": 7}),
        ("a=b=7", {"a=b": 7}),
        ("keep", {"": None}),
        ("0", None),
        ("36501", None),
        ("-1", None),
        ("1.5", None),
        ("north", None),
        ("north=", None),
        ("north=1, NORTH=2", None),
        ("90, 30", None),
        ("²", None),
    ],
)
def test_terms_are_days_by_office(
    monkeypatch: pytest.MonkeyPatch, text: str, terms: dict[str, int | None] | None
) -> None:
    monkeypatch.setenv("CASELOAD_RETENTION", text)
    if terms is None:
        with pytest.raises(ValidationError, match="retention"):
            Settings()
    else:
        assert Settings().retention == terms


@pytest.mark.parametrize("text", ["collector:4318", "ftp://c", "http://", "http://u:p@c", "http://c?x", "http://c#x"])
def test_an_address_for_traces_is_one(text: str) -> None:
    with pytest.raises(ValidationError, match="otlp_endpoint"):
        Settings(otlp_endpoint=text)


def test_without_an_address_for_traces_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(otlp_endpoint="http://collector:4318").otlp_endpoint == "http://collector:4318"
    monkeypatch.setenv("CASELOAD_OTLP_ENDPOINT", "")
    assert Settings().otlp_endpoint is None


WEBHOOK = {
    "adoption_webhook_url": "https://hooks.example/caseload?token=1",
    "adoption_webhook_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
}


def test_an_address_is_told_of_adoptions_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().adoption_webhook_url is None
    for name, value in WEBHOOK.items():
        monkeypatch.setenv(f"CASELOAD_{name.upper()}", value)
    settings = Settings()
    assert settings.adoption_webhook_url == WEBHOOK["adoption_webhook_url"]
    assert settings.adoption_webhook_secret is not None
    assert WEBHOOK["adoption_webhook_secret"] not in repr(settings)
    monkeypatch.setenv("CASELOAD_ADOPTION_WEBHOOK_URL", "")
    monkeypatch.setenv("CASELOAD_ADOPTION_WEBHOOK_SECRET", "")
    assert (Settings().adoption_webhook_url, Settings().adoption_webhook_secret) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"adoption_webhook_url": "http://hooks.example/"},
        {"adoption_webhook_url": "https://user:word@hooks.example/"},
        {"adoption_webhook_url": "https://hooks.example/#x"},
        {"adoption_webhook_url": "hooks.example"},
        {"adoption_webhook_secret": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
        {"adoption_webhook_secret": "whsec_c2hvcnQ="},
        {"adoption_webhook_secret": "whsec_not base64!"},
        {"adoption_webhook_secret": ""},
    ],
)
def test_messages_that_others_could_hear_or_forge_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="adoption_webhook"):
        Settings.model_validate(WEBHOOK | wrong)


def test_messages_to_this_machine_need_no_https() -> None:
    assert Settings.model_validate(WEBHOOK | {"adoption_webhook_url": "http://127.0.0.1:9/x"}).adoption_webhook_url
