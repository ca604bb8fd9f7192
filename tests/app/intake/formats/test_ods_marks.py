from __future__ import annotations

import io
import zipfile

import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.foreign_workbooks import ODS_SIGN, workbook_tables
from app.intake.formats.ods_marks import ods_marks
from app.intake.limits import MAX_ERRORS
from app.intake.recognise import recognise_in_child
from app.intake.recognition.profile import Profile

NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def cell(text: str, attributes: str = "", kind: str = "table-cell") -> str:
    return f'<table:{kind} office:value-type="string" {attributes}><text:p>{text}</text:p></table:{kind}>'


def ods(*rows: str, name: str = "Cases") -> bytes:
    """A sheet of rows in the words of the format."""
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{NAMES}:office:1.0" '
        f'xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{"".join(rows)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{ODS_SIGN.decode()}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODS_SIGN)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


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
