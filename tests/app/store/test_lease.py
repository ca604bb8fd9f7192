from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.store.db import Database
from app.store.lease import AlreadyServed, Lease


def test_a_folder_has_one_server_at_a_time(database: Database, tmp_path: Path) -> None:
    with Lease(database, tmp_path / "data"), pytest.raises(AlreadyServed, match="CASELOAD_DATA_DIR"):
        Lease(database, tmp_path / "data")
    with Lease(database, tmp_path / "data"):
        pass


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_database_server_is_used_by_one_server_at_a_time(database: Database, tmp_path: Path) -> None:
    """Two folders, one PostgreSQL."""
    with Lease(database, tmp_path / "one"):
        with pytest.raises(AlreadyServed):
            Lease(database, tmp_path / "two")
        with pytest.raises(AlreadyServed):
            Lease(database, tmp_path / "two")
    with Lease(database, tmp_path / "two"):
        pass


def test_a_process_that_dies_lets_go(database: Database, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.store.db import Database; from app.store.lease import Lease; "
        "lease = Lease(Database(sys.argv[1]), Path(sys.argv[2])); print('held', flush=True); sys.stdin.read()"
    )
    url = database.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", code, url, str(tmp_path / "data")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyServed):
            Lease(database, tmp_path / "data")
        other.kill()
        other.wait()
    for _ in range(100):  # PostgreSQL notices a moment later
        try:
            with Lease(database, tmp_path / "data"):
                return
        except AlreadyServed:
            subprocess.run(["sleep", "0.1"], check=True)
    pytest.fail("the lease was never let go")
