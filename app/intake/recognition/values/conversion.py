"""Cells of an export → values of a roster, column by column; what cannot be is told with its place in the export."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.intake.columns.cell_types import Column, Kind
from app.intake.columns.no_values import unwrapped
from app.intake.errors import BadValue, Complaints
from app.intake.findings import Place
from app.intake.formats.raw_tables import LOST_DIGITS, UNCALCULATED
from app.intake.recognition.content import Content
from app.intake.recognition.holders import same_person
from app.intake.recognition.values.cell_values import is_nothing, parts_of, yes_no
from app.intake.recognition.values.dates import Order, date
from app.intake.recognition.values.hours import Decimals, number, plain_decimal

Read = Callable[[str], Any]

SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
WHOLE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: .*)?")
NUMBERS = (Kind.HOURS, Kind.RATIO, Kind.COST, Kind.EFFICIENCY, Kind.COUNT)
DROPPED = ""
"""What a value of a list stands for that is no value."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a sheet are from.

    Attributes
    ----------
    places : list of (file, row)
        Of each row of the sheet, as a person sees it.
    names : dict of column of the roster → name in the export
    """

    places: list[tuple[str, int]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a table mean, beyond single cells.

    Attributes
    ----------
    decimals : Decimals
    order : Order or None
        Of dates.
    priority : mapping of word to 1 to 5
    officer_of : mapping of holder to officer, None for nobody
    skill_of : mapping of casefolded value to skill; ``DROPPED`` for one that is none
    known : mapping of column to casefolded values that stand alone somewhere
    is_typed : bool
        As of :class:`app.intake.formats.raw_tables.RawTable`.
    """

    decimals: Decimals
    order: Order | None = None
    priority: Mapping[str, int] = field(default_factory=dict)
    officer_of: Mapping[str, str | None] = field(default_factory=dict)
    skill_of: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Collection[str]] = field(default_factory=dict)
    is_typed: bool = False


def converted(
    column: Column, cells: Sequence[str], words: Words, origin: Origin, complaints: Complaints
) -> Sequence[Any]:
    """The values of one column as a document of JSON has them; None where a cell says nothing."""
    read = _reader(column, words)
    memo: dict[str, Any] = {"": None}
    bad: dict[str, BadValue] = {}
    for text in dict.fromkeys(cells):
        if text not in memo:
            try:
                memo[text] = read(_meant(text))
            except BadValue as error:
                bad[text] = error
                memo[text] = None
    empty = {text for text, value in memo.items() if value is None and text and text not in bad and is_nothing(text)}
    if empty and column.name != "current_officer":
        _tell_empty(cells, empty, origin, column.name, complaints)
    if bad:
        wrong = [at for at, text in enumerate(cells) if text in bad]

        def describe(at: int) -> None:
            file, row = origin.places[at]
            name = origin.names.get(column.name, column.name)
            error = bad[cells[at]]
            value = None if cells[at] in {LOST_DIGITS, UNCALCULATED} else cells[at]
            complaints.add(file, str(error), row=row, column=name, value=value, code=error.code)

        complaints.add_each(wrong, describe)
    return [memo[text] for text in cells]


def _tell_empty(
    cells: Sequence[str], empty: Collection[str], origin: Origin, column: str, complaints: Complaints
) -> None:
    for at, text in enumerate(cells):
        if text in empty:
            file, row = origin.places[at]
            place = Place(file, row, origin.names.get(column, column), text)
            complaints.findings.add(
                "counts-as-empty", place, "says that there is nothing", done="the cell counts as empty"
            )


def _meant(text: str) -> str:
    if text == LOST_DIGITS:
        raise BadValue(
            "is a number of more than 15 digits, and a spreadsheet loses what is beyond; format the column as text and "
            "export it again",
            "long-number",
        )
    return unwrapped(text)


def _reader(column: Column, words: Words) -> Read:
    known = words.known.get(column.name, ())
    by_name: dict[str, Read] = {
        "required_skills": lambda text: _skills(text, known, words.skill_of),
        "excluded_officers": lambda text: _officers(text, known, words.officer_of),
        "current_officer": lambda text: words.officer_of.get(text, text),
        **dict.fromkeys(("case_id", "officer_id"), lambda text: _identifier(text, is_typed=words.is_typed)),
    }
    by_kind: dict[Kind, Read] = {
        Kind.DATE: lambda text: None if is_nothing(text) else date(text, words.order).isoformat(),
        Kind.YES_NO: _yes_no,
        Kind.PRIORITY: lambda text: _priority(text, words.priority),
        Kind.NAMES: lambda text: _some(parts_of(text, known)),
        Kind.TEXT: str,
        **dict.fromkeys(NUMBERS, lambda text: _number(text, words.decimals)),
    }
    return by_name.get(column.name) or by_kind.get(column.kind) or (lambda text: None if is_nothing(text) else text)


def _number(text: str, decimals: Decimals) -> str | None:
    return None if is_nothing(text) and text != "0" else plain_decimal(number(text, decimals))


def _some(parts: Sequence[str]) -> list[str] | None:
    return [part for part in parts if not is_nothing(part)] or None


def _officers(text: str, known: Collection[str], officer_of: Mapping[str, str | None]) -> list[str] | None:
    usual = {same_person(name): name for name in officer_of.values() if name is not None}
    return _some([usual.get(same_person(part), part) for part in parts_of(text, known)])


def _yes_no(text: str) -> bool | None:
    said = yes_no(text)
    if said is None and not is_nothing(text):
        raise BadValue("is neither yes nor no")
    return said or None


def _priority(text: str, levels: Mapping[str, int]) -> int | None:
    if text in levels:
        return levels[text]
    if text in {"1", "2", "3", "4", "5"}:
        return int(text)
    if is_nothing(text):
        return None
    raise BadValue(f"is no level that is known; say which priority it is: --priority '{text}=3'")


def _skills(text: str, known: Collection[str], skill_of: Mapping[str, str]) -> list[str] | None:
    parts = [skill_of.get(part.casefold(), part) for part in _some(parts_of(text, known)) or ()]
    return [part for part in parts if part != DROPPED] or None


def _identifier(text: str, *, is_typed: bool) -> str:
    if SCIENTIFIC.fullmatch(text):
        raise BadValue(
            "is a number in scientific notation, which has lost digits; format the column as text", "long-number"
        )
    if is_typed and WHOLE_DATE.fullmatch(text):
        raise BadValue("is a date where an id is expected; a spreadsheet may have made it of 5-1: format it as text")
    return text


def known_values(cells: Sequence[str], more: Collection[str] = ()) -> frozenset[str]:
    """Casefolded values that stand alone in some cell of a column, and others that are known."""
    alone = (text for text in Content.of(cells).counts if not any(sign in text for sign in ",/;|\n"))
    return frozenset(text.casefold() for text in (*alone, *more))
