"""A small plan, and the export of a month later, that the tests of this folder know by heart."""

from __future__ import annotations

from collections.abc import Mapping

from app.answers.next_period.last_plan import LastPlan, read_last_plan
from app.intake.read import read_document
from app.intake.roster import Roster

ASSIGNMENTS = b"""case_id,officer_id,previous_officer,moved,reason
K-1,Ann,Ann,no,kept
M-2,Bo,Ann,yes,balance
M-3,Bo,Ann,yes,balance
N-4,Bo,,no,new
N-5,Cy,,no,new
G-6,Ann,Ann,no,kept
O-7,Ann,Ann,no,kept
W-8,,,no,hours
"""
OFFICERS = b"""officer_id,caseload,workload_hours,available_hours,utilization,fair_share,moves_in,moves_out
Ann,3,3,160,0.1,0.1,0,2
Bo,3,3,160,0.1,0.1,3,0
Cy,1,1,120.5,0.1,0.1,1,0
"""
TODAY = {"K-1": "Ann", "M-2": "Bo", "M-3": "Ann", "N-4": "", "N-5": "", "O-7": "Bo", "W-8": "", "X-9": "Bo"}
"""M-2 was handed over and M-3 not; of N-4 and N-5 nobody is named; G-6 is closed; O-7 went astray; X-9 is new."""


def plan() -> LastPlan:
    """Of Ann, Bo and Cy."""
    return read_last_plan(ASSIGNMENTS, OFFICERS)


def export(holders: Mapping[str, str] = TODAY, hours: Mapping[str, str] | None = None) -> Roster:
    """Of Ann, Bo and Di: Cy has left, and Ann has half of her hours."""
    staff = {"Ann": "80", "Bo": "160", "Di": "100"} if hours is None else hours
    cases = [
        {"case_id": case, "weight_hours": "1", **({"current_officer": name} if name else {})}
        for case, name in holders.items()
    ]
    people = [{"officer_id": name, "available_hours": each} for name, each in staff.items()]
    return read_document({"officers": people, "cases": cases})
