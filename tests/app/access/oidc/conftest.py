from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.access.oidc.provider import Provider
from app.settings import Settings
from tests.app.access.oidc.provider_process import CLIENT, SECRET, RunningProvider, running_provider


@pytest.fixture(scope="session")
def process() -> Iterator[RunningProvider]:
    """A provider in a process of its own."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def real(process: RunningProvider) -> RunningProvider:
    """The same, as it behaves when nobody told it anything."""
    process.tell(mode="", person={"caseload_role": "planner", "caseload_offices": ["North"], "name": "Ada"})
    process.asked()
    return process


@pytest.fixture
def settings(real: RunningProvider) -> Settings:
    return Settings.model_validate(
        {
            "oidc_issuer": real.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "public_url": "http://127.0.0.1:8000",
        }
    )


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider(settings: Settings, clock: Clock) -> Provider:
    return Provider(settings, clock)


Mint = Callable[..., Any]
