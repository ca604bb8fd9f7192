"""Heads: number and hash of the last record, written down where nobody can reach both them and the database.

Whoever may write to the database can write another chain that fits together. It does not fit what was written down
before: each head is a file of its own that is made once and never changed, so that storage that can only be written to
once keeps it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.store import audit
from app.store.db import Database
from solver.errors import CaseloadError


class BadHead(CaseloadError, ValueError):
    """A head is `{"number": …, "hash": …, "at": …}`, as `caseload audit head` writes it."""


class HeadNotWritten(CaseloadError):
    """The head of the audit records could not be written to the folder of CASELOAD_AUDIT_HEADS."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at some moment.

    Attributes
    ----------
    number : int
        Of the last record.
    hash : str
        Its hash.
    at : str
        When it was written down, UTC.
    """

    number: int
    hash: str
    at: str

    @property
    def line(self) -> str:
        """As it is written down."""
        return json.dumps(asdict(self))

    @property
    def file_name(self) -> str:
        """Begins with the day."""
        return f"{self.at[:10]}-{self.number}.json"


def head_of(database: Database) -> Head | None:
    """The end of the chain now; None where there is no record."""
    with database.read() as session:
        end = audit.end(session)
    return None if end is None else Head(end.number, end.hash, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def write_head(head: Head, folder: Path) -> Path:
    """Write a head into a folder, as a file of its own; one that is there already stays as it is.

    Raises
    ------
    HeadNotWritten
    """
    path = folder / head.file_name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except OSError as error:
        if path.is_file():
            return path
        raise HeadNotWritten(f"{HeadNotWritten.__doc__} {os.strerror(error.errno or 0)}.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(head.line + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return path


def read_heads(place: Path) -> list[Head]:
    """The heads of a folder, or of a file with one on each line; the lowest number first.

    Raises
    ------
    BadHead
    """
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    return sorted((head for file in files for head in _heads_in(file)), key=lambda head: head.number)


def _heads_in(file: Path) -> Iterator[Head]:
    for line in file.read_text("utf-8").splitlines():
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            number, written, at = found["number"], found["hash"], str(found.get("at", ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadHead(f"{file.name}: {BadHead.__doc__}") from error
        if not isinstance(number, int) or number < 1 or not isinstance(written, str):
            raise BadHead(f"{file.name}: {BadHead.__doc__}")
        yield Head(number, written, at)
