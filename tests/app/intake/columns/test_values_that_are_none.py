"""Cells that hold no value, in any column and any kind of file: errors of formulas, formulas, rounded numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.intake.errors import BadCell, RosterRefused
from app.intake.read import read_document, read_json
from tests.app.intake.rosters import Rows, codes, in_format, read, refusal

KINDS = ("csv", "xlsx", "json")
TEXTS = ("case_id", "case_type", "office", "docket", "required_skills", "current_officer", "excluded_officers")
COLUMNS = (*TEXTS, "keep_together", "priority", "pinned", "opened", "weight_hours")


KIN = (
    "#NV #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC! #n/a #WERT! #BEZUG! #N/D #ЗНАЧ! #¡VALOR! Err:502 "
    "#########"
)


def with_cell(kind: str, column: str, value: Any) -> list[BadCell]:
    """The errors of a roster with this value in one cell of a case."""
    row = {"case_id": "c1", "weight_hours": 1, column: value}
    with pytest.raises(RosterRefused) as caught:
        in_format(kind, cases=[list(row), list(row.values()), ["c2", 1, *[None] * (len(row) - 2)]])
    return caught.value.cells


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", COLUMNS)
def test_the_error_of_a_formula_is_refused_in_every_column(kind: str, column: str) -> None:
    """Ten strangers with ``#N/A`` in keep_together were one family."""
    (cell,) = with_cell(kind, column, "#N/A")
    assert (cell.code, cell.row, cell.column) == ("error-value", 1 if kind == "json" else 2, column)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [*KIN.split(), "north; #N/A", " #N/A "])
def test_so_are_its_kin_in_other_languages_and_inside_lists(kind: str, text: str) -> None:
    assert with_cell(kind, "required_skills", text)[0].code == "error-value"


@pytest.mark.parametrize("kind", KINDS)
def test_officers_are_read_the_same(kind: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        in_format(kind, officers=[["officer_id", "available_hours"], ["A", 1], ["#NV", 1]])
    assert [cell.code for cell in caught.value.cells] == ["error-value"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["#12", "C#", "No. #4/7", "a#N/A", "Erritzoe", "err:1"])
def test_a_name_with_a_hash_is_a_name(kind: str, text: str) -> None:
    officers: Rows = [["officer_id", "available_hours", "skills"], ["A", 1, text]]
    assert in_format(kind, officers=officers).officers.skills[0] == (text,)
    assert in_format(kind, officers=[["officer_id", "available_hours"], [text, 1]]).officers.ids == (text,)


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_formula_as_text_is_refused(kind: str, column: str) -> None:
    cells = with_cell(kind, column, "=IF(1=1,2,3)")
    assert cells[0].code == "formula-without-result"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_text_that_an_export_guards_with_a_formula_is_that_text(kind: str) -> None:
    cases: Rows = [["case_id", "weight_hours", "current_officer"], ['="00123"', 1, '="A"']]
    roster = in_format(kind, cases=cases)
    assert (roster.cases.ids, roster.cases.current[0]) == (("00123",), "A")
    assert codes(roster) == []


@pytest.mark.parametrize("column", ["case_id", "current_officer", "excluded_officers", "keep_together", "case_type"])
def test_an_id_of_more_than_fifteen_digits_as_a_number_is_refused(column: str) -> None:
    """The plan spoke of a case that does not exist."""
    for number in (1234567890123456789, 1234567890123456):
        assert with_cell("xlsx", column, number)[0].code == "long-number"
    assert with_cell("csv", column, "1.23457E+18")[0].code == "long-number"
    assert with_cell("csv", column, "1,23457E+18")[0].code == "long-number"
    row = {"case_id": "c1", "weight_hours": 1, column: 1.2345678901234567e18}
    sheets = {"officers": [{"officer_id": "A", "available_hours": 1}], "cases": [row]}
    with pytest.raises(RosterRefused) as caught:
        read_document(sheets)
    assert [cell.code for cell in caught.value.cells] == ["long-number"]
    with pytest.raises(RosterRefused) as caught:
        read_json(json.dumps(sheets).encode())
    assert [cell.code for cell in caught.value.cells] == ["long-number"]


@pytest.mark.parametrize("kind", KINDS)
def test_fifteen_digits_and_long_texts_are_ids(kind: str) -> None:
    ids = [123456789012345, "1234567890123456789", "12E34"]
    cases: Rows = [["case_id", "weight_hours"], *([each, 1] for each in ids)]
    assert in_format(kind, cases=cases).cases.ids == tuple(map(str, ids))


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_nothing_but_spaces_are_left_out(kind: str) -> None:
    cases: Rows = [
        ["case_id", "weight_hours", "office"],
        ["c1", 1, "n"],
        [" ", None, "  "],
        ["\u00a0", " ", None],
        ["c2", 1, "n"],
    ]
    roster = in_format(
        kind, cases=cases, officers=[["officer_id", "available_hours", "offices"], ["A", 1, "n"], ["  ", None, ""]]
    )
    assert roster.cases.ids == ("c1", "c2")
    assert roster.officers.ids == ("A",)


def test_repeated_ids_have_a_code_of_their_own() -> None:
    assert refusal("officer_id,available_hours\nA,1\nA,1\n").code == "repeated-id"
    composed, decomposed = "M\u00fcller", "Mu\u0308ller"
    assert refusal(f"officer_id,available_hours\n{composed},1\n{decomposed},1\n").code == "repeated-id"
    assert read("officer_id,available_hours\nA,1\nB,1\n").findings == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ['"', "ditto", "Idem", "siehe oben", "〃"])
def test_a_sign_for_the_value_above_was_a_name(kind: str, text: str) -> None:
    """An officer of the office `ditto` served no other."""
    (cell,) = with_cell(kind, "office", text)
    assert cell.message.startswith("stands for the value above")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["@SUM(A1:A5)", "+A1+B1", "@IF(A1>0,1,0)"])
def test_a_formula_without_its_sign_was_a_name(kind: str, text: str) -> None:
    assert with_cell(kind, "current_officer", text)[0].code == "formula-without-result"
    officers: Rows = [["officer_id", "available_hours"], ["@home", 1], ["+1 (temp)", 1], ["A-B (x)", 1]]
    assert len(in_format(kind, officers=officers).officers.ids) == 3
