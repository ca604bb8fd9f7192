"""Which column of a file is which. One that the planner does not know is left unread, and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from app.intake.columns.cell_types import Column, Kind, Sheet, bare
from app.intake.errors import Complaints, refused
from app.intake.findings import Place, shown
from app.intake.limits import MAX_COLUMNS
from app.intake.recognition.synonyms import EXACT, folded, says
from app.intake.recognition.values.other_periods import HOUR_WORDS
from solver.analysis.spelling import LIKENESS

NEAR = 0.85
"""Likeness from which a column that is not known is probably one that is missing: a letter more or less."""
MOST_NAMED = 10
"""Columns that are listed where a required one is missing."""
NAMED = frozenset({Kind.ID, Kind.REFERENCE, Kind.NAME, Kind.NAMES, Kind.REFERENCES})
"""Kinds of columns that are read where they are called as offices call them: a wrong name among names is found."""
ASKED = frozenset({Kind.HOURS, Kind.PRIORITY, Kind.YES_NO, Kind.COUNT, Kind.EFFICIENCY})
"""Kinds of which it is asked: what stands there may be points, or words."""
TAKEN_OFF = frozenset({"scheduled_hours", "leave_hours", "training_hours", "collateral_hours", "detail_hours"})
"""Columns that say nothing where the hours that are left stand beside them."""
ONCE = frozenset({"available_hours"})
"""Of it and scheduled_hours one is enough."""


def named_as_ours(
    sheet: Sheet, file: str, header: Sequence[str], complaints: Complaints, *, row: int | None = 1
) -> list[str]:
    """The header with our names for the columns that offices call otherwise: ``Assigned to`` is current_officer.

    Only where no column of our name is there, and one alone is called so; each is said.
    """
    meant = meant_columns(sheet, header)
    for name, column in meant.items():
        complaints.findings.add(
            "other-name",
            Place(file, row, name.strip()),
            f"{sheet.name} has no column of this name, but offices call {column} so",
            done=f"it is read as {column}",
            todo="call it otherwise, if it holds something else",
        )
    return [meant.get(name, name) for name in header]


def meant_columns(sheet: Sheet, names: Sequence[str]) -> dict[str, str]:
    """Name of a column that is none of ours → the column of ours that is not there and that offices call so."""
    candidates = _candidates(sheet, names)
    claims = Counter(column for columns in candidates.values() for column in columns)
    return {
        name: columns[0]
        for name, columns in candidates.items()
        if len(columns) == 1 and claims[columns[0]] == 1 and _is_read(sheet, columns[0], name)
    }


def _candidates(sheet: Sheet, names: Sequence[str]) -> dict[str, list[str]]:
    """Columns of ours that are not there and may be meant by each name that is none of ours."""
    strange = [name for name in dict.fromkeys(names) if name.strip() and sheet.column(name) is None]
    there = {column.name for name in names if (column := sheet.column(name)) is not None}
    absent = [column for column in sheet.columns if column.name not in there]
    idle = TAKEN_OFF if "available_hours" in there else ONCE if "scheduled_hours" in there else ()
    absent = [column for column in absent if column.name not in idle]
    found = {
        name: [column.name for column in absent if says(name, f"{sheet.name}.{column.name}") == EXACT]
        for name in strange
    }
    return {name: columns for name, columns in found.items() if columns}


def _is_read(sheet: Sheet, column: str, name: str) -> bool:
    kind = next(each.kind for each in sheet.columns if each.name == column)
    return kind in NAMED or (kind is Kind.HOURS and bool(HOUR_WORDS & set(folded(name).split())))


def places_of(
    sheet: Sheet, file: str, header: Sequence[str], complaints: Complaints, *, row: int = 1
) -> dict[int, Column]:
    """Position in the header → column of the schema. Complains about every name that does not fit."""
    if len(header) > MAX_COLUMNS:
        raise refused(file, f"has {len(header):,} columns; the sheet {sheet.name} has {len(sheet.columns)}", row=row)
    places: dict[int, Column] = {}
    unread: list[str] = []
    for at, name in enumerate(header):
        column = sheet.column(name)
        if column is None:
            unread.append(name.strip() or f"column {at + 1}, which has no name")
        elif column in places.values():
            complaints.add(file, "the column is there twice; delete one of them", row=row, column=column.name)
        else:
            places[at] = column
    there = {column.name for column in places.values()}
    complaints.unread[shown(file)] = tuple(name.strip() for name in header if name.strip() and not sheet.column(name))
    tell_unread(sheet, file, unread, there, complaints, row=row)
    for column in sheet.columns:
        if column.required and column.name not in there:
            hint = _near(column.name, unread)
            what = f"the required column {column.name} is missing{hint}"
            complaints.add(file, what, row=row, column=column.name, code="missing-column")
    return places


def tell_unread(
    sheet: Sheet,
    file: str,
    names: Sequence[str],
    there: Collection[str],
    complaints: Complaints,
    *,
    row: int = 1,
) -> None:
    """Name the columns that are none of the sheet; one that looks like a column that is not there must be accepted."""
    absent = [column.name for column in sheet.columns if column.name not in there]
    called = _asked_about(sheet, [*names, *there])
    others = []
    for name in names:
        near = get_close_matches(bare(name), [bare(each) for each in absent], n=1, cutoff=NEAR)
        meant = next((each for each in absent if near and bare(each) == near[0]), called.get(name))
        if meant is None:
            others.append(shown(name))
            continue
        complaints.findings.add(
            "similar-column",
            Place(file, row, name),
            f"{sheet.name} has no column of this name, but {meant}, which is not there",
            done="it was not read",
            todo=f"rename it to {meant}, if that is what it holds",
        )
    if others:
        more = f" and {len(others) - MOST_NAMED:,} more" if len(others) > MOST_NAMED else ""
        complaints.findings.add(
            "unread-column",
            Place(file, row),
            f"{sheet.name} has no column called {', '.join(others[:MOST_NAMED])}{more}",
            done="what stands there was not read, and nothing of it is kept",
        )


def _asked_about(sheet: Sheet, names: Sequence[str]) -> dict[str, str]:
    """Names that offices use for a column of ours that is not there, and that were not read all the same."""
    kinds = {column.name: column.kind for column in sheet.columns}
    return {
        name: columns[0] for name, columns in _candidates(sheet, names).items() if kinds[columns[0]] in NAMED | ASKED
    }


def _near(name: str, others: Sequence[str]) -> str:
    match = get_close_matches(bare(name), [bare(other) for other in others], n=1, cutoff=LIKENESS)
    found = next((other for other in others if match and bare(other) == match[0]), None)
    if found is None:
        return f"; the columns are {', '.join(others[:MOST_NAMED])}" if others else ""
    return f"; rename “{shown(found)}”, if that is what it holds"
