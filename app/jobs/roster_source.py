"""A roster that nobody has read yet: reading is done where it cannot hurt, in the child that needs it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.intake.errors import BadCell, RosterRefused
from app.intake.formats.json_source import is_blank
from app.intake.formats.kept_columns import packed_columns
from app.intake.read import read_document, read_kept, read_ndjson, read_parts
from app.intake.recognise import read_sent
from app.intake.roster import Roster
from app.store.rosters import PackedRoster
from app.store.scope import EVERYWHERE, MOST_OFFICES, Scope

CASES = "cases"
NEW_CASES = "new cases"
"""What errors call the rows that are sent to be added."""
NOT_READ = ("unread-column", "similar-column")
"""Findings that are errors in rows which a program sends one by one."""


@dataclass(frozen=True, slots=True)
class RosterSource:
    """One of five things.

    Attributes
    ----------
    kept : bytes or None
        A document as the store keeps it.
    parts : dict of sheet (or "workbook") to content, or None
    document : dict of sheet to rows, or None
        Parsed JSON.
    lines : bytes or None
        NDJSON.
    exports : tuple of (name, content), or None
        Files of an office's own export, with ``profile``, the content of its profile.
    scope : Scope
        Of whoever sent it: a roster that names another office is refused. One that is kept was looked at before.
    """

    kept: bytes | None = None
    parts: Mapping[str, bytes] | None = None
    document: Mapping[str, Any] | None = None
    lines: bytes | None = None
    exports: tuple[tuple[str, bytes], ...] | None = None
    profile: bytes = b""
    scope: Scope = EVERYWHERE

    def read(self) -> Roster:
        """Read the roster.

        Raises
        ------
        RosterRefused, ForeignOffice
        """
        if self.kept is not None:
            return read_kept(self.kept)
        roster = self._read_sent()
        self.scope.refuse_foreign(offices_of(roster))
        return roster

    def _read_sent(self) -> Roster:
        if self.exports is not None:
            return read_sent(self.exports, self.profile)
        if self.parts is not None:
            return read_parts(self.parts)
        if self.lines is not None:
            return read_ndjson(io.BytesIO(self.lines), "the body")
        return read_document(self.document or {})


def packed(roster: Roster) -> PackedRoster:
    """A roster as the store keeps it."""
    return PackedRoster(
        document=packed_columns(roster),
        sha256=roster.sha256,
        counts=roster.counts,
        warnings=list(roster.warnings),
        findings=[found.to_dict() for found in roster.findings],
        offices=offices_of(roster),
    )


def offices_of(roster: Roster) -> list[str]:
    """The offices that a roster names, casefolded: enough of them to know whose it is."""
    several = {name.casefold() for names in roster.officers.offices.values for name in names}
    single = {name.casefold() for column in (roster.cases.office, roster.flow.office) for name in column.values}
    return sorted(several | single)[: MOST_OFFICES + 1]


def with_cases(kept: bytes, rows: Sequence[Mapping[str, Any]]) -> tuple[Roster, int]:
    """A kept roster with further rows of the sheet ``cases``, and how many there were before.

    Raises
    ------
    RosterRefused
        The rows cannot be. They are called ``new cases`` and numbered from 1; ``cases`` are those that were there.
    """
    # a sheet leaves empty rows out; here each row is a question
    if empty := [at for at, row in enumerate(rows, 1) if is_blank(row)]:
        raise RosterRefused([BadCell(NEW_CASES, at, "case_id", None, "is missing: the row is empty") for at in empty])
    was = read_kept(kept)
    document, before = was.to_document(), len(was.cases)
    try:
        roster = read_document({**document, CASES: [*document[CASES], *rows]})
    except RosterRefused as refusal:
        cells = [_renumbered(cell, before) for cell in refusal.cells]
        raise RosterRefused(cells, refusal.total, refusal.noticed) from None
    unread = [each for each in roster.findings if each.code in NOT_READ and each.file == CASES]
    if unread:
        raise RosterRefused([BadCell(NEW_CASES, None, each.column, each.value, each.message) for each in unread])
    return replace(roster, findings=was.findings), before


def _renumbered(cell: BadCell, before: int) -> BadCell:
    if cell.file != CASES or cell.row is None or cell.row <= before:
        return cell
    return replace(cell, file=NEW_CASES, row=cell.row - before)
