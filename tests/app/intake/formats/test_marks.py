"""What a workbook holds that its reader takes for empty cells: formulas without a result, merged cells; hidden rows."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from app.intake.columns import ids, parse
from app.intake.errors import BadCell, RosterRefused
from app.intake.findings import Severity
from app.intake.formats import workbook_source
from app.intake.formats.marks import letters
from app.intake.read import read_parts
from app.intake.roster import Roster

HEADER = ["case_id", "weight_hours", "office", "pinned"]


def read_with(change: Callable[[Any], None]) -> Roster:
    """Read a workbook whose sheet of cases was changed."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "officers"
    for row in (["officer_id", "available_hours", "offices"], ["A", 100, "North"]):
        page.append(row)
    page = book.create_sheet("cases")
    for row in (HEADER, ["c1", 1, "North", "no"], ["c2", 1, "North", "no"], ["c3", 1, "North", "no"]):
        page.append(row)
    change(page)
    stream = BytesIO()
    book.save(stream)
    return read_parts({"workbook": stream.getvalue()})


def refused_with(change: Callable[[Any], None]) -> list[BadCell]:
    with pytest.raises(RosterRefused) as caught:
        read_with(change)
    return caught.value.cells


@pytest.mark.parametrize("cell", ["A2", "B3", "C2", "D4"])
def test_a_formula_that_was_never_calculated_is_refused(cell: str) -> None:
    """It read as empty: eighty hours of leave were none, and a pin was off."""

    def change(page: Any) -> None:
        page[cell] = '=IF(1=1,"yes","no")'

    (bad,) = refused_with(change)
    assert (bad.code, bad.file, bad.column) == ("formula-without-result", "cases", HEADER["ABCD".index(cell[0])])
    assert bad.row == int(cell[1])


def test_a_formula_in_a_column_that_is_not_read_is_nobodys_business() -> None:
    def change(page: Any) -> None:
        page["E1"], page["E2"] = "comment", "=1+1"
        page["G9"] = "=1+1"

    assert [found.code for found in read_with(change).findings] == ["unread-column"]


def by_xlsxwriter(result: Any) -> bytes:
    """A workbook with results; one of them is an empty text, written as Excel does."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("officers")
        page.write_row(0, 0, ["officer_id", "available_hours", "skills"])
        page.write_row(1, 0, ["A"])
        page.write_formula(1, 1, "=8*10", None, result)
        page.write_formula(1, 2, '=IF(1=2,"a","")', None, "")
        page = book.add_worksheet("cases")
        page.write_row(0, 0, ["case_id", "weight_hours"])
        page.write_row(1, 0, ["c1", 1])
    changed = BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(changed, "w") as out:
        for info in source.infolist():
            out.writestr(info.filename, source.read(info).replace(b'<c r="C2">', b'<c r="C2" t="str">'))
    return changed.getvalue()


def test_a_formula_with_a_result_is_that_result_and_an_empty_text_is_one() -> None:
    roster = read_parts({"workbook": by_xlsxwriter(80)})
    assert roster.officers.available.tolist() == [800_000]
    assert roster.findings == ()


def test_a_result_of_0_in_a_workbook_that_waits_to_be_calculated_must_be_accepted() -> None:
    """Programs that cannot calculate write 0 and leave it to whoever opens the file."""
    (found,) = read_parts({"workbook": by_xlsxwriter(0)}).findings
    assert (found.code, found.severity, found.row) == ("uncertain-formula", Severity.CONFIRM, 2)
    assert found.column == "available_hours"


@pytest.mark.parametrize("area", ["C2:C3", "C2:C4", "B2:D2", "A2:A9", "C1:C2"])
def test_merged_cells_are_refused(area: str) -> None:
    """The office of all but the first was empty, which means any: a case of the south went to the north."""
    (bad,) = refused_with(lambda page: page.merge_cells(area))
    assert (bad.code, bad.file) == ("merged-cells", "cases")
    assert f"the cells {area} are merged" in bad.message


def test_a_cell_that_was_complained_about_is_no_id_that_occurs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merged ids were also said to occur twice, unless what stands for such a cell happened to look like a number."""
    for module in (ids, parse, workbook_source):
        monkeypatch.setattr(module, "REFUSED", "refused")
    assert [bad.code for bad in refused_with(lambda page: page.merge_cells("A2:A4"))] == ["merged-cells"]


@pytest.mark.parametrize("area", ["F2:F9", "D2:F2"])
def test_merged_cells_that_take_nothing_away_are_fine(area: str) -> None:
    assert read_with(lambda page: page.merge_cells(area)).findings == ()


def test_merged_titles_above_the_header_are_fine() -> None:
    def change(page: Any) -> None:
        page.insert_rows(1)
        page.merge_cells("A1:D1")

    assert read_with(change).cases.ids == ("c1", "c2", "c3")


def test_hidden_rows_must_be_accepted() -> None:
    def change(page: Any) -> None:
        page.row_dimensions[3].hidden = True
        page.row_dimensions[4].hidden = True

    (found,) = read_with(change).findings
    assert (found.code, found.severity, found.row, found.count) == ("hidden-rows", Severity.CONFIRM, 3, 2)


def test_a_hidden_header_is_nobodys_business() -> None:
    def change(page: Any) -> None:
        page.row_dimensions[1].hidden = True

    assert read_with(change).findings == ()


def test_formulas_are_found_across_the_borders_of_what_is_unpacked_at_a_time() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "officers"
    page.append(["officer_id", "available_hours"])
    page.append(["A", 1])
    page = book.create_sheet("cases")
    page.append(["case_id", "weight_hours"])
    for row in range(2, 902):
        page.append([f"c{row}", "=" + "+".join(["1"] * (row * 2))])
    stream = BytesIO()
    book.save(stream)
    with pytest.raises(RosterRefused) as caught:
        read_parts({"workbook": stream.getvalue()})
    assert [cell.row for cell in caught.value.cells] == list(range(2, 902))


def test_columns_are_called_as_a_spreadsheet_does() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
