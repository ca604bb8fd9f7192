"""What must hold within the sheet officers."""

from __future__ import annotations

from tests.app.intake.rosters import read, refusal


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
