from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.serving import Served, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose plans leave every case where it is."""
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose plans take until they are stopped."""
    with serve(tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last") as served:
        yield served
