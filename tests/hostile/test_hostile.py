"""The cheap part of the hostile corpus: every request is refused as it should be, and the server does not grow."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.hostile.corpus import every_attack
from tests.hostile.server import Watched, answer, watched

GROWTH_MIB = 100.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A real server, whose plans leave every case where it is."""
    command = [sys.executable, "-m", "tests.e2e.server", "keep"]
    with watched(tmp_path_factory.mktemp("hostile"), command) as found:
        yield found


def test_every_request_is_refused_as_it_should_be_and_the_server_does_not_grow(server: Watched) -> None:
    before = server.held_mib
    with server.client() as client:
        sent = [(each, answer(server, client, each)) for each in every_attack() if each.is_cheap]
        assert client.get("/healthz").status_code == 200
        assert client.post("/v1/reports", json={"roster_id": server.roster}).status_code == 200
    assert not [f"{each.name}: {status}" for each, status in sent if status not in each.right]
    assert server.peak_mib - before < GROWTH_MIB


def test_names_of_attacks_are_different() -> None:
    names = [attack.name for attack in every_attack()]
    assert len(set(names)) == len(names)
    assert len(names) > 250
