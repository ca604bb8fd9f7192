"""Exports of offices that were misread without a word, each named after the wrong answer."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from app.intake.errors import RosterRefused
from app.intake.recognise import Recognised, recognise_in_child
from app.intake.recognition.profile import Profile, Weight

WEIGHED = Profile(hours="120", weights={"A": Weight("2"), "B": Weight("3")})
STAFF = "Case ID,Type,Worker\nc1,A,Smith\nc2,A,Jones\n"


def recognised(files: Mapping[str, str] | str, *, fix: bool = False) -> Recognised:
    texts = {"export.csv": files} if isinstance(files, str) else files
    sources = [(name, text.encode()) for name, text in texts.items()]
    return recognise_in_child(None, sources, WEIGHED, fix=fix, key=None, whole=True)


def cases(found: Recognised, column: str) -> list[object]:
    assert found.understanding.document is not None, found.understanding.questions
    return [row.get(column) for row in found.understanding.document["cases"]]


def officers(found: Recognised) -> dict[str, str]:
    assert found.understanding.document is not None, found.understanding.questions
    return {row["officer_id"]: row["available_hours"] for row in found.understanding.document["officers"]}


def codes(found: Recognised) -> list[str]:
    assert found.roster is not None
    return [each.code for each in found.roster.findings]


def test_a_table_of_counts_beside_the_list_became_cases() -> None:
    found = recognised({"summary.csv": "Officer,Count\nSmith,2\nJones,1\n", "cases.csv": STAFF})
    assert cases(found, "case_id") == ["c1", "c2"]


def test_a_crosstab_alone_became_a_list_of_cases() -> None:
    with pytest.raises(RosterRefused, match="no column with an id for each case"):
        recognised("Officer,Felony,Misd\nSmith,10,20\nJones,11,19\n")


def test_staff_with_an_emp_id_became_cases_and_their_two_columns_of_names_nobody() -> None:
    staff = "Emp ID,Last Name,First Name,Hours\n77,Doe,Jane,100\n78,Roe,Rick,80\n"
    found = recognised({"cases.csv": 'Case ID,Type,Worker\nc1,A,"Doe, Jane"\nc2,A,"Roe, Rick"\n', "staff.csv": staff})
    assert (cases(found, "case_id"), officers(found)) == (["c1", "c2"], {"Doe, Jane": "100", "Roe, Rick": "80"})


@pytest.mark.parametrize(
    ("name", "values"),
    [("FTE", ("100%", "50%")), ("FTE", ("1", "0.5")), ("Pensum", ("100", "50")), ("Capacity", ("1.0", "0.5"))],
)
def test_a_half_timer_had_the_hours_of_full_time_or_half_an_hour(name: str, values: tuple[str, str]) -> None:
    staff = f"Name,{name}\nSmith,{values[0]}\nJones,{values[1]}\n"
    found = recognised({"cases.csv": STAFF, "staff.csv": staff})
    assert officers(found) == {"Smith": "120", "Jones": "60"}
    assert "hours-by-share" in codes(found)


def test_closed_cases_were_planned_like_open_ones() -> None:
    by_status = recognised("Case ID,Type,Worker,Status\nc1,A,Smith,Open\nc2,A,Smith,Closed - Denied\n")
    by_date = recognised("Case ID,Type,Worker,Date Closed\nc1,A,Smith,\nc2,A,Smith,2026-01-03\n")
    for found in (by_status, by_date):
        assert found.roster is not None
        assert [each.row for each in found.roster.findings if each.code == "closed-cases"] == [3]
    assert "closed-cases" not in codes(recognised("Case ID,Type,Worker,Status\nc1,A,Smith,Open\nc2,A,Smith,New\n"))


GROUPED = "Worker,Case ID,Type\nSmith,c1,A\n,c2,A\n,c3,A\nJones,c4,A\n,c5,A\n,c6,A\n"


def test_a_report_in_groups_gave_each_officer_one_case() -> None:
    assert "blank-below" in codes(recognised(GROUPED))
    assert cases(recognised(GROUPED, fix=True), "current_officer") == ["Smith"] * 3 + ["Jones"] * 3


def test_subtotals_and_headings_of_groups_made_the_ids_repeat() -> None:
    text = (
        "Case ID,Type,Worker\nSmith,,\n24-1,A,Smith\nSubtotal,1,\nJones,,\n24-2,A,Jones\nSubtotal,1,\nGrand Total,2,\n"
    )
    assert cases(recognised(text), "case_id") == ["24-1", "24-2"]


@pytest.mark.parametrize(
    "nobody", ["x", "(blank)", "N.N.", "Vacant - PO 3", "Admin", "Intake Team", "To be assigned", "No Officer"]
)
def test_nobody_became_an_officer_with_hours(nobody: str) -> None:
    found = recognised(f"Case ID,Type,Worker\nc1,A,Smith\nc2,A,{nobody}\n")
    assert (list(officers(found)), cases(found, "current_officer")) == (["Smith"], ["Smith", None])
    assert "nobody-holds" in codes(found)


def test_a_person_called_pool_and_an_officer_called_x_among_initials_stay_officers() -> None:
    found = recognised('Case ID,Type,Worker\nc1,A,"Pool, Jan"\nc2,A,AB\nc3,A,X\n')
    assert list(officers(found)) == ["AB", "Pool, Jan", "X"]


def test_one_officer_in_four_spellings_became_four() -> None:
    text = 'Case ID,Type,Worker\nc1,A,"Doe, Jane"\nc2,A,Jane Doe\nc3,A,"DOE, JANE"\nc4,A,"Doe,Jane"\n'
    found = recognised(text)
    assert list(officers(found)) == ["Doe, Jane"]
    assert "respelled" in codes(found)


@pytest.mark.parametrize(
    ("levels", "priorities"),
    [
        (("1 - Critical", "3 - Moderate", "4 - Low"), [1, 3, 5]),
        (("P1 - High", "P2 - Medium", "P3 - Low"), [1, 3, 5]),
        (("P1", "P3", "P5"), [1, 3, 5]),
        (("Max", "Med", "Min"), [1, 3, 5]),
    ],
)
def test_numbered_and_shortened_levels_were_left_unread(levels: tuple[str, ...], priorities: list[int]) -> None:
    rows = "".join(f"c{at},A,Smith,{level}\n" for at, level in enumerate(levels))
    assert cases(recognised(f"Case ID,Type,Worker,Priority\n{rows}"), "priority") == priorities


def test_one_odd_cell_left_a_whole_column_of_hours_unread() -> None:
    with pytest.raises(RosterRefused) as caught:
        recognised("Case ID,Type,Worker,Hours per case\nc1,A,Smith,2\nc2,A,Smith,3\nc3,A,Smith,2-3\n")
    assert [(cell.row, cell.value) for cell in caught.value.cells] == [(4, "2-3")]


def test_names_with_a_comma_and_no_quotes_shifted_the_columns() -> None:
    with pytest.raises(RosterRefused, match="has 4 values, and the header names 3 columns"):
        recognised("Case ID,Worker,Type\nc1,Doe, Jane,A\nc2,Roe, Rick,B\n")


def test_errors_and_findings_named_rows_that_are_not_in_the_export() -> None:
    many = "".join(f"c{at},A,Smith\n" for at in range(9))
    with pytest.raises(RosterRefused) as caught:
        recognised(f"Open cases\n\nCase ID,Type,Worker\n{many}c8,A,Smith\n")
    (cell,) = caught.value.cells
    assert (cell.row, cell.message) == (13, "is in row 12 already; every case_id may occur once")
    staff = {"cases.csv": "List\n\nCase ID,Type,Worker\nc1,A,Roe\nc2,A,Poe\n", "staff.csv": "Name,Hours\nSmith,100\n"}
    found = recognised(staff)
    assert found.roster is not None
    (left,) = [each for each in found.roster.findings if each.code == "officer-has-left"]
    assert (left.row, left.message, left.alike[0].row) == (4, "is not in the sheet officers; also “Poe” in row 5", 5)


def test_an_officer_with_a_bad_name_was_told_at_a_sheet_that_is_not_there() -> None:
    with pytest.raises(RosterRefused) as caught:
        recognised("Case ID,Type,Worker\nc1,A,Smith\nc2,A,Smith; Jones\n")
    assert [(cell.file, cell.row, cell.column) for cell in caught.value.cells] == [("export.csv", 3, "Worker")]


def test_a_type_without_hours_in_a_table_of_weights_refused_the_whole_export() -> None:
    found = recognised({"cases.csv": STAFF, "weights.csv": "Case Type,Hours\nA,3 h\nZ,\n"})
    assert found.understanding.document is not None
    assert found.understanding.document["weights"] == [{"case_type": "A", "weight_hours": "3"}]
    assert "left-out-row" in codes(found)


def test_languages_in_a_list_were_one_skill_where_no_officer_has_one_alone() -> None:
    text = "Case ID,Type,Worker,Language\nc1,A,Smith,Spanish\nc2,A,Jones,English\nc3,A,Jones,\nc4,A,Jones,\n"
    staff = 'Worker,Hours,Languages\nSmith,100,"English, Spanish"\nJones,100,English\n'
    found = recognised({"cases.csv": text, "staff.csv": staff})
    assert cases(found, "required_skills")[:2] == [["Spanish"], ["English"]]


def test_an_object_within_an_object_is_called_by_its_name() -> None:
    rows = [
        {"id": 1, "type": {"name": "A"}, "assignee": {"name": "Smith", "label": "s@x"}},
        {"id": 2, "type": {"name": "A"}, "assignee": None},
    ]
    found = recognised({"export.json": json.dumps({"results": rows})})
    assert cases(found, "current_officer") == ["Smith", None]


def test_a_first_name_was_taken_for_the_officer() -> None:
    with pytest.raises(RosterRefused, match="no column says who holds the cases"):
        recognised("Case ID,Type,Officer Last Name,Officer First Name\nc1,A,Smith,John\nc2,A,Smith,Mary\n")
