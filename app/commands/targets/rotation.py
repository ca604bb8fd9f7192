"""What ``caseload rotation`` does in its child process: read the roster and the plan, and find the cover."""

from __future__ import annotations

from typing import Any

from app.answers import rotation
from app.answers.rotation import MOST_LISTED, Away, RotationDocument
from app.commands.admitted import to_parent
from app.commands.assignment_source import read_assigned
from app.commands.options import read_options
from app.commands.terminal.table import table
from app.confined_child import Child
from app.intake.build.window import dated
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.roster_file import RosterFile

LABEL = 13
HEADER = ("Officer", "takes", "others", "h before", "h during", "before", "during", "more h in all")


def cover(
    child: Child, roster: RosterFile, plan: str | None, given: dict[str, Any], away: dict[str, Any]
) -> dict[str, Any] | None:
    """Texts to print (text, json), the handovers (csv) and what did not fit (strays); None without any plan in time."""
    read_options(given)  # what cannot be is refused before anything is read
    child.send({"phase": "reading", "label": "Reading the roster and the plan", "elapsed_s": 0.0})
    assigned = read_assigned(roster, plan, given, to_parent(child.send))
    options = with_settings(read_options({**dated(assigned.made_for), **given}), assigned.settings)
    document = rotation.cover(assigned, Away(**away), options, child.should_stop)
    if document is None:
        return None
    return {
        "text": as_text(document, options),
        "json": document.model_dump_json(indent=2) + "\n",
        "csv": rotation.as_csv(document),
        "strays": assigned.strays,
    }


def as_text(document: RotationDocument, options: PlanOptions) -> str:
    """The screen."""
    lines = [f"{label:<{LABEL}} {text}" for label, text in rotation.facts(document, options.period)]
    listed = rotation.rows(document)
    if listed:
        lines += ["", *table(HEADER, listed)]
        more = len(rotation.taking(document)) - MOST_LISTED
        lines += [f"and {more:,} more; --json lists all."] if more > 0 else []
    if document.handovers:
        lines += ["", "Afterwards every case that was handed over goes back; --out FILE writes both ways as CSV."]
    return "\n".join(lines) + "\n"
