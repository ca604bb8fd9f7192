"""The doors of intake: a folder, a workbook, JSON or NDJSON becomes a roster, or is refused as a whole."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

from app.intake.build.assemble import assemble
from app.intake.columns.parse import SheetData
from app.intake.columns.schema import BY_NAME
from app.intake.errors import Complaints, refused
from app.intake.findings import Finding, Place
from app.intake.formats.csv_source import CsvSource
from app.intake.formats.json_source import JsonSource, parse_json, rows_of_document, rows_of_ndjson
from app.intake.formats.kept_columns import is_kept_columns, roster_in
from app.intake.formats.sheet import CSV, read_sheet, sheets_among, tell_strange
from app.intake.formats.workbook_source import read_workbook
from app.intake.mending.fixes import AS_IT_STANDS, Fixes
from app.intake.mending.typed_rows import with_typed
from app.intake.roster import SHEETS, Roster

WORKBOOK = "workbook"
OTHER_FORMS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".json", ".ndjson", ".jsonl"})
KINDS = "a folder of CSV files, an .xlsx workbook, or a .json or .ndjson file"


def read_roster(roster: Roster | str | PathLike[str] | Mapping[str, Any]) -> Roster:
    """Read a roster from whatever holds it: a path (:func:`read_path`), or sheets of rows (:func:`read_document`).

    Raises
    ------
    RosterRefused
    """
    if isinstance(roster, Roster):
        return roster
    return read_document(roster) if isinstance(roster, Mapping) else read_path(Path(roster))


def read_path(path: Path) -> Roster:
    """Read a roster from the disk.

    Parameters
    ----------
    path : Path
        A folder of CSV files, an .xlsx workbook, a .json or an .ndjson file.

    Raises
    ------
    RosterRefused
        With every error that was found, up to 1,000, and their total.
    """
    try:
        return _read_path(path)
    except OSError as error:
        raise refused(path.name, f"cannot be read: {error.strerror or error}") from error


def _read_path(path: Path) -> Roster:
    if path.is_dir():
        return _read_folder(path)
    if not path.exists():
        raise refused(path.name, f"is not there; a roster is {KINDS}")
    kind = path.suffix.casefold()
    if kind == ".xlsx":
        return read_workbook(path, path.name)
    if kind == ".json":
        return read_json(path.read_bytes(), path.name)
    if kind in {".ndjson", ".jsonl"}:
        with path.open("rb") as stream:
            return read_ndjson(stream, path.name)
    if kind == ".csv":
        raise refused(
            path.name,
            "is a single sheet; give the folder that holds officers.csv and cases.csv, or, if it is an export of your "
            f"office, make a roster of it: caseload import {path.name}",
        )
    raise refused(path.name, f"is no roster: expected {KINDS}")


def _read_folder(folder: Path) -> Roster:
    complaints = Complaints()
    paths = {path.name: path for path in sorted(folder.iterdir()) if _may_be_sheet(path)}
    found, strange = sheets_among(paths, complaints)
    tell_strange(strange, found, complaints)
    for other in sorted(path.name for path in folder.iterdir() if _may_be_roster(path)):
        message = "could be a roster of its own, and only the CSV files of a folder are read"
        complaints.findings.add("unread-sheet", Place(other), message, done="it was not read", todo="give it alone")
    sheets: dict[str, SheetData] = {}
    for name in BY_NAME:
        if name in found:
            with paths[found[name]].open("rb") as stream:
                _read_csv(name, found[name], stream, complaints, sheets)
    whole = folder.resolve().name or str(folder)
    return assemble(sheets, complaints, whole=whole, strange=strange)


def _may_be_roster(path: Path) -> bool:
    """A workbook or a document beside the sheets; what is locked by an open spreadsheet program has ``~`` in front."""
    return path.suffix.casefold() in OTHER_FORMS and path.is_file() and not path.name.startswith((".", "~"))


def _may_be_sheet(path: Path) -> bool:
    return path.suffix.casefold() == CSV and not path.name.startswith(".")


def _read_csv(name: str, file: str, stream: BinaryIO, complaints: Complaints, sheets: dict[str, SheetData]) -> None:
    read_sheet(BY_NAME[name], file, lambda: CsvSource(file, stream, complaints), complaints, sheets)


def read_parts(parts: Mapping[str, bytes], fixes: Fixes = AS_IT_STANDS) -> Roster:
    """Read a roster from the parts of an upload, named after the sheets (CSV), or ``workbook``.

    Parameters
    ----------
    parts : mapping of name to content
    fixes : Fixes
        What somebody has said of it since.

    Raises
    ------
    RosterRefused
    """
    complaints = Complaints()
    workbooks = [content for part, content in parts.items() if part.casefold() == WORKBOOK]
    if workbooks and len(parts) == 1:
        return read_workbook(workbooks[0], WORKBOOK, fixes)
    if workbooks:
        raise refused(WORKBOOK, "was sent together with other sheets; send the workbook alone, or one part per sheet")
    files = {part if part.casefold().endswith(CSV) else f"{part}{CSV}": content for part, content in parts.items()}
    found, strange = sheets_among(files, complaints, said=fixes.sheet_of)
    tell_strange(strange, found, complaints)
    sheets: dict[str, SheetData] = {}
    for name, sheet in BY_NAME.items():
        source = None
        file = found.get(name, f"{name}{CSV}")
        if name in found:
            source = partial(CsvSource, file, io.BytesIO(files[file]), complaints, fixes.of(sheet))
        with_typed(sheet, file, source, fixes, complaints, sheets)
    return assemble(sheets, complaints, whole="the upload", strange=strange)


def read_json(data: bytes, file: str = "roster.json") -> Roster:
    """Read a roster from the text of a JSON document. Numbers are taken as they stand in the text."""
    return read_document(parse_json(data, file), file)


def read_document(document: Mapping[str, Any], file: str = "the document") -> Roster:
    """Read a roster from a parsed JSON document: keys are sheets, values lists of rows.

    Errors name the sheet as the file, and rows from 1. A float counts as the shortest decimal that gives it (0.1 is
    0.1); use :func:`read_json` where the text is at hand.
    """
    complaints = Complaints()
    found, strange = rows_of_document(document, file, complaints)
    sheets: dict[str, SheetData] = {}
    for name in BY_NAME:
        if name in found:
            rows = found[name]
            source = partial(JsonSource, BY_NAME[name], name, rows, range(1, len(rows) + 1), complaints)
            read_sheet(BY_NAME[name], name, source, complaints, sheets)
    return assemble(sheets, complaints, whole=file, strange=strange)


def read_ndjson(stream: BinaryIO, file: str = "roster.ndjson") -> Roster:
    """Read a roster from lines of JSON objects, each with a field ``sheet``. Errors name the line."""
    complaints = Complaints()
    found, strange = rows_of_ndjson(stream, file, complaints)
    sheets: dict[str, SheetData] = {}
    for name in BY_NAME:
        if name in found:
            source = partial(JsonSource, BY_NAME[name], file, *found[name], complaints)
            read_sheet(BY_NAME[name], file, source, complaints, sheets)
    return assemble(sheets, complaints, whole=file, strange=strange)


def read_kept(content: bytes, sheets: Collection[str] = SHEETS.keys()) -> Roster:
    """Open a roster that the store keeps: what was noticed in it is what was noticed when it was read.

    Parameters
    ----------
    content : bytes
        As :func:`app.intake.formats.kept_columns.packed_columns` has it, or as versions kept it before, which had rows
        of JSON.
    sheets : collection of str, optional
        Those that are needed; the others may have no rows then.
    """
    if is_kept_columns(content):
        return roster_in(content, sheets)
    document = json.loads(zlib.decompress(content))
    findings = tuple(map(Finding.of_dict, document.pop("findings", [])))
    return replace(read_document(document), findings=findings)
