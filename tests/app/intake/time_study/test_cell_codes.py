"""Texts of a column → numbers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from app.intake.errors import BadValue
from app.intake.time_study.cell_codes import Codes, Numbers, Texts, column


def test_names_are_numbered_and_equal_but_for_case_and_spaces_is_the_same() -> None:
    codes = Codes(frozenset({"none"}))
    assert codes.of(["Adult", " adult ", "", "none", "Child"]) == [0, 0, -1, -1, 1]
    assert codes.of(["child", "NONE"]) == [1, -1]
    assert codes.names == ["Adult", "Child"]


def test_numbers_may_have_a_decimal_comma_where_the_file_says_so() -> None:
    assert Numbers(comma=True).of(["7,5", "8"]) == [7.5, 8]
    assert np.isnan(Numbers(comma=False).of([""])).all()
    with pytest.raises(BadValue):
        Numbers(comma=False).of(["7,5"])
    with pytest.raises(BadValue, match="0 or more"):
        Numbers(comma=False).of(["-1"])


def test_which_part_of_a_date_comes_first_is_seen_in_all_of_them() -> None:
    texts = Texts()
    assert texts.of(["03/04/2026", "25/04/2026", "03/04/2026"]) == [0, 1, 0]
    values, wrong = texts.read(texts.dates())
    assert values.tolist() == [dt.date(2026, 4, 3).toordinal(), dt.date(2026, 4, 25).toordinal()]
    assert wrong == {}


def test_what_somebody_says_comes_first_counts_where_no_date_shows_it() -> None:
    texts = Texts("month-first")
    texts.of(["03/04/2026"])
    values, _ = texts.read(texts.dates())
    assert values.tolist() == [dt.date(2026, 3, 4).toordinal()]
    asked = Texts()
    asked.of(["03/04/2026"])
    assert "dates: day-first or month-first" in asked.read(asked.dates())[1][0][1]


def test_a_date_that_is_none_is_told_with_its_text() -> None:
    texts = Texts()
    texts.of(["2026-04-03", "soon"])
    _, wrong = texts.read(texts.dates())
    assert wrong[1][0] == "soon"


def test_batches_become_one_column() -> None:
    assert column([np.array([1, 2]), np.array([3])], np.int64).tolist() == [1, 2, 3]
    assert column([], np.float64).tolist() == []
