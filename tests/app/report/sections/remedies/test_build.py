"""What would help, as the document has it, and why no standard is lifted."""

from __future__ import annotations

import pytest

from app.intake.options import PlanOptions
from app.report.build import analysis_options
from app.report.sections.remedies.build import WHY_NO_LIFTS, WHY_NOT, build
from solver.analysis import WhyNot, analyse
from tests.app.report.planned import built_from, planned
from tests.solver.instances import make_problem


def test_a_drop_by_hand() -> None:
    """12 h of work for 10 h: a case of 4 h is given up, and 2 h are no longer missing."""
    built = built_from(
        [{"officer_id": "A", "available_hours": 10}], [{"case_id": f"c{n}", "weight_hours": 4} for n in range(3)]
    )
    found = build(analyse(built.problem, analysis_options(built, PlanOptions(remedies_s=0))))
    assert found is not None
    assert found.drop is not None
    assert (found.drop.cases, found.drop.hours, found.drop.gap_hours_after) == (1, 4.0, 0.0)
    assert len(found.drop.case_ids) == 1
    assert found.lifts_note == "what standards leave out is known only once there is a plan"
    assert all(each.kind != "drop" for each in found.ranked)
    assert [(each.officers, each.peak_before, each.tier) for each in found.hires] == [(1, 1.2, 1)]


@pytest.mark.parametrize(("seconds", "note"), [(0, WHY_NO_LIFTS[WhyNot.NO_TIME]), (6, "")])
def test_a_standard_that_leaves_cases_out_is_lifted(seconds: float, note: str) -> None:
    officers = [{"officer_id": name, "available_hours": 10, "caseload_standard": 1} for name in "AB"]
    cases = [{"case_id": f"C-{n}", "weight_hours": 1} for n in range(3)]
    found = planned(built_from(officers, cases), remedies_s=seconds).document.remedies
    assert found is not None
    assert found.lifts_note == note
    assert [each.change for each in found.lifts] == (
        ["standard of officer A =2", "standard of officer B =2"] if seconds else []
    )


def test_without_officers_there_are_none() -> None:
    analysis = analyse(make_problem([], [1]))
    assert build(analysis) is None
    assert analysis.not_computed["remedies"] in WHY_NOT


def test_where_no_hours_are_missing_what_places_a_case_comes_before_a_hire() -> None:
    """A family of 12 h and two officers of 10 h: 2 h more for one of them do, and "hiring 1 officer" was said."""
    officers = [{"officer_id": name, "available_hours": 10} for name in "AB"]
    family = [{"case_id": f"c{n}", "weight_hours": 6, "keep_together": "F"} for n in (1, 2)]
    made = planned(built_from(officers, [*family, {"case_id": "c3", "weight_hours": 2}]), policy="within-capacity")
    found = made.document.remedies
    assert found is not None
    assert found.in_brief in {f"{name} has 2 h more for cases: 2 cases then have an officer." for name in "AB"}
    assert found.in_brief in found.sentence
    assert made.document.verdict.sentence.startswith("Unsustainable. Most cases wait. The work fills 70% of all hours.")


def test_cases_that_stay_have_an_officer_already_and_get_one_who_may_hold_them() -> None:
    """“A learns y: 2 cases then have an officer”, beside “they stay with their officers”."""
    made = planned(
        built_from(
            [{"officer_id": "A", "available_hours": 100, "skills": ["x"]}, {"officer_id": "B", "available_hours": 100}],
            [{"case_id": "c1", "weight_hours": 5, "current_officer": "B", "required_skills": ["x", "y"]}],
        )
    )
    assert made.document.remedies is not None
    assert "A learns y: 1 case then has an officer who may hold it." in made.document.remedies.sentence


def test_where_nobody_has_hours_they_are_missing_and_wait_for_nobody() -> None:
    """The verdict said that 2 h are missing, the remedy that they wait for somebody who may do the work."""
    idle = built_from([{"officer_id": "A", "available_hours": 0}], [{"case_id": "c1", "weight_hours": 2}])
    made = planned(idle)
    assert made.document.verdict.parts.hours.hours == 2
    assert made.document.remedies is not None
    assert "gains 2 h of the 2 h that are missing." in made.document.remedies.sentence
