"""Which column is which, and what is said of one that is none."""

from __future__ import annotations

from tests.app.intake.rosters import refusal, refusals


def test_unknown_column_is_refused_with_the_nearest_and_the_reason() -> None:
    cell = refusal(cases="case_id,weight_hours,prioritys,name\nc1,1,1,x\n".replace(",name", "").replace(",x", ""))
    assert (cell.file, cell.row, cell.column) == ("cases.csv", 1, "prioritys")
    assert "did you mean priority?" in cell.message
    assert "sensitive" in cell.message
    assert "did you mean" not in refusal(cases="case_id,weight_hours,xyzzy\nc1,1,1\n").message
    assert "did you mean case_id" in refusals(cases="Case ID,weight_hours\nc1,1\n")[0].message


def test_missing_repeated_and_nameless_columns() -> None:
    assert [cell.message for cell in refusals("available_hours\n100\n")] == [
        "the required column officer_id is missing"
    ]
    assert "there twice" in refusal("officer_id,available_hours,OFFICER_ID\nA,1,B\n").message
    assert "header of column 2 is empty" in refusal("officer_id,,available_hours\nA,x,1\n").message


def test_thousands_of_columns_are_refused_at_once() -> None:
    header = ",".join(f"column-{at}" for at in range(10_000))
    assert "has 10,000 columns; the sheet cases has 12" in refusal(cases=header + "\n").message
