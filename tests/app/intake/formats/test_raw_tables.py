"""Text files of any system: encodings, delimiters, JSON; every cell with its place."""

from __future__ import annotations

import json

import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.raw_tables import RawTable, clean, delimiter_of, text_tables

ROWS = [["Fall", "Ort"], ["1", "Görlitz"], ["2", "“Süd”"]]
TEXT = "\r\n".join(",".join(row) for row in ROWS) + "\r\n"


def only(data: bytes) -> RawTable:
    (found,) = text_tables(data, "x.csv")
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_gives_the_same_cells(encoding: str) -> None:
    assert only(TEXT.encode(encoding)).rows == ROWS


def test_utf_16_without_its_mark_is_read_and_said() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        found = only(TEXT.encode(encoding))
        assert found.rows == ROWS
        assert "UTF-16" in found.notes[0]


def test_cp1252_is_said() -> None:
    assert "cp1252" in only(TEXT.encode("cp1252")).notes[0]
    assert only(TEXT.encode()).notes == ()


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(RosterRefused, match="NUL"):
        only(b"a,b\n\0\x01\x02\x03,4\n" + b"x" * 200)
    with pytest.raises(RosterRefused, match="no text in any encoding"):
        only(b"a,b\n\x81,2\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in ROWS)
    assert delimiter_of(text) == delimiter
    assert only(text.encode()).rows == ROWS


def test_decimal_commas_do_not_make_a_comma_the_delimiter() -> None:
    text = "case;hours;more;still\na;1,5;2,5;3,5\nb;1,5;2,5;3,5\n"
    assert delimiter_of(text) == ";"


def test_the_hint_of_excel_counts_and_is_no_row() -> None:
    found = only(b"sep=|\na|b\n1|2,2\n")
    assert found.rows == [["a", "b"], ["1", "2,2"]]
    assert list(found.numbers) == [1, 2]


def test_a_cell_with_a_line_break_is_one_row() -> None:
    found = only(b'a,b\n"x\ny",2\n3,4\n')
    assert found.rows[1] == ["x\ny", "2"]
    assert list(found.numbers) == [1, 2, 3], "rows as a spreadsheet shows them"


def test_broken_quotes_are_refused_with_their_row() -> None:
    with pytest.raises(RosterRefused) as caught:
        only(b'a,b\n1,2\n"x"y,2\n')
    assert caught.value.cells[0].row == 3


def test_what_nobody_sees_is_taken_off() -> None:
    assert clean(" \u00a0a\u00a0b\u200b ") == "a b"
    assert clean("   ") == ""


def test_json_is_a_list_of_objects_or_several_by_name() -> None:
    rows = [{"id": 1, "hours": 1.50, "officer": {"name": "A"}, "tags": ["x", "y"]}, {"id": 2, "note": None}]
    found = only(json.dumps(rows).encode())
    assert found.rows == [
        ["id", "hours", "officer", "tags", "note"],
        ["1", "1.5", "A", "x; y", ""],
        ["2", *[""] * 4],
    ]
    assert list(found.numbers) == [0, 1, 2]
    first, second = text_tables(json.dumps({"cases": rows, "people": [{"n": 1}], "count": 2}).encode(), "x")
    assert (first.sheet, second.sheet) == ("cases", "people")


def test_ids_of_json_keep_their_digits() -> None:
    assert only(b'[{"id": 12345678901234567890}]').rows[1] == ["12345678901234567890"]


def test_ndjson_is_told_from_json_and_named_by_its_lines() -> None:
    found = only(b'{"id": 1}\n\n{"id": 2}\n')
    assert found.rows == [["id"], ["1"], ["2"]]
    assert list(found.numbers) == [0, 1, 3]
    sheets = text_tables(b'{"sheet": "cases", "id": 1}\n{"sheet": "officers", "id": 2}\n', "x")
    assert [each.sheet for each in sheets] == ["cases", "officers"]


def test_json_without_rows_is_refused() -> None:
    with pytest.raises(RosterRefused, match="no list of objects"):
        only(b'{"a": 1}')
    with pytest.raises(RosterRefused, match="must be an object"):
        only(b"[1, 2]")


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(RosterRefused, match="columns"):
        only((",".join("x" * 300) + "\n").encode())
