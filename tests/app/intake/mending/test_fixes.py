from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from app.intake.columns.schema import CASES, OFFICERS
from app.intake.errors import RosterRefused
from app.intake.formats.workbook_parts import Marks, look_at
from app.intake.formats.workbook_source import read_in_child
from app.intake.limits import MAX_FIXES
from app.intake.mending.fixes import AS_IT_STANDS, Fixes, SheetFixes
from app.intake.read import read_parts
from app.intake.roster import Roster
from tests.app.intake.rosters import CASES as CASES_CSV
from tests.app.intake.rosters import codes, workbook

HEADER = ["Officer ID", "Hours", "skills", ""]


def officers(**said: str) -> SheetFixes:
    """What was said of the sheet officers; ``fix_2_skills="x"`` is ``fix:officers:2:skills``."""
    found = SheetFixes(OFFICERS)
    for name, text in said.items():
        kind, _, rest = name.partition("_")
        found.take(kind, rest.replace("_", ":", 1), text)
    return found


def mended(fixes: SheetFixes, *rows: list[Any]) -> list[list[Any]]:
    """The header and the rows that stay; rows are numbered from 2."""
    header = fixes.header(HEADER, 1)
    return [header, *(row for number, row in enumerate(rows, 2) if fixes.row(number, row))]


def test_nothing_said_changes_nothing() -> None:
    assert not AS_IT_STANDS.of(OFFICERS)
    assert mended(officers(), ["A", "1", "x", ""]) == [HEADER, ["A", "1", "x", ""]]


def test_a_cell_is_replaced_and_nothing_else() -> None:
    said = officers(fix_2_Skills="y", fix_9_skills="z", fix_2_nothing="z")
    assert mended(said, ["A", "1", "x", ""], ["B", "1", "x", ""])[1:] == [["A", "1", "y", ""], ["B", "1", "x", ""]]


def test_a_value_that_the_page_shows_in_part_stays_whole() -> None:
    long = "x" * 100
    assert mended(officers(fix_2_skills="x" * 63 + "…"), ["A", "1", long, ""])[1] == ["A", "1", long, ""]


@pytest.mark.parametrize(
    "row", ["9" * 5_000, "²", "٢", "-2", ""], ids=["long", "superscript", "arabic", "below", "none"]
)
def test_a_row_that_no_page_names_was_a_fault_of_the_program(row: str) -> None:
    assert not of_officers({f"{kind}:officers:{row}:skills": "y" for kind in ("fix", "out", "fill")})


def test_a_cell_without_a_name_is_found_by_its_letters() -> None:
    assert mended(officers(fix_1_D="offices", fix_2_offices="north"), ["A", "1", "x", ""]) == [
        ["Officer ID", "Hours", "skills", "offices"],
        ["A", "1", "x", "north"],
    ]


def test_a_column_is_renamed_from_either_side() -> None:
    assert mended(officers(column_hours="available_hours"))[0][1] == "available_hours"
    assert mended(of_officers({"is:officers:available_hours": "Hours"}))[0][1] == "available_hours"


def of_officers(said: dict[str, str]) -> SheetFixes:
    return Fixes(said).of(OFFICERS)


def test_a_row_is_left_out() -> None:
    assert mended(officers(out_2="yes"), ["A", "1", "x", ""], ["B", "1", "x", ""])[1:] == [["B", "1", "x", ""]]
    assert len(mended(officers(out_2=""), ["A", "1", "x", ""])) == 2, "the box was not ticked"


def test_a_value_is_written_otherwise_wherever_it_stands() -> None:
    said = of_officers({"all:officers:skills:DV, Spanish": "DV; Spanish"})
    rows = [["A", "1", "dv, spanish", ""], ["B", "1", "DV, Spanish; x", ""], ["DV, Spanish", "1", "DV", ""]]
    assert [row[2] for row in mended(said, *rows)[1:]] == ["DV; Spanish", "DV; Spanish; x", "DV"]
    assert rows[2][0] == "DV, Spanish", "in its column alone"


def test_ids_are_told_apart_by_case() -> None:
    said = Fixes({"all:cases:current_officer:d-1": "D-1"}).of(CASES)
    said.header(["case_id", "current_officer"], 1)
    rows = [["c1", "d-1"], ["c2", "D-1"], ["c3", "d-10"]]
    assert all(said.row(at, row) for at, row in enumerate(rows, 2))
    assert [row[1] for row in rows] == ["D-1", "D-1", "d-10"]


def test_the_row_of_an_id() -> None:
    said = of_officers({"of:officers:Hours:B": "100", "of:officers:Hours:A": " "})
    assert mended(said, ["A", "1776", "", ""], ["B", "1776", "", ""])[1:] == [
        ["A", "1776", "", ""],
        ["B", "100", "", ""],
    ]


def test_dates_are_read_as_it_was_said() -> None:
    for order, expected in (("day-first", "2026-04-03"), ("month-first", "2026-03-04"), ("backwards", "03/04/2026")):
        said = Fixes({"dates:cases:opened": order}).of(CASES)
        said.header(["case_id", "opened"], 1)
        row = ["c1", "03/04/2026"]
        other = ["c2", "31/31/2026"]
        assert said.row(2, row)
        assert said.row(3, other)
        assert (row[1], other[1]) == (expected, "31/31/2026")


def test_merged_cells_are_filled_down_and_hidden_rows_left_out() -> None:
    said = of_officers({"fill:officers:2:skills": "yes", "hidden:officers": "yes"})
    marks = Marks(merged={(2, 2): (3, 2), (2, 0): (3, 1)}, hidden_rows={1, 4})
    said.header(HEADER, 1, marks=marks)
    rows = [["A", "1", "x", ""], ["", "", "", ""], ["C", "1", "z", ""]]
    assert [said.row(number, row) for number, row in enumerate(rows, 2)] == [True, True, False]
    assert rows[1] == ["", "", "x", ""], "an area of two columns is no list of equal values"


def test_more_than_anybody_says_is_refused() -> None:
    Fixes({f"weight:{number}": "1" for number in range(MAX_FIXES)})
    with pytest.raises(RosterRefused, match="5,000"):
        Fixes({f"weight:{number}": "1" for number in range(MAX_FIXES + 1)})


def test_a_csv_is_mended_while_it_is_read() -> None:
    sheets = {"officers": b"officer_id;hours\nA;ten\nB;1,5\nTotal;7\n", "cases": CASES_CSV.encode()}
    said = {"is:officers:available_hours": "hours", "fix:officers:2:hours": "10", "out:officers:4": "yes"}
    roster = read_parts(sheets, Fixes(said))
    assert [row["available_hours"] for row in roster.to_document()["officers"]] == ["10", "1.5"]
    assert codes(roster) == []


def test_a_row_with_a_comma_too_many_is_left_out() -> None:
    sheets = {"officers": b"officer_id,available_hours\nA,10\nB,1,5\n", "cases": CASES_CSV.encode()}
    assert read_parts(sheets, Fixes({"out:officers:3": "yes"})).officers.ids == ("A",)


def test_a_formula_that_nobody_calculated_stays_refused_until_something_is_typed() -> None:
    """An empty box on the page would have read as no value, and no value may mean something."""
    book = workbook({"officers": [["officer_id", "available_hours", "skills"], ["A", 100, "=A1"]], "cases": SMALL})
    for said in ({}, {"fix:officers:2:skills": ""}, {"fix:officers:2:available_hours": "90"}):
        with pytest.raises(RosterRefused) as caught:
            read_book(book, said)
        assert [cell.code for cell in caught.value.cells] == ["formula-without-result"]
    assert read_book(book, {"fix:officers:2:skills": "x"}).officers.skills[0] == ("x",)


def read_book(content: bytes, said: dict[str, str]) -> Roster:
    """Read a workbook in this process: what is read in the child is the same."""
    return read_in_child(None, content, "workbook", look_at(BytesIO(content), "workbook"), Fixes(said))


SMALL: list[list[Any]] = [["case_id", "weight_hours"], ["c1", 1]]


def test_a_sheet_of_another_name_is_the_one_that_is_meant() -> None:
    book = workbook({"officers": [["officer_id", "available_hours"], ["A", 100]], "Case list": SMALL})
    for said in ({"is:cases": "Case list"}, {"sheet:Case list": "cases"}):
        roster = read_book(book, said)
        assert (roster.cases.ids, codes(roster)) == (("c1",), [])


def test_an_error_that_was_left_as_it_is_stays_one() -> None:
    book = workbook({"officers": [["officer_id", "available_hours", "skills"], ["A", 100, "#N/A"]], "cases": SMALL})
    with pytest.raises(RosterRefused) as caught:
        read_book(book, {"fix:officers:2:skills": "#N/A"})
    assert [cell.code for cell in caught.value.cells] == ["error-value"]
    assert read_book(book, {"fix:officers:2:skills": ""}).officers.skills[0] is None
