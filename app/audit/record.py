"""One record: what somebody did, in the form in which it is hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

from app.audit.actions import Action, Outcome

NOTHING = "0" * 64
"""What the first record has for the hash of the one before."""
HASHED = ("action", "actor", "at", "details", "number", "offices", "outcome", "previous", "role", "subject")
"""In this order, which is that of the alphabet: ``jq -acS 'del(.hash)'`` writes the same."""
AS_TEXT = {"details", "offices"}
"""Kept as canonical JSON already."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is to be recorded.

    Attributes
    ----------
    action : Action
    actor : str
        Id of a caller, or one of those in :mod:`app.audit.actions`.
    role : str or None
    offices : sequence of str, or None
        Of what it concerns, casefolded; None: no office in particular, and only callers for all offices read it.
    subject : str or None
        ``plan:…``, ``roster:…`` or ``key:…`` with a public id; never a case or an officer.
    outcome : Outcome
    details : mapping
        Small: counts, names of forms and routes, ids as of ``subject``. No value of a roster.
    """

    action: Action
    actor: str
    role: str | None = None
    offices: Sequence[str] | None = None
    subject: str | None = None
    outcome: Outcome = Outcome.DONE
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is kept: the columns of its row, whatever they hold."""

    number: int
    at: str
    actor: str
    role: str | None
    offices: str | None
    action: str
    subject: str | None
    outcome: str
    details: str
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: Entry, *, number: int, at: str, previous: str) -> Self:
        """The record of an entry at its place in the chain."""
        columns = {
            "number": number,
            "at": at,
            "actor": entry.actor,
            "role": entry.role,
            "offices": None if entry.offices is None else canonical(sorted(entry.offices)),
            "action": str(entry.action),
            "subject": entry.subject,
            "outcome": str(entry.outcome),
            "details": canonical(dict(entry.details)),
            "previous": previous,
        }
        return cls(**columns, hash=hash_of(columns))  # type: ignore[arg-type]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """A record as :meth:`document` writes it.

        Raises
        ------
        KeyError
            Something is missing.
        """
        columns = {each.name: document[each.name] for each in fields(cls)}
        for name in AS_TEXT:
            columns[name] = None if columns[name] is None else canonical(columns[name])
        return cls(**columns)

    @property
    def columns(self) -> dict[str, Any]:
        """As the table has them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def document(self) -> dict[str, Any]:
        """For programs. What is no JSON, though it should be, stays the text that it is."""
        return {name: _parsed(value) if name in AS_TEXT else value for name, value in self.columns.items()}

    @property
    def is_as_hashed(self) -> bool:
        """Whether its hash is that of what it says."""
        return self.hash == hash_of(self.columns)


def hash_of(columns: Mapping[str, Any]) -> str:
    """SHA-256 of a record without its hash, as one object of canonical JSON."""
    parts = ",".join(f'"{name}":{_hashed(name, columns[name])}' for name in HASHED)
    return hashlib.sha256(f"{{{parts}}}".encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: Any) -> str:
    """JSON that is written in one way: keys in order, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _hashed(name: str, value: Any) -> str:
    if name in AS_TEXT and isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=True, default=repr)  # somebody may have put anything into a row


def _parsed(text: Any) -> Any:
    try:
        return None if text is None else json.loads(text)
    except (ValueError, TypeError):
        return str(text)
