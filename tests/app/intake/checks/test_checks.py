"""What must hold within and between the sheets, and every error at once."""

from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from tests.app.intake.rosters import CASES, OFFICERS, cases, read, refusal, refusals

WEIGHTS = "case_type,weight_hours\nNon-Detained,1.5\ndetained,8\n"


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


def test_repeated_ids_name_both_rows() -> None:
    cell = refusal("officer_id,available_hours\nA,1\nB,1\nA,1\n")
    assert (cell.row, cell.column, cell.value) == (4, "officer_id", "A")
    assert "row 2 already" in cell.message
    assert refusal(cases="case_id,weight_hours\n1001,1\n1001.0,1\n").value == "1001"
    weights = refusal(weights="case_type,weight_hours\nAtd,1\natd,1\n")
    assert (weights.file, weights.row, weights.value) == ("weights.csv", 3, "Atd")
    assert read("officer_id,available_hours\nA,1\na,1\n").officers.ids == ("A", "a")  # ids compare exactly


def test_schedule_minus_the_rest() -> None:
    columns = "officer_id,scheduled_hours,leave_hours,training_hours,collateral_hours,detail_hours\n"
    roster = read(columns + "A,160,16.5,4,8,0.5\nB,160,,,,\nC,10,10,,,\n")
    assert roster.officers.available.tolist() == [1_310_000, 1_600_000, 0]
    cell = refusal(columns + "D-07,160,100,50,11,0\n")
    assert "officer D-07 has 160 scheduled hours, but 161 hours are taken off" in cell.message
    assert cell.column == "scheduled_hours"


def test_available_and_scheduled_hours_must_not_contradict_each_other() -> None:
    columns = "officer_id,available_hours,scheduled_hours,leave_hours\n"
    assert read(columns + "A,144,160,16\n").officers.available.tolist() == [1_440_000]
    assert "scheduled minus the rest is 144; give one" in refusal(columns + "A,150,160,16\n").message
    assert "needs available_hours or scheduled_hours" in refusal(columns + "A,,,16\n").message
    assert "no scheduled_hours to take them from" in refusal(columns + "A,150,,16\n").message
    assert read(columns + "A,150,,0\n").officers.available.tolist() == [1_500_000]


def test_officers_hours_near_64_bits_are_subtracted_without_wrapping() -> None:
    columns = "officer_id,scheduled_hours,leave_hours,training_hours,collateral_hours,detail_hours\n"
    most = "100000000000000"
    assert "taken off" in refusal(columns + f"A,1,{most},{most},{most},{most}\n").message


def test_efficiency() -> None:
    columns = "officer_id,available_hours,efficiency\n"
    assert read(columns + "A,1,\nB,1,0.5\nC,1,10\n").officers.efficiency.tolist() == [100, 50, 1_000]
    assert "above 0" in refusal(columns + "A,1,0\n").message
    assert "more than 2 decimals" in refusal(columns + "A,1,0.125\n").message
    assert "at most 10" in refusal(columns + "A,1,11\n").message


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


def test_weights_are_between_their_percentiles() -> None:
    columns = "case_type,weight_hours,low_hours,high_hours,case_cv\n"
    assert read(weights=columns + "a,1,0.5,2,0.8\nb,1,1,1,0\nc,1,,,\n").counts["weights"] == 3
    low, high = refusals(weights=columns + "a,1,1.5,2,\nb,2,1,1.5,\n")
    assert (low.row, low.column) == (2, "low_hours")
    assert "at most weight_hours, which is 1" in low.message
    assert (high.row, high.column) == (3, "high_hours")


def test_the_error_of_a_weight_is_a_factor() -> None:
    columns = "case_type,weight_hours,low_hours,high_hours\n"
    assert read(weights=columns + "a,0,0,0\nb,0,,\n").counts["weights"] == 2
    low, high = refusals(weights=columns + "a,1,0,2\nb,0,0,1.5\n")
    assert (low.row, low.column, low.value) == (2, "low_hours", "0")
    assert "must be above 0" in low.message
    assert (high.row, high.column, high.value) == (3, "high_hours", "1.5")
    assert "must be 0" in high.message


def test_costs_refer_to_cases_and_officers_once() -> None:
    columns = "case_id,officer_id,cost,weight_hours\n"
    assert read(costs=columns + "c1,B,1.5,\nc1,A,,2\n").costs.officer.tolist() == [0, 1]
    cells = refusals(costs=columns + "c1,A,1,\nC1,Z,1,\nc1,A,2,\n")
    assert [(cell.row, cell.column) for cell in cells] == [(3, "case_id"), (3, "officer_id"), (4, "case_id")]
    assert "did you mean c1?" in cells[0].message
    assert "in row 2 already" in cells[2].message
    assert "0 or more" in refusal(costs=columns + "c1,A,-1,\n").message
    assert "more than 6 decimals" in refusal(costs=columns + "c1,A,0.1234567,\n").message


def test_flow_has_one_row_for_each_type_and_office() -> None:
    columns = "case_type,office,arrivals_per_period,closures_per_period\n"
    assert read(flow=columns + "a,north,12.5,10\na,,3,\n").flow.arrivals.tolist() == [125_000, 30_000]
    assert "row 2 already" in refusal(flow=columns + "a,north,1,1\nA,North,2,2\n").message


def test_names_that_nobody_holds_are_warned_of_with_the_nearest() -> None:
    officers = "officer_id,available_hours,skills,offices,dockets\nA,1,Spanish;creole,north,detained\n"
    columns = "required_skills,office,docket"
    assert read(officers, cases("SPANISH,NORTH,Detained", columns=columns)).warnings == ()
    assert read(officers, cases("spanisch,south,detaned", "spanisch,,", columns=columns)).warnings == (
        "no officer has the skill “spanisch”, which 2 cases need (did you mean Spanish?)",
        "no officer has the office “south”, which 1 case needs",
        "no officer has the docket “detaned”, which 1 case needs (did you mean detained?)",
    )


def test_officers_without_offices_serve_any_so_no_office_is_without_officer() -> None:
    officers = "officer_id,available_hours,offices\nA,1,north\nB,1,\n"
    assert read(officers, cases("south", columns="office")).warnings == ()


def test_officers_who_are_not_there_are_warned_of() -> None:
    columns = "current_officer,excluded_officers"
    assert read(cases=cases("a,B;Z", "Q,", columns=columns)).warnings == (
        "“a” (current_officer of 1 case) is not in the sheet officers (did you mean A?); they count as having left",
        "“Q” (current_officer of 1 case) is not in the sheet officers; they count as having left",
        "“Z” (excluded_officers of 1 case) is not in the sheet officers; the exclusion has no effect",
    )


def test_many_warnings_of_one_sort_are_summed_up() -> None:
    rows = [f"Q{at}" for at in range(50)]
    warnings = read(cases=cases(*rows, columns="current_officer")).warnings
    assert len(warnings) == 21
    assert warnings[-1] == "and 30 more officers in current_officer who are not in the sheet officers"


def test_one_case_and_one_officer_are_a_roster() -> None:
    assert read("officer_id,available_hours\nA,0\n", CASES).counts["cases"] == 1
    assert read(OFFICERS, CASES).warnings == ()


def test_types_of_the_flow_that_nothing_else_has_are_warned_of() -> None:
    flow = "case_type,arrivals_per_period\nNON-DETAINED,1\ndetaned,2\n"
    assert read(weights=WEIGHTS, flow=flow).warnings == (
        "the type “detaned” of the sheet flow is in no other sheet (did you mean detained?)",
    )


def test_thousands_of_columns_are_refused_at_once() -> None:
    header = ",".join(f"column-{at}" for at in range(10_000))
    assert "has 10,000 columns; the sheet cases has 12" in refusal(cases=header + "\n").message


def test_hints_are_looked_for_among_so_many_names_only() -> None:
    """Ten thousand strange types and officers: every one is an error or a warning, and none takes long."""
    rows = "".join(f"c{at},type-{at:05d},Q{at},{'yes' if at % 2 else 'no'}\n" for at in range(10_000))
    weights = "case_type,weight_hours\n" + "".join(f"kind-{at:05d},1\n" for at in range(5_000))
    with pytest.raises(RosterRefused) as caught:
        read(cases="case_id,case_type,current_officer,pinned\n" + rows, weights=weights)
    assert caught.value.total == 15_000
