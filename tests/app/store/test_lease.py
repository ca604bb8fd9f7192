from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.store.db import Database
from app.store.lease import AlreadyServed, Lease


@pytest.fixture
def desk(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'caseload.sqlite'}"


def test_a_sqlite_database_has_one_server_at_a_time(desk: str) -> None:
    with Lease(Database(desk)), pytest.raises(AlreadyServed, match="CASELOAD_DATA_DIR"):
        Lease(Database(desk))
    with Lease(Database(desk)):
        pass


def test_another_way_to_the_same_file_is_no_other_database(desk: str, tmp_path: Path) -> None:
    """Both servers started, and the second one called the first one's plan interrupted."""
    with Lease(Database(desk)):
        (tmp_path / "link").symlink_to(tmp_path / "data")
        with pytest.raises(AlreadyServed):
            Lease(Database(f"sqlite:///{tmp_path / 'link' / 'caseload.sqlite'}"))
        with Lease(Database(f"sqlite:///{tmp_path / 'data' / 'other.sqlite'}")):
            pass


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_postgresql_is_shared(database: Database) -> None:
    with Lease(database), Lease(database):
        pass


def test_a_database_in_memory_is_nobody_elses(tmp_path: Path) -> None:
    with Lease(Database("sqlite://")), Lease(Database("sqlite://")):
        pass


def test_a_process_that_dies_lets_go(desk: str) -> None:
    code = (
        "import sys; from app.store.db import Database; from app.store.lease import Lease; "
        "lease = Lease(Database(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code, desk], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyServed):
            Lease(Database(desk))
        other.kill()
        other.wait()
    with Lease(Database(desk)):
        pass
