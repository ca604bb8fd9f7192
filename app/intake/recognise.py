"""The door to recognition: files of an export and a profile become a roster, in a limited child process.

Whatever somebody exports is foreign: a hostile workbook asks for any amount of memory, and looking for what a table
means takes longer than reading it. So nothing of it runs in the process that asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.confined import Child, ChildOutOfMemory, ChildTimedOut, Limits, run_confined
from app.intake.errors import RosterRefused, refused
from app.intake.findings import worst_first
from app.intake.formats.foreign_workbooks import hidden_sheets, is_workbook, unpacked_bytes, workbook_tables
from app.intake.formats.raw_tables import RawTable, text_tables
from app.intake.limits import MAX_EXPORT_MEMORY, MAX_WORKBOOK_BYTES, WORKBOOK_DEADLINE_S
from app.intake.pseudonyms import key_beside, read_key, with_pseudonyms
from app.intake.read import read_document
from app.intake.recognition.profile import Profile, read_profile
from app.intake.recognition.understanding import Understanding, at_home, placed, understand
from app.intake.roster import Roster

ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".ndjson", ".jsonl"})
PROSE = ".txt"
"""Read where it is named; in a folder it is more often a note than a table."""
FORMATS = "CSV, TSV, XLSX, XLSM, XLS, ODS, JSON or NDJSON"
PARQUET = b"PAR1"
NO_PARQUET = f"is Parquet, which is not read; write it as CSV where it comes from, or save it as {FORMATS}"
BASE_BYTES = 512 << 20
"""Address space for an export of no size at all."""
BYTES_PER_BYTE = 40
"""Address space for each byte on top: every cell is a text of its own."""

PROFILE = "profile"
"""What messages call a profile that was sent."""
QUOTE_NAMES = frozenset({"respelled"})
"""Findings whose sentence holds a name; they are not said where names are replaced."""

Source = tuple[str, Path | bytes]
"""A file of an export: its name, and where it is or what it holds."""


@dataclass(frozen=True)
class Recognised:
    """What became of an export.

    Attributes
    ----------
    understanding : Understanding
        Its document has pseudonyms where a key was given.
    roster : Roster or None
        Checked, with all that was noticed at its place in the export; None while there are questions.
    name_of : dict of pseudonym to name
        Empty without a key.
    """

    understanding: Understanding
    roster: Roster | None
    name_of: dict[str, str]


def sources_of(path: Path) -> list[Source]:
    """The files of an export: the file itself, or those of a folder that can hold a table.

    Raises
    ------
    RosterRefused
        There is none.
    """
    if not path.exists():
        raise refused(path.name, f"is not there; an export is {FORMATS}, or a folder of such files")
    if not path.is_dir():
        if path.suffix.casefold() == ".parquet":
            raise refused(path.name, NO_PARQUET)
        return [(path.name, path)]
    found = [
        (each.name, each)
        for each in sorted(path.iterdir())
        if each.suffix.casefold() in ENDINGS - {PROSE} and not each.name.startswith((".", "~"))
    ]
    if not found:
        raise refused(path.name, f"holds no file of an export: {FORMATS}")
    return list(found)


def recognise(
    sources: Sequence[Source], profile: Profile, *, fix: bool = False, key: bytes | None = None, whole: bool = True
) -> Recognised:
    """Understand an export, in a child process with limited memory and time.

    Parameters
    ----------
    sources : sequence of Source
    profile : Profile
    fix : bool
        As of :func:`app.intake.recognition.understanding.understand`.
    key : bytes, optional
        Make pseudonyms with it.
    whole : bool
        Hand back the document, too, and not the roster alone.

    Raises
    ------
    RosterRefused
    """
    size = sum(_size(name, source) for name, source in sources)
    limits = Limits(WORKBOOK_DEADLINE_S, min(BASE_BYTES + BYTES_PER_BYTE * size, MAX_EXPORT_MEMORY))
    names = ", ".join(name for name, _ in sources)
    try:
        found: Recognised = run_confined(recognise_in_child, (list(sources), profile, fix, key, whole), limits)
    except ChildOutOfMemory as error:
        raise refused(
            names,
            "needs far more memory than its contents; most often a single cell stands far away from the table: delete "
            "the rows and columns beyond it, or give the export in parts",
        ) from error
    except ChildTimedOut as error:
        raise refused(names, f"took longer than {WORKBOOK_DEADLINE_S:g} s to understand; give it in parts") from error
    return found


def recognise_in_child(
    child: Child | None, sources: Sequence[Source], profile: Profile, fix: bool, key: bytes | None, whole: bool
) -> Recognised:
    """What the confined child does."""
    del child
    tables = [table for name, source in sources for table in _tables(name, source)]
    understanding = understand(tables, profile, fix=fix)
    if understanding.document is None:
        return Recognised(understanding, None, {})
    try:
        roster = read_document(understanding.document)
    except RosterRefused as refusal:
        raise placed(refusal, understanding.origins) from None
    said = understanding.findings
    name_of: dict[str, str] = {}
    if key is not None:
        document, name_of = with_pseudonyms(understanding.document, key)
        understanding = replace(understanding, document=document)
        roster = read_document(document)
        said = tuple(replace(each, value=None, todo="") for each in said if each.code not in QUOTE_NAMES)
    noticed = (*said, *(at_home(each, understanding.origins) for each in roster.findings))
    roster = replace(roster, findings=worst_first(dict.fromkeys(noticed)))  # a made officer is told about as a holder
    if not whole:
        understanding = replace(understanding, document=None, origins={})
    return Recognised(understanding, roster, name_of)


def read_export(path: Path, profile: Path) -> Roster:
    """The roster of an export whose profile is known, without any question.

    Parameters
    ----------
    path : Path
        A file, or a folder of files.
    profile : Path
        Its key is beside it, where it asks for pseudonyms.

    Raises
    ------
    RosterRefused
        Something cannot be meant so, or the profile does not say what is needed; the message names the option of
        ``caseload import``.
    """
    said = read_profile(_bytes(profile.name, profile), profile.name)
    key = read_key(key_beside(profile)) if said.pseudonyms else None
    roster = roster_of(recognise(sources_of(path), said, key=key, whole=False), profile.name)
    return replace(roster, profile=profile.name)


def read_sent(exports: Sequence[tuple[str, bytes]], profile: bytes) -> Roster:
    """The roster of an export that was sent with its profile.

    Parameters
    ----------
    exports : sequence of (name, content)
    profile : bytes
        Makes no pseudonyms: their key does not leave whoever has it.

    Raises
    ------
    RosterRefused
    """
    said = read_profile(profile, PROFILE)
    if said.pseudonyms:
        raise refused(
            PROFILE,
            "asks for pseudonyms, whose key stays with you; make the roster with caseload import on your machine, and "
            "send that",
        )
    if not exports:
        raise refused(PROFILE, "was sent without an export; send it as a part called export")
    return roster_of(recognise(exports, said, whole=False), PROFILE)


def roster_of(found: Recognised, profile: str) -> Roster:
    """The roster that was recognised, with what was noticed.

    Raises
    ------
    RosterRefused
        There are questions.
    """
    questions = found.understanding.questions
    if found.roster is None:
        missing = " ".join(f"{each.text} ({each.option})" for each in questions)
        raise refused(profile, f"does not say all that is needed; import the export once more and say it. {missing}")
    return found.roster


def _tables(name: str, source: Path | bytes) -> list[RawTable]:
    data = _bytes(name, source)
    if data.startswith(PARQUET):
        raise refused(name, NO_PARQUET)
    if not is_workbook(data):
        return text_tables(data, name)
    tables = workbook_tables(data, name)
    hidden = hidden_sheets(data)
    if hidden and tables:
        note = f"read without its hidden sheets: {', '.join(hidden)}"
        tables[0] = replace(tables[0], notes=(*tables[0].notes, note))
    return tables


def _bytes(name: str, source: Path | bytes) -> bytes:
    try:
        return source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise refused(name, f"cannot be read: {error.strerror or error}") from error


def _size(name: str, source: Path | bytes) -> int:
    """Bytes of a file once it is unpacked; refuses what is too large before anything reads it."""
    data = _bytes(name, source)
    if len(data) > MAX_WORKBOOK_BYTES:
        raise refused(name, f"is larger than {MAX_WORKBOOK_BYTES >> 20} MB; give the export in parts")
    return unpacked_bytes(data, name) if is_workbook(data) else len(data)
