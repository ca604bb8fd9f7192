"""What the child process of a plan does: read the roster that was kept, plan it, and hand back the files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from app.answers.from_sums.kept import files_for
from app.answers.holdings.case_index import index_of, packed_index
from app.answers.plan_summary import packed_summary, summary_of
from app.confined_child import Child
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.read import read_kept
from app.jobs.fan_out.elsewhere import RemoteHelpers
from app.jobs.progress import plain, seldom, without_value
from app.jobs.result import INDEX, SUMMARY, PlanFiles
from app.planning import FILES, Outcome, plan_roster, write_file
from solver.analysis.casework.assignment_totals import Totals
from solver.plan import Status


def solve(child: Child, packed_roster: bytes, options: dict[str, Any], scenario: Sequence[str]) -> PlanFiles:
    """Make a plan.

    Parameters
    ----------
    child : Child
    packed_roster : bytes
        As the store keeps it.
    options : dict
        As the interface takes them.
    scenario : sequence of str
        Changes to the roster that are made first.
    """
    tell = seldom(child.send)
    tell(without_value("reading", 0.0))
    roster = read_kept(packed_roster)
    asked = PlanOptions.model_validate(options)
    helpers = RemoteHelpers(child)
    outcome = plan_roster(
        roster, asked, lambda progress: tell(plain(progress)), child.should_stop, scenario, helpers=helpers
    )
    if outcome.plan.status is Status.UNKNOWN:
        return PlanFiles("", outcome.plan.interrupted)
    tell(without_value("writing", outcome.plan.wall_s))
    files = {name: _file(name, outcome) for name in FILES}
    files[SUMMARY] = packed_summary(summary_of(outcome.report))
    files[INDEX] = packed_index(index_of(outcome.built, outcome.plan))
    totals = Totals.of_plan(outcome.built.problem, outcome.plan)
    files |= files_for(outcome.built, outcome.plan.officer, with_settings(asked, roster.settings), totals)
    return PlanFiles(outcome.plan.status.value, outcome.plan.interrupted, files)


def _file(name: str, outcome: Outcome) -> bytes:
    """A file in memory: case data is not put on a disk on the way."""
    stream = io.BytesIO()
    write_file(name, outcome, stream)
    return stream.getvalue()
