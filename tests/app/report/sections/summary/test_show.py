"""The headline, the banner, and the first sheet of the workbook."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Banner, Bullets, Head, Pairs
from app.report.sections.breaches.entry import BreachEntry
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.percentile.entry import AsGiven, PercentileEntry
from app.report.sections.summary.entry import Counts, Moves, PlanFigures, Verdict, VerdictPart, VerdictParts
from app.report.sections.summary.show import MOST_LINES, headline, show
from app.report.sections.tiers.entry import TierEntry
from app.report.source import CaseList, Source
from tests.app.report.made import document, made, source
from tests.app.report.planned import built_from, dealt_plan

COUNTS = made(Counts, officers=2, cases=3)
PLAN = made(
    PlanFigures, peak_utilization=0.9, peak_before=1.5, peak_before_of_placed=1.5, moves=made(Moves, cases=1, hours=2)
)
HELD = made(OfficerEntry, caseload_before=3, utilization_before=1.5)
PARTS = made(
    VerdictParts,
    hours=made(VerdictPart, sentence="They suffice."),
    skills_and_offices=made(VerdictPart, sentence="5 cases wait."),
    standards=made(VerdictPart, sentence="There are none."),
)
VERDICT = made(Verdict, state="strained", sentence="Strained. The work fills 90% of all hours.", parts=PARTS)
HIGH = made(PercentileEntry, percentile=80, sentence="At the 80th.", as_given=made(AsGiven, sentence="Sustainable."))


def sheet(found: Source) -> list[tuple[str, str]]:
    (pairs,) = show(found).sheets
    assert isinstance(pairs, Pairs)
    assert (pairs.sheet, pairs.has_title) == ("Summary", True)
    return list(pairs.rows)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "2 officers, 3 cases"),
        ({"plan": made(PlanFigures)}, "2 officers, 3 cases"),
        ({"plan": PLAN}, "2 officers, 3 cases: nobody above 90%"),
        ({"plan": PLAN, "officers": [HELD]}, "2 officers, 3 cases: peak utilization goes from 150% to 90%"),
        (
            {"plan": PLAN.model_copy(update={"peak_before": 1.7}), "officers": [HELD]},
            "2 officers, 3 cases: peak utilization goes from 150% to 90% (today 170% with all cases)",
        ),
        ({"percentile": HIGH}, "2 officers, 3 cases (weights at their 80th percentile)"),
        (
            {"plan": PLAN, "percentile": HIGH},
            "2 officers, 3 cases: nobody above 90% (weights at their 80th percentile)",
        ),
    ],
)
def test_the_one_line_that_must_be_read(given: dict[str, Any], text: str) -> None:
    assert headline(document(counts=COUNTS, **given)) == text


def test_the_verdict_stands_in_the_colour_of_its_state() -> None:
    head = show(source(counts=COUNTS, verdict=VERDICT))
    assert isinstance(head, Head)
    assert head.blocks == (
        Banner("Strained. The work fills 90% of all hours.", "strained"),
        Bullets(("Hours: They suffice.", "Skills and offices: 5 cases wait.", "Caseload standards: There are none.")),
    )
    assert (head.is_in_head, head.subject) == (True, "2 officers, 3 cases")


@pytest.mark.parametrize(
    ("goals", "eyebrow"),
    [
        ({}, "Caseload report · Month · 24 November 2026"),
        ({"period": "quarter"}, "Caseload report · Quarter · 24 November 2026"),
        ({"period_start": "2026-12-01"}, "Caseload report · Month from 1 December 2026 · 24 November 2026"),
    ],
)
def test_which_period_it_is_about(goals: dict[str, str], eyebrow: str) -> None:
    assert show(source(goals=goals)).eyebrow == eyebrow


def test_the_first_sheet_sums_it_up_in_order() -> None:
    level = made(LevelEntry, name="coverage_3", unit="cases")
    found = source(
        counts=COUNTS,
        verdict=VERDICT,
        plan=PLAN,
        officers=[HELD],
        levels=[level],
        tiers=[made(TierEntry, certificate="3 cases, two officers."), made(TierEntry)],
        breaches=[made(BreachEntry, sentence="A pin breaks this.")],
        warnings=["Row 3 is odd."],
        status="optimal",
    )
    assert sheet(found) == [
        ("Caseload plan", "2 officers, 3 cases: peak utilization goes from 150% to 90%"),
        ("Verdict", "Strained. The work fills 90% of all hours."),
        ("Hours", "They suffice."),
        ("Skills and offices", "5 cases wait."),
        ("Caseload standards", "There are none."),
        ("Peak utilization", "150% → 90%. The fullest officer, today and in the plan."),
        ("Proof", "Proven. No plan is better, goals taken in their order."),
        ("Moves", "1 case of 3 changes hands (2 h of work)."),
        ("Missing staff", "None. The hours suffice for every group of cases. One FTE is 0 h a month."),
        ("How good", "Proven: no plan is better, goals taken in their order."),
        ("", "Every case has an officer. Nothing can be better."),
        ("Tightest group", "3 cases, two officers."),
        ("Broken by a pin", "A pin breaks this."),
        ("Look at", "Row 3 is odd."),
    ]


def test_weights_that_are_not_the_sheets_are_said_before_any_figure() -> None:
    rows = sheet(source(counts=COUNTS, percentile=HIGH))
    assert [title for title, _ in rows][1] == "Verdict"
    assert [title for title, _ in rows][5] == "Weights"
    assert ("Weights", "At the 80th.") in rows


def test_long_lists_end() -> None:
    many = source(warnings=["odd"] * (MOST_LINES + 1), breaches=[made(BreachEntry)] * (MOST_LINES + 1))
    titles = [title for title, _ in sheet(many)]
    assert (titles.count("Look at"), titles.count("Broken by a pin")) == (MOST_LINES, MOST_LINES)


@pytest.mark.parametrize(("most", "is_said"), [(2, True), (3, False)])
def test_a_workbook_that_does_not_list_every_case_says_so(most: int, is_said: bool) -> None:
    cases = [{"case_id": f"{n}", "weight_hours": 1} for n in range(3)]
    built = built_from([{"officer_id": "A", "available_hours": 10}], cases)
    rows = sheet(Source(document(), CaseList(built, dealt_plan(built), most_cases=most, most_rows=1000)))
    told = (
        "There are more than 2 cases: this workbook holds the summaries and up to 1,000 moves; "
        "assignments.csv lists every case."
    )
    assert (("This workbook", told) in rows) is is_said
