"""Every error at once, in order, as people read it."""

from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from tests.app.intake.rosters import CASES, OFFICERS, read, refusal, refusals

WEIGHTS = "case_type,weight_hours\nNon-Detained,1.5\ndetained,8\n"


def test_every_error_is_told_at_once_in_the_order_of_the_file() -> None:
    cells = refusals(
        "officer_id,available_hours,efficiency\n,100,\nA,-1,\nB,100,0.123\n",
        "case_id,weight_hours,priority,pinned\nc1,nan,9,perhaps\n,1,,\n",
    )
    assert [(cell.file, cell.row, cell.column) for cell in cells] == [
        ("officers.csv", 2, "officer_id"),
        ("officers.csv", 3, "available_hours"),
        ("officers.csv", 4, "efficiency"),
        ("cases.csv", 2, "weight_hours"),
        ("cases.csv", 2, "priority"),
        ("cases.csv", 2, "pinned"),
        ("cases.csv", 3, "case_id"),
    ]
    assert cells[0].message == "is empty, but every row needs a value here"


def test_a_thousand_errors_are_listed_and_all_are_counted() -> None:
    rows = "".join(f"c{at},x\n" for at in range(5_000))
    with pytest.raises(RosterRefused, match="5,000 errors") as caught:
        read(cases="case_id,weight_hours\n" + rows)
    assert len(caught.value.cells) == 1_000
    assert caught.value.total == 5_000
    assert [cell.row for cell in caught.value.cells] == list(range(2, 1_002))


def test_errors_between_the_sheets_are_counted_too() -> None:
    rows = "".join(f"c{at},type-{at},yes\n" for at in range(3_000))
    with pytest.raises(RosterRefused) as caught:
        read(cases="case_id,case_type,pinned\n" + rows, weights=WEIGHTS)
    assert caught.value.total == 6_000


def test_values_are_shortened_and_put_on_one_line() -> None:
    cell = refusal(cases=f'case_id,weight_hours\nc1,"{"9" * 30}\n{"x" * 100}"\n')
    assert cell.value is not None
    assert len(cell.value) == 64
    assert cell.value.isprintable()


def test_an_error_reads_as_one_line() -> None:
    assert str(refusal(cases="case_id,weight_hours\nc1,x\n")) == (
        "cases.csv, row 2, column weight_hours, value “x”: is not a number; write a plain decimal such as 12.5"
    )


def test_one_case_and_one_officer_are_a_roster() -> None:
    assert read("officer_id,available_hours\nA,0\n", CASES).counts["cases"] == 1
    assert read(OFFICERS, CASES).warnings == ()
