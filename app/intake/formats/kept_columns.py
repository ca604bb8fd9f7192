"""A roster as the store keeps it: the arrays of its sheets, so that what was read once is never parsed again.

An archive of arrays as numpy reads it (``.npz``, packed). A million cases are packed in half a second and opened in a
third of one; as rows of JSON, which older versions kept, it took five and eight. A sheet opens without the others.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BLANK
from app.intake.findings import Finding
from app.intake.roster import SHEETS, Roster
from solver.arrays import smallest

WITHOUT_CASES = SHEETS.keys() - {"cases", "costs"}
"""All but those that may have millions of rows."""
HEAD = "head"
FINDINGS, KINDS, ROWS = "findings", "kinds", "rows"
LEVEL = 1
"""Of zlib: arrays hardly shrink more with more time."""
ARCHIVE = b"PK"
"""How an archive begins, and a document of older versions does not."""


def packed_columns(roster: Roster) -> bytes:
    """A roster as the store keeps it, with what was noticed in it."""
    arrays: dict[str, NDArray[Any]] = {}
    kinds: dict[str, str] = {}
    for name in SHEETS:
        rows = getattr(roster, name)
        for field in fields(rows):
            place, column = f"{name}.{field.name}", getattr(rows, field.name)
            numbers = column.codes if isinstance(column, Coded) else column
            if not isinstance(column, np.ndarray):
                arrays[f"{place}.texts"] = _bytes_of(column.values if isinstance(column, Coded) else column)
            if isinstance(numbers, np.ndarray):
                kinds[place] = numbers.dtype.str
                arrays[place] = numbers if numbers.dtype == np.bool_ else smallest(numbers)
    head = {
        KINDS: kinds,
        ROWS: {name: len(getattr(roster, name)) for name in SHEETS},
        FINDINGS: [found.to_dict() for found in roster.findings],
    }
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, array in {HEAD: _bytes_of(head), **arrays}.items():
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return out.getvalue()


def is_kept_columns(content: bytes) -> bool:
    """Whether it was kept so; older versions kept a packed document."""
    return content.startswith(ARCHIVE)


def roster_in(content: bytes, sheets: Collection[str] = SHEETS.keys()) -> Roster:
    """A roster that was kept: what was noticed in it is what was noticed when it was read.

    Sheets and columns that came later than the archive are empty.

    Parameters
    ----------
    content : bytes
    sheets : collection of str, optional
        Those that are needed; the others have no rows then.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        head = json.loads(archive[HEAD].tobytes())
        rows = {name: head[ROWS].get(name, 0) if name in sheets else 0 for name in SHEETS}
        read = {name: kind(**dict(_columns(archive, name, head[KINDS], rows[name]))) for name, kind in SHEETS.items()}
    return Roster(**read, findings=tuple(map(Finding.of_dict, head[FINDINGS])))


def _columns(archive: NpzFile, sheet: str, kinds: Mapping[str, str], rows: int) -> Iterator[tuple[str, Any]]:
    """Names and columns of a sheet. One that came later than the archive is empty: blank, or no flag is set."""
    for field in fields(SHEETS[sheet]):
        place, shape = f"{sheet}.{field.name}", str(field.type)
        texts = json.loads(archive[f"{place}.texts"].tobytes()) if rows and f"{place}.texts" in archive else []
        values = tuple(tuple(each) if isinstance(each, list) else each for each in texts)
        if shape.startswith("tuple"):
            yield field.name, values
            continue
        kind = np.dtype(kinds.get(place, "<i4" if shape.startswith("Coded") else "<i8"))
        none = np.full(rows, False if kind == np.bool_ else BLANK, kind)
        numbers = archive[place].astype(kind) if rows and place in archive else none
        yield field.name, Coded(numbers, values) if shape.startswith("Coded") else numbers


def _bytes_of(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8)
