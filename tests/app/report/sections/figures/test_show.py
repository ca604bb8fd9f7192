"""The figures at the top: none calms where it should alarm, nor the reverse."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Card
from app.report.document import ReportDocument
from app.report.sections.figures.show import cards, show
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.summary.entry import Counts, Moves, PlanFigures, Verdict, VerdictPart, VerdictParts
from app.report.sections.unassigned.entry import Unassigned
from app.report.source import Source
from tests.app.report.made import document, made

COUNTS = made(Counts, cases=6000)
HELD = made(OfficerEntry, officer_id="A", caseload_before=3, utilization_before=1.5)
LEVEL = made(LevelEntry, name="fairness", status="feasible", gap=0.5, gap_unit="points")


def told(found: ReportDocument) -> dict[str, Card]:
    return {card.title: card for card in cards(found)}


def with_plan(moves: Moves | None = None, **given: Any) -> dict[str, Card]:
    plan = made(
        PlanFigures, peak_utilization=0.9, peak_before=1.5, peak_before_of_placed=1.5, moves=moves or made(Moves)
    )
    verdict = made(Verdict, peak_utilization=0.8, fte_basis_hours=148.041667)
    return told(document(**{"plan": plan, "verdict": verdict, "counts": COUNTS, "officers": [HELD], **given}))


def test_they_stand_side_by_side() -> None:
    section = show(Source(document()))
    assert section.blocks[0].cards == tuple(cards(document()))  # type: ignore[union-attr]


def test_the_peak_today_and_in_the_plan_and_what_it_cannot_be_below() -> None:
    assert with_plan()["Peak utilization"] == Card(
        "Peak utilization",
        "90%",
        "The fullest officer, today and in the plan. No plan can bring it below 80%, however the cases are shared out.",
        before="150%",
    )


def test_where_nobody_holds_a_case_today_there_is_no_today() -> None:
    new = HELD.model_copy(update={"caseload_before": 0})
    card = with_plan(officers=[new])["Peak utilization"]
    assert (card.before, card.meaning.split(" No plan ")[0]) == ("", "The fullest officer, in the plan.")


def test_where_cases_are_held_back_the_peak_may_be_below_that_and_nothing_is_claimed() -> None:
    card = with_plan(unassigned=[made(Unassigned, reason="hours")])["Peak utilization"]
    assert "cannot be below" not in card.meaning


def test_without_a_plan_the_least_peak_stands_beside_todays() -> None:
    found = told(document(verdict=made(Verdict, peak_utilization=0.8), officers=[HELD], counts=COUNTS))
    assert list(found) == ["Least possible peak", "Peak utilization today", "Missing staff"]
    assert found["Least possible peak"].figure == "80%"
    assert found["Peak utilization today"].figure == "150%"
    assert told(document())["Peak utilization today"].figure == "no hours"


@pytest.mark.parametrize(
    ("given", "figure", "meaning"),
    [
        (
            {"status": "optimal"},
            "Proven",
            "No other plan is better. Goals count one after the other, the first one most.",
        ),
        (
            {"status": "feasible", "levels": [LEVEL]},
            "Gap 0.5 points",
            "Fair shares may still be improved by that much; not by more.",
        ),
        (
            {"status": "feasible", "levels": [LEVEL.model_copy(update={"gap": 0.0125, "gap_unit": "fraction"})]},
            "Gap 1.3%",
            "Fair shares may still be improved by that much; not by more.",
        ),
        ({"status": "unknown"}, "None", "Nothing is known about how much better a plan could be."),
    ],
)
def test_what_is_proven(given: dict[str, Any], figure: str, meaning: str) -> None:
    assert with_plan(**given)["Proof"] == Card("Proof", figure, meaning)


@pytest.mark.parametrize(
    ("moves", "figure", "meaning"),
    [
        ({}, "None", "No case changes hands."),
        ({"lost": 1}, "None", "No case changes hands. 1 loses its officer and gets none."),
        ({"cases": 1, "hours": 7.5}, "1 case", "of 6,000 changes hands (7.5 h of work)."),
        ({"cases": 2, "hours": 7.5}, "2 cases", "of 6,000 change hands (7.5 h of work)."),
        (
            {"cases": 3, "hours": 3, "forced": 1},
            "3 cases",
            (
                "of 6,000 change hands (3 h of work). 1 must: its officer has left or may not keep it. The other 2 "
                "could have stayed."
            ),
        ),
        (
            {"cases": 2, "hours": 3, "forced": 2, "lost": 2},
            "2 cases",
            (
                "of 6,000 change hands (3 h of work). 2 must: their officer has left or may not keep them. 2 more lose "
                "their officer and get none."
            ),
        ),
    ],
)
def test_moves_and_who_had_no_choice(moves: dict[str, Any], figure: str, meaning: str) -> None:
    assert with_plan(made(Moves, **moves))["Moves"] == Card("Moves", figure, meaning)


def test_cases_without_an_officer_have_a_card_of_their_own() -> None:
    waiting = [made(Unassigned, reason="no_eligible_officer")]
    assert with_plan(unassigned=waiting)["Without an officer"] == Card(
        "Without an officer", "1 case", "of 6,000 has no officer in the plan; it is named with its reason."
    )
    alone = told(document(unassigned=waiting * 2, counts=COUNTS))["Without an officer"]
    assert (alone.figure, alone.meaning) == (
        "2 cases",
        "of 6,000 have no officer in any plan; each is named with its reason.",
    )
    assert "Without an officer" not in with_plan()


def test_missing_staff_and_what_one_is() -> None:
    assert with_plan()["Missing staff"] == Card(
        "Missing staff", "None", "The hours suffice for every group of cases. One FTE is 148.04 h a month."
    )
    missing = made(VerdictParts, hours=made(VerdictPart, hours=90.25, fte=0.61))
    short = made(Verdict, parts=missing, gap_hours=100.25, outside_hours=10, fte_basis_hours=1776.5)
    card = with_plan(verdict=short, goals={"period": "year"})["Missing staff"]
    assert (card.figure, card.meaning) == ("0.61 FTE", "90.25 h. One FTE is 1,776.5 h a year.")
    waits = made(Verdict, outside_hours=10, gap_hours=10, fte_basis_hours=1776.5)
    card = with_plan(verdict=waits, goals={"period": "year"})["Missing staff"]
    assert (card.figure, card.meaning) == (
        "None",
        "The hours suffice; 10 h of work wait for somebody who may do it. One FTE is 1,776.5 h a year.",
    )
