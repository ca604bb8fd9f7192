"""JSON and NDJSON: the same rows, numbers as they stand in the text."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.intake.columns.schema import roster_json_schema
from app.intake.errors import BadCell, RosterRefused
from app.intake.read import read_document, read_json, read_ndjson, read_path
from tests.app.intake.rosters import read

OFFICERS: list[Any] = [{"officer_id": "A", "available_hours": 100, "skills": ["spanish", "creole"]}]
CASES: list[Any] = [{"case_id": 17, "weight_hours": 0.1, "pinned": True, "current_officer": "A"}]


def told(document: Any) -> list[BadCell]:
    with pytest.raises(RosterRefused) as caught:
        read_document(document)
    return caught.value.cells


def told_json(text: str | bytes) -> BadCell:
    with pytest.raises(RosterRefused) as caught:
        read_json(text.encode() if isinstance(text, str) else text)
    assert caught.value.total == 1
    return caught.value.cells[0]


def test_document_is_the_same_roster_as_its_csv() -> None:
    roster = read_document({"officers": OFFICERS, "cases": CASES})
    assert (
        roster.sha256
        == read(
            "officer_id,available_hours,skills\nA,100,spanish;creole\n",
            "case_id,weight_hours,pinned,current_officer\n17,0.1,yes,A\n",
        ).sha256
    )


def test_numbers_are_read_from_the_text_and_never_rounded() -> None:
    text = (
        '{"officers": [{"officer_id": "A", "available_hours": 12345678901234.1234}],'
        ' "cases": [{"case_id": "a", "weight_hours": 0.1}, {"case_id": "b", "weight_hours": 1.5e1},'
        ' {"case_id": "c", "weight_hours": 1e-4}, {"case_id": "d", "weight_hours": "0.125"}]}'
    )
    roster = read_json(text.encode())
    assert roster.officers.available.tolist() == [123_456_789_012_341_234]
    assert roster.cases.weight.tolist() == [1_000, 150_000, 1, 1_250]
    cell = told_json(text.replace("0.1}", "0.10000000000000000001}"))
    assert "more than 4 decimals" in cell.message
    assert cell.value == "0.10000000000000000001"


def test_floats_of_a_parsed_document_count_as_their_shortest_decimal() -> None:
    roster = read_document({"officers": OFFICERS, "cases": [{"case_id": "a", "weight_hours": 0.1}]})
    assert roster.cases.weight.tolist() == [1_000]
    cell = told({"officers": OFFICERS, "cases": [{"case_id": "a", "weight_hours": 0.1 + 0.2}]})[0]
    assert cell.value == "0.30000000000000004"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e400", "-3"])
def test_numbers_that_are_no_hours(word: str) -> None:
    officers = f'[{{"officer_id": "A", "available_hours": {word}}}]'
    cell = told_json(f'{{"officers": {officers}, "cases": [{{"case_id": 1, "weight_hours": 1}}]}}')
    assert (cell.file, cell.row, cell.column) == ("officers", 1, "available_hours")


def test_errors_name_sheet_and_index_from_one() -> None:
    cells = told(
        {
            "officers": [{"officer_id": "A", "available_hours": 1}, "B", None],
            "cases": [
                {"Case_ID": "a", "weight_hours": 1},
                {"case_id": "b", "weight_hours": [1], "colour": "red"},
                {"case_id": {"x": 1}, "weight_hours": True, "CASE_ID": "c"},
                {"weight_hours": 1, "colour": "blue"},
            ],
        }
    )
    assert [(cell.file, cell.row, cell.column) for cell in cells if cell.file == "officers"] == [
        ("officers", 2, None),
        ("officers", 3, None),
    ]
    found = {(cell.row, cell.column): cell.message for cell in cells if cell.file == "cases"}
    assert set(found) == {
        (3, "case_id"),
        (3, "weight_hours"),
        (4, "case_id"),
    }
    assert "is not a number" in found[3, "weight_hours"]


def test_lists_are_arrays_or_texts_and_entries_hold_no_semicolons() -> None:
    both = [{"officer_id": "A", "available_hours": 1, "skills": value} for value in (["x", "y"], "x;y")]
    both[1]["officer_id"] = "B"
    assert read_document({"officers": both, "cases": CASES}).officers.skills.codes.tolist() == [0, 0]
    both[0]["skills"] = ["x;y"]
    assert told({"officers": both, "cases": CASES})[0].message == "an entry holds a semicolon"


def test_keys_are_sheets_and_their_values_lists() -> None:
    cells = told({"Officers": OFFICERS, "case": CASES, "cases": {"a": 1}, "weights": None, "officers": []})
    assert [(cell.file, cell.message.split(";")[0]) for cell in cells] == [
        ("cases", "must be a list of rows, not an object"),
        ("officers", "the sheet is there twice"),
    ]
    assert "must be an object with a key for each sheet" in told([])[0].message
    assert [cell.message for cell in told({"officers": [], "cases": []})] == [
        "has no rows below the header; add at least one officer",
        "has no rows below the header; add at least one case",
    ]


def test_what_is_no_json_is_told_with_its_line() -> None:
    cell = told_json('{"officers": [\n  {"officer_id" "A"}]}')
    assert cell.row == 2
    assert "is not JSON: Expecting ':' delimiter at column 17" in cell.message
    assert "not UTF-8" in told_json('{"officers": "é"}'.encode("cp1252")).message
    assert "nested too deeply" in told_json("[" * 5_000).message
    cell = told_json('{"officers": [{"officer_id": "A", "officer_id": "B"}]}')
    assert (cell.message, cell.value) == ("an object has this field twice", "officer_id")


def test_text_that_no_file_can_hold_is_refused() -> None:
    cells = told({"officers": OFFICERS, "cases": [{"case_id": "\0", "weight_hours": "\0"}]})
    assert [cell.column for cell in cells] == ["case_id", "weight_hours"]
    cells = told({"officers": OFFICERS, "cases": [{"case_id": "\ud800", "weight_hours": 1, "\ud800": 1}]})
    assert all(str(cell).encode() for cell in cells)


def ndjson(*lines: str) -> BytesIO:
    return BytesIO("\n".join(lines).encode())


def test_ndjson_is_the_same_roster() -> None:
    rows = [{"sheet": "cases", **CASES[0]}, {"sheet": "Officers", **OFFICERS[0]}]
    roster = read_ndjson(ndjson(*map(json.dumps, rows), "", "  "))
    assert roster.sha256 == read_document({"officers": OFFICERS, "cases": CASES}).sha256


def test_ndjson_errors_name_the_line_and_all_lines_are_read() -> None:
    with pytest.raises(RosterRefused) as caught:
        read_ndjson(
            ndjson(
                '{"sheet": "officers", "officer_id": "A", "available_hours": 1}',
                "{broken",
                '{"sheet": "case", "case_id": "a"}',
                '["cases"]',
                "",
                '{"sheet": "cases", "case_id": "a", "weight_hours": "x"}',
            ),
            "roster.ndjson",
        )
    assert [(cell.file, cell.row, cell.column) for cell in caught.value.cells] == [
        ("roster.ndjson", 2, None),
        ("roster.ndjson", 4, "sheet"),
        ("roster.ndjson", 6, "weight_hours"),
    ]
    (found,) = caught.value.noticed
    assert (found.code, found.file, found.row, found.value) == ("unread-sheet", "roster.ndjson", 3, "case")
    with pytest.raises(RosterRefused, match="more than 4 MB"):
        read_ndjson(BytesIO(b" " * (5 << 20)))


def test_files_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "roster.json").write_text("\ufeff" + json.dumps({"officers": OFFICERS, "cases": CASES}))
    lines = [json.dumps({"sheet": "officers", **OFFICERS[0]}), json.dumps({"sheet": "cases", **CASES[0]})]
    (tmp_path / "roster.ndjson").write_text("\n".join(lines))
    assert read_path(tmp_path / "roster.json").sha256 == read_path(tmp_path / "roster.ndjson").sha256


def test_schema_is_valid_and_accepts_what_the_reader_writes() -> None:
    schema = roster_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = read_document({"officers": OFFICERS, "cases": CASES}).to_document()
    jsonschema.validate(json.loads(json.dumps(document)), schema)
    jsonschema.validate({"officers": OFFICERS, "cases": CASES}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"officers": OFFICERS, "cases": [{"case_id": "a", "colour": "red"}]}, schema)


def test_lists_in_lists_in_a_cell_ended_the_request() -> None:
    deep: Any = "A"
    for _ in range(900):
        deep = [deep]
    told_cells = told({"officers": [{"officer_id": "A", "available_hours": 1, "skills": deep}], "cases": CASES})
    assert [(cell.row, cell.column) for cell in told_cells] == [(1, "skills")]
    assert "list of lists" in told_cells[0].message
    officer = {"officer_id": "A", "available_hours": {"a": [1]}}
    cells = told({"officers": [officer], "cases": CASES})
    assert (cells[0].column, "not an object" in cells[0].message) == ("available_hours", True)


@pytest.mark.parametrize("number", ["1e-999999999", "1e99999999999999999999", "9" * 9_999, "0." + "0" * 9_999 + "1"])
def test_a_number_that_no_machine_can_write_out_is_refused_where_it_stands(number: str) -> None:
    officer = f'{{"officer_id": "A", "available_hours": {number}}}'
    cell = told_json(f'{{"officers": [{officer}], "cases": [{{"case_id": 1, "weight_hours": 1}}]}}')
    assert (cell.file, cell.row, cell.column) == ("officers", 1, "available_hours")


def test_lines_that_are_no_rows_are_read_up_to_a_point() -> None:
    with pytest.raises(RosterRefused, match=r"100,0\d\d errors"):
        read_ndjson(BytesIO(b"{}\n" * 300_000))
