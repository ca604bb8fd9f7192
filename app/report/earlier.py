"""Reports that an earlier version wrote and a database has kept: what came later is put in as that version meant it."""

from __future__ import annotations

import json
import re
from typing import Any

NEWEST = re.compile(rb'"settings":\s*\[')
"""Only a report that has every field has this one, and it is no text of somebody's: a quote in a text is escaped."""


def completed(report_json: bytes) -> bytes:
    """The same report with every field that today's reports have; of today's, the very same bytes.

    Whoever reads reports finds a figure in every one of them, as ``docs/report.schema.json`` says.
    """
    if NEWEST.search(report_json):
        return report_json
    report: dict[str, Any] = json.loads(report_json)
    if not {"verdict", "plan", "uncertainty", "provenance"} <= report.keys():
        return report_json  # no report of any version
    for part in report["verdict"]["parts"].values():
        part.setdefault("staying", 0)  # all of ``cases`` were told as cases that wait
    if (plan := report["plan"]) is not None:
        plan.setdefault("peak_before_of_placed", plan["peak_before"])  # the only peak of today that there was
        plan["moves"].setdefault("lost", 0)  # they were not told apart from others that wait
    if (uncertainty := report["uncertainty"]) is not None:
        uncertainty.setdefault("unsure_weights", 2)  # its sentences were those of several
    report["provenance"].setdefault("settings", [])  # rosters had no such sheet
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()
