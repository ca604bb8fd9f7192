"""What lies beside a plan's assignments: the report, and with it the changes that were made to the roster."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPORT = "report.json"


def report_beside(plan: Path) -> tuple[dict[str, Any] | None, list[str]]:
    """The report in the folder of a plan, or None, and what is to be said about that.

    Parameters
    ----------
    plan : Path
        A folder; beside a file of assignments there is nothing.
    """
    path = plan / REPORT
    if not plan.is_dir() or not path.exists():
        return None, []
    try:
        report = json.loads(path.read_text("utf-8"))
    except ValueError:
        report = None
    if not isinstance(report, dict) or not str(report.get("schema_version", "")).startswith("1."):
        return None, [f"{REPORT} is not a report of this version, so only the assignments were checked."]
    return report, []


def options_in(report: Mapping[str, Any] | None) -> dict[str, Any]:
    """The options that a report was made with, as JSON has them."""
    options: dict[str, Any] = (report or {}).get("provenance", {}).get("goals", {})
    return options


def scenario_of(report: Mapping[str, Any] | None) -> list[str]:
    """The changes to the roster that a report was made with."""
    return [change["text"] for change in (report or {}).get("provenance", {}).get("scenario", [])]
