from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.app.api.docket.conftest import Office
from tests.app.serving import serve_on

THREE: dict[str, Any] = {
    "officers": [
        {"officer_id": "A", "available_hours": 10, "skills": "spanish"},
        {"officer_id": "B", "available_hours": 10},
        {"officer_id": "C", "available_hours": 10},
    ],
    "cases": [
        {"case_id": f"C-{at}", "weight_hours": int(hours), "current_officer": holder}
        for at, (hours, holder) in enumerate(zip("423351", "AABBCC", strict=True), 1)
    ],
}
THREE["cases"][1]["required_skills"] = "spanish"
"""Everybody has 6 of 10 h, and C-2 takes Spanish, which A alone has."""


class Desk(Office):
    """A server, and plans of an office of three on it, in which every case stays where it is."""

    def three(self, **more: Any) -> str:
        """Id of a new plan."""
        return self.plan(roster=THREE, **more)

    def decide(self, plan: str, kind: str, case: str, officer: str | None = None, **more: Any) -> httpx.Response:
        """Ask for a change of its draft."""
        body = {"kind": kind, "case_id": case, "officer_id": officer, "reason": "so", **more}
        return self.client.post(f"/v1/plans/{plan}/draft", json={k: v for k, v in body.items() if v is not None})

    def decided(self, plan: str, kind: str, case: str, officer: str | None = None) -> dict[str, Any]:
        """Have it."""
        answer = self.decide(plan, kind, case, officer)
        assert answer.status_code == 201, answer.text
        entry: dict[str, Any] = answer.json()
        return entry

    def draft(self, plan: str) -> dict[str, Any]:
        """The draft as it is."""
        answer = self.client.get(f"/v1/plans/{plan}/draft")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


ON_ONE = pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
"""For what no database has a part in."""


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server on either database."""
    with serve_on(request.param, request, tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last") as served:
        yield Desk(served)
