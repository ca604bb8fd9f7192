"""Lists in groups: each value once, above empty cells that mean the same one."""

from __future__ import annotations

import pytest

from app.intake.doubts.groups import filled_down, is_grouped
from app.intake.findings import Severity
from tests.app.intake.rosters import Rows, codes, in_format

KINDS = ("csv", "xlsx", "json")
OFFICERS: Rows = [["officer_id", "available_hours", "offices"], ["D-1", 100, "North"], ["D-2", 100, "South"]]


def held(*holders: str | None) -> Rows:
    rows: Rows = [[f"c{at}", 1, who] for at, who in enumerate(holders)]
    return [["case_id", "weight_hours", "current_officer"], *rows]


@pytest.mark.parametrize("kind", KINDS)
def test_an_officer_above_the_rows_of_their_cases_held_one_case_only(kind: str) -> None:
    (found,) = in_format(kind, officers=OFFICERS, cases=held("D-1", None, None, "D-2", None, None)).findings
    assert (found.code, found.severity, found.column, found.value) == (
        "blank-below",
        Severity.CONFIRM,
        "current_officer",
        "D-1",
    )
    assert found.row == (1 if kind == "json" else 2)


@pytest.mark.parametrize("kind", KINDS)
def test_offices_of_cells_that_were_merged_and_saved_as_text_served_any(kind: str) -> None:
    rows: list[list[object]] = [
        ["s1", 60, "South"],
        ["s2", 60, None],
        ["s3", 1, None],
        ["n1", 10, "North"],
        ["n2", 1, None],
    ]
    roster = in_format(kind, officers=OFFICERS, cases=[["case_id", "weight_hours", "office"], *rows, ["n3", 1, None]])
    assert codes(roster) == ["blank-below"]


@pytest.mark.parametrize(
    "holders",
    [
        ["D-1", None, None, "D-2", "D-1", None, None],
        [None, "D-1", None, "D-2", None, None],
        ["D-1", "D-2", None, None],
        ["D-1", None, None, None, None, None],
    ],
)
def test_new_cases_among_others_are_no_groups(holders: list[str | None]) -> None:
    assert codes(in_format("csv", officers=OFFICERS, cases=held(*holders))) == []


def test_values_are_written_into_the_cells_below_them() -> None:
    assert filled_down(["", "a", "", "b", ""]) == ["", "a", "a", "b", "b"]
    assert is_grouped(["a", None, None, "b", None, None])
    assert not is_grouped(["a", None, "a", None, None, None])
