"""What must hold within the sheets weights, costs and flow."""

from __future__ import annotations

from tests.app.intake.rosters import read, refusal, refusals


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


def test_a_cost_without_a_case_was_a_fault_or_meant_the_last_name() -> None:
    officers, cases = "officer_id,available_hours\nA,10\n", "case_id,weight_hours\n1,3\n"
    for costs in ("case_id,officer_id,cost\n,,1\n", "case_id,officer_id,cost\n1,A,2\n,,1\n"):
        told = refusals(officers, cases, costs=costs)
        last = costs.count("\n")
        assert [(cell.file, cell.row, cell.column) for cell in told] == [
            ("costs.csv", last, "case_id"),
            ("costs.csv", last, "officer_id"),
        ]
        assert all("is empty" in cell.message for cell in told)
