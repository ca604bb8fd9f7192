from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.db import Database
from app.store.migrate import upgrade


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with every table."""
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    upgrade(database)
    yield database
    database.close()
