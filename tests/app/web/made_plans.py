"""Plans that are done at once, with officers that a test names: the search is not what is tested."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.store import plans, rosters, runs
from app.store.plans import Limits, NewPlan
from tests.app.serving import ROSTER, Served

COLUMNS = ("case_id", "officer_id", "previous_officer", "moved", "reason")


def made(
    served: Served,
    holders: Mapping[str, str],
    office: Mapping[str, Sequence[Mapping[str, Any]]] = ROSTER,
    name: str = "",
    **goals: Any,
) -> str:
    """The address of a plan that gives cases to whom it is said, and leaves all others with whom they are.

    Parameters
    ----------
    holders : mapping of case to officer
    office : mapping of sheet to rows
        Whose cases have ``weight_hours``.
    """
    roster_id = served.client.post("/v1/rosters", json=office).json()["id"]
    asked = {"roster_id": roster_id, "goals": {**goals, "simulations": 0, "forecast_periods": 0, "remedies_s": 0}}
    report = served.client.post("/v1/reports", json=asked).json()
    rows = []
    for case in office["cases"]:
        before = case.get("current_officer", "")
        after = holders.get(case["case_id"], before)
        reason = "kept" if before == after else "balance" if before else "new"
        rows.append(
            dict(
                zip(COLUMNS, (case["case_id"], after, before, "no" if before == after else "yes", reason), strict=True)
            )
        )
    hours = {case["case_id"]: float(case["weight_hours"]) for case in office["cases"]}
    for officer in report["officers"]:
        held = [hours[row["case_id"]] for row in rows if row["officer_id"] == officer["officer_id"]]
        load = sum(held)
        officer |= {"caseload": len(held), "workload_hours": load, "utilization": load / officer["available_hours"]}
    files = {
        "report.json": json.dumps(report).encode(),
        "assignments.csv": written(COLUMNS, [list(row.values()) for row in rows]),
        "officers.csv": written(
            ("officer_id", "available_hours"),
            [[each["officer_id"], f"{each['available_hours']:g}"] for each in report["officers"]],
        ),
    }
    with served.service.database.write() as session:
        roster = rosters.get(session, roster_id)
        assert roster is not None
        plan_id = plans.add(session, roster, NewPlan(dict(goals), name=name), Limits(100)).id
        run = runs.claim(session)
        assert run is not None
        assert run.plan_id == plan_id
        runs.finish(session, run, status="optimal", assignments=rows, files=files)
    return f"/plans/{plan_id}"


def written(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A file of CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue().encode()
