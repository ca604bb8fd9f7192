"""Two plans side by side, over HTTP."""

from __future__ import annotations

import json
import uuid
from typing import Any

import httpx

from app.access import api_keys
from app.access.api_keys import Wanted
from app.audit.log import every_record
from app.store import runs
from app.store.tables import Role
from tests.app.api.desk.conftest import ON_ONE, THREE, Desk
from tests.app.jobs.targets import as_planned
from tests.app.serving import bearer


def stored(desk: Desk, holders: str, roster: Any = THREE) -> str:
    """Id of a plan of the office of three in which these have its cases (-: nobody)."""
    plan_id: str = desk.client.post("/v1/plans", json={"roster": roster}).json()["id"]
    report = json.dumps(as_planned(desk.client.post("/v1/reports", json={"roster": roster}).json())).encode()
    rows = [
        {
            "case_id": case["case_id"],
            "officer_id": who.strip("-"),
            "previous_officer": "",
            "moved": "no",
            "reason": "new",
        }
        for case, who in zip(roster["cases"], holders, strict=True)
    ]
    lines = "".join(f"{','.join(row.values())}\n" for row in rows)
    with desk.served.service.database.write() as session:
        run = runs.claim(session)
        assert run is not None
        assert run.plan_id == plan_id
        files = {"report.json": report, "assignments.csv": f"{','.join(rows[0])}\n{lines}".encode()}
        runs.finish(session, run, status="optimal", assignments=rows, files=files)
    return plan_id


def test_what_differs_comes_in_pages(desk: Desk) -> None:
    first, second = stored(desk, "AABBCC"), stored(desk, "BAABC-")
    found = desk.client.get(f"/v1/plans/{first}/compare", params={"with": second, "limit": 2}).json()
    assert (found["first"], found["second"], found["same_roster"]) == (first, second, False)
    comparison = found["comparison"]
    assert (comparison["cases_in_both"], comparison["cases_that_differ"]) == (6, 3)
    assert [each["case_id"] for each in comparison["items"]] == ["C-1", "C-3"]
    rest = desk.client.get(found["next"]).json()
    assert [(each["case_id"], each["officer_second"]) for each in rest["comparison"]["items"]] == [("C-6", None)]
    assert rest["next"] is None
    record = list(every_record(desk.served.service.database))[-1]
    assert (record.action, json.loads(record.details)) == ("downloaded", {"what": "compare", "other": second})


@ON_ONE
def test_plans_of_one_roster_are_known_as_such(desk: Desk) -> None:
    plan = stored(desk, "AABBCC")
    assert desk.client.get(f"/v1/plans/{plan}/compare", params={"with": plan}).json()["same_roster"] is True


@ON_ONE
def test_what_cannot_be_compared(desk: Desk) -> None:
    plan = stored(desk, "AABBCC")
    waiting = desk.client.post("/v1/plans", json={"roster": THREE}).json()["id"]
    for other, status in ((str(uuid.uuid4()), 404), (waiting, 409), ("x", 422), ("", 422)):
        assert desk.client.get(f"/v1/plans/{plan}/compare", params={"with": other}).status_code == status
        if status != 422:
            assert desk.client.get(f"/v1/plans/{other}/compare", params={"with": plan}).status_code == status
    assert desk.client.get(f"/v1/plans/{plan}/compare").status_code == 422
    desk.client.delete(f"/v1/plans/{waiting}")


@ON_ONE
def test_a_plan_of_another_office_is_compared_with_nothing(desk: Desk) -> None:
    """A caller for one office sees both plans or is told that there is none."""
    of = {
        name: {
            "officers": [{**each, "offices": name} for each in THREE["officers"]],
            "cases": [{**each, "office": name} for each in THREE["cases"]],
        }
        for name in ("north", "south")
    }
    plans = {name: stored(desk, "AABBCC", roster) for name, roster in of.items()}
    with desk.served.service.database.write() as session:
        key = api_keys.create(session, Wanted("x", Role.PLANNER, ["north"]))
    foreign = plans["south"]
    with httpx.Client(base_url=desk.served.url, headers=bearer(key), trust_env=False, timeout=60) as client:
        own = f"/v1/plans/{plans['north']}"
        assert client.get(f"{own}/compare", params={"with": plans["north"]}).status_code == 200
        assert client.get(f"{own}/compare", params={"with": foreign}).status_code == 404
        assert client.get(f"/v1/plans/{foreign}/compare", params={"with": plans["north"]}).status_code == 404
        assert client.get(f"/v1/plans/{foreign}/draft").status_code == 404
        body = {"kind": "pin", "case_id": "C-1", "reason": "so"}
        assert client.post(f"/v1/plans/{foreign}/draft", json=body).status_code == 404
        assert client.post("/v1/plans", json={"draft_of": foreign}).status_code == 404
        assert client.post(f"{own}/draft", json=body).status_code == 201
