"""Published standards in the document, on the page and in the workbook."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from app.report.render.html import render
from app.report.sections.standards import build as standards_build
from app.report.sections.standards.entry import StandardEntry
from solver.analysis import WhyNot
from tests.app.report.planned import Planned, built_from, dealt, example, planned
from tests.app.report.render.test_xlsx import book_of, table_of


@cache
def office() -> Planned:
    """examples/probation, solved, beside three standards."""
    return planned(example("probation"), standards=("probation-hours", "appa", "npdws-2023"))


def entry(made: Planned, name: str) -> StandardEntry:
    return next(each for each in made.document.standards or [] if each.name == name)


def test_today_and_the_plan_by_hand() -> None:
    """P-1 holds 36 maximum, 9 medium and 9 minimum cases: 36 × 4 + 9 × 2 + 9 × 1 = 171 h of 120."""
    found = entry(office(), "probation-hours")
    assert (found.today.officers_over, found.today.officers_within) == (2, 7)
    first = found.today.breaches[0]
    assert (first.officer_id, first.need, first.have, first.unit) == ("P-1", 171, 120, "hours")
    assert first.sentence.endswith(
        "36 × 4 h (maximum) + 9 × 2 h (medium) + 9 × 1 h (minimum) = 171 h, at most 120 h: 51 h too many."
    )
    assert found.plan is not None
    assert (found.plan.officers_over, found.plan.officers_within, found.plan.breaches) == (0, 9, [])
    assert found.today.counted_cases == found.plan.counted_cases == 480


def test_thirty_sixty_and_a_hundred_and_twenty() -> None:
    found = entry(office(), "probation-hours")
    assert [(each.name, each.case_hours, each.cases) for each in found.categories] == [
        ("maximum", 4, 30),
        ("medium", 2, 60),
        ("minimum", 1, 120),
    ]
    assert found.officer_hours == 120


def test_types_that_match_nothing_are_named_and_so_are_the_names_that_would() -> None:
    found = entry(office(), "appa")
    assert found.not_covered == ["maximum", "medium", "minimum"]
    assert found.today.counted_cases == 0
    assert found.remarks[0] == (
        "Nothing is counted. A case type counts in the category of the same name; the standard knows intensive, "
        "moderate-to-high, low, and the roster's are maximum, medium and minimum. Give the types of the roster those "
        "names to compare."
    )


def test_another_period_is_said() -> None:
    remarks = " ".join(entry(office(), "npdws-2023").remarks)
    assert "The standard is for a year, the roster for a month" in remarks


def test_some_types_that_match_nothing() -> None:
    built = typed({"Low": 201, "other": 4})
    found = entry(dealt(built, standards=["appa"]), "appa")
    assert found.not_covered == ["other"]
    assert found.categories[2].case_types == ["Low"]
    assert found.today.breaches[0].sentence == "201 low cases, at most 200: 1 too many."
    assert found.today.other_cases == 4
    assert found.remarks[0].endswith("1 type (other) has the name of none: those cases are not counted.")


def typed(counts: dict[str, int], officers: int = 1) -> Any:
    weights = [{"case_type": name, "weight_hours": 1} for name in counts]
    cases = [
        {"case_id": f"{name}-{at}", "case_type": name, "current_officer": f"O-{at % officers}"}
        for name, count in counts.items()
        for at in range(count)
    ]
    people = [{"officer_id": f"O-{at}", "available_hours": 100} for at in range(officers)]
    return built_from(people, cases, weights=weights)


def test_cases_without_a_type_are_said() -> None:
    built = built_from([{"officer_id": "A", "available_hours": 9}], [{"case_id": "c", "weight_hours": 1}])
    found = entry(dealt(built, standards=["appa"]), "appa")
    assert "the roster has none" in found.remarks[0]
    assert "Nobody holds a case that counts." in render(dealt(built, standards=["appa"]).document)


def test_none_was_asked_for() -> None:
    document = planned(example("probation")).document
    assert document.standards is None
    assert {each.section: each.reason for each in document.not_computed}["standards"] == (
        standards_build.WHY_NOT[WhyNot.NOT_ASKED]
    )
    assert 'id="standards"' not in render(document)


def test_the_page_has_them_side_by_side() -> None:
    page = " ".join(render(office().document).split())
    assert "Today 2 of 9 officers are over; in the plan all 9 officers are within." in page
    assert "standards probation-hours, appa, npdws-2023;" in page
    row = re.search(r"<tr[^>]*> *<th[^>]*>P-1</th>.*?</tr>", page[page.index('id="standards"') :])
    assert row is not None
    assert "= 171 h, at most 120 h: 51 h too many." in row[0]
    assert "within" in row[0]


def test_the_workbook_lists_every_breach() -> None:
    rows = table_of(book_of(office())["Figures"], "Breaches of standards")
    assert rows[0][0].startswith("probation-hours: 2 officers over today, 0 in the plan.")
    assert rows[1][:7] == ("Standard", "When", "Officer", "Rule", "Comes to", "Allowed", "Unit")
    assert [row[:7] for row in rows[2:]] == [
        ("probation-hours", "today", "P-1", "caseload", 171, 120, "hours"),
        ("probation-hours", "today", "P-2", "caseload", 159, 120, "hours"),
    ]


def test_the_furthest_over_comes_first_and_the_list_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standards_build, "MOST_BREACHES", 1)
    built = typed({"intensive": 63}, officers=2)  # 32 and 31 cases, at most 20
    found = entry(dealt(built, standards=["appa"]), "appa").today
    assert [each.officer_id for each in found.breaches] == ["O-0"]
    assert (found.breaches_total, found.officers_over) == (2, 2)


def test_without_a_plan_there_is_only_today() -> None:
    from app.intake.options import PlanOptions
    from app.report.build import build_document

    document = build_document(example("probation"), PlanOptions(standards=("probation-hours",)), None)
    assert document.standards is not None
    assert document.standards[0].plan is None
    assert "Today 2 of 9 officers are over." in " ".join(render(document).split())
