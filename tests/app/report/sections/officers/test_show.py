"""Every officer, today and in the plan: what is drawn, what is said, and which columns there are."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Chart, Heading, Paragraph, Section, Table, Where
from app.report.charts.bars import MOST_ROWS
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.officers.show import EFFICIENCY, IN_NEITHER, SHARES, show
from app.report.sections.summary.entry import PlanFigures, Verdict
from app.report.sections.unassigned.entry import Unassigned
from tests.app.report.made import blocks, in_workbook, made, on_page, source

PLAN = made(PlanFigures)
PLANNED: dict[str, Any] = {
    "caseload": 3,
    "workload_hours": 120.5,
    "utilization": 1.205,
    "state": "unsustainable",
    "moves_in": 1,
    "moves_out": 0,
}


def officer(name: str, hours: float = 100, **given: Any) -> OfficerEntry:
    """Somebody whose hours count in full, with half of them taken today."""
    today = {"caseload_before": 2, "workload_before_hours": hours / 2, "utilization_before": 0.5 if hours else None}
    there = {"available_hours": hours, "effective_hours": hours, "fair_share": 0.75, "target": 0.85, "tier": 1}
    return made(OfficerEntry, officer_id=name, **{**today, **there, "state_before": "sustainable", **given})


def notes(section: Section) -> list[str]:
    return [str(each.text) for each in blocks(section, Paragraph) if each.tone == "note"]


def test_with_a_plan_both_are_drawn_and_in_the_table() -> None:
    section = show(source(officers=[officer("A", **PLANNED)], plan=PLAN))
    assert section.title == "Every officer, today and in the plan"
    used, work = blocks(section, Chart)
    assert (used.picture, [word for _, word in used.keys]) == (
        "dumbbell",
        ["today", "in the plan", "all of the available time (100%)"],
    )
    assert ("over", "work past the available time") in work.keys
    (table,) = blocks(section, Table)
    assert list(on_page(table)) == [
        {
            "Officer": "A",
            "Cases today": "2",
            "Cases in plan": "3",
            "Work today,\u00a0h": "50",
            "Work in plan,\u00a0h": "120.5",
            "Available,\u00a0h": "100",
            "Utilization today": "50%",
            "Utilization in plan": "120.5%",
            "Fair share": "75%",
            "Target": "85%",
            "State in plan": "unsustainable",
            "Cases in": "1",
            "Cases out": "0",
        }
    ]


def test_without_a_plan_there_is_only_today() -> None:
    section = show(source(officers=[officer("A")]))
    assert section.title == "Every officer today"
    used, work = blocks(section, Chart)
    assert "planned" not in dict(used.keys)
    assert "over" not in dict(work.keys)
    (row,) = on_page(blocks(section, Table)[0])
    assert row["State today"] == "sustainable"
    assert not any("plan" in title or (title.startswith("Cases ") and title != "Cases today") for title in row)


def test_the_workbook_has_numbers_and_its_own_columns_with_or_without_a_plan() -> None:
    (alone,) = in_workbook(show(source(officers=[officer("A")])).sheets[0])
    (row,) = in_workbook(show(source(officers=[officer("A", **PLANNED)], plan=PLAN)).sheets[0])
    assert list(alone) == list(row)
    assert (alone["Cases in plan"], alone["Utilization in plan"], alone["State in plan"]) == (None, None, None)
    assert (row["Work in plan (h)"], row["Utilization in plan"], row["Group"]) == (120.5, 1.205, 1)
    assert (row["Available (h)"], row["Available × efficiency (h)"]) == (100, 100)


def test_what_is_above_all_hours_stands_out_on_both() -> None:
    table = show(source(officers=[officer("A")])).sheets[0]
    assert isinstance(table, Table)
    over = {column.title: column.over for column in table.columns if column.over is not Where.NOWHERE}
    assert over == {"Utilization today": Where.BOTH, "Utilization in plan": Where.BOTH}


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (["B"], "B has no hours for cases in this period, so there is no utilization to draw."),
        (["B", "C"], "B and C have no hours for cases in this period, so there is no utilization to draw."),
    ],
)
def test_who_is_away_is_named_and_listed_but_not_drawn(away: list[str], said: str) -> None:
    section = show(source(officers=[officer("A"), *(officer(name, 0) for name in away)]))
    assert blocks(section, Paragraph)[0].text == said
    drawn, _ = blocks(section, Chart)
    assert [row.full for row in drawn.plot.rows] == ["A"]  # type: ignore[union-attr]
    rows = list(on_page(blocks(section, Table)[0]))
    assert [row["Officer"] for row in rows] == ["A", *away]
    assert rows[1]["Utilization today"] == "no hours"


def test_where_nobody_has_hours_only_the_workbook_lists_them() -> None:
    section = show(source(officers=[officer("A", 0)]))
    assert section.blocks == ()
    assert len(section.sheets) == 1


def test_of_too_many_the_fullest_are_drawn_and_the_distribution_has_all() -> None:
    crowd = [officer(f"O-{n:03d}", utilization_before=n / 100) for n in range(MOST_ROWS + 10)]
    section = show(source(officers=[*crowd, officer("away", 0)]))
    assert str(blocks(section, Paragraph)[0].text).startswith(
        "There are too many officers to draw all of them. The 60 "
    )
    assert [chart.picture for chart in blocks(section, Chart)] == ["dumbbell", "bullets", "pairs"]
    distribution, officers = blocks(section, Table)
    assert sum(int(row["Officers today"]) for row in on_page(distribution)) == MOST_ROWS + 10
    assert [row["Officer"] for row in on_page(officers)] == [each.officer_id for each in crowd[10:]]
    assert len(list(in_workbook(officers))) == MOST_ROWS + 11
    assert blocks(section, Heading)[0].text == "The numbers"


def test_a_plan_adds_its_column_to_the_distribution() -> None:
    crowd = [officer(f"O-{n:03d}", **PLANNED) for n in range(MOST_ROWS + 1)]
    distribution, _ = blocks(show(source(officers=crowd, plan=PLAN)), Table)
    assert sum(int(row["Officers in the plan"]) for row in on_page(distribution)) == MOST_ROWS + 1


def test_notes_stand_where_they_explain_something() -> None:
    assert notes(show(source(officers=[officer("A")]))) == []
    slow = officer("A", effective_hours=80)
    assert notes(show(source(officers=[slow]))) == [EFFICIENCY]
    waiting = [made(Unassigned, reason="hours", previous_officer="A")]
    assert notes(show(source(officers=[officer("A")], plan=PLAN, unassigned=waiting))) == [SHARES, IN_NEITHER]
    nobody_may = [made(Unassigned, reason="no_eligible_officer")]
    verdict = made(Verdict, peak_utilization=0.5)
    assert notes(show(source(officers=[officer("A")], plan=PLAN, verdict=verdict, unassigned=nobody_may))) == []
