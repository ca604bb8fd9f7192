from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.foreign_workbooks import workbook_tables
from app.intake.formats.ods_marks import ods_marks
from app.intake.limits import MAX_ERRORS
from app.intake.recognise import recognise_in_child
from app.intake.recognition.profile import Profile
from tests.app.intake.formats.ods import cell, ods, row

MERGED = ods(
    row(*(cell(name) for name in ("Case ID", "Case type", "Officer", "Hours"))),
    row(cell("c1"), cell("Theft"), cell("Lee", 'table:number-rows-spanned="2"'), cell("2")),
    row(cell("c2"), cell("Theft"), cell("", kind="covered-table-cell"), cell("2")),
    row(cell("c3"), cell("Fraud"), cell("Ortiz"), cell("2"), attributes='table:visibility="filter"'),
)


def test_cells_merged_across_rows_are_told_as_those_of_xlsx() -> None:
    """They read as empty in ODS: the case was nobody's, and nothing was said."""
    (found,) = workbook_tables(MERGED, "x.ods")
    assert found.merged == ((1, 2, 2),)
    assert found.hidden_rows == {4}
    with pytest.raises(RosterRefused) as caught:
        recognise_in_child(None, [("x.ods", MERGED)], Profile(hours="100"), False, None, True)
    assert [each.code for each in caught.value.findings if each.severity == "stop"] == ["merged-cells"]


def test_repeated_rows_and_cells_count() -> None:
    data = ods(
        row(cell("", 'table:number-columns-repeated="3"'), attributes='table:number-rows-repeated="4"'),
        row(cell("", 'table:number-columns-repeated="2"'), cell("x", 'table:number-rows-spanned="3"')),
        row(cell("y"), attributes='table:number-rows-repeated="2" table:visibility="collapse"'),
        name=" Fälle ",
    )
    marks = ods_marks(data, "x.ods")["fälle"]
    assert marks.merged == {(5, 2): (7, 2)}
    assert marks.hidden_rows == {6, 7}


def test_what_is_noted_is_bounded() -> None:
    many = row(cell("y"), attributes='table:number-rows-repeated="1000000" table:visibility="collapse"')
    absurd = row(cell("y", 'table:number-rows-spanned="99999999999"'))
    spans = [row(cell("y", 'table:number-rows-spanned="2"')) for _ in range(MAX_ERRORS + 5)]
    marks = ods_marks(ods(many, absurd, *spans), "x.ods")["cases"]
    assert len(marks.hidden_rows) == len(marks.merged) == MAX_ERRORS


def test_a_damaged_archive_is_refused() -> None:
    with pytest.raises(RosterRefused, match="damaged"):
        ods_marks(MERGED[:-40], "x.ods")
    with pytest.raises(RosterRefused, match="damaged"):
        ods_marks(ods("<broken>"), "x.ods")
