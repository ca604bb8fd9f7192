"""Which column of a file is which, and the nearest known name for one that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from app.intake.errors import Complaints
from app.intake.kinds import Column, Sheet


def places_of(
    sheet: Sheet, file: str, header: Sequence[str], complaints: Complaints, *, row: int = 1
) -> dict[int, Column]:
    """Position in the header → column of the schema. Complains about every name that does not fit."""
    places: dict[int, Column] = {}
    for at, name in enumerate(header):
        column = sheet.column(name)
        if column is None:
            message = unknown_column(sheet, name) if name.strip() else f"the header of column {at + 1} is empty"
            complaints.add(file, message, row=row, column=name.strip() or None)
        elif column in places.values():
            complaints.add(file, "the column is there twice; delete one of them", row=row, column=column.name)
        else:
            places[at] = column
    missing = [column.name for column in sheet.columns if column.required and column not in places.values()]
    for name in missing:
        complaints.add(file, f"the required column {name} is missing", row=row, column=name)
    return places


def unknown_column(sheet: Sheet, name: str) -> str:
    """What to tell about a column that the planner does not need."""
    hint = did_you_mean(name, [column.name for column in sheet.columns])
    return (
        f"{sheet.name} has no column of this name{hint}; delete it: case data is sensitive, and nothing that the "
        "planner does not need is stored"
    )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean X?)``, or nothing where nothing is near."""
    found = nearest(name, known)
    return "" if found is None else f" (did you mean {found}?)"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The most similar of the known names, in its own spelling."""
    by_fold = {_loose(candidate): candidate for candidate in known}
    match = get_close_matches(_loose(name), list(by_fold), n=1, cutoff=0.7)
    return by_fold[match[0]] if match else None


def same_but_for_spelling(name: str, known: Iterable[str]) -> str:
    """`` (did you mean X?)`` for an id that differs in case, separators or leading zeros only.

    Ids are often numbered, so one that merely looks similar is somebody else.
    """
    bare = _bare(name)
    found = next((candidate for candidate in known if _bare(candidate) == bare), None)
    return "" if found is None else f" (did you mean {found}?)"


def _bare(name: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\W_]+", "", name.casefold()))


def _loose(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")
