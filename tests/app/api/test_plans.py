from __future__ import annotations

import json
import uuid
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.access import api_keys
from app.access.api_keys import Wanted
from app.jobs.housekeeping import Housekeeping
from app.store.history.removed import STAYS
from app.store.tables import AssignmentPieceRow, PlanRow, Role
from tests.app.serving import CASES_CSV, OFFICERS_CSV, ROSTER, Served, serve

PROBLEM = "application/problem+json"


def planner_key(served: Served) -> str:
    with served.service.database.write() as session:
        return api_keys.create(session, Wanted("a planner", Role.PLANNER))


def test_a_plan_is_accepted_and_made(served: Served) -> None:
    response = served.client.post("/v1/plans", json={"roster": ROSTER, "goals": {"seed": 3}, "name": "May"})
    assert response.status_code == 202
    plan = response.json()
    assert response.headers["Location"] == plan["links"]["self"] == f"/v1/plans/{plan['id']}"
    assert (plan["state"], plan["status"], plan["name"], plan["goals"]) == ("queued", None, "May", {"seed": 3})
    plan = served.wait(plan["id"], "done")
    assert (plan["status"], plan["attempt"], plan["value"], plan["bound"]) == ("optimal", 1, 2, 1)
    assert plan["progress"]["unit"] == "points"
    assert plan["finished_at"] > plan["started_at"] > plan["created_at"]


def test_prefer_wait_answers_200_when_it_is_done_in_time(served: Served) -> None:
    response = served.client.post("/v1/plans", json={"roster": ROSTER}, headers={"Prefer": "respond-async, wait=50"})
    assert response.status_code == 200
    assert response.headers["Preference-Applied"] == "wait=50"
    assert response.json()["state"] == "done"


def test_prefer_wait_answers_202_when_it_is_not(lasting: Served) -> None:
    response = lasting.client.post("/v1/plans", json={"roster": ROSTER}, headers={"Prefer": "wait=0"})
    assert response.status_code == 202
    assert response.headers["Retry-After"] == "1"
    lasting.client.delete(response.headers["Location"])


def test_a_plan_of_a_roster_that_is_there_already(served: Served) -> None:
    roster = served.client.post("/v1/rosters", json=ROSTER).json()
    response = served.client.post("/v1/plans", json={"roster_id": roster["id"]})
    assert response.status_code == 202
    assert response.json()["roster_id"] == roster["id"]
    served.wait(response.json()["id"], "done")


def test_a_plan_of_parts(served: Served) -> None:
    files = {"officers": OFFICERS_CSV, "cases": CASES_CSV, "goals": b'{"period": "week"}', "name": b"parts"}
    response = served.client.post("/v1/plans", files=files)
    assert response.status_code == 202
    assert response.json()["goals"] == {"period": "week"}
    assert response.json()["name"] == "parts"


def test_the_queue_is_for_all_callers(tmp_path: Path) -> None:
    """One who asked for a hundred plans at once had the rest wait, or get 503."""
    with serve(tmp_path, "tests.app.jobs.targets:last", max_plans_of_one=2) as served:
        other = {"Authorization": f"Bearer {planner_key(served)}"}
        ids = [served.ask()["id"] for _ in range(2)]
        refused = served.client.post("/v1/plans", json={"roster": ROSTER})
        assert (refused.status_code, refused.json()["type"]) == (429, "urn:caseload:problem:too-many-plans")
        assert refused.headers["Retry-After"] == "30"
        ahead = {"roster": ROSTER, "priority": 1}
        forbidden = served.client.post("/v1/plans", json=ahead, headers=other)
        assert (forbidden.status_code, forbidden.json()["type"]) == (403, "urn:caseload:problem:not-allowed")
        later = served.client.post("/v1/plans", json={**ahead, "priority": 5}, headers=other)
        assert (later.status_code, later.json()["priority"]) == (202, 5)
        parts = {"officers": OFFICERS_CSV, "cases": CASES_CSV, "priority": b"6"}
        assert served.client.post("/v1/plans", files=parts, headers=other).status_code == 422
        served.client.delete(f"/v1/plans/{ids[1]}")
        assert served.client.post("/v1/plans", json=ahead).json()["priority"] == 1
        for plan in served.client.get("/v1/plans").json()["items"]:
            served.client.delete(plan["links"]["self"])


@pytest.mark.parametrize(
    "goals", [{"target": 0.85, "keep_within_points": 1.5}, {"max_moves": 3}, {"time_limit_s": 2.5}]
)
def test_goals_come_back_as_they_were_given(served: Served, goals: dict[str, Any]) -> None:
    assert served.ask(goals=goals)["goals"] == goals


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body"),
        ({"roster": ROSTER, "roster_id": str(uuid.uuid4())}, "body"),
        ({"roster": ROSTER, "goals": {"policy": "whatever"}}, "body.goals.policy"),
        ({"roster": ROSTER, "goals": {"polcy": "assign-all"}}, "body.goals.polcy"),
        ({"roster": ROSTER, "goals": {"time_limit_s": "NaN"}}, "body.goals.time_limit_s"),
        ({"roster": ROSTER, "scenario": {}}, "body.scenario"),
        ({"roster_id": "no uuid"}, "body.roster_id"),
        ({"roster": []}, "body.roster"),
        ({"roster": ROSTER, "name": "x" * 201}, "body.name"),
    ],
)
def test_a_request_that_makes_no_sense_names_the_field(served: Served, body: dict[str, Any], where: str) -> None:
    response = served.client.post("/v1/plans", json=body)
    assert response.status_code == 422
    problem = response.json()
    assert problem["type"] == "urn:caseload:problem:invalid-request"
    assert where in {error["where"] for error in problem["errors"]}


def test_goals_that_are_too_long_for_this_server(served: Served) -> None:
    response = served.client.post("/v1/plans", json={"roster": ROSTER, "goals": {"time_limit_s": 3601}})
    assert response.status_code == 422
    assert "at most 3600 s" in response.json()["detail"]


def test_bad_cells_of_an_inline_roster_are_listed(served: Served) -> None:
    roster = {**ROSTER, "officers": [{"officer_id": "A", "available_hours": "ten"}, {"officer_id": "A"}]}
    problem = served.client.post("/v1/plans", json={"roster": roster}).json()
    assert problem["type"] == "urn:caseload:problem:roster-refused"
    assert problem["total"] == len(problem["cells"]) >= 2
    assert problem["cells"][0] == {
        "file": "officers",
        "row": 1,
        "column": "available_hours",
        "value": "ten",
        "message": problem["cells"][0]["message"],
    }


def test_a_roster_that_is_not_there(served: Served) -> None:
    response = served.client.post("/v1/plans", json={"roster_id": str(uuid.uuid4())})
    assert response.status_code == 404
    assert "roster" in response.json()["detail"]


class TestIdempotencyKey:
    def ask(self, served: Served, key: str, goals: dict[str, Any]) -> httpx.Response:
        return served.client.post(
            "/v1/plans", json={"roster": ROSTER, "goals": goals}, headers={"Idempotency-Key": key}
        )

    def test_the_same_request_gives_the_same_plan(self, served: Served) -> None:
        key = str(uuid.uuid4())
        first, second = (self.ask(served, key, {"seed": 1}) for _ in range(2))
        assert first.json()["id"] == second.json()["id"]
        served.wait(first.json()["id"], "done")
        again = self.ask(served, key, {"seed": 1})
        assert again.status_code == 200
        assert again.json()["id"] == first.json()["id"]

    def test_the_boundary_of_parts_does_not_count(self, served: Served) -> None:
        key = str(uuid.uuid4())
        files = {"officers": OFFICERS_CSV, "cases": CASES_CSV}
        ids = {
            served.client.post("/v1/plans", files=files, headers={"Idempotency-Key": key}).json()["id"]
            for _ in range(2)
        }
        assert len(ids) == 1

    def test_another_request_is_refused(self, served: Served) -> None:
        key = str(uuid.uuid4())
        self.ask(served, key, {"seed": 1})
        response = self.ask(served, key, {"seed": 2})
        assert response.status_code == 422
        assert response.json()["type"] == "urn:caseload:problem:idempotency-key-reused"

    def test_a_key_without_a_letter_is_refused(self, served: Served) -> None:
        assert self.ask(served, "", {}).status_code == 422


class TestLooking:
    def test_an_etag_saves_reading_it_again(self, served: Served) -> None:
        plan = served.done()
        first = served.client.get(plan["links"]["self"])
        again = served.client.get(plan["links"]["self"], headers={"If-None-Match": f'W/"x", {first.headers["ETag"]}'})
        assert again.status_code == 304
        assert not again.content
        other = served.client.get(plan["links"]["self"], headers={"If-None-Match": '"x"'})
        assert other.status_code == 200

    def test_a_plan_that_is_not_there(self, served: Served) -> None:
        for path in ("", "/report", "/assignments", "/events"):
            response = served.client.get(f"/v1/plans/{uuid.uuid4()}{path}")
            assert response.status_code == 404
            assert response.json()["type"] == "urn:caseload:problem:not-found"

    def test_an_id_that_is_none(self, served: Served) -> None:
        response = served.client.get("/v1/plans/1")
        assert response.status_code == 422
        assert response.json()["errors"][0]["where"] == "path.plan_id"

    def test_plans_are_listed_the_newest_first_page_by_page(self, served: Served) -> None:
        ids = [served.ask()["id"] for _ in range(3)]
        first = served.client.get("/v1/plans", params={"limit": 2}).json()
        second = served.client.get(first["next"]).json()
        assert [plan["id"] for plan in (*first["items"], *second["items"])][:3] == ids[::-1]
        for plan_id in ids:
            served.wait(plan_id, "done")
        done = served.client.get("/v1/plans", params={"state": "done", "limit": 200}).json()
        assert set(ids) <= {plan["id"] for plan in done["items"]}
        assert done["next"] is None
        assert served.client.get("/v1/plans", params={"state": "running"}).json()["items"] == []
        assert served.client.get("/v1/plans", params={"limit": 0}).status_code == 422
        assert served.client.get("/v1/plans", params={"state": "paused"}).status_code == 422


class TestEnding:
    def test_a_running_plan_is_cancelled(self, lasting: Served) -> None:
        plan = lasting.ask()
        lasting.wait(plan["id"], "running")
        response = lasting.client.delete(plan["links"]["self"])
        assert response.status_code == 202
        assert lasting.wait(plan["id"], "cancelled")["status"] is None

    def test_a_running_plan_ends_with_the_best_so_far(self, lasting: Served) -> None:
        plan = lasting.ask()
        lasting.wait(plan["id"], "running")
        response = lasting.client.delete(plan["links"]["self"], params={"keep": "best"})
        assert response.status_code == 202
        assert lasting.wait(plan["id"], "done")["status"] == "feasible"

    def test_a_waiting_plan_is_cancelled_at_once(self, lasting: Served) -> None:
        running, waiting = lasting.ask(), lasting.ask()
        lasting.wait(running["id"], "running")
        response = lasting.client.delete(waiting["links"]["self"])
        assert (response.status_code, response.json()["state"]) == (200, "cancelled")
        lasting.client.delete(running["links"]["self"])
        lasting.wait(running["id"], "cancelled")

    def test_a_finished_plan_is_removed_with_its_roster(self, served: Served) -> None:
        plan = served.done()
        response = served.client.delete(plan["links"]["self"])
        assert (response.status_code, response.content) == (204, b"")
        assert served.client.get(plan["links"]["self"]).status_code == 404
        assert served.client.get(f"/v1/rosters/{plan['roster_id']}").status_code == 404
        assert served.client.delete(plan["links"]["self"]).status_code == 404

    def test_a_cancelled_plan_can_be_started_again_and_a_finished_one_cannot(self, lasting: Served) -> None:
        plan = lasting.ask()
        lasting.wait(plan["id"], "running")
        busy = lasting.client.post(f"{plan['links']['self']}/restart")
        assert busy.status_code == 409
        lasting.client.delete(plan["links"]["self"])
        lasting.wait(plan["id"], "cancelled")
        response = lasting.client.post(f"{plan['links']['self']}/restart")
        assert (response.status_code, response.json()["id"]) == (202, plan["id"])
        assert lasting.wait(plan["id"], "running")["attempt"] == 2
        lasting.client.delete(plan["links"]["self"])
        lasting.wait(plan["id"], "cancelled")

    def test_nothing_can_be_started_that_is_not_there(self, served: Served) -> None:
        assert served.client.post(f"/v1/plans/{uuid.uuid4()}/restart").status_code == 404
        assert served.client.delete(f"/v1/plans/{uuid.uuid4()}").status_code == 404


class TestEvents:
    def read(self, served: Served, plan: dict[str, Any], headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
        """Every event until the stream ends."""
        out = []
        with served.client.stream("GET", plan["links"]["events"], headers=headers) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            event: dict[str, Any] = {}
            for line in response.iter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    event["id"] = int(value)
                elif name == "data":
                    event |= json.loads(value)
                elif not line and event:
                    out.append(event)
                    event = {}
        return out

    def test_a_plan_tells_what_happens_until_it_is_done(self, served: Served) -> None:
        events = self.read(served, served.ask())
        assert [event["id"] for event in events] == [1, 2, 3, 4]
        assert [event["state"] for event in events] == ["queued", "running", "running", "done"]
        assert (events[2]["value"], events[2]["bound"], events[2]["gap"]) == (2, 1, 1)

    def test_a_reader_who_lost_the_connection_goes_on(self, served: Served) -> None:
        plan = served.done()
        events = self.read(served, plan, {"Last-Event-ID": "2"})
        assert [event["id"] for event in events] == [3, 4]
        assert self.read(served, plan, {"Last-Event-ID": "4"}) == []
        assert len(self.read(served, plan, {"Last-Event-ID": "rubbish"})) == 4

    def test_the_end_of_an_earlier_run_is_not_the_end(self, lasting: Served) -> None:
        plan = lasting.ask()
        lasting.wait(plan["id"], "running")
        lasting.client.delete(plan["links"]["self"])
        lasting.wait(plan["id"], "cancelled")
        lasting.client.post(f"{plan['links']['self']}/restart")
        lasting.wait(plan["id"], "running")
        lasting.client.delete(plan["links"]["self"], params={"keep": "best"})
        states = [event["state"] for event in self.read(lasting, plan)]
        assert "cancelled" in states
        assert states[-1] == "done"


@pytest.mark.parametrize("way", ["program", "page"])
def test_what_was_removed_stayed_in_the_log_of_sqlite(served: Served, way: str) -> None:
    roster = {**ROSTER, "cases": [{"case_id": f"CANARY-{way}-4711", "weight_hours": 1}]}
    plan = served.done(roster=roster)
    folder = served.service.settings.data_dir
    with served.service.database.read() as session:
        pieces = select(AssignmentPieceRow.body).join(PlanRow, PlanRow.number == AssignmentPieceRow.plan_number)
        canary = session.scalars(pieces.where(PlanRow.id == plan["id"])).one()
    assert b"CANARY" in zlib.decompress(canary)

    def there() -> list[str]:
        return [each.name for each in folder.iterdir() if each.is_file() and canary in each.read_bytes()]

    assert there()
    if way == "program":
        assert served.client.delete(plan["links"]["self"]).status_code == 204
    else:
        assert served.client.post(f"/plans/{plan['id']}/remove").status_code == 303
        Housekeeping(served.service.database, served.service.settings).clear(datetime.now(UTC) + STAYS)
    assert there() == []
