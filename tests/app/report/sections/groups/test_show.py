"""By office, docket and skill: the whole first, then each, with what is missing."""

from __future__ import annotations

from typing import Any

from app.report.blocks import Paragraph, Table
from app.report.sections.groups.entry import GroupEntry
from app.report.sections.groups.show import MOST_GROUPS, NONE, OVERLAP, show
from app.report.sections.summary.entry import Counts, Verdict
from tests.app.report.made import blocks, in_workbook, made, on_page, source

WHOLE = made(
    Verdict,
    state="strained",
    sentence="Strained. All of it.",
    utilization=0.9,
    peak_utilization=0.95,
    target_utilization=0.85,
    demand_hours=90,
    effective_hours=100,
)
NORTH = made(
    GroupEntry,
    kind="office",
    name="north",
    state="unsustainable",
    cases=19,
    demand_hours=190.25,
    officers=1,
    effective_hours=100,
    utilization=1.9025,
    peak_utilization=1.9025,
    target=0.6,
    gap_hours=90.25,
    fte_gap=0.61,
    budget_fte_gap=0.52,
    certificate="19 cases, one officer.",
)


def shown(*groups: GroupEntry, **given: Any) -> Any:
    return show(
        source(verdict=WHOLE, counts=made(Counts, cases=24, officers_with_hours=3), groups=list(groups), **given)
    )


def test_the_whole_comes_first_and_each_group_has_its_line() -> None:
    whole, north = on_page(blocks(shown(NORTH), Table)[0])
    assert whole == {
        "Kind": "whole",
        "Name": "everybody",
        "Cases": "24",
        "Work": "90 h",
        "Officers who may hold any": "3",
        "Their hours": "100 h",
        "Utilization": "90%",
        "Tightest group": "95%",
        "Target": "85%",
        "State": "strained",
        "Missing": "none",
    }
    assert (north["Kind"], north["Name"], north["Work"]) == ("office", "north", "190.25 h")
    assert (north["Utilization"], north["State"]) == ("190.3%", "unsustainable")
    assert north["Missing"] == "90.25 h (0.61 FTE)"


def test_where_times_differ_what_is_missing_is_at_least_that() -> None:
    _, row = on_page(blocks(shown(NORTH.model_copy(update={"gap_is_at_least": True})), Table)[0])
    assert row["Missing"] == "at least 90.25 h (0.61 FTE)"


def test_cases_that_ask_for_none_are_said_to() -> None:
    nameless = NORTH.model_copy(update={"name": None, "utilization": None, "officers": 0})
    table = blocks(shown(nameless), Table)[0]
    _, row = on_page(table)
    assert (row["Name"], row["Utilization"]) == ("none asked for", "no hours")
    whole, sheet = in_workbook(table)
    assert (whole["Name"], sheet["Name"]) == ("(everybody)", "(none asked for)")


def test_the_workbook_has_what_is_missing_as_numbers_and_what_shows_it() -> None:
    whole, north = in_workbook(shown(NORTH).sheets[0])
    assert (north["Missing (h)"], north["Missing FTE"], north["Missing budget FTE"]) == (90.25, 0.61, 0.52)
    assert (whole["What shows it"], north["What shows it"]) == ("Strained. All of it.", "19 cases, one officer.")
    assert "Missing" not in north


def test_rows_that_overlap_are_said_to_and_a_roster_without_needs_says_so() -> None:
    assert str(blocks(shown(NORTH), Paragraph)[0].text).startswith(OVERLAP)
    assert shown(NORTH).sheets[0].note == OVERLAP
    alone = shown()
    assert blocks(alone, Paragraph) == [Paragraph(NONE)]
    assert alone.sheets[0].note == NONE
    assert len(list(on_page(blocks(alone, Table)[0]))) == 1


def test_of_many_the_page_lists_the_first_and_the_whole() -> None:
    section = shown(*[NORTH] * (MOST_GROUPS + 1))
    assert "Here are the first 60 of 61 rows" in str(blocks(section, Paragraph)[0].text)
    (table,) = blocks(section, Table)
    assert len(list(on_page(table))) == MOST_GROUPS + 1
    assert len(list(in_workbook(table))) == MOST_GROUPS + 2
