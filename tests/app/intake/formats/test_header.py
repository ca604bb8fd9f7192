"""Which column is which, and what is said of one that is none."""

from __future__ import annotations

import pytest

from app.intake.findings import Severity
from tests.app.intake.rosters import read, refusal, refusals

CASE = "c1,1"


@pytest.mark.parametrize("name", ["Case ID", "case-id", "CASE_ID", "CaseID", " case  id ", '"case\nid"', "Case ID:"])
def test_spaces_hyphens_and_case_of_a_header_count_for_nothing(name: str) -> None:
    roster = read(cases=f"{name},Weight (hours)\n{CASE}\n")
    assert roster.cases.ids == ("c1",)
    assert roster.findings == ()


def test_a_column_that_is_none_of_the_sheet_is_left_unread_and_named() -> None:
    """It was an error that asked to delete the column."""
    roster = read(cases="case_id,weight_hours,Assigned to,,Type\nc1,1,Ann,x,y\n")
    (found,) = roster.findings
    assert (found.code, found.severity, found.file, found.row) == ("unread-column", Severity.NOTE, "cases.csv", 1)
    assert found.message == "cases has no column called Assigned to, column 4, which has no name, Type"


def test_many_columns_that_are_none_are_one_finding() -> None:
    more = [f"Field {at}" for at in range(100)]
    (found,) = read(cases=f"case_id,weight_hours,{','.join(more)}\nc1,1,{',' * 99}\n").findings
    assert found.message.endswith("Field 9 and 90 more")


def test_a_column_that_looks_like_one_that_is_missing_must_be_accepted() -> None:
    """A conflict of interest in ``excluded_officer`` would silently be none."""
    (found,) = read(cases="case_id,weight_hours,Excluded officer\nc1,1,A\n").findings
    assert (found.code, found.severity, found.column) == ("similar-column", Severity.CONFIRM, "Excluded officer")
    assert found.todo == "rename it to excluded_officers, if that is what it holds"
    (found,) = read(cases="case_id,weight_hours,excluded_officers,Excluded officer\nc1,1,A,A\n").findings
    assert found.code == "unread-column"


def test_a_required_column_is_missed_once_with_the_one_to_rename() -> None:
    """The advice was to delete it, and every row below asked for hours, with an empty name."""
    (cell,) = refusals("Officer number,available_hours\n1,100\n2,100\n")
    assert (cell.code, cell.column) == ("missing-column", "officer_id")
    assert cell.message == "the required column officer_id is missing; the columns are Officer number"
    (cell,) = refusals("officer_ids,available_hours\n1,100\n2,100\n")
    assert "rename “officer_ids”, if that is what it holds" in cell.message
    (cell,) = refusals("officer_id\n1\n2\n")
    assert cell.message == "there is no column available_hours, and none called scheduled_hours; add one of them"
    (cell,) = refusals(cases="case_id,priority\n1,1\n2,2\n")
    assert "none called case_type" in cell.message


def test_missing_and_repeated_columns() -> None:
    assert [cell.message for cell in refusals("available_hours\n100\n")] == [
        "the required column officer_id is missing"
    ]
    assert "there twice" in refusal("officer_id,available_hours,OFFICER_ID\nA,1,B\n").message


def test_thousands_of_columns_are_refused_at_once() -> None:
    header = ",".join(f"column-{at}" for at in range(10_000))
    assert "has 10,000 columns; the sheet cases has 12" in refusal(cases=header + "\n").message
