"""Columns find their place: each once, the best whole, and never against what they hold."""

from __future__ import annotations

import pytest

from app.intake.recognition.content import Content
from app.intake.recognition.headers import Named
from app.intake.recognition.matching import Matched, match_table

CASES = {
    "Ref": ["a-1", "a-2", "a-3"],
    "Kind": ["x", "y", "x"],
    "Officer": ["A", "B", "A"],
    "Opened": ["2026-01-01", "2026-01-01", "2026-02-01"],
}


def matched(
    columns: dict[str, list[str]], name: str = "export", said: dict[str, dict[str, str]] | None = None
) -> Matched:
    named = [Named(at, each) for at, each in enumerate(columns)]
    return match_table(name, named, {at: Content.of(cells) for at, cells in enumerate(columns.values())}, said)


def pairs(found: Matched) -> dict[str, str]:
    return {match.name: match.column for match in found.matches}


def test_the_order_of_the_columns_does_not_count() -> None:
    usual = pairs(matched(CASES))
    turned = pairs(matched(dict(reversed(CASES.items()))))
    assert usual == turned == {"Ref": "case_id", "Officer": "current_officer", "Opened": "opened"}


def test_ids_are_recognised_by_what_they_look_like() -> None:
    found = matched({"Foo": ["a-1", "a-2", "a-3"], "Officer": ["A", "B", "A"]})
    assert pairs(found)["Foo"] == "case_id"
    assert "like ids" in found.matches[0].reason


def test_a_name_counts_for_nothing_against_the_content() -> None:
    found = matched({**CASES, "Opened": ["soon", "later", "soon"]})
    assert "Opened" not in pairs(found)
    assert {named.name: why for named, why in found.unread}["Opened"] == "called like opened, but it holds no dates"


def test_two_that_could_be_one_are_one_and_the_other_is_said() -> None:
    found = matched({**CASES, "Assigned Worker": ["C", "D", "C"]})
    assert list(pairs(found).values()).count("current_officer") == 1
    assert any("is in another column" in why for _, why in found.unread)


def test_what_somebody_says_counts_before_everything() -> None:
    found = matched(CASES, said={"cases": {"kind": "case_type", "Opened": ""}})
    assert pairs(found)["Kind"] == "case_type"
    assert "Opened" not in pairs(found)


@pytest.mark.parametrize(
    ("columns", "name", "sheet"),
    [
        (CASES, "x", "cases"),
        ({"Name": ["A", "B"], "Hours": ["120", "100"]}, "x", "officers"),
        ({"Name": ["A", "B"]}, "Staff", "officers"),
        ({"Type": ["x", "y"], "Hours": ["1", "2"]}, "Case weights", "weights"),
        ({"Case": ["1", "1"], "Officer": ["A", "B"], "Cost": ["3", "4"]}, "x", "costs"),
        ({"Type": ["x", "y"], "New cases": ["3", "4"]}, "x", "flow"),
        ({"Foo": ["x", "x"], "Bar": ["1", "1"]}, "x", None),
        ({"Name": ["A", "B"]}, "x", None),
    ],
)
def test_which_sheet_a_table_is(columns: dict[str, list[str]], name: str, sheet: str | None) -> None:
    assert matched(columns, name).sheet == sheet


def test_repeated_ids_are_no_ids() -> None:
    assert matched({"Case": ["1", "1", "2", "2"], "Officer": ["A", "B", "A", "B"]}).sheet is None
