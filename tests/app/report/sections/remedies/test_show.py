"""Remedies in the document, on the page, in the workbook and on the terminal: true, ranked, and ready to be tried."""

from __future__ import annotations

from typing import Any

import pytest

from app.intake.options import PlanOptions
from app.intake.scenario.apply import with_changes
from app.intake.scenario.parse import read_changes
from app.report.blocks import Where
from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render import terminal
from app.report.render.html import render
from app.report.sections.remedies import show as remedies_show
from app.report.sections.remedies.entry import RemediesEntry
from app.report.text.numbers import ratio
from solver.analysis.remedies.condensed_problem import outcome_of
from solver.analysis.scenarios.apply import applied
from tests.app.report.planned import Planned, built_from, field_office, impossible, planned, probation


def alone(officers: list[dict[str, Any]], cases: list[dict[str, Any]], **goals: Any) -> ReportDocument:
    """Without a plan."""
    return build_document(built_from(officers, cases), PlanOptions(**goals), None)


def remedies_of(document: ReportDocument) -> RemediesEntry:
    assert document.remedies is not None
    return document.remedies


def spanish(count: int) -> list[dict[str, Any]]:
    return [
        {"case_id": f"C-{n}", "weight_hours": 1, "required_skills": "Spanish", "priority": 1 + n % 5}
        for n in range(count)
    ]


def officer(name: str, hours: float, **more: Any) -> dict[str, Any]:
    return {"officer_id": name, "available_hours": hours, **more}


SHORT = [officer("A", 10, skills="Spanish"), officer("B", 10), officer("C", 10)]


def test_two_cross_trainings_by_hand() -> None:
    """24 h of Spanish and one speaker of 10 h: 240%. With two more speakers 24 ÷ 30 = 80%, and 14 h are gained."""
    found = remedies_of(alone(SHORT, spanish(24), fte_hours="148.0417"))
    assert found.sentence == (
        "These two cross-trainings (B learns Spanish; C learns Spanish) bring the least peak from 240% to 80% and gain "
        "14 h of the 14 h that are missing."
    )
    assert found.in_brief.startswith("These two cross-trainings bring the least peak from 240% to 80%")
    best = next(each for each in found.ranked if len(each.changes) == 2)
    assert (best.peak_before, best.peak_after, best.hours_gained, best.proven) == (2.4, 0.8, 14.0, True)
    assert best.changes == ["train officer B skills=Spanish", "train officer C skills=Spanish"]
    assert best.fte_gained == pytest.approx(14 / 148.041667, abs=1e-4)


@pytest.mark.parametrize("made", [impossible, field_office, probation])
def test_every_change_can_be_said_to_whatif_and_does_what_is_said(made: Any) -> None:
    example: Planned = made()
    problem, found = example.built.problem, remedies_of(example.document)
    assert found.ranked
    hours = PlanOptions().basis_of(problem).productive_hours
    for each in [*found.ranked, *([found.enough] if found.enough else [])]:
        after = outcome_of(applied(problem, read_changes(each.changes, problem, full_time_hours=hours)))
        assert (ratio(after.peak), float(after.gap_hours)) == (each.peak_after, each.gap_hours_after)
        assert each.hours_gained == pytest.approx(each.gap_hours_before - each.gap_hours_after)
    gained = [each.hours_gained for each in found.ranked]
    assert gained == sorted(gained, reverse=True)


def test_hires_of_a_group_and_one_fewer() -> None:
    """400 h for one officer of 100 h: 300 h are missing; 3 hires of 148.04 h do, 2 leave 400 ÷ 396.08."""
    cases = [{"case_id": f"C-{n}", "weight_hours": 10} for n in range(40)]
    (hires,) = remedies_of(alone([officer("A", 100)], cases, fte_hours="148.0417")).hires
    assert (hires.tier, hires.officers, hires.change) == (1, 3, "add 3 officers")
    assert hires.peak_before == 4.0
    assert hires.peak_after < 1 < (hires.peak_one_fewer or 0)
    assert hires.sentence == "Group 1 needs 3 hires: from 400% to 73.5%; with one fewer 101% would be left."


def test_what_to_give_up_is_counted_and_at_most_100_are_named() -> None:
    drop = remedies_of(alone([officer("A", 100)], [{"case_id": f"C-{n}", "weight_hours": 1} for n in range(400)])).drop
    assert drop is not None
    assert (drop.cases, drop.hours, len(drop.case_ids), drop.peak_after) == (300, 300.0, 100, 1.0)
    assert drop.sentence == (
        "Giving up 300 cases of 300 h, the least urgent first: nobody then has more work than hours."
    )
    assert [(each.priority, each.hours) for each in drop.least_hours] == [(3, 300.0)]


def test_where_nothing_is_missing_it_says_where_the_room_is_least() -> None:
    """60 h for 100 h; the target of the only group was given."""
    found = remedies_of(alone([officer("A", 100)], [{"case_id": "C", "weight_hours": 60}], target=0.8))
    assert found.sentence == (
        "Nothing is missing. The smallest reserve is that of group 1: 60% of its hours are taken, 20 points below its "
        "target of 80%, and 40 h are left."
    )
    assert found.search.startswith("Every group is within its target")
    assert (found.ranked, found.hires, found.enough, found.drop, found.in_brief) == ([], [], None, None, "")


def test_without_time_nothing_is_searched_and_it_says_so() -> None:
    found = remedies_of(alone(SHORT, spanish(24), remedies_s=0))
    assert {each.kind for each in found.ranked} == {"hire"}
    assert "were not looked for" in found.search


def test_without_officers_there_is_no_section_and_a_reason() -> None:
    gone = with_changes(built_from([officer("A", 10)], spanish(1)), ["remove officer A"], PlanOptions())
    document = build_document(gone, PlanOptions(), None)
    assert document.remedies is None
    (why,) = [each.reason for each in document.not_computed if each.section == "remedies"]
    assert "no officers" in why
    assert "What would help" not in render(document)


@pytest.mark.parametrize(
    ("officers", "cases"),
    [
        ([officer("A", 0)], spanish(2)),
        (SHORT, [{"case_id": "C", "weight_hours": 0}]),
        ([officer("A", 10)], [{"case_id": "C", "weight_hours": 20, "current_officer": "A", "pinned": "yes"}]),
    ],
)
def test_odd_rosters(officers: list[dict[str, Any]], cases: list[dict[str, Any]]) -> None:
    document = alone(officers, cases)
    assert remedies_of(document).sentence
    assert "What would help" in render(document)
    assert remedies_show.remedy_table(remedies_of(document)).sheet == "What helps"


def test_a_standard_to_lift_is_named() -> None:
    officers = [officer("A", 100, caseload_standard=1), officer("B", 100, caseload_standard=1)]
    made = planned(built_from(officers, [{"case_id": f"C-{n}", "weight_hours": 1} for n in range(3)]))
    found = remedies_of(made.document)
    assert [each.change for each in found.lifts] == ["standard of officer A =2", "standard of officer B =2"]
    assert found.lifts[0].cases_placed == 1
    assert "Caseload standards to lift" in render(made.document)
    assert (
        remedies_of(alone(officers, spanish(1))).lifts_note
        == "what standards leave out is known only once there is a plan"
    )


def test_page_workbook_and_terminal_say_the_same() -> None:
    document = alone(SHORT, spanish(24))
    found = remedies_of(document)
    page = render(document)
    assert found.meaning.split(".")[0] in page
    assert "train officer B skills=Spanish · train officer C skills=Spanish" in page
    table = remedies_show.remedy_table(found)
    rows = list(table.rows)
    what, *_ = table.columns_on(Where.WORKBOOK)
    assert (what.title, list(table.listed or ())) == ("What", rows[: len(found.ranked)])
    assert {what.value(row) for row in rows} >= {"Hire", "Cross-train", "Hire for a group", "Enough", "Give up"}
    assert "What to do" in terminal.summary(document, screen=terminal.Screen(unicode=True, colour=False))
