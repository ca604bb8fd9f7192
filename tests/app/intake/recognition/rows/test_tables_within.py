"""Sheets with more than one table."""

from __future__ import annotations

from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.rows.tables_within import tables_within

CASES = [["Case #", "Type", "Worker"], ["1-a", "A", "Lee"], ["2-a", "B", "Lee"], ["3-a", "A", "Kim"]]
STAFF = [["Worker", "Hours", ""], ["Lee", "80", ""], ["Kim", "90", ""]]


def raw(rows: list[list[str]]) -> RawTable:
    return RawTable("x.csv", "", rows, range(1, len(rows) + 1), merged=((1, 2, 0),))


def numbers(rows: list[list[str]]) -> list[list[int]]:
    return [list(each.numbers) for each in tables_within(raw(rows))]


def test_a_table_below_another_begins_with_its_title() -> None:
    assert numbers([*CASES, ["", "", ""], ["Staff", "", ""], *STAFF]) == [[1, 2, 3, 4, 5], [6, 7, 8, 9]]
    assert numbers([*CASES, ["Staff", "", ""], *STAFF]) == [[1, 2, 3, 4, 5], [6, 7, 8]]


def test_one_table_stays_one() -> None:
    table = raw(CASES)
    assert tables_within(table) == [table]
    assert numbers([*CASES, ["", "", ""], *CASES]) == [list(range(1, 10))], "the same header again"
    assert numbers([*CASES, ["4-a", "Type", "Hours"]]) == [[1, 2, 3, 4, 5]], "directly below a full row"


def test_tables_side_by_side_are_two_where_each_is_a_sheet_of_its_own() -> None:
    beside = [[*CASES[at], "", *(STAFF[at][:2] if at < 3 else ["", ""])] for at in range(4)]
    left, right = tables_within(raw(beside))
    assert [row for row in left.rows if any(row)] == CASES
    assert [row for row in right.rows if any(row)] == [row[:2] for row in STAFF]
    assert left.merged == ((1, 2, 0),)
    assert right.merged == ()
    apart = [[row[0], row[1], "", row[2]] for row in CASES]
    assert len(tables_within(raw(apart))) == 1
