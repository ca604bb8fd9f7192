"""What differs from today, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from app.intake.read import read_document
from app.jobs.roster_source import packed
from app.store import plans, rosters, runs
from app.store.plans import Limits, NewPlan
from tests.app.api.docket.conftest import OFFICE, Office

ROWS = [
    ("C-0", "A", "A"),
    ("C-1", "A", "B"),
    ("C-2", "B", ""),
    ("C-3", "", ""),
    ("C-4", "", "gone"),
]


def plan(office: Office) -> str:
    """Id of a plan with these rows."""
    rows = [
        {"case_id": case, "officer_id": to, "previous_officer": today, "moved": "no", "reason": "kept"}
        for case, to, today in ROWS
    ]
    with office.served.service.database.write() as session:
        roster = rosters.add(session, packed(read_document(OFFICE)), inline=True)
        plan_id = plans.add(session, roster, NewPlan({}), Limits(100)).id
        run = runs.claim(session)
        assert run is not None
        runs.finish(session, run, status="optimal", assignments=rows, files={"assignments.csv": b""})
    return plan_id


def test_what_differs_from_today(office: Office) -> None:
    here = f"/v1/plans/{plan(office)}/changes"
    expected: list[dict[str, Any]] = [
        {"case_id": "C-1", "from": "B", "to": "A"},
        {"case_id": "C-2", "from": None, "to": "B"},
        {"case_id": "C-4", "from": "gone", "to": None},
    ]
    assert office.client.get(here).json() == {"items": expected, "next": None}
    first = office.client.get(f"{here}?limit=2")
    assert first.json()["items"] == expected[:2]
    assert first.headers["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert office.client.get(first.json()["next"]).json() == {"items": expected[2:], "next": None}
    table = office.client.get(here, headers={"Accept": "text/csv"}).text
    assert table == "case_id,from,to\nC-1,B,A\nC-2,,B\nC-4,gone,\n"
    lines = office.client.get(here, headers={"Accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line) for line in lines] == expected
    assert office.client.get(here, headers={"Accept": "text/html"}).status_code == 406
