"""CSV as people and their spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.intake.errors import RosterRefused
from app.intake.read import read_parts, read_path
from tests.app.intake.rosters import CASES, OFFICERS, read, refusal, refusals

GERMAN = 'officer_id;available_hours;skills;efficiency\r\nD-1;"1.024,5";spanisch;1\r\n'


def test_plain_file() -> None:
    roster = read()
    assert roster.counts == {"officers": 2, "cases": 1, "weights": 0, "costs": 0, "flow": 0}
    assert roster.officers.ids == ("A", "B")
    assert roster.officers.available.tolist() == [1_000_000, 1_000_000]


def test_file_of_a_german_excel() -> None:
    """Byte order mark, semicolons, decimal commas, dates with points, quotes around lists."""
    officers = '\ufeffofficer_id;available_hours;skills;efficiency\r\nD-1;120,25;"spanisch;kreolisch";0,5\r\n'
    cases = "\ufeffCase_ID;Weight_Hours;Opened;Pinned\r\n1001.0;0,125;24.11.2026;no\r\n"
    roster = read(officers, cases)
    assert roster.officers.available.tolist() == [1_202_500]
    assert roster.officers.efficiency.tolist() == [50]
    assert roster.officers.skills[0] == ("spanisch", "kreolisch")
    assert roster.cases.ids == ("1001",)
    assert roster.cases.weight.tolist() == [1_250]
    assert roster.to_document()["cases"][0]["opened"] == "2026-11-24"


def test_point_that_may_separate_thousands_is_refused_where_commas_are_decimal() -> None:
    cell = refusal("officer_id;available_hours\nA;1.500\nB;120,5\nC;0.500\n")
    assert (cell.row, cell.column, cell.value) == (2, "available_hours", "1.500")
    assert "two ways" in cell.message
    assert read("officer_id;available_hours\nA;1.500\nB;120.5\n").officers.available.tolist() == [15_000, 1_205_000]


def test_decimal_comma_in_a_comma_file_is_refused_with_the_reason() -> None:
    cell = refusal('officer_id,available_hours\nA,"1,5"\n')
    assert (cell.file, cell.row, cell.column, cell.value) == ("officers.csv", 2, "available_hours", "1,5")
    assert "decimal point" in cell.message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_end_and_byte_order_mark(end: str, mark: str) -> None:
    assert read(mark + OFFICERS.replace("\n", end)).sha256 == read().sha256


def test_excels_separator_line_is_not_a_row() -> None:
    assert read("sep=;\r\nofficer_id;available_hours\r\nA;100\r\nB;100\r\n").sha256 == read().sha256
    assert refusal("sep=,\nofficer_id,available_hours\nA,x\n").row == 2


def test_headers_match_without_case_and_values_are_trimmed() -> None:
    assert read(" Officer_ID , AVAILABLE_HOURS \n A , 100 \n\u00a0B\u00a0,100\n").sha256 == read().sha256


def test_empty_rows_and_empty_cells_beyond_the_header_do_no_harm() -> None:
    roster = read("officer_id,available_hours,,\n\nA,100,,\n,,,\n\nB,100\n\n", CASES)
    assert roster.sha256 == read().sha256


def test_row_numbers_count_empty_rows_and_rows_with_line_breaks_as_a_spreadsheet_does() -> None:
    cell = refusal("officer_id,available_hours\n\nA,100\n,,\nB,100,\nC,x\n")
    assert cell.row == 6
    (noticed,) = read("\n\nofficer_id,available_hours,colour\nA,100,\n").findings
    assert (noticed.code, noticed.row) == ("unread-column", 3)
    weights = 'case_type,weight_hours,source\na,1,"two\nlines"\nb,x,\n'
    found = refusals(weights=weights)
    assert [(cell.row, cell.column) for cell in found] == [(2, "source"), (3, "weight_hours")]


def test_windows_1252_is_refused_by_name() -> None:
    cell = refusal("officer_id,available_hours\nA,100\nMüller,100\n".encode("cp1252"))
    assert cell.row == 3
    assert "Windows-1252 (cp1252)" in cell.message
    assert "CSV UTF-8" in cell.message
    assert cell.value is not None
    assert "Müller" in cell.value


def test_utf16_tabs_and_nul_bytes_are_refused_with_the_way_out() -> None:
    assert "UTF-16" in refusal(OFFICERS.encode("utf-16")).message
    assert "tabs" in refusal(OFFICERS.replace(",", "\t")).message
    cell = refusal(OFFICERS.replace("B", "\0"))
    assert "NUL byte" in cell.message
    assert cell.row == 3


def test_characters_of_several_bytes_survive_block_borders() -> None:
    """Files are decoded a megabyte at a time."""
    names = [f"{'é' * 40}-{at}" for at in range(40_000)]
    roster = read(cases="case_id,weight_hours\n" + "".join(f"{name},1\n" for name in names))
    assert list(roster.cases.ids) == names


def test_ragged_rows_are_named() -> None:
    cells = refusals("officer_id,available_hours,skills\nA,100\nB,100,spanish,french\nC,100,\n")
    assert [cell.row for cell in cells] == [2, 3]
    assert "2 values where the header has 3 columns; add the missing commas" in cells[0].message
    assert "double quotes" in cells[1].message


@pytest.mark.parametrize("text", ['A,"100\nB,100\n', 'A,"100" h\n'])
def test_broken_quotes_are_refused_with_the_row_where_they_begin(text: str) -> None:
    cell = refusal("officer_id,available_hours\n" + text)
    assert cell.row == 2
    assert "broken quotes" in cell.message


def test_line_without_end_is_refused() -> None:
    cell = refusal(b"officer_id,available_hours\n" + b"A" * (6 << 20))
    assert "more than 4 MB" in cell.message


def test_files_with_nothing_in_them() -> None:
    assert [cell.message for cell in refusals("", "")] == [
        "is empty; the first row must hold the column names (officer_id, …)",
        "is empty; the first row must hold the column names (case_id, …)",
    ]
    cells = refusals("officer_id,available_hours\n", "case_id,weight_hours\n")
    assert [(cell.file, cell.message) for cell in cells] == [
        ("officers.csv", "has no rows below the header; add at least one officer"),
        ("cases.csv", "has no rows below the header; add at least one case"),
    ]


def test_one_unreadable_file_does_not_hide_the_errors_of_the_others() -> None:
    cells = refusals("officer_id,available_hours\nMüller,1\n".encode("cp1252"), "case_id,weight_hours\nc1,x\n")
    assert [cell.file for cell in cells] == ["officers.csv", "cases.csv"]


def test_folder_is_read_by_file_names_in_any_case(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("roster")
    (folder / "Officers.CSV").write_text(OFFICERS)
    (folder / "cases.csv").write_text(CASES)
    (folder / "weight.csv").write_text("this is never read")
    (folder / "README.md").write_text("neither is this")
    roster = read_path(folder)
    assert roster.sha256 == read().sha256
    (found,) = roster.findings
    assert (found.code, found.file) == ("similar-sheet", "weight.csv")
    assert found.todo == "call it weights, if that is what it is"


def test_a_workbook_beside_the_sheets_was_left_unread_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "officers.csv").write_text(OFFICERS)
    (tmp_path / "cases.csv").write_text(CASES)
    for name in ("roster.xlsx", "roster.json", "~$roster.xlsx", "notes.txt"):
        (tmp_path / name).write_text("not even looked into")
    found = read_path(tmp_path).findings
    assert [(each.code, each.file, each.done) for each in found] == [
        ("unread-sheet", "roster.json", "it was not read"),
        ("unread-sheet", "roster.xlsx", "it was not read"),
    ]


def test_folder_without_the_sheets_and_paths_that_are_no_roster(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with pytest.raises(RosterRefused) as caught:
        read_path(folder)
    assert [cell.file for cell in caught.value.cells] == [folder.name] * 2
    assert "the sheet officers is missing" in caught.value.cells[0].message
    with pytest.raises(RosterRefused, match="is not there"):
        read_path(folder / "nothing")
    (folder / "cases.csv").write_text(CASES)
    with pytest.raises(RosterRefused, match="give the folder"):
        read_path(folder / "cases.csv")
    (folder / "roster.docx").write_text("?")
    with pytest.raises(RosterRefused, match=r"a folder of CSV files, an \.xlsx workbook"):
        read_path(folder / "roster.docx")


def test_parts_of_other_names_are_refused() -> None:
    with pytest.raises(RosterRefused, match=r"call “case\.csv” cases, if that is what it is"):
        read_parts({"officers": OFFICERS.encode(), "case": CASES.encode()})
