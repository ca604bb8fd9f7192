"""What changes for the people who work by the plan."""

from __future__ import annotations

from typing import Any

from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.one_page.staff import NO_PLAN, staff
from app.report.sections.summary.entry import Counts, Moves, PlanFigures
from app.report.sections.unassigned.entry import Unassigned
from tests.app.report.made import document, made

OFFICERS = [
    made(OfficerEntry, caseload_before=3, utilization_before=1.5, utilization=0.9),
    made(OfficerEntry, utilization_before=0.1, utilization=0.8),
    made(OfficerEntry),
]


def told(moves: dict[str, Any] | None = None, **given: Any) -> str:
    plan = made(PlanFigures, moves=made(Moves, **(moves or {})))
    counts = made(Counts, cases=20, new_cases=given.pop("new", 0))
    found = document(**{"plan": plan, "counts": counts, "officers": OFFICERS, **given})
    return " ".join(said.text for said in staff(found))


def test_moves_and_loads_from_where_to_where() -> None:
    assert told({"cases": 5, "hours": 9, "forced": 2}) == (
        "5 of 20 cases change hands (9 h). 2 of them must. Officers are 10% to 150% full today, and 80% to 90% in the "
        "plan."
    )
    assert told().startswith("No case changes hands.")


def test_cases_that_lose_their_officer_are_not_passed_over() -> None:
    assert "3 lose their officer and get none." in told({"lost": 3})


def test_new_cases_that_get_nobody_are_not_counted_as_placed() -> None:
    assert "4 new cases get an officer." in told(new=4)
    left = [made(Unassigned), made(Unassigned, previous_officer="A")]
    assert "3 of 4 new cases get an officer." in told(new=4, unassigned=left)


def test_a_verdict_without_a_plan_says_so_first() -> None:
    assert told(plan=None) == f"{NO_PLAN} Officers are 10% to 150% full today."
