"""What the top of the page, the first sheet and the terminal rest on."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.sections.goals.entry import LevelEntry
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.summary.entry import Counts, Moves, PlanFigures, Verdict, VerdictPart, VerdictParts
from app.report.sections.summary.facts import (
    enough,
    first_gap,
    fte_basis,
    gap_text,
    has_today,
    least_peak,
    left_to_nobody,
    peak_with_all,
    period,
    proven,
    subject,
)
from app.report.sections.unassigned.entry import Unassigned
from tests.app.report.made import document, made


def level(name: str, status: str, gap: float = 0, unit: str = "fraction") -> LevelEntry:
    return made(LevelEntry, name=name, status=status, gap=gap, gap_unit=unit)


def test_the_basis_of_an_fte_says_whose_it_is_and_what_the_usual_one_would_make_of_it() -> None:
    usual = made(Verdict, fte_basis_hours=148.041667)
    assert fte_basis(usual, "month") == "One FTE is 148.04 h a month."
    own = {"fte_basis_hours": 120.0, "fte_basis": "roster", "fte_other_basis_hours": 148.041667}
    assert fte_basis(made(Verdict, **own), "month") == (
        "One FTE is 120 h a month: a quarter of the officers of this roster have that much or more. "
        "The usual basis is 148.04 h."
    )
    short = made(VerdictParts, hours=made(VerdictPart, hours=296.083334))
    given = made(Verdict, **{**own, "fte_basis": "given", "parts": short})
    assert fte_basis(given, "month") == (
        "One FTE is 120 h a month, as asked for. The usual basis is 148.04 h, which makes 2 FTE."
    )


def test_work_that_waits_for_a_skill_is_not_missing_staff() -> None:
    assert enough(made(Verdict)) == "The hours suffice for every group of cases."
    for hours, words in ((1.0, "1 h of work waits"), (9.5, "9.5 h of work wait")):
        said = enough(made(Verdict, outside_hours=hours))
        assert said == f"The hours suffice; {words} for somebody who may do it."


PROVEN, OPEN = level("coverage_3", "optimal"), level("fairness", "feasible", 1.25, "points")


@pytest.mark.parametrize(
    ("officers", "cases", "text"),
    [(1, 1, "1 officer, 1 case"), (0, 0, "0 officers, 0 cases"), (30, 6000, "30 officers, 6,000 cases")],
)
def test_what_it_is_about(officers: int, cases: int, text: str) -> None:
    assert subject(document(counts=made(Counts, officers=officers, cases=cases))) == text


@pytest.mark.parametrize(
    ("held", "used", "there_is"),
    [((0, 0), (0, 0), False), ((0, 1), (0, 0.5), True), ((3, 0), (None, None), False), ((3, 0), (None, 0), True)],
)
def test_there_is_a_peak_of_today_where_somebody_has_hours_and_somebody_holds_a_case(
    held: tuple[int, int], used: tuple[float | None, float | None], there_is: bool
) -> None:
    officers = [
        made(OfficerEntry, caseload_before=count, utilization_before=share)
        for count, share in zip(held, used, strict=True)
    ]
    assert has_today(document(officers=officers)) is there_is


@pytest.mark.parametrize(
    ("reasons", "least"),
    [
        ([], 0.8),
        (["no_eligible_officer", "no_hours"], 0.8),
        (["no_hours", "hours"], None),
        (["standards"], None),
        (["packing"], None),
        (["not_proven"], None),
    ],
)
def test_the_least_peak_holds_for_plans_that_place_what_can_be_placed(reasons: list[str], least: float | None) -> None:
    found = document(
        verdict=made(Verdict, peak_utilization=0.8), unassigned=[made(Unassigned, reason=reason) for reason in reasons]
    )
    assert least_peak(found) == least


@pytest.mark.parametrize(
    ("moves", "text"),
    [
        ({}, ""),
        ({"lost": 1}, " 1 loses its officer and gets none."),
        ({"lost": 1, "cases": 2}, " 1 more loses its officer and gets none."),
        ({"lost": 1200, "cases": 2}, " 1,200 more lose their officer and get none."),
        ({"lost": 3, "held_back": 2}, " 3 lose their officer and get none, 1 of them in any plan."),
    ],
)
def test_who_gets_nobody_whether_or_not_they_could_have_kept_their_officer(moves: dict[str, int], text: str) -> None:
    assert left_to_nobody(made(Moves, **moves)) == text


def test_a_period_is_a_month_unless_it_is_said() -> None:
    assert period(document()) == "month"
    assert period(document(goals={"period": "week"})) == "week"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {"status": "optimal"},
            "Proven: no other plan is better. Goals count one after the other, the first one most.",
        ),
        ({"status": "unknown"}, "Nothing is known about how much better a plan could be."),
        (
            {"status": "feasible", "levels": [OPEN]},
            "Not everything is proven: fair shares has a gap of 1.25 points.",
        ),
        (
            {"status": "feasible", "levels": [PROVEN, OPEN]},
            "Not everything is proven: fair shares has a gap of 1.25 points. The goals before it are proven.",
        ),
    ],
)
@pytest.mark.parametrize("interrupted", [False, True])
def test_how_good_it_is_in_one_sentence(given: dict[str, Any], text: str, interrupted: bool) -> None:
    said = proven(document(plan=made(PlanFigures, interrupted=interrupted), **given))
    start = "The search was stopped early; this is the best plan by then. " if interrupted else ""
    assert said == start + text


def test_the_first_gap_counts_and_not_the_largest() -> None:
    large = level("cost", "feasible", 0.5)
    assert first_gap(document(levels=[PROVEN, OPEN, large])) == ("Fair shares", "1.25 points")
    assert first_gap(document(levels=[PROVEN, large, OPEN])) == ("Lowest cost", "50%")
    assert first_gap(document(levels=[PROVEN])) == ("", "")


def test_a_gap_has_its_unit() -> None:
    assert gap_text(level("fairness", "feasible", 1, "points")) == "1 point"
    assert gap_text(level("cost", "feasible", 0.0123)) == "1.2%"


def test_todays_peak_with_all_cases_stands_beside_that_of_the_cases_that_are_placed() -> None:
    """“From 130% to 0%”, where three cases lost their officers to conflicts of interest."""
    assert peak_with_all(made(PlanFigures, peak_before=1.3, peak_before_of_placed=0.0)) == "today 130% with all cases"
    assert peak_with_all(made(PlanFigures, peak_before=1.3, peak_before_of_placed=1.3)) == ""
