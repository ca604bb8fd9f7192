"""The same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from tests.app.store.conftest import database, url

__all__ = ["database", "url"]
