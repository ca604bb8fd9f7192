"""What is open: each alarm in a sentence, and no tie-break as a headline."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.sections.breaches.entry import BreachEntry
from app.report.sections.findings.entry import FindingEntry
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.one_page.still_open import NOTHING_KNOWN, NOTHING_OPEN, ONLY_TIES, PROVEN, still_open
from app.report.sections.percentile.entry import AsGiven, PercentileEntry
from app.report.sections.provenance.entry import ChangeEntry, Provenance
from app.report.sections.standards.entry import StandardEntry, StandardFindings
from app.report.sections.summary.entry import PlanFigures
from app.report.sections.unassigned.entry import NobodyElse, Unassigned
from tests.app.report.made import document, made

PLAN = made(PlanFigures)


def told(**given: Any) -> list[str]:
    return [said.text for said in still_open(document(**given))]


def level(name: str, **given: Any) -> LevelEntry:
    return made(LevelEntry, name=name, **{"status": "feasible", "unit": "cases", **given})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"unassigned": [made(Unassigned, priority=1, hours=2)]}, "1 case (2 h) has no officer, 1 of priority 1 or 2."),
        ({"unassigned": [made(Unassigned, priority=3)] * 2}, "2 cases (0 h) have no officer."),
        ({"nobody_else": [made(NobodyElse)]}, "1 case stays with somebody who may not hold it."),
        ({"breaches": [made(BreachEntry)] * 3}, "3 rules are broken by pins or by cases that stay."),
        (
            {"plan": PLAN, "officers": [made(OfficerEntry, utilization=1.01)], "status": "optimal"},
            "1 officer has more work than hours in the plan.",
        ),
        (
            {"standards": [made(StandardEntry, name="appa", today=made(StandardFindings, officers_over=2))]},
            "2 officers are above the published standard appa.",
        ),
        (
            {"findings": [made(FindingEntry, severity="confirm")]},
            "1 doubt about the roster was accepted: check “Noticed in the roster”.",
        ),
        ({"findings": [made(FindingEntry, severity="note")]}, "1 remark on the roster and the plan."),
        (
            {"percentile": made(PercentileEntry, percentile=80, as_given=made(AsGiven, state="strained"))},
            "With the weights as they stand, the caseload is strained.",
        ),
        (
            {"provenance": made(Provenance, created="2026-11-24T09:30:00+00:00", scenario=[made(ChangeEntry)])},
            "This is a what-if plan: 1 change made first.",
        ),
        ({"plan": PLAN.model_copy(update={"interrupted": True})}, "The search was stopped early."),
    ],
)
def test_every_alarm_is_sounded(given: dict[str, Any], says: str) -> None:
    assert says in told(**given)


def test_every_brief_form_sounds_it_as_well() -> None:
    found = document(unassigned=[made(Unassigned)], nobody_else=[made(NobodyElse)], breaches=[made(BreachEntry)])
    assert [said.brief for said in still_open(found)] == [
        "1 case has no officer, 1 of priority 1 or 2.",
        "1 case stays against a rule.",
        "1 rule is broken.",
    ]


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        ([level("evenness", gap=0.22), level("shortfall")], ONLY_TIES),
        (
            [level("continuity", best=2000, bound=1900)],
            "Not proven: fewer moves may do (2,000 cases found, 1,900 cases at least).",
        ),
        (
            [level("coverage_2", best=3, bound=1)],
            "Not proven: whether fewer than 3 cases of priority 2 must wait (no fewer than 1 case).",
        ),
        ([], NOTHING_KNOWN),
    ],
)
def test_what_is_not_proven_is_told_by_what_it_matters(levels: list[LevelEntry], says: str) -> None:
    """“Gap 22 %” stood large at the top, and was of a tie-break."""
    assert told(plan=PLAN, status="feasible", levels=levels) == [says]


def test_proven_is_said_only_where_it_is() -> None:
    assert told(plan=PLAN, status="optimal") == [PROVEN]
    assert told() == [NOTHING_OPEN]
