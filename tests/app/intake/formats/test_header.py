"""Which column is which, and what is said of one that is none."""

from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from app.intake.findings import Severity
from tests.app.intake.rosters import in_format, read, refusal, refusals

CASE = "c1,1"


@pytest.mark.parametrize("name", ["Case ID", "case-id", "CASE_ID", "CaseID", " case  id ", '"case\nid"', "Case ID:"])
def test_spaces_hyphens_and_case_of_a_header_count_for_nothing(name: str) -> None:
    roster = read(cases=f"{name},Weight (hours)\n{CASE}\n")
    assert roster.cases.ids == ("c1",)
    assert roster.findings == ()


def test_a_column_that_is_none_of_the_sheet_is_left_unread_and_named() -> None:
    """It was an error that asked to delete the column."""
    roster = read(cases="case_id,weight_hours,Colour,,Shape\nc1,1,Ann,x,y\n")
    (found,) = roster.findings
    assert (found.code, found.severity, found.file, found.row) == ("unread-column", Severity.NOTE, "cases.csv", 1)
    assert found.message == "cases has no column called Colour, column 4, which has no name, Shape"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_columns_that_offices_call_otherwise_are_read_and_said(kind: str) -> None:
    """``Assigned to`` and ``Type`` were left unread, so that every case was a new one."""
    roster = in_format(
        kind,
        officers=[["Officer", "Hours", "Office"], ["A", 100, "North"], ["B", 100, "South"]],
        cases=[["Case #", "Type", "Assigned to", "County"], ["c1", "t", "A", "North"], ["c2", "t", "B", "South"]],
        weights=[["Case type", "Hours"], ["t", 2]],
    )
    assert (roster.cases.current[0], roster.cases.case_type[1], roster.cases.office[1]) == ("A", "t", "South")
    assert roster.officers.offices[0] == ("North",)
    assert {each.code for each in roster.findings} == {"other-name"}
    said = {(each.column, each.done) for each in roster.findings}
    assert {("Assigned to", "it is read as current_officer"), ("Type", "it is read as case_type")} <= said


def test_a_formula_in_a_column_that_is_called_otherwise_read_as_blank() -> None:
    with pytest.raises(RosterRefused) as caught:
        in_format("xlsx", cases=[["case_id", "weight_hours", "Assigned to"], ["c1", 1, "=A1"]])
    assert [cell.code for cell in caught.value.cells] == ["formula-without-result"]


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ("case_id,weight_hours,Officer,Assigned to", "Officer"),
        ("case_id,weight_hours,Risk level,x", "Risk level"),
        ("case_id,case_type,Effort,x", "Effort"),
        ("case_id,weight_hours,Locked,x", "Locked"),
    ],
)
def test_what_may_be_meant_for_a_column_that_is_not_there_is_asked_about(columns: str, name: str) -> None:
    roster = read(cases=f"{columns}\nc1,1,1,1\n", weights="case_type,weight_hours\n1,1\n")
    assert name in {each.column for each in roster.findings if each.code == "similar-column"}


def test_a_name_beside_the_column_itself_is_none() -> None:
    (found,) = read(cases="case_id,weight_hours,current_officer,Assigned to\nc1,1,A,B\n").findings
    assert found.code == "unread-column"


def test_hours_of_a_week_are_no_hours_of_the_period() -> None:
    (cell,) = refusals("officer_id,Hours per week\nA,40\nB,40\n")
    assert cell.code == "missing-column"
    assert "“Hours per week” holds those of a week" in cell.message


def test_many_columns_that_are_none_are_one_finding() -> None:
    more = [f"Field {at}" for at in range(100)]
    (found,) = read(cases=f"case_id,weight_hours,{','.join(more)}\nc1,1,{',' * 99}\n").findings
    assert found.message.endswith("Field 9 and 90 more")


def test_a_column_that_looks_like_one_that_is_missing_must_be_accepted() -> None:
    """A conflict of interest in ``excluded_offices`` would silently be none."""
    (found,) = read(cases="case_id,weight_hours,Excluded offices\nc1,1,A\n").findings
    assert (found.code, found.severity, found.column) == ("similar-column", Severity.CONFIRM, "Excluded offices")
    assert found.todo == "rename it to excluded_officers, if that is what it holds"
    (found,) = read(cases="case_id,weight_hours,Excluded officer\nc1,1,A\n").findings
    assert (found.code, found.severity) == ("other-name", Severity.NOTE)
    (found,) = read(cases="case_id,weight_hours,excluded_officers,Excluded officer\nc1,1,A,A\n").findings
    assert found.code == "unread-column"


def test_a_required_column_is_missed_once_with_the_one_to_rename() -> None:
    """The advice was to delete it, and every row below asked for hours, with an empty name."""
    (cell,) = refusals("Field 1,available_hours\n1,100\n2,100\n")
    assert (cell.code, cell.column) == ("missing-column", "officer_id")
    assert cell.message == "the required column officer_id is missing; the columns are Field 1"
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
    assert "has 10,000 columns; the sheet cases has 13" in refusal(cases=header + "\n").message
