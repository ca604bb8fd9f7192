"""Pseudonyms for officers, cases and families: keyed, so that nobody without the key can make or undo them.

Each is the start of an HMAC (RFC 2104, SHA-256) of the name, so the same name has the same pseudonym next month, and
results can be turned back by whoever has the key and the export. The key stays in a file with the user.
"""

from __future__ import annotations

import base64
import csv
import hmac
import io
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.intake.errors import refused

KEY_BYTES = 32
SIGNS = 12
"""Letters and digits of a pseudonym: 60 bits, so that a million cases meet by chance once in two million rosters."""
GROUP = 4
KINDS: dict[str, Mapping[str, str]] = {
    "officers": {"officer_id": "D"},
    "cases": {"case_id": "C", "current_officer": "D", "excluded_officers": "D", "keep_together": "F", "pinned_to": "D"},
    "costs": {"case_id": "C", "officer_id": "D"},
}
"""Columns that hold names of people and cases, and the letter of their pseudonyms."""
PRIVATE = 0o600


def key_beside(profile: Path) -> Path:
    """Where the key of a profile is: beside it, with the ending ``.key``."""
    return profile.with_suffix(".key")


def read_key(path: Path, *, make: bool = False) -> bytes:
    """The key of a file.

    Parameters
    ----------
    path : Path
    make : bool
        Make one where the file is not there; only its owner can read it.

    Raises
    ------
    RosterRefused
        The file is not there, or holds no key.
    """
    if make and not path.exists():
        key = secrets.token_bytes(KEY_BYTES)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w", encoding="ascii") as stream:
            stream.write(key.hex() + "\n")
        return key
    if not path.exists():
        raise refused(path.name, "is not there; the pseudonyms of this profile were made with the key in that file")
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise refused(path.name, f"holds no key: {2 * KEY_BYTES} hexadecimal digits were expected")
    return key


def pseudonym(key: bytes, kind: str, name: str) -> str:
    """The pseudonym of a name: ``D-K3F7-9QXM-22AB``."""
    digest = hmac.digest(key, f"{kind}\0{name}".encode(), "sha256")
    text = base64.b32encode(digest).decode()[:SIGNS]
    return "-".join([kind, *(text[at : at + GROUP] for at in range(0, SIGNS, GROUP))])


def with_pseudonyms(document: Mapping[str, Any], key: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    """A roster with pseudonyms for names, and each pseudonym's name.

    Parameters
    ----------
    document : dict
        As :func:`app.intake.read.read_document` takes it; not changed.
    """
    name_of: dict[str, str] = {}
    memo: dict[tuple[str, str], str] = {}

    def replaced(kind: str, name: str) -> str:
        if (kind, name) not in memo:
            made = memo[kind, name] = pseudonym(key, kind, name)
            name_of[made] = name
        return memo[kind, name]

    out = {}
    for sheet, rows in document.items():
        kinds = KINDS.get(sheet, {})
        out[sheet] = [_row(row, kinds, replaced) for row in rows]
    return out, name_of


def _row(row: Mapping[str, Any], kinds: Mapping[str, str], replaced: Callable[[str, str], str]) -> dict[str, Any]:
    new = dict(row)
    for column, kind in kinds.items():
        if column in row:
            value = row[column]
            new[column] = [replaced(kind, each) for each in value] if isinstance(value, list) else replaced(kind, value)
    return new


def turned_back(text: str, name_of: Mapping[str, str]) -> str:
    """A CSV file of a plan with the names in place of their pseudonyms; everything else stays as it is."""
    rows: Sequence[Sequence[str]] = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([name_of.get(cell, cell) for cell in row] for row in rows)
    return out.getvalue()
