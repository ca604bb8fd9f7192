"""What ``caseload plan`` does in its child process: read, plan, write the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.commands.admitted import read_admitted, to_parent
from app.commands.options import read_options
from app.confined_child import Child
from app.intake.options import PlanOptions
from app.intake.roster_file import RosterFile
from app.jobs.progress import plain, seldom, without_value
from app.planning import as_json, plan_roster
from app.report.render import terminal
from solver.goals import Policy
from solver.plan import Plan, Reason, Status

HELD_BACK = (Reason.HOURS, Reason.PACKING, Reason.NOT_PROVEN)
"""Reasons that say: not within these hours. Under within-capacity that is what was asked for."""


def plan_into(
    child: Child,
    roster: RosterFile,
    given: dict[str, Any],
    draft: str,
    out: str,
    shows: tuple[bool, bool],
    changes: tuple[str, ...],
) -> dict[str, Any]:
    """Plan a roster and write the files into the folder ``draft``; ``out`` is what people will know it as.

    Parameters
    ----------
    shows : tuple of bool
        Whether the terminal, which this process does not have, shows colours, and more than ASCII.
    changes : tuple of str
        Made to the roster first.

    Returns
    -------
    dict
        plan (whether there is one), interrupted, impossible (whether some case can be held by nobody), and the
        texts to print: summary and json.
    """
    colour, unicode = shows
    screen = terminal.Screen(colour=colour, unicode=unicode)
    options = read_options(given)
    tell = seldom(child.send)

    child.send(without_value("reading", 0.0))
    admitted = read_admitted(roster, options, to_parent(child.send))
    outcome = plan_roster(
        admitted, options, lambda progress: tell(plain(progress)), child.should_stop, changes, name=roster.name
    )
    if outcome.plan.status is Status.UNKNOWN:
        return {"plan": False}
    child.send({"phase": "writing", "label": "Writing the files", "elapsed_s": outcome.plan.wall_s})
    outcome.write_files(Path(draft))
    return {
        "plan": True,
        "interrupted": outcome.plan.interrupted,
        "impossible": is_impossible(outcome.plan, options),
        "summary": terminal.summary(outcome.report, Path(out), screen),
        "json": as_json(outcome.report),
    }


def is_impossible(plan: Plan, options: PlanOptions) -> bool:
    """Whether it is proven that some case can be held by nobody, hours that were to be hard aside."""
    if Reason.NOBODY_ELSE in plan.reason:
        return True  # it stays with somebody who may not hold it, because nobody may
    unplaced = {Reason(value) for value in set(plan.reason.tolist()) if Reason(value).is_unplaced}
    if options.policy is Policy.WITHIN_CAPACITY:
        return bool(unplaced - set(HELD_BACK))
    return bool(unplaced - {Reason.NOT_PROVEN})
