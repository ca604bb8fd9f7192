"""Rows that are no rows."""

from __future__ import annotations

import pytest

from app.intake.recognition.rows.left_out import LeftOut, Shape, is_total, left_out

SHAPE = Shape(key=0, telling=[1], hours=[2], read=[0, 1, 2], names=["Officer", "Office", "Hours"])


@pytest.mark.parametrize(
    "text",
    [
        "Total",
        "TOTAL:",
        "Grand Total",
        "Summe",
        "Gesamt",
        "Totaal",
        "Somme",
        "Suma",
        "Totale",
        "Razem",
        "Итого",
        "Toplam",
        "Yhteensä",
        "I alt",
    ],
)
def test_totals_are_called_so_in_many_languages(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize("text", ["Totten, A", "Summer", "D-01", "", "Sumner"])
def test_others_are_none(text: str) -> None:
    assert not is_total(text)


def test_each_sort_is_told() -> None:
    rows = [
        ["A", "North", "100"],
        ["", "", ""],
        ["Officer", "Office", "Hours"],
        ["B", "", "50"],
        ["", "", "150"],
        ["Total", "", "150"],
        ["Printed on 24 November 2026", "", ""],
        ["", "", "", "unread"],
    ]
    assert left_out(rows, SHAPE) == {
        1: LeftOut.BLANK,
        2: LeftOut.HEADER,
        4: LeftOut.TOTAL,
        5: LeftOut.TOTAL,
        6: LeftOut.REMARK,
        7: LeftOut.PREFILLED,
    }


def test_a_row_without_an_id_that_may_be_meant_stays() -> None:
    assert left_out([["A", "North", "100"], ["", "South", "70"]], SHAPE) == {}
    assert left_out([["A", "North", "100"], ["", "", "70"]], SHAPE) == {}, "70 is not the sum of what is above"


def test_a_row_of_one_id_is_a_row() -> None:
    assert left_out([["A", "", ""]], SHAPE) == {}
