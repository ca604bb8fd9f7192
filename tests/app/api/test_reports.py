from __future__ import annotations

import uuid

from tests.app.serving import CASES_CSV, OFFICERS_CSV, ROSTER, Served


def test_the_verdict_comes_at_once_and_nothing_is_kept(served: Served) -> None:
    before = served.client.get("/v1/plans").json()
    response = served.client.post("/v1/reports", json={"roster": ROSTER, "goals": {"target": 0.5}})
    assert response.status_code == 200
    report = response.json()
    assert report["verdict"]["state"] == "strained", "12 h of 20 h, and half of them is the target"
    assert report["verdict"]["peak_utilization"] == 0.6
    assert report["verdict"]["target_utilization"] == 0.5
    assert report["plan"] is None
    assert report["levels"] == []
    assert served.client.get("/v1/plans").json() == before


def test_it_is_the_same_of_parts_and_of_a_roster_that_is_there(served: Served) -> None:
    roster = served.client.post("/v1/rosters", json=ROSTER).json()
    files = {"officers": OFFICERS_CSV, "cases": CASES_CSV}
    answers = [
        served.client.post("/v1/reports", json={"roster": ROSTER}),
        served.client.post("/v1/reports", json={"roster_id": roster["id"]}),
        served.client.post("/v1/reports", files=files),
        served.client.post("/v1/reports", files={"roster_id": (None, roster["id"].encode())}),
    ]
    verdicts = [(answer.json()["verdict"], answer.json()["tiers"]) for answer in answers]
    assert all(verdict == verdicts[0] for verdict in verdicts)


def test_a_roster_that_is_not_there(served: Served) -> None:
    assert served.client.post("/v1/reports", json={"roster_id": str(uuid.uuid4())}).status_code == 404


def test_bad_cells_are_listed(served: Served) -> None:
    response = served.client.post("/v1/reports", files={"officers": b"officer_id\nA\n", "cases": CASES_CSV})
    assert response.status_code == 422
    assert response.json()["type"] == "urn:caseload:problem:roster-refused"


def test_a_report_takes_json_or_parts(served: Served) -> None:
    response = served.client.post("/v1/reports", content=b"{}", headers={"Content-Type": "application/x-ndjson"})
    assert response.status_code == 415
