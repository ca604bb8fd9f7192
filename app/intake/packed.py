"""A roster as bytes for storage: its columns as they are, compressed. A million cases take about a second."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from app.intake.roster import Roster
from app.intake.sheets import CaseRows, Coded, CostRows, FlowRows, OfficerRows, WeightRows
from solver.errors import CaseloadError

VERSION = 1
LEVEL = 1
"""Of zlib: the columns are repetitive, so the quickest level does nearly all there is to do."""
ROWS = {"officers": OfficerRows, "cases": CaseRows, "weights": WeightRows, "costs": CostRows, "flow": FlowRows}


class UnreadableRoster(CaseloadError):
    """The stored roster is damaged, or was written by another version."""


def pack(roster: Roster) -> bytes:
    """The roster as bytes; :func:`unpack` gives it back the same."""
    contents: dict[str, dict[str, Any]] = {}
    bodies: list[bytes] = []
    for name, rows in roster.sheets():
        contents[name] = {}
        for field in fields(rows):
            note, body = _column(getattr(rows, field.name))
            contents[name][field.name] = {**note, "bytes": len(body)}
            bodies.append(body)
    head = {"version": VERSION, "sha256": roster.sha256, "warnings": roster.warnings, "sheets": contents}
    first = json.dumps(head).encode()
    return zlib.compress(b"".join([len(first).to_bytes(8, "big"), first, *bodies]), LEVEL)


def unpack(data: bytes) -> Roster:
    """The roster that was packed.

    Raises
    ------
    UnreadableRoster
        Where the bytes are not those that :func:`pack` gave; the hash is compared.
    """
    try:
        with memoryview(zlib.decompress(data)) as whole:
            start = 8 + int.from_bytes(whole[:8], "big")
            head = json.loads(bytes(whole[8:start]))
            if head["version"] != VERSION:
                raise UnreadableRoster(f"the stored roster has version {head['version']}, not {VERSION}")
            columns = _columns(head["sheets"], whole, start)
            sheets: dict[str, Any] = {name: kind(**next(columns)) for name, kind in ROWS.items()}
        roster = Roster(**sheets, warnings=tuple(head["warnings"]))
    except (zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
        raise UnreadableRoster from error
    if roster.sha256 != head["sha256"]:
        raise UnreadableRoster
    return roster


def _column(column: Any) -> tuple[dict[str, Any], bytes]:
    if isinstance(column, tuple):
        return {"kind": "ids"}, "\n".join(column).encode()
    if isinstance(column, Coded):
        return {"kind": "coded", "values": column.values}, column.codes.astype("<i4").tobytes()
    return {"kind": column.dtype.newbyteorder("<").str}, np.ascontiguousarray(column).tobytes()


def _columns(contents: dict[str, Any], whole: memoryview, start: int) -> Iterator[dict[str, Any]]:
    """The columns of each sheet, in the order of ``ROWS``, which is the order in which they were packed."""
    for name in ROWS:
        sheet: dict[str, Any] = {}
        for column, note in contents[name].items():
            body = whole[start : start + note["bytes"]]
            start += note["bytes"]
            if note["kind"] == "ids":
                sheet[column] = tuple(bytes(body).decode().split("\n")) if body else ()
            elif note["kind"] == "coded":
                values = tuple(tuple(value) if isinstance(value, list) else value for value in note["values"])
                sheet[column] = Coded(np.frombuffer(body, "<i4").astype(np.int32), values)
            else:
                kind = np.dtype(note["kind"])
                sheet[column] = np.frombuffer(body, kind).astype(kind.newbyteorder("="))
        yield sheet
