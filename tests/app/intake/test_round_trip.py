"""The same roster, whatever kind of file it comes in: hypothesis writes it as CSV, JSON, NDJSON and XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.intake.columns.no_values import DITTO, OLD_FORMULA
from app.intake.columns.schema import BY_NAME
from app.intake.errors import RosterRefused
from app.intake.read import read_document, read_json, read_ndjson, read_parts
from app.intake.roster import Roster
from tests.app.intake.rosters import read, workbook

Rows = list[dict[str, Any]]
LETTERS = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S"], exclude_characters=";=#\u200b\ufeff\u2060")


def is_value(word: str) -> bool:
    """Whether a word is no number with a point, no sign for the value above and no formula."""
    is_none = word.casefold() in DITTO or OLD_FORMULA.fullmatch(word)
    return bool(word) and not word.endswith(".0") and not is_none


WORDS = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(is_value)
HOURS = st.integers(0, 10**7).map(lambda number: f"{number // 10_000}.{number % 10_000:04d}")
POSITIVE = st.integers(1, 1_000).map(lambda number: f"{number / 100:.2f}")
DATES = st.dates(min_value=dt.date(1901, 1, 1)).map(lambda date: date.isoformat())
LISTS = st.lists(WORDS, max_size=3).map(";".join)


@st.composite
def rosters(draw: st.DrawFn) -> dict[str, Rows]:
    officers = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    types = draw(st.lists(WORDS, min_size=1, max_size=3, unique_by=folded))
    ids = draw(st.lists(WORDS, min_size=1, max_size=6, unique=True))
    holders = st.sampled_from(["", *officers])
    document: dict[str, Rows] = {
        "officers": [
            {
                "officer_id": name,
                "available_hours": draw(HOURS),
                "skills": draw(LISTS),
                "offices": draw(LISTS),
                "dockets": draw(LISTS),
                "caseload_standard": draw(st.sampled_from(["", "0", "17"])),
                "efficiency": draw(st.one_of(st.just(""), POSITIVE)),
            }
            for name in officers
        ],
        "cases": [],
        "weights": [
            {"case_type": name, "weight_hours": draw(HOURS), "source": draw(st.one_of(st.just(""), WORDS))}
            for name in types
        ],
    }
    for name in ids:
        holder = draw(holders)
        document["cases"].append(
            {
                "case_id": name,
                "case_type": draw(st.sampled_from(types)),
                "weight_hours": draw(st.one_of(st.just(""), HOURS)),
                "office": draw(st.one_of(st.just(""), WORDS)),
                "docket": draw(st.one_of(st.just(""), WORDS)),
                "required_skills": draw(LISTS),
                "priority": draw(st.sampled_from(["", "1", "5"])),
                "current_officer": holder,
                "pinned": "yes" if holder and draw(st.booleans()) else "",
                "excluded_officers": draw(holders),
                "opened": draw(st.one_of(st.just(""), DATES)),
                "pinned_to": draw(st.sampled_from(["", holder])) or ("" if holder else draw(holders)),
            }
        )
    return document


def folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def as_csv(rows: Rows, delimiter: str = ",", end: str = "\n") -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def german(rows: Rows) -> Rows:
    """Numbers with a decimal comma."""
    numbers = {"available_hours", "weight_hours", "efficiency"}
    return [
        {name: value.replace(".", ",") if name in numbers else value for name, value in row.items()} for row in rows
    ]


@settings(max_examples=60)
@given(rosters())
def test_csv_json_and_ndjson_give_the_same_roster(document: dict[str, Rows]) -> None:
    roster = read_parts({name: as_csv(rows) for name, rows in document.items()})
    other = read_parts({name: b"\xef\xbb\xbf" + as_csv(german(rows), ";", "\r\n") for name, rows in document.items()})
    lines = "\n".join(json.dumps({"sheet": name, **row}) for name, rows in document.items() for row in rows)
    hashes = {
        roster.sha256,
        other.sha256,
        read_document(document).sha256,
        read_json(json.dumps(document).encode()).sha256,
        read_ndjson(io.BytesIO(lines.encode())).sha256,
    }
    assert len(hashes) == 1


@settings(max_examples=60)
@given(rosters())
def test_document_gives_the_roster_back(document: dict[str, Rows]) -> None:
    roster = read_document(document)
    again = roster.to_document()
    assert read_document(again).sha256 == roster.sha256
    assert read_document(again).to_document() == again
    assert read_json(json.dumps(again).encode()).sha256 == roster.sha256


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(rosters())
def test_workbook_gives_the_same_roster(document: dict[str, Rows]) -> None:
    """Each example starts a process, so there are few; numbers are cells of numbers."""
    numbers = {"available_hours", "weight_hours", "efficiency", "priority", "caseload_standard"}
    sheets: dict[str, list[list[Any]]] = {}
    for name, rows in document.items():
        body = [
            [(float(value) if column in numbers else value) if value else None for column, value in row.items()]
            for row in rows
        ]
        sheets[name] = [list(rows[0]), *body]
    assert read_parts({"workbook": workbook(sheets)}).sha256 == read_document(document).sha256


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(list(BY_NAME)), st.binary(max_size=400), max_size=5))
def test_no_bytes_do_worse_than_a_refusal(parts: dict[str, bytes]) -> None:
    with pytest.raises(RosterRefused):
        read_parts(parts)


@settings(max_examples=150)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    ),
    st.sampled_from(["officers", "cases", "weights", "costs", "flow"]),
    st.sampled_from(["officer_id", "available_hours", "case_id", "skills", "opened", "weight_hours"]),
)
def test_no_document_does_worse_than_a_refusal(value: Any, sheet: str, column: str) -> None:
    for document in (value, {sheet: value}, {sheet: [value]}, {sheet: [{column: value}]}):
        with pytest.raises(RosterRefused) as caught:
            read_document(document)
        assert all(str(cell).encode() for cell in caught.value.cells)


REFUSED_CELLS: tuple[Any, ...] = (
    "x" * 600,
    "a\u0000b",
    "=1+1",
    "#REF!",
    "-7",
    "1e999",
    "2026-02-30",
    [["a"]],
    {"a": 1},
    [],
)


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Rows]:
    """A roster of which some columns hold cells that cannot be read."""
    document = draw(rosters())
    document["cases"] = [{**row, "keep_together": "family"} for row in document["cases"]]
    for sheet in draw(st.lists(st.sampled_from(["cases", "cases", *document]), min_size=1, max_size=4)):
        column, cell = draw(st.sampled_from(list(document[sheet][0]))), draw(st.sampled_from(REFUSED_CELLS))
        for row in document[sheet]:
            row[column] = cell if draw(st.booleans()) else row[column]
    return document


@settings(max_examples=200)
@given(spoilt())
def test_cells_that_cannot_be_read_are_refused_whatever_is_checked_of_the_others(document: dict[str, Rows]) -> None:
    with suppress(RosterRefused):
        roster = read_document(document)
        assert read_document(roster.to_document()).sha256 == roster.sha256


def test_a_pin_to_a_name_that_is_refused_was_an_index_error() -> None:
    """The case is pinned, kept together with others, and nobody knows to whom."""
    case = {"case_id": "c", "weight_hours": 1, "pinned": "yes", "keep_together": "K", "pinned_to": "\u0004"}
    with pytest.raises(RosterRefused) as caught:
        read_document({"officers": [{"officer_id": "A", "available_hours": 1}], "cases": [case]})
    assert [cell.column for cell in caught.value.cells] == ["pinned_to"]


def small() -> Roster:
    return read("officer_id,available_hours,skills\nA,1,x;y\n", "case_id,weight_hours,opened\na,1,2026-11-24\n")


def test_hash_is_that_of_the_contents() -> None:
    assert small().sha256 == small().sha256
    assert small().sha256 != read("officer_id,available_hours,skills\nA,1,x;z\n", "case_id,weight_hours\na,1\n").sha256
    assert (
        read(cases="case_id,weight_hours\na,1\nb,1\n").sha256 != read(cases="case_id,weight_hours\nb,1\na,1\n").sha256
    )
