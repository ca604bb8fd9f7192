"""Rows that head those below them."""

from __future__ import annotations

import pytest

from app.intake.recognition.rows.headings import Heading, headed, heading_of
from app.intake.recognition.rows.left_out import LeftOut


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        (["Officer: Smith, John", "", ""], Heading("current_officer", "Officer", "Smith, John")),
        (["Officer:", "Smith"], Heading("current_officer", "Officer", "Smith")),
        (["Assigned To: Unassigned"], Heading("current_officer", "Assigned To", "")),
        (["County: North (12 cases)"], Heading("office", "County", "North")),
        (["Fallart: Diebstahl - 4"], Heading("case_type", "Fallart", "Diebstahl")),
        (["Supervisor: Smith"], None),
        (["24-001", "A", "Smith"], None),
        (["Officer: Smith", "A", "B", "C"], None),
        (["", ""], None),
    ],
)
def test_a_label_makes_a_heading(row: list[str], heading: Heading | None) -> None:
    assert heading_of(row) == heading


def test_each_heading_counts_until_the_next_and_never_against_a_column_of_the_list() -> None:
    below = [["Unit: North"], ["1"], ["Officer: Lee"], ["2"], ["Officer: Ortiz"], ["3"]]
    found = headed([["Officer: Kim"]], below, {}, {"case_id"})
    assert found.values == {
        "current_officer": ["Kim", "Kim", "Lee", "Lee", "Ortiz", "Ortiz"],
        "office": ["North"] * 6,
    }
    assert headed([], below, {}, {"case_id", "office"}).values.keys() == {"current_officer"}
    assert headed([], below, {}, {"case_id"}, {"officer"}).values.keys() == {"office"}


def test_a_name_alone_is_a_heading_only_where_nothing_else_says_who_holds_the_cases() -> None:
    below = [["Lee, A"], ["1", "x"], ["Closed"], [""]]
    out = {0: LeftOut.HEADING, 2: LeftOut.HEADING, 3: LeftOut.BLANK}
    assert headed([], below, out, {"case_id"}).values == {"current_officer": ["Lee, A"] * 4}
    assert headed([], below, out, {"case_id", "current_officer"}).values == {}
    assert headed([], below, out, {"case_id"}, {"headings"}).values == {}
