"""The records, read: all of them in their order, and as lines for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.audit.record import Record
from app.store import audit
from app.store.db import Database
from solver.errors import CaseloadError

BATCH = 1_000
FIRST = -(2**63)
"""Below every number that a row can have: what somebody put before the first record is read as well."""


class NotAnExport(CaseloadError, ValueError):
    """A line of the file is no audit record as `caseload audit export` writes it."""


def every_record(database: Database, after: int = FIRST) -> Iterator[Record]:
    """Every record after that number, the oldest first; a batch per transaction, so that nobody is held up."""
    while True:
        with database.read() as session:
            found = [Record(**row) for row in audit.after(session, after, BATCH)]
        yield from found
        if len(found) < BATCH:
            return
        after = found[-1].number


def as_lines(records: Iterable[Record]) -> Iterator[str]:
    """NDJSON, one record a line."""
    for record in records:
        yield json.dumps(record.document, ensure_ascii=False) + "\n"


def from_lines(lines: Iterable[str]) -> Iterator[Record]:
    """What :func:`as_lines` wrote.

    Raises
    ------
    NotAnExport
    """
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Record.read(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise NotAnExport(f"Line {at} is no audit record as `caseload audit export` writes it.") from error
