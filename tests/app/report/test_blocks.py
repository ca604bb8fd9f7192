"""Blocks: one table, of which page and workbook each have their part."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from app.report.blocks import Paragraph, Where, paragraph, present
from tests.app.report.toy import COUNT, HOURS, NAME, NAMES, SECRET, USED, toy_table


def test_each_column_stands_where_it_says_in_the_order_of_the_place() -> None:
    table = toy_table()
    assert [column.title for column in table.columns_on(Where.PAGE)] == [
        "Toy",
        "Pieces",
        "Work,\u00a0h",
        "Used",
        "Colours",
        "State",
        "To try",
    ]
    assert table.columns_on(Where.WORKBOOK) == (COUNT, NAME, HOURS, USED, NAMES, SECRET)


def test_a_column_for_the_page_alone_stays_out_of_the_workbook_without_an_order_of_its_own() -> None:
    table = toy_table()
    same = type(table)(table.title, (*table.columns, SECRET), table.rows)
    assert SECRET not in same.columns_on(Where.PAGE)
    assert same.columns_on(Where.WORKBOOK) == (NAME, COUNT, HOURS, USED, NAMES, SECRET)


def test_what_is_not_there_is_left_out() -> None:
    assert present("a", None, "", "b") == ("a", "", "b")
    assert paragraph("", "") is None
    assert paragraph("One.", "", "Two.", tone="note") == Paragraph("One. Two.", "note")


def test_blocks_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Paragraph("a").text = "b"  # type: ignore[misc]
