"""The smallest changes in the document."""

from __future__ import annotations

from typing import Any

from app.intake.options import PlanOptions
from app.intake.scenario.parse import read_changes
from app.report.build import build_document
from app.report.sections.unassigned.entry import NobodyElse, Unassigned
from solver.analysis.fte import Basis, Period
from solver.analysis.scenarios.apply import applied
from solver.plan import UNPLACED, Plan, Reason
from solver.solve import solve
from tests.app.report.planned import built_from, example, impossible, planned


def test_every_change_for_the_example_places_what_it_says() -> None:
    """Made as whatif would make it, and planned again."""
    made = impossible()
    document, problem = made.document, made.built.problem
    hours = Basis.of(Period.MONTH).productive_hours
    before = _waiting(made.plan)
    assert sum(each.cases for each in document.fixes) == before == len(document.unassigned) + len(document.nobody_else)
    for each in document.fixes:
        assert each.label.startswith("verified: ")
        after = applied(problem, read_changes(each.changes, problem, full_time_hours=hours))
        again = solve(after, *made.goals.to_solver(after))
        assert before - _waiting(again) >= each.cases_placed


def _waiting(plan: Plan) -> int:
    """Cases that nobody holds, or may hold."""
    return int(((plan.officer == UNPLACED) | (plan.reason == Reason.NOBODY_ELSE)).sum())


def test_every_case_names_its_group() -> None:
    document = impossible().document
    every: list[Unassigned | NobodyElse] = [*document.unassigned, *document.nobody_else]
    for case in every:
        assert case.fix_group is not None
        group = document.fixes[case.fix_group - 1]
        assert case.reason == group.reason
        assert case.case_id in group.case_ids or len(group.case_ids) == 10


def test_words_by_hand() -> None:
    """3 cases and 2 places; A has as many hours as B and comes first."""
    officers: list[dict[str, Any]] = [
        {"officer_id": name, "available_hours": 10, "caseload_standard": 1} for name in "AB"
    ]
    made = planned(built_from(officers, [{"case_id": f"C-{n}", "weight_hours": 1} for n in range(3)]))
    (fix,) = made.document.fixes
    assert fix.sentence == (
        "A may hold up to 2 cases. Verified: this case then gets an officer while everybody keeps what the plan gives "
        "them."
    )
    assert (fix.changes, fix.officer_id, fix.cases_placed) == (["standard of officer A =2"], "A", 1)


def test_what_comes_along_is_said() -> None:
    """With x, A may hold C-1, too, which stays with B only because nobody may: “everybody keeps” was not so."""
    officers: list[dict[str, Any]] = [
        {"officer_id": "A", "available_hours": 10, "caseload_standard": 1, "skills": ["y"]},
        {"officer_id": "B", "available_hours": 10},
    ]
    cases: list[dict[str, Any]] = [
        {"case_id": "C-0", "weight_hours": 1, "required_skills": ["x"], "excluded_officers": ["B"]},
        {"case_id": "C-1", "weight_hours": 1, "required_skills": ["x", "y"], "current_officer": "B"},
    ]
    found = planned(built_from(officers, cases)).document.fixes
    assert next(fix.sentence for fix in found if fix.case_ids == ["C-0"]) == (
        "A learns x; A may hold up to 2 cases. Verified: this case then gets an officer while everybody keeps what the "
        "plan gives them; C-1, which nobody may hold today, comes to the same officer."
    )


def test_without_a_plan_only_what_no_plan_can_place_is_there() -> None:
    document = build_document(example("impossible"), PlanOptions(remedies_s=0, simulations=0), None)
    assert {each.reason for each in document.fixes} == {"no_eligible_officer", "no_hours"}
    assert all("the plan gives" not in each.sentence for each in document.fixes)
