from __future__ import annotations

from app.answers.plan_summary import PlanSummary, packed_summary, summary_in, summary_of
from app.intake.options import PlanOptions
from app.intake.read import read_document
from app.planning import plan_roster, report_roster

ROSTER = {
    "officers": [{"officer_id": "A", "available_hours": "10"}, {"officer_id": "B", "available_hours": "10"}],
    "cases": [{"case_id": f"C-{number}", "weight_hours": "3", "current_officer": "A"} for number in range(4)],
}


def test_a_plan_is_summed_up_by_hand() -> None:
    """12 h on 20 h: two cases go from A to B, and each has 6 of 10 hours."""
    found = summary_of(plan_roster(read_document(ROSTER), PlanOptions(time_limit_s=5)).report)
    assert (found.peak, found.moves, found.without_officer, found.fte_gap) == (0.6, 2, 0, 0.0)
    assert summary_in(packed_summary(found)) == found


def test_a_verdict_alone_has_neither_peak_nor_moves() -> None:
    found = summary_of(report_roster(read_document(ROSTER), PlanOptions()))
    assert found == PlanSummary(found.verdict, 0.0, None, None, 0)
