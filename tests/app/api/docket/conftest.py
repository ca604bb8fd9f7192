from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.intake.read import read_kept
from app.store import runs
from tests.app.serving import Served, serve_on

OFFICE: dict[str, Any] = {
    "officers": [
        {"officer_id": "A", "available_hours": 20, "skills": "spanish"},
        {"officer_id": "B", "available_hours": 20},
    ],
    "cases": [{"case_id": f"C-{number}", "case_type": "a", "current_officer": "AB"[number % 2]} for number in range(6)],
    "weights": [{"case_type": "a", "weight_hours": 2}],
}


class Office:
    """A server, and a plan on it."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.client = served.client
        running = self.client.post("/v1/plans", json={"roster": OFFICE}).json()["id"]  # all others wait for it
        served.wait(running, "running")

    def plan(self, **asked: Any) -> str:
        """Id of a new plan; of the office as it is, where nothing else is asked for."""
        wanted = asked if "adopted_plan_id" in asked else {"roster": OFFICE, **asked}
        answer = self.client.post("/v1/plans", json=wanted)
        assert answer.status_code == 202, answer.text
        return self.make(answer.json()["id"])

    def make(self, plan_id: str) -> str:
        """Make a plan that waits: every case stays where it is. The search is not what is tested here."""
        with self.served.service.database.write() as session:
            run = runs.claim(session)
            assert run is not None
            assert run.plan_id == plan_id
            rows = []
            for case in read_kept(run.roster).to_document()["cases"]:
                holder = case.get("current_officer", "")
                row = {"case_id": case["case_id"], "officer_id": holder, "previous_officer": holder}
                rows.append({**row, "moved": "no", "reason": "kept"})
            lines = "".join(f"{','.join(row.values())}\n" for row in rows)
            files = {"report.json": b"{}", "assignments.csv": f"{','.join(rows[0])}\n{lines}".encode()}
            runs.finish(session, run, status="optimal", assignments=rows, files=files)
        return plan_id

    def adopt(self, plan: str, reason: str = "agreed") -> httpx.Response:
        return self.client.post(f"/v1/plans/{plan}/adopt", json={"reason": reason})

    def adopted(self, **asked: Any) -> str:
        """Id of a new plan that holds."""
        plan = self.plan(**asked)
        answer = self.adopt(plan)
        assert answer.status_code == 201, answer.text
        return plan

    def record(self, plan: str, event: str, case: dict[str, Any], **more: Any) -> httpx.Response:
        headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
        return self.client.post(f"/v1/plans/{plan}/cases", json={"event": event, "case": case, **more}, headers=headers)

    def recorded(self, plan: str, event: str, case: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = self.record(plan, event, case, **more)
        assert answer.status_code == 201, answer.text
        entry: dict[str, Any] = answer.json()
        return entry


ON_ONE = pytest.mark.parametrize("office", ["sqlite"], indirect=True)
"""For what no database has a part in."""


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server on either database."""
    with serve_on(request.param, request, tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last") as served:
        yield Office(served)
