from __future__ import annotations

import gzip
import json
import uuid
from typing import Any

import httpx
import pytest

from tests.app.serving import CASES_CSV, OFFICERS_CSV, ROSTER, Served

NDJSON = "\n".join(json.dumps({"sheet": sheet, **row}) for sheet, rows in ROSTER.items() for row in rows).encode()


def same(responses: list[httpx.Response]) -> set[str]:
    """Hashes of what was read."""
    assert [response.status_code for response in responses] == [201] * len(responses), responses[-1].text
    return {response.json()["sha256"] for response in responses}


def test_a_roster_is_the_same_however_it_comes(served: Served) -> None:
    post, kind = served.client.post, "application/x-ndjson"
    packed = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    responses = [
        post("/v1/rosters", json=ROSTER),
        post("/v1/rosters", files={"officers": OFFICERS_CSV, "cases": CASES_CSV}),
        post("/v1/rosters", content=NDJSON, headers={"Content-Type": kind}),
        post("/v1/rosters", content=gzip.compress(json.dumps(ROSTER).encode()), headers=packed),
        post("/v1/rosters", content=gzip.compress(NDJSON), headers={**packed, "Content-Type": kind}),
    ]
    assert len(same(responses)) == 1
    first = responses[0]
    assert first.json()["counts"]["officers"] == 2
    assert first.json()["counts"]["cases"] == 4
    assert first.headers["Location"] == f"/v1/rosters/{first.json()['id']}"


def test_numbers_are_read_as_they_stand_there(served: Served) -> None:
    """As floats, these two would be one."""
    text = '{"officers": [{"officer_id": "A", "available_hours": %s}], "cases": [{"case_id": "1", "weight_hours": 1}]}'
    responses = [
        served.client.post("/v1/rosters", content=text % hours, headers={"Content-Type": "application/json"})
        for hours in ("9007199254740.9931", "9007199254740.9932")
    ]
    assert len(same(responses)) == 2


def test_a_roster_can_be_looked_up_and_removed(served: Served) -> None:
    roster = served.client.post("/v1/rosters", json=ROSTER).json()
    address = f"/v1/rosters/{roster['id']}"
    assert served.client.get(address).json() == roster
    assert served.client.delete(address).status_code == 204
    assert served.client.get(address).status_code == 404
    assert served.client.delete(address).status_code == 404
    assert served.client.get(f"/v1/rosters/{uuid.uuid4()}").status_code == 404


def test_a_roster_that_a_plan_was_made_from_stays(served: Served) -> None:
    roster = served.client.post("/v1/rosters", json=ROSTER).json()
    plan = served.client.post("/v1/plans", json={"roster_id": roster["id"]}).json()
    response = served.client.delete(f"/v1/rosters/{roster['id']}")
    assert response.status_code == 409
    served.wait(plan["id"], "done")
    served.client.delete(plan["links"]["self"])
    assert served.client.delete(f"/v1/rosters/{roster['id']}").status_code == 204


def test_a_thousand_bad_cells_are_listed_and_the_rest_is_counted(served: Served) -> None:
    officers = b"officer_id,available_hours\n" + b"".join(b"O-%d,x\n" % number for number in range(1_234))
    response = served.client.post("/v1/rosters", files={"officers": officers, "cases": CASES_CSV})
    problem = response.json()
    assert response.status_code == 422
    assert len(problem["cells"]) == 1_000
    assert problem["total"] >= 1_234
    assert problem["cells"][0]["row"] == 2
    assert problem["title"] == "The roster was refused"


def test_cells_keep_their_nulls(served: Served) -> None:
    problem = served.client.post("/v1/rosters", json={"officers": ROSTER["officers"]}).json()
    assert problem["cells"][0]["row"] is None
    assert problem["cells"][0]["column"] is None


@pytest.mark.parametrize("document", ["[]", "3", "null", '"x"'])
def test_a_document_that_is_no_object(served: Served, document: str) -> None:
    response = served.client.post("/v1/rosters", content=document, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert "object" in response.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        "[" * 5_000,
        b'{"a": "\xff"}',
    ],
)
def test_what_is_no_json_is_refused(served: Served, text: str | bytes) -> None:
    response = served.client.post("/v1/rosters", content=text, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["type"] == "urn:caseload:problem:not-json"


def test_the_same_part_twice_is_refused(served: Served) -> None:
    files = [("officers", OFFICERS_CSV), ("officers", OFFICERS_CSV), ("cases", CASES_CSV)]
    response = served.client.post("/v1/rosters", files=files)
    assert response.status_code == 422
    assert "twice" in response.json()["detail"]


TOTAL = {**ROSTER, "officers": [*ROSTER["officers"], {"officer_id": "Total", "available_hours": 7}]}


def test_a_roster_with_a_row_of_totals_is_kept_and_planned_only_when_that_is_accepted(served: Served) -> None:
    post = served.client.post
    kept = post("/v1/rosters", json=TOTAL).json()
    assert [(found["code"], found["severity"]) for found in kept["findings"]] == [("total-row", "confirm")]
    assert served.client.get(f"/v1/rosters/{kept['id']}").json() == kept
    for address, body in (
        ("/v1/plans", {"roster_id": kept["id"]}),
        ("/v1/plans", {"roster": TOTAL}),
        ("/v1/reports", {"roster_id": kept["id"]}),
        ("/v1/reports", {"roster": TOTAL}),
    ):
        refused = post(address, json=body)
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:caseload:problem:roster-not-accepted")
        assert refused.json()["accept"] == ["total-row"]
        assert [found["code"] for found in refused.json()["findings"]] == ["total-row"]
        accepted = post(address, json={**body, "goals": {"accept": ["total-row"]}})
        assert accepted.status_code in (200, 202), accepted.text
        if address == "/v1/reports":
            assert [found["code"] for found in accepted.json()["findings"]] == ["total-row"]


def test_too_many_hours_of_a_kept_roster_are_asked_about_at_once_and_not_by_a_plan_that_failed(served: Served) -> None:
    post = served.client.post
    officers = [{**ROSTER["officers"][0], "available_hours": 900}, *ROSTER["officers"][1:]]
    roster = {**ROSTER, "officers": officers}
    kept = post("/v1/rosters", json=roster).json()
    assert "too-many-hours" not in [found["code"] for found in kept["findings"]]
    inline, by_id = post("/v1/plans", json={"roster": roster}), post("/v1/plans", json={"roster_id": kept["id"]})
    assert by_id.status_code == 422
    assert by_id.json()["accept"] == ["too-many-hours"]
    assert by_id.json()["findings"] == inline.json()["findings"]
    for goals in ({"accept": ["too-many-hours"]}, {"period": "quarter"}):
        assert post("/v1/plans", json={"roster_id": kept["id"], "goals": goals}).status_code == 202


def test_a_refusal_has_every_kind_of_error_once(served: Served) -> None:
    officers = "officer_id,available_hours\n" + "".join(f"D-{at},x\n" for at in range(30))
    refused = served.client.post("/v1/rosters", files={"officers": officers.encode(), "cases": CASES_CSV}).json()
    assert refused["total"] >= 30
    found = next(each for each in refused["findings"] if each["column"] == "available_hours")
    assert (found["code"], found["severity"], found["row"], found["count"]) == ("bad-value", "stop", 2, 30)


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("[" * 100_000, 413, "100,000 lists and objects"),
        ('{"cases": [' + "{}," * 50_000 + "{}]}", 413, "no rows of a roster"),
        ('{"a": ' + "9" * 5_000 + "}", 422, "5,000 characters"),
        ('{"a": 1e-999999999}', 422, "exponent beyond 400"),
        ('{"a": 1e99999999999999999999}', 422, "exponent beyond 400"),
        ('{"a": "\\ud800"}', 422, "half a character"),
        ('{"a": ["\\u0000"]}', 422, "NUL"),
    ],
)
def test_what_would_grow_without_bound_is_refused_before_it_does(
    served: Served, text: str, status: int, says: str
) -> None:
    response = served.client.post("/v1/rosters", content=text, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    assert says in response.json()["detail"]


def test_a_roster_whose_id_was_lost_stayed_for_ever(served: Served) -> None:
    lost = [served.client.post("/v1/rosters", json=ROSTER).json() for _ in range(3)]
    plan = served.ask()
    address: str | None = "/v1/rosters?limit=2"
    found: list[dict[str, Any]] = []
    while address and len(found) < 4:
        page = served.client.get(address).json()
        assert len(page["items"]) <= 2
        found += page["items"]
        address = page["next"]
    assert [each["id"] for each in found[:4]] == [plan["roster_id"], *(each["id"] for each in reversed(lost))]
    assert served.client.get("/v1/rosters?limit=200").json()["next"] is None
    assert [each["with_plan"] for each in found[:4]] == [True, False, False, False]
    assert found[1]["counts"] == lost[2]["counts"]
    for each in lost:
        assert served.client.delete(f"/v1/rosters/{each['id']}").status_code == 204
