"""What caseload is achievable, as a supervisor reads it."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Bullets, Heading, Paragraph, Section, Table
from app.report.sections.achievable.entry import (
    AchievableEntry,
    OfficerCaseloadEntry,
    TierCaseloadEntry,
    TypeShareEntry,
)
from app.report.sections.achievable.show import MOST_ROWS, show
from tests.app.report.made import blocks, in_workbook, made, on_page, source

VISIT = made(TypeShareEntry, case_type="visit", mean_hours=2.25, cases_today=10, cases=8, cases_per_officer=4)
NAMELESS = made(TypeShareEntry, case_type=None, mean_hours=0.5, cases_today=2, cases=1, cases_per_officer=0.5)
ANNA = made(
    OfficerCaseloadEntry, officer_id="Anna", cases_today=7, cases=4, hours_per_case_today=1.5, of_one_type=[5, 1234]
)
BEN = made(OfficerCaseloadEntry, officer_id="Ben", hours_per_case_today=None, of_one_type=[3, None])


def tier(**given: Any) -> TierCaseloadEntry:
    plainest = {
        "tier": 1,
        "multiple": 0.75,
        "utilization": 0.6,
        "cases_today": 12,
        "cases": 9,
        "types": [VISIT, NAMELESS],
        "officers": [ANNA, BEN],
    }
    return made(TierCaseloadEntry, **{**plainest, **given})


def shown(*tiers: TierCaseloadEntry, multiple: float | None = None) -> Section:
    return show(source(achievable=AchievableEntry(multiple=multiple, tiers=list(tiers))))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Group 1 has 12 cases today; 9 of the same mix (0.75 times as many) would be {within}."),
        (
            {"multiple": 1.5, "cases_today": 1, "cases": 1},
            "Group 1 has 1 case today; it can hold 1 of the same mix (1.5 times as many) {within}.",
        ),
        (
            {"multiple": 1, "cases_today": 1200, "cases": 1200},
            "Group 1 has 1,200 cases today; it can hold 1,200 of the same mix (just as many) {within}.",
        ),
    ],
)
def test_what_a_group_can_hold_beside_what_it_has(given: dict[str, Any], sentence: str) -> None:
    assert blocks(shown(tier(**given)), Bullets) == [
        Bullets((sentence.format(within="within its target, which is 60% at that size"),))
    ]


def test_the_whole_is_said_where_it_is_known() -> None:
    told = "With 75% of today's cases, in the same mix, every group would be within its target."
    assert str(blocks(shown(tier(), multiple=0.75), Paragraph)[0].text).endswith(told)
    assert "every group would be" not in str(blocks(shown(tier()), Paragraph)[0].text)


def test_types_with_what_one_case_takes() -> None:
    types, _ = blocks(shown(tier()), Table)
    visit, nameless = on_page(types)
    assert visit == {
        "Group": "1",
        "Case type": "visit",
        "One case takes": "2.25 h",
        "Cases today": "10",
        "Achievable": "8",
        "Achievable per officer": "4",
    }
    assert nameless["Case type"] == "no type"
    sheet = list(in_workbook(types))
    assert (sheet[0]["Hours per case"], sheet[0]["Times the mix of today"]) == (2.25, 0.75)
    assert next(column for column in types.columns if column.title == "Case type").sheet_absent == "(no type)"


def test_officers_with_what_they_could_hold_of_one_type() -> None:
    _, officers = blocks(shown(tier()), Table)
    anna, ben = on_page(officers)
    assert anna["Or, of one type alone"] == "5 visit or 1,234 no type"
    assert ben["Or, of one type alone"] == "3 visit"
    assert (anna["Can hold"], anna["Hours there are for each"]) == ("4", "1.5 h")
    assert ben["Hours there are for each"] == ""


def test_of_many_types_a_cell_names_four_and_the_workbook_all() -> None:
    kinds = [made(TypeShareEntry, case_type=f"t{n}") for n in range(5)]
    able = made(OfficerCaseloadEntry, officer_id="A", of_one_type=[1, 2, 3, 4, 5])
    _, officers = blocks(shown(tier(types=kinds, officers=[able])), Table)
    assert [row["Or, of one type alone"] for row in on_page(officers)] == ["1 t0 or 2 t1 or 3 t2 or 4 t3 or …"]
    _, again = blocks(shown(tier(types=kinds, officers=[able])), Table)
    assert [row["Or, of one type alone"] for row in in_workbook(again)] == ["t0 1; t1 2; t2 3; t3 4; t4 5"]


def test_of_many_officers_the_page_lists_the_first_and_says_so() -> None:
    section = shown(tier(officers=[ANNA] * MOST_ROWS), tier(tier=2))
    says = str(blocks(section, Paragraph)[1].text)
    assert says.endswith("Here are 60 of 62 officers, the tightest group first; plan.xlsx lists all.")
    _, officers = blocks(section, Table)
    assert len(list(on_page(officers))) == MOST_ROWS
    assert len(list(in_workbook(officers))) == MOST_ROWS + 2


def test_a_short_list_is_not_said_to_be_cut() -> None:
    section = shown(tier())
    assert "Here are" not in str(blocks(section, Paragraph)[1].text)
    assert [heading.text for heading in blocks(section, Heading)] == ["Each officer"]


def test_where_no_case_takes_time_the_page_says_nothing_and_the_sheets_are_empty() -> None:
    section = shown()
    assert section.blocks == ()
    assert [list(in_workbook(sheet)) for sheet in section.sheets] == [[], []]
