"""What the child process of a plan does: read the roster that was kept, plan it, and hand back the files."""

from __future__ import annotations

import io
from typing import Any

from app.confined_child import Child
from app.intake.goals import PlanGoals
from app.intake.read import read_document
from app.jobs.progress import plain, seldom
from app.jobs.result import ASSIGNMENTS, OFFICERS, PAGE, REPORT, WORKBOOK, Made
from app.planning import Outcome, plan_roster
from app.present import report_html, tables, workbook
from app.store.rosters import unpack
from solver.plan import Status


def solve(child: Child, packed_roster: bytes, goals: dict[str, Any]) -> Made:
    """Make a plan.

    Parameters
    ----------
    child : Child
    packed_roster : bytes
        As the store keeps it.
    goals : dict
        As the interface takes them.
    """
    tell = seldom(child.send)
    tell({"phase": "reading", "label": "Reading the roster", "elapsed_s": 0.0} | NOTHING_YET)
    roster = read_document(unpack(packed_roster))
    wanted = PlanGoals.model_validate(goals)
    outcome = plan_roster(roster, wanted, lambda progress, of: tell(plain(progress, of)), child.should_stop)
    if outcome.plan.status is Status.UNKNOWN:
        return Made("", outcome.plan.interrupted)
    tell({"phase": "writing", "label": "Writing the report", "elapsed_s": outcome.plan.wall_s} | NOTHING_YET)
    return Made(outcome.plan.status.value, outcome.plan.interrupted, files_of(outcome))


NOTHING_YET: dict[str, Any] = {"value": None, "bound": None, "gap": None, "unit": None}


def files_of(outcome: Outcome) -> dict[str, bytes]:
    """The files that ``caseload plan`` writes, without touching a disk."""
    return {}
