from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.audit.chain import append
from app.audit.log import every_record
from app.audit.record import NOTHING
from app.audit.verify import verify
from app.store.db import Database, DatabaseFault
from tests.app.audit.conftest import entry, filled

ROOT = Path(__file__).resolve().parents[3]
APPENDS = """
import sys
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.record import Entry
from app.store.db import Database
entry = Entry(Action.UPLOADED, "key:0")
database = Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with database.write() as session:
        append(session, entry, entry)
database.close()
"""
STATEMENTS = (
    "UPDATE audit_records SET actor = 'somebody else' WHERE number = 2",
    "UPDATE audit_records SET number = number + 10",
    "DELETE FROM audit_records WHERE number = 3",
    "DELETE FROM audit_records",
    "INSERT INTO audit_records SELECT * FROM audit_records WHERE number = 2",
)
OF_SQLITE = (
    (
        "INSERT OR REPLACE INTO audit_records SELECT 2, at, 'somebody else', role, offices, action, subject, outcome, "
        "details, previous, hash FROM audit_records WHERE number = 3"
    ),
    (
        "INSERT OR REPLACE INTO audit_records SELECT 9, at, actor, role, offices, action, subject, outcome, details, "
        "previous, hash FROM audit_records WHERE number = 3"
    ),
)
OF_POSTGRESQL = (
    "TRUNCATE audit_records",
    (
        "INSERT INTO audit_records SELECT * FROM audit_records WHERE number = 2 "
        "ON CONFLICT (number) DO UPDATE SET actor = 'somebody else'"
    ),
)


def test_each_record_holds_the_hash_of_the_one_before(database: Database) -> None:
    filled(database, 200)
    records = list(every_record(database))
    assert [record.number for record in records] == list(range(1, 201))
    assert [record.previous for record in records] == [NOTHING, *(record.hash for record in records[:-1])]
    assert verify(records).broken is None


def test_a_record_is_kept_only_if_what_it_tells_of_is(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            append(session, entry(1))
            raise LookupError

    filled(database, 1)
    with pytest.raises(LookupError):
        fail()
    filled(database, 1)
    assert verify(every_record(database)).records == 2


def test_four_processes_append_to_one_chain(database: Database, url: str) -> None:
    command = [sys.executable, "-c", APPENDS, url, "15"]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    verdict = verify(every_record(database))
    assert (verdict.records, verdict.broken) == (120, None)


def test_the_database_itself_refuses_every_change(database: Database) -> None:
    filled(database, 5)
    before = list(every_record(database))
    for statement in (*STATEMENTS, *(OF_SQLITE if database.is_sqlite else OF_POSTGRESQL)):
        with pytest.raises(DatabaseFault), database.write() as session:
            session.execute(text(statement))
        assert list(every_record(database)) == before, statement
    filled(database, 1)
    assert verify(every_record(database)).records == 6
