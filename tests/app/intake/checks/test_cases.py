"""What must hold within the sheet cases, and between it and the others."""

from __future__ import annotations

from tests.app.intake.rosters import cases, read, refusal, refusals

WEIGHTS = "case_type,weight_hours\nNon-Detained,1.5\ndetained,8\n"


def test_case_types_are_looked_up_casefolded() -> None:
    roster = read(cases="case_id,case_type,weight_hours\nc1,NON-DETAINED,\nc2,unheard-of,2\n", weights=WEIGHTS)
    assert roster.cases.case_type[0] == "NON-DETAINED"
    cells = refusals(cases="case_id,case_type\nc1,non-detaned\nc2,\nc3,detained\n", weights=WEIGHTS)
    assert [(cell.row, cell.value) for cell in cells] == [(2, "non-detaned"), (3, None)]
    assert "did you mean Non-Detained?" in cells[0].message
    assert "needs a case_type" in cells[1].message
    assert "no sheet weights" in refusal(cases="case_id,case_type\nc1,detained\n").message


def test_a_bad_cell_is_not_complained_about_twice() -> None:
    assert refusal(cases="case_id,weight_hours\nc1,abc\n").column == "weight_hours"
    assert refusal(cases=f"case_id,case_type\nc1,{'x' * 65}\n", weights=WEIGHTS).column == "case_type"
    assert refusal(cases=cases(f"{'x' * 65},yes", columns="current_officer,pinned")).column == "current_officer"


def test_pins_need_an_officer_who_is_there() -> None:
    columns = "current_officer,pinned"
    assert read(cases=cases("A,yes", "B,no", "Z,no", columns=columns)).cases.pinned.tolist() == [True, False, False]
    assert "needs a current_officer" in refusal(cases=cases(",yes", columns=columns)).message
    cell = refusal("officer_id,available_hours\nD-07,1\n", cases("d7,yes", columns=columns))
    assert (cell.row, cell.column) == (2, "pinned")
    assert "pinned to d7, who is not in the sheet officers (did you mean D-07?)" in cell.message
    cells = refusals("officer_id,available_hours\nD-07,1\n", cases("D-08,yes", columns=columns))
    assert "did you mean" not in cells[0].message  # a neighbour in a numbered list is somebody else


def test_cases_kept_together_cannot_be_pinned_to_two_officers() -> None:
    columns = "current_officer,pinned,keep_together"
    assert read(cases=cases("A,yes,f", "A,yes,f", "B,no,f", "B,yes,g", columns=columns)).counts["cases"] == 4
    cell = refusal(cases=cases("A,yes,f", "A,no,f", "B,yes,f", columns=columns))
    assert (cell.row, cell.column, cell.value) == (4, "keep_together", "f")
    assert "row 2 with the same keep_together is pinned to A" in cell.message


def test_lists_where_one_value_is_expected() -> None:
    cell = refusal(cases=cases("north;south", columns="office"))
    assert "not a list" in cell.message


def test_a_pin_does_not_lift_the_conflict_of_interest_of_a_sibling() -> None:
    """c2 went to A, whom it excludes, because c1 of the same family is pinned to A."""
    columns = "current_officer,pinned,keep_together,excluded_officers"
    cell = refusal(cases=cases("A,yes,F,", "B,,F,A", columns=columns))
    assert (cell.row, cell.column, cell.value) == (3, "excluded_officers", "A")
    assert "A is excluded from this case, but case c1 in row 2 with the same keep_together is pinned" in cell.message
    cells = refusals(cases=cases("B,,F,B;A", ",,F,A", "A,yes,F,", "A,yes,G,", ",,G,B", columns=columns))
    assert [(cell.row, cell.value) for cell in cells] == [
        (2, "A"),
        (3, "A"),
    ]  # before the pin, too
    # an exclusion of somebody else and a family without a pin stand in no one's way
    fine = cases("A,yes,F,", ",,F,B", ",,G,A", ",,G,B", "B,no,,B", columns=columns)
    assert read(cases=fine).counts["cases"] == 5


def test_who_is_to_have_a_case_is_there_and_no_other_than_who_is_to_keep_it() -> None:
    columns = "current_officer,pinned,pinned_to"
    roster = read(cases=cases("A,,B", "A,yes,A", "Z,,A", ",,B", columns=columns))
    assert [roster.cases.pinned_to[at] for at in range(4)] == ["B", "A", "A", "B"]
    cell = refusal("officer_id,available_hours\nD-07,1\n", cases(",,d7", columns=columns))
    assert (cell.row, cell.column, cell.value) == (2, "pinned_to", "d7")
    assert "d7 is not in the sheet officers (did you mean D-07?)" in cell.message
    cell = refusal(cases=cases("A,yes,B", columns=columns))
    assert "the case is pinned to A, who has it today; empty pinned, or pinned_to" in cell.message
    assert refusal(cases=cases(f"A,yes,{'x' * 65}", columns=columns)).column == "pinned_to"
    assert refusal(cases=cases(f"{'x' * 65},yes,A", columns=columns)).column == "current_officer"


def test_a_family_is_ordered_to_one_officer_whom_none_of_it_excludes() -> None:
    columns = "current_officer,pinned,pinned_to,keep_together,excluded_officers"
    cell = refusal(cases=cases("A,yes,,f,", "A,,B,f,", columns=columns))
    assert "the case is pinned to B, but row 2 with the same keep_together is pinned to A" in cell.message
    cell = refusal(cases=cases("A,,B,f,", "A,,,f,B", columns=columns))
    assert "B is excluded from this case, but case c1 in row 2" in cell.message
    both = read(cases=cases("A,,B,f,", "A,,B,f,B", columns=columns))
    assert both.counts["cases"] == 2, "it is ordered, and listed as a breach"
