"""The look at a workbook's parts takes as long as they are, whatever is in them."""

from __future__ import annotations

import io
import time

import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.workbook_parts import Marks, _note, look_at
from tests.hostile.corpus import SHEET, WORKBOOK, workbook


def noted(text: str) -> Marks:
    found = Marks()
    _note(text.encode(), found)
    return found


def test_an_error_is_that_of_its_own_cell() -> None:
    unclosed, real = '<c r="A1" t="e">', '<c r="B2" t="e"><v>#N/A</v></c>'
    text = f"{unclosed}{real}<c r='C3'><v>1</v></c><c r='D4' t='e'/><x:c r='E5' t='e'></x:c>"
    assert noted(text).errors == {(2, 1): "#N/A", (5, 4): ""}


@pytest.mark.parametrize(
    "unit",
    ['<c t="e">', '<c r="A1"><f>', "<mergeCell ref=", '<row hidden="1" r="1', "<f><v>0"],
)
def test_what_never_ends_was_looked_through_again_and_again(unit: str) -> None:
    """Processor seconds, since both are slow where the machine is busy: eight times the text takes far less than 64."""

    def seconds(times: int) -> float:
        began = time.process_time()
        noted(unit * times)
        return time.process_time() - began

    assert seconds(160_000) < 30 * max(seconds(20_000), 0.01)


@pytest.mark.parametrize("book", ["<sheet " * 80_000, f"<sheet {'a' * 4_000_000}>", "<" + "a:" * 1_000_000])
def test_the_list_of_sheets_is_read_once(book: str) -> None:
    parts = look_at(io.BytesIO(workbook(SHEET.format(""), book=book)), "roster.xlsx")
    assert parts.marks == {}


def test_sheets_are_found_by_their_names() -> None:
    sheet = SHEET.format('<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>')
    found = look_at(io.BytesIO(workbook(sheet, book=WORKBOOK)), "roster.xlsx")
    assert found.marks["cases"].errors == {(2, 0): "#REF!"}
    with pytest.raises(RosterRefused, match="parts inside"):
        look_at(io.BytesIO(workbook(sheet, more={f"xl/{at}": b"" for at in range(1_000)})), "roster.xlsx")
