"""Numbers such as 1.776, which can be read in two ways."""

from __future__ import annotations

from app.intake.findings import Severity
from tests.app.intake.rosters import codes, read, refusal

OFFICERS = "officer_id;available_hours\nA;{}\nB;100\n"


def test_a_number_with_a_point_beside_decimal_commas_is_refused() -> None:
    assert "two ways" in refusal("officer_id;available_hours\nA;1.776\nB;100,5\n").message


def test_it_must_be_accepted_where_another_file_writes_decimal_commas() -> None:
    weights = "case_type;weight_hours\na;1,5\n"
    (found,) = read(OFFICERS.format("1.776"), weights=weights).findings
    assert (found.code, found.severity, found.row) == ("mixed-decimals", Severity.CONFIRM, 2)
    assert "weights.csv writes decimal commas" in found.message


def test_it_must_be_accepted_where_nothing_shows_what_a_point_means() -> None:
    assert codes(read(OFFICERS.format("1.776"))) == ["mixed-decimals"]


def test_decimal_points_elsewhere_and_commas_between_columns_leave_no_doubt() -> None:
    assert codes(read("officer_id;available_hours\nA;1.776\nB;99.5\n")) == []
    assert codes(read("officer_id,available_hours\nA,1.776\nB,100\n")) == []
    assert codes(read(OFFICERS.format("0.125"))) == []
