from __future__ import annotations

from decimal import Decimal

import pytest

from app.intake.columns.numerals import bounded, decimal_of, refuse_dense, whole_of
from app.intake.errors import BadValue


@pytest.mark.parametrize(
    "text",
    [
        "1e-30000000",
        "1e-999999999",
        "1E+999999999",
        "1e99999999999999999999",
        "1e401",
        "-1e-0401",
        "1e4_01",
        "1" * 101,
        f"0.{'0' * 100}1",
    ],
)
def test_a_number_of_twelve_characters_stopped_the_server(text: str) -> None:
    with pytest.raises(BadValue):
        bounded(text)
    with pytest.raises(BadValue):
        decimal_of(text)


@pytest.mark.parametrize("text", ["0", "-1.5", "1e400", "1e-400", "1e+0000000000004", " 12.5 ", "9" * 100])
def test_what_can_be_written_out_is_taken_exactly(text: str) -> None:
    assert decimal_of(text) == Decimal(text.strip())


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "-inf", "1e", "1,5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="is not a number"):
        decimal_of(text)


def test_whole_numbers_are_bounded_too() -> None:
    assert whole_of("-12") == -12
    with pytest.raises(BadValue, match="5,000 characters"):
        whole_of("9" * 5_000)


def test_a_text_of_nothing_but_empty_rows_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(BadValue, match="20,001 lists and objects"):
        refuse_dense(b'{"cases": [' + b"{}," * 19_999 + b"0]}")
    refuse_dense(b'{"cases": [' + b'{"case_id":"1"},' * 19_999 + b"0]}")
    refuse_dense(b"[" * 10_000)  # few enough to be parsed, whatever they are
