from __future__ import annotations

from decimal import Decimal

import pytest

from app.answers.next_period.last_plan import read_last_plan
from app.intake.errors import RosterRefused
from tests.app.answers.next_period.offices import ASSIGNMENTS, OFFICERS, plan


def test_a_plan_says_who_was_to_have_each_case_and_who_had_it() -> None:
    found = plan()
    assert found.adopted["M-2"] == "Bo"
    assert found.before["M-2"] == "Ann"
    assert found.adopted["W-8"] == found.before["W-8"] == ""
    assert found.hours == {"Ann": Decimal(160), "Bo": Decimal(160), "Cy": Decimal("120.5")}


def test_without_its_officers_nothing_is_known_of_them() -> None:
    assert read_last_plan(ASSIGNMENTS, None).hours is None


def test_a_file_that_a_spreadsheet_has_saved_is_the_same_file() -> None:
    saved = b"\xef\xbb\xbf" + ASSIGNMENTS.replace(b"\n", b"\r\n")
    assert read_last_plan(saved, OFFICERS) == plan()


@pytest.mark.parametrize(
    ("assignments", "officers", "message"),
    [
        (b"case_id,officer_id\nA,B\n", None, "has no column previous_officer"),
        (b"", None, "has no column case_id"),
        (b"\xff\xfe", None, "no CSV file in UTF-8"),
        (ASSIGNMENTS + b"K-1,Ann,Ann,no,kept\n", None, "has the case twice"),
        (ASSIGNMENTS, OFFICERS + b"Ann,1,1,1,1,1,1,1\n", "has the officer twice"),
        (ASSIGNMENTS, OFFICERS + b"Di,1,1,many,1,1,1,1\n", "needs a number of hours"),
        (ASSIGNMENTS + b"\x01,Ann,Ann,no,kept\n", None, "row 10"),
    ],
)
def test_what_is_no_file_of_a_plan_is_refused(assignments: bytes, officers: bytes | None, message: str) -> None:
    with pytest.raises(RosterRefused, match=message):
        read_last_plan(assignments, officers)
