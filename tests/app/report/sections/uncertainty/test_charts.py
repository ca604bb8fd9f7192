"""Ranges and chances as bars: the numbers in are the marks out."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.charts.bars import MOST_ROWS
from app.report.sections.uncertainty.charts import at_risk, missing, overloads, source
from app.report.sections.uncertainty.entry import (
    ChanceEntry,
    ChancesEntry,
    MissingRisk,
    OfficerRiskEntry,
    RangeEntry,
    RangesEntry,
    UncertaintyEntry,
)
from tests.app.report.made import made

RANGES = RangesEntry(
    weights=RangeEntry(low=20, median=40, high=80),
    single_cases=RangeEntry(low=38, median=40, high=42.5),
    both=RangeEntry(low=10, median=41, high=90),
)


def officer(name: str, chance: float) -> OfficerRiskEntry:
    both = ChanceEntry(probability=chance, standard_error=0)
    return made(OfficerRiskEntry, officer_id=name, overloaded=made(ChancesEntry, both=both))


def found(*officers: OfficerRiskEntry, **given: Any) -> UncertaintyEntry:
    gap = made(MissingRisk, hours=40, range_hours=RANGES)
    return made(UncertaintyEntry, **{"officers": list(officers), "missing": gap, **given})


def test_missing_hours_by_what_makes_them_unsure() -> None:
    """An axis to 100 h: each bar reaches from its 5th to its 95th percentile, with the median marked."""
    chart = missing(found())
    assert chart.ticks[-1].label == "100"
    assert [(row.label, row.before, row.share, row.after) for row in chart.rows] == [
        ("The weights", 20, 40, 80),
        ("Single cases", 38, 40, 42.5),
        ("Both", 10, 41, 90),
    ]
    assert chart.rows[1].note == "Single cases: 38 to 42.5 h missing, median 40 h"
    assert chart.description.endswith("With the weights as they stand: 40 h.")
    assert "The weights: 20 to 80 h missing, median 40 h; Single cases:" in chart.description


def test_what_stands_is_on_the_axis_even_where_it_is_outside_of_every_range() -> None:
    gap = made(MissingRisk, hours=400, range_hours=RANGES)
    chart = missing(found(missing=gap))
    assert float(chart.ticks[-1].label) >= 400


def test_nothing_missing_anywhere_is_drawn_at_the_left() -> None:
    chart = missing(found(missing=made(MissingRisk)))
    assert {(row.before, row.share, row.after) for row in chart.rows} == {(0, 0, 0)}


def test_each_source_is_its_own_range() -> None:
    assert [source(RANGES, name).high for name in ("weights", "single_cases", "both")] == [80, 42.5, 90]


def test_the_chance_of_overload_is_a_bar_of_the_whole_width_at_one() -> None:
    chart = overloads(found(officer("A", 1), officer("B", 0.125), officer("C", 0)))
    assert [(row.full, row.after) for row in chart.rows] == [("A", 100), ("B", 12.5), ("C", 0)]
    assert chart.rows[1].note == "B: overloaded with a chance of 12.5%"
    assert [tick.label for tick in chart.ticks] == ["0%", "25%", "50%", "75%", "100%"]


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ([], ""),
        ([0.25], " From 25% to 25%; at least 50% for nobody."),
        ([0.5, 0.25], " From 25% to 50%; at least 50% for 1 of them."),
        ([0.5, 1], " From 50% to 100%; at least 50% for 2 of them."),
    ],
)
def test_how_many_are_more_likely_than_not_is_said(chances: list[float], told: str) -> None:
    officers = [officer(f"O-{n}", chance) for n, chance in enumerate(chances)]
    text = overloads(found(*officers, assignment="today")).description
    assert text.partition(" today.")[2] == told


@pytest.mark.parametrize(("assignment", "when"), [("plan", "in the plan"), ("today", "today")])
def test_it_says_whose_officers_are_meant(assignment: str, when: str) -> None:
    chart = overloads(found(officer("A", 1), assignment=assignment))
    assert chart.title == f"Chance of more work than hours, {when}"
    assert f"the chance of more work than hours {when}." in chart.description
    assert chart.description.startswith("1 officer, one bar each")


def test_of_too_many_those_most_at_risk_stay_in_the_order_of_the_roster() -> None:
    officers = [officer(f"O-{n:03d}", (n * 7 % 100) / 100) for n in range(MOST_ROWS + 5)]
    kept = at_risk(found(*officers))
    assert len(kept) == MOST_ROWS
    assert [each.officer_id for each in kept] == sorted(each.officer_id for each in kept)
    left_out = [each for each in officers if each not in kept]
    most_left_out = max(each.overloaded.both.probability for each in left_out)
    assert all(each.overloaded.both.probability >= most_left_out for each in kept)
    assert len(at_risk(found(*officers[:MOST_ROWS]))) == MOST_ROWS
