"""Lists that are separated by something else than semicolons: split where every part is a name that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.intake.columns.cell_types import BAD, BLANK
from app.intake.columns.parse import Read, SheetData
from app.intake.errors import Complaints, shown
from app.intake.findings import Place

SEPARATOR = re.compile(r"\s*[,/|、，；]\s*")
ANY_SEPARATOR = re.compile(
    r"\s*[,/|、，；&+·•\\]\s*|\s+[-–]\s+|\s+(?:and|und|et|y|e|en|og|och|oraz|и)\s+", re.IGNORECASE
)
"""Also what stands within names as often as between them: a list only where all parts are known."""
WIDE = re.compile(r"\s{2,}")
"""More than one space, which no name has."""
BRACKETS, QUOTES = "[]{} ", "\"' "
"""What programs write around lists and their parts."""
MOST_WORDS = 6
"""Words of a name that is looked for between spaces."""

Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Known:
    """Names that may be meant by a part of a cell.

    Attributes
    ----------
    names : mapping of folded name to name
        None of them holds a separator.
    wholes : frozenset of str
        Folded names that hold a separator and stand on the other side, too: such a name may well be one.
    sure : frozenset of str
        Folded names of several words that are no list for sure: they stand on both sides.
    fold : callable
    """

    names: Mapping[str, str]
    wholes: frozenset[str]
    sure: frozenset[str]
    fold: Fold

    def between_spaces(self, entry: str) -> list[str]:
        """The names that an entry is made of, if nothing but spaces is between them; none where it is not."""
        if " " not in entry or self.fold(entry) in self.sure:
            return []
        words = entry.split()
        found: list[str] = []
        while words:
            most = min(len(words) - (not found), MOST_WORDS)
            name, count = next(
                ((name, n) for n in range(most, 0, -1) if (name := self.names.get(self.fold(" ".join(words[:n]))))),
                (None, 0),
            )
            if name is None:
                return []
            found.append(name)
            words = words[count:]
        return found

    def parts_of(self, entry: str) -> tuple[list[str], list[str | None]]:
        """The parts of an entry, and the known name of each."""
        for separator in (ANY_SEPARATOR, SEPARATOR):
            parts = [part for each in separator.split(entry.strip(BRACKETS)) if (part := each.strip(QUOTES))]
            names = [self.names.get(self.fold(part)) for part in parts]
            if None not in names:
                break
        return parts, names


def split_lists(data: Mapping[str, SheetData], complaints: Complaints) -> None:
    """Split every list whose parts are all known, in place; a list of which only some are known must be accepted."""
    officers, cases, weights = data["officers"], data["cases"], data["weights"]
    every = {name: name for name in officers.ids if name}
    ids = Known(every, frozenset(), frozenset(every), str)
    skills = _known(_entries(officers, "skills"), _entries(cases, "required_skills"))
    offices = _known(_entries(officers, "offices"), _entries(cases, "office"))
    dockets = _known(_entries(officers, "dockets"), _entries(cases, "docket"))
    types = _known(_entries(weights, "case_type"), _entries(weights, "case_type"))
    for sheet, column, known in (
        (officers, "skills", skills),
        (officers, "offices", offices),
        (officers, "dockets", dockets),
        (cases, "required_skills", skills),
        (cases, "excluded_officers", ids),
    ):
        _split(sheet, column, known, complaints)
    for column, known in (("current_officer", ids), ("office", offices), ("docket", dockets), ("case_type", types)):
        _doubt_single(cases, column, known, complaints)


def _entries(data: SheetData, column: str) -> list[str]:
    values = data.columns[column].values
    return [entry for value in values for entry in ((value,) if isinstance(value, str) else value)]


def _known(one: Sequence[str], other: Sequence[str]) -> Known:
    names: dict[str, str] = {}
    sides: list[set[str]] = []
    every = [frozenset(map(str.casefold, side)) for side in (one, other)]
    joined: dict[str, str] = {}
    for side in (one, other):
        wholes = set()
        for name in side:
            if ANY_SEPARATOR.search(name):
                wholes.add(name.casefold())
                if not SEPARATOR.search(name):
                    joined.setdefault(name.casefold(), name)
            else:
                names.setdefault(name.casefold(), name)
        sides.append(wholes)
    both = sides[0] & sides[1]
    alone = frozenset(names)
    # Child & Family is one name, unless both are names and only one side joins them.
    names |= {
        key: name
        for key, name in joined.items()
        if key in both or not all(part.casefold() in alone for part in ANY_SEPARATOR.split(name))
    }
    return Known(names, frozenset(both), every[0] & every[1], str.casefold)


def _split(data: SheetData, column: str, known: Known, complaints: Complaints) -> None:
    read = data.columns[column]
    if not any(" " in entry or ANY_SEPARATOR.search(entry) for value in read.values for entry in value):
        return
    found: list[tuple[str, ...]] = []
    code_of: dict[Hashable, int] = {}
    table = []
    for code, value in enumerate(read.values):
        entries: dict[str, str] = {}
        for entry in value:
            for name in _meant(data, column, code, entry, known, complaints):
                entries.setdefault(known.fold(name), name)
        key = tuple(entries) if known.fold is str else frozenset(entries)  # as the reader of columns tells them apart
        number = code_of.setdefault(key, len(found))
        if number == len(found):
            found.append(tuple(entries.values()))
        table.append(number)
    numbers = np.array([*table, BAD, BLANK], read.numbers.dtype)[read.numbers]
    data.columns[column] = Read(numbers, tuple(found))


def _meant(data: SheetData, column: str, code: int, entry: str, known: Known, complaints: Complaints) -> Iterable[str]:
    spaced = known.between_spaces(entry)
    if spaced:
        return _meant_by_words(place_of(data, column, code, entry), entry, spaced, known, complaints)
    parts, names = known.parts_of(entry)
    hits = [name for name in names if name is not None]
    if len(parts) < 2 or not hits or known.fold(entry) in known.names:
        return (entry,)
    place = place_of(data, column, code, entry)
    if len(hits) == len(parts):
        complaints.findings.add(
            "split-list",
            place,
            "a list is separated by something else than semicolons, and all of its parts are known",
            done=f"it is read as {'; '.join(map(shown, hits))}",
        )
        return hits
    if known.fold(entry) not in known.wholes:
        strange = next(part for part, name in zip(parts, names, strict=True) if name is None)
        complaints.findings.add(
            "partly-known-list",
            place,
            f"if this is a list, “{shown(hits[0])}” is known, but “{shown(strange)}” is not",
            done="it is read as one name",
            todo="separate names with semicolons, and write each as it is written elsewhere",
        )
    return (entry,)


def _meant_by_words(place: Place, entry: str, names: list[str], known: Known, complaints: Complaints) -> Iterable[str]:
    """Names with spaces between them are a list where more than one space is there, or where they are officers."""
    parts = WIDE.split(entry)
    if known.fold is str or (len(parts) > 1 and all(known.fold(part) in known.names for part in parts)):
        complaints.findings.add(
            "split-list",
            place,
            "a list is separated by something else than semicolons, and all of its parts are known",
            done=f"it is read as {'; '.join(map(shown, names))}",
        )
        return names
    complaints.findings.add(
        "partly-known-list",
        place,
        f"only spaces separate “{shown(names[0])}” and “{shown(names[1])}”, which are names of their own",
        done="it is read as one name",
        todo="separate names with semicolons, if it is a list",
    )
    return (entry,)


def _doubt_single(data: SheetData, column: str, known: Known, complaints: Complaints) -> None:
    """A cell for one name that holds several known ones."""
    for code, value in enumerate(data.columns[column].values):
        key = known.fold(value)
        spaced = known.between_spaces(value)
        if not spaced and (ANY_SEPARATOR.search(value) is None or key in known.wholes or key in known.names):
            continue
        parts, names = (spaced, spaced) if spaced else known.parts_of(value)
        if len(parts) > 1 and None not in names:
            complaints.findings.add(
                "several-in-one",
                place_of(data, column, code, value),
                f"{column} takes one name, and this may be {len(parts)}",
                done="it is read as one name",
                todo="write one of them",
            )


def place_of(data: SheetData, column: str, code: int, value: str) -> Place:
    """Where a coded value stands first."""
    return Place(data.file, data.row(int(np.argmax(data.columns[column].numbers == code))), column, value)
