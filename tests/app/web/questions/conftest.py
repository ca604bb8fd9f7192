from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.serving import Served, serve


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server, once for all pages that ask about plans."""
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.fixture(scope="package")
def plan(served: Served) -> str:
    """Where a finished plan is."""
    return f"/plans/{served.done(name='May & June')['id']}"
