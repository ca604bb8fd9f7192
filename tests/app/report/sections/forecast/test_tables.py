"""What comes next, in numbers: which columns stand where, and what an empty cell says."""

from __future__ import annotations

from typing import Any

from app.report.blocks import Where
from app.report.sections.forecast.entry import TypeCourseEntry
from app.report.sections.forecast.tables import (
    MOST_TYPES,
    office_table,
    period_table,
    type_period_table,
    type_table,
)
from tests.app.report.made import in_workbook, made, on_page
from tests.app.report.sections.forecast.made import band, course, forecast, period

LABELS = ["month 1", "month 2"]
PLAIN = course(period(1), period(2, utilization=1.25, state="unsustainable", missing_hours=2.345))
BANDED = course(
    period(1, band=band((12, 12), (0, 0), 0.05)), period(2, missing_hours=2, band=band((12, 16), (0, 8.25), 0.5))
)


def kind(**given: Any) -> TypeCourseEntry:
    plainest = {"opening": 10, "arrivals": [3, 4], "closures": [1, 1], "closing": [12, 15]}
    return made(TypeCourseEntry, **{**plainest, **given})


def test_the_page_has_the_whole_and_the_workbook_every_office() -> None:
    table = period_table(forecast(PLAIN, course(period(1), period(2), office="north")), LABELS)
    assert [row["Month"] for row in on_page(table)] == LABELS
    assert [(row["Office"], row["Period"]) for row in in_workbook(table)] == [
        ("(all)", "month 1"),
        ("(all)", "month 2"),
        ("north", "month 1"),
        ("north", "month 2"),
    ]
    assert table.is_as_given, "from the weights as they stand, whatever the percentile"


def test_a_period_without_simulation_has_no_ranges_on_the_page_and_empty_ones_in_the_workbook() -> None:
    table = period_table(forecast(PLAIN), LABELS)
    first, second = on_page(table)
    assert first == {
        "Month": "month 1",
        "Open at the start": "10",
        "Arrive": "3",
        "Are closed": "1",
        "Open at the end": "12",
        "Work": "10 h",
        "Tightest group": "no hours",
        "Missing": "0 h",
        "State": "sustainable",
    }
    assert (second["Tightest group"], second["Missing"], second["State"]) == ("125%", "2.3 h", "unsustainable")
    row = next(iter(in_workbook(period_table(forecast(PLAIN), LABELS))))
    assert row["Open at the end, 5th percentile"] is row["Missing (h), 95th percentile"] is None
    assert row["Chance of more work than hours"] is None


def test_ranges_are_words_on_the_page_and_two_ends_in_the_workbook() -> None:
    found = forecast(BANDED, simulations=1000)
    titles = [column.title for column in period_table(found, LABELS).columns_on(Where.PAGE)]
    assert titles.count("Nine worlds of ten") == 2
    second = list(on_page(period_table(found, LABELS)))[1]
    assert (second["Nine worlds of ten"], second["Chance that any are"]) == ("0 to 8.3 h", "50%")
    row = list(in_workbook(period_table(found, LABELS)))[1]
    ends = [
        row[f"{what}, {which} percentile"] for what in ("Open at the end", "Missing (h)") for which in ("5th", "95th")
    ]
    assert ends == [12, 16, 0, 8.25]
    assert row["Chance of more work than hours"] == 0.5


def test_open_cases_that_are_known_have_no_range() -> None:
    """Where closures are given, every world has the same open cases."""
    known = course(period(1, band=band((12, 12), (0, 4))), period(2, band=band((14, 14), (0, 4))))
    titles = [column.title for column in period_table(forecast(known, simulations=9), LABELS).columns_on(Where.PAGE)]
    assert titles.count("Nine worlds of ten") == 1


def test_from_when_on_each_office_has_too_much() -> None:
    north = course(*BANDED.periods, office="north", unsustainable_from=2, possibly_from=1, likely_from=2)
    nameless = course(period(1), period(2))
    with_band = list(on_page(office_table(forecast(BANDED, simulations=9), [north], LABELS)))
    assert with_band == [
        {
            "Office": "north",
            "Open today": "10",
            "Open at the end": "14",
            "More work than hours from": "month 2",
            "Possible from (5%)": "month 1",
            "Likely from (50%)": "month 2",
            "Sure from (95%)": "not by then",
            "Missing in the last month": "2 h",
            "Nine worlds of ten": "0 to 8.3 h",
        }
    ]
    (plain,) = on_page(office_table(forecast(PLAIN), [nameless], LABELS))
    assert (plain["Office"], plain["More work than hours from"]) == ("no office asked for", "not by then")
    assert not {"Possible from (5%)", "Nine worlds of ten"} & plain.keys()


def test_types_with_their_office_only_where_there_are_offices() -> None:
    found = forecast(PLAIN, types=[kind(case_type="visit", office="north"), kind(by_hours=True)])
    visit, nameless = on_page(type_table(found, has_offices=True))
    assert visit == {
        "Case type": "visit",
        "Office": "north",
        "Open today": "10",
        "Arrive in a month": "3",
        "Closed in the first month": "1",
        "Open at the end": "15",
    }
    assert (nameless["Case type"], nameless["Office"]) == ("no type", "no office asked for")
    assert nameless["Closed in the first month"] == "by the hours"
    assert "Office" not in next(on_page(type_table(found, has_offices=False)))


def test_of_many_types_the_page_lists_the_first_and_the_workbook_all_with_every_period() -> None:
    found = forecast(PLAIN, types=[kind()] * (MOST_TYPES + 1))
    assert len(list(on_page(type_table(found, has_offices=False)))) == MOST_TYPES
    rows = list(in_workbook(type_period_table(found, LABELS)))
    assert len(rows) == 2 * (MOST_TYPES + 1)
    assert rows[1] == {
        "Type": "(no type)",
        "Office": "no office asked for",
        "Period": "month 2",
        "Arrivals": 4,
        "Closures": 1,
        "Open at the end": 15,
    }
