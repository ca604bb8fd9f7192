"""The word, why, its parts, and the group that decides: the sums are those of the document."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.sections.one_page.verdict import decides, lead, parts, title
from app.report.sections.summary.entry import Verdict, VerdictPart, VerdictParts
from app.report.sections.tiers.entry import NeedRow, TierEntry
from tests.app.report.made import document, made

TIER = made(
    TierEntry,
    utilization=1.2,
    demand_hours=120,
    effective_hours=100,
    gap_hours=20,
    cases=3,
    officers=["A", "B"],
    needs=[made(NeedRow, needs="north · spanish")],
    needs_total=1,
)


def verdict(state: str, **given: Any) -> Verdict:
    hours = made(VerdictPart, hours=given.pop("missing", 0), fte=0.5, sentence=given.pop("sentence", "Enough (5%)."))
    few = made(VerdictPart, cases=given.pop("cases", 0), staying=given.pop("staying", 0), hours=6)
    found = made(VerdictParts, hours=hours, skills_and_offices=few)
    return made(Verdict, **{"state": state, "utilization": 0.8, "parts": found, **given})


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (verdict("sustainable", utilization=None), "No officer has hours for cases."),
        (verdict("unsustainable", missing=20), "20 h (0.5 FTE) are missing, whoever holds what."),
        (verdict("unsustainable", missing=1), "1 h (0.5 FTE) is missing, whoever holds what."),
        (verdict("sustainable"), "There is no work that anybody could do."),
        (verdict("unsustainable", outside_cases=1), "No officer with hours may do any of the work: all of it waits."),
        (
            verdict("unsustainable", peak_utilization=0.5, target_utilization=0.8),
            "There are enough hours. But most cases wait for something else.",
        ),
        (
            verdict("strained", peak_utilization=0.9, target_utilization=0.8),
            (
                "There are enough hours, but too little room. The tightest group of officers is 90% full. Above 80% "
                "too little is left for sick leave or a rush of cases."
            ),
        ),
        (
            verdict("strained", peak_utilization=0.7, target_utilization=0.8),
            (
                "There are enough hours. The tightest group of officers is 70% full, within its target of 80%. But not "
                "all is in order."
            ),
        ),
        (
            verdict("sustainable", peak_utilization=0.7, target_utilization=0.8),
            "There are enough hours. The tightest group of officers is 70% full, within its target of 80%.",
        ),
    ],
)
def test_why_it_is_that_word(found: Verdict, says: str) -> None:
    assert lead(document(verdict=found)) == says


def test_the_headline_is_the_word() -> None:
    assert title(document(verdict=verdict("unsustainable"))) == "This caseload is not sustainable"


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (verdict("strained", cases=5), "Skills and offices: 5 cases wait (6 h)."),
        (
            verdict("strained", cases=5, staying=4),
            "Skills and offices: 1 case waits, 4 stay with somebody who may not hold them (6 h).",
        ),
        (
            verdict("strained", cases=1, staying=1),
            "Skills and offices: 1 case stays with somebody who may not hold it (6 h).",
        ),
        (verdict("strained"), "Skills and offices: in order."),
    ],
)
def test_what_waits_and_what_stays_are_told_apart(found: Verdict, says: str) -> None:
    _, skills, _ = parts(found)
    assert skills.text == says
    assert skills.brief is None or skills.brief.partition(":")[2].strip(" .") in says


def test_hours_that_suffice_in_sum_do_not_calm_where_a_case_fits_nobody() -> None:
    hours, *_ = parts(verdict("strained", sentence="The hours suffice (93% of all). In the plan A has too much."))
    assert hours.text.startswith("Hours: enough in all, but not every case fits into somebody's hours.")


def test_what_decides_can_be_checked_with_a_calculator() -> None:
    (said,) = decides(document(tiers=[TIER]))
    assert said.text == (
        "3 cases (north · spanish) need 120 h. Only A and B may take them; they have 100 h. 20 h are missing: "
        "120 h ÷ 100 h = 120%."
    )
    single = TIER.model_copy(update={"cases": 1, "officers": ["A"], "needs_total": 2})
    assert decides(document(tiers=[single]))[0].text.startswith(
        "1 case needs 120 h. Only A may take it; that officer has 100 h."
    )
    assert decides(document()) == ()


def test_where_times_differ_no_sum_is_claimed_that_does_not_come_out() -> None:
    (said,) = decides(document(tiers=[TIER.model_copy(update={"utilization": 0.9})]))
    assert "÷" not in said.text
    assert "90% or more" in said.text
