from __future__ import annotations

import csv
import io
import json
import uuid
from typing import Any

import pytest

from tests.app.serving import Served


@pytest.fixture(scope="module")
def plan(served: Served) -> dict[str, Any]:
    return served.done()


def test_a_report_is_json_or_a_page(served: Served, plan: dict[str, Any]) -> None:
    report = served.client.get(plan["links"]["report"])
    assert report.headers["content-type"] == "application/json"
    assert report.json()["counts"]["cases"] == 4
    page = served.client.get(plan["links"]["report"], headers={"Accept": "text/html"})
    assert page.text.startswith("<!doctype html>")
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "sandbox" in page.headers["content-security-policy"]


def test_a_report_that_did_not_change_is_not_sent_again(served: Served, plan: dict[str, Any]) -> None:
    tag = served.client.get(plan["links"]["report"]).headers["ETag"]
    assert served.client.get(plan["links"]["report"], headers={"If-None-Match": tag}).status_code == 304


def test_a_form_that_nobody_has_is_not_acceptable(served: Served, plan: dict[str, Any]) -> None:
    for name, kind in (("report", "image/png"), ("assignments", "text/html"), ("report", "application/json;q=0")):
        response = served.client.get(plan["links"][name], headers={"Accept": kind})
        assert response.status_code == 406
        assert "application/json" in response.json()["detail"]


def test_what_is_not_there_yet_is_a_conflict(lasting: Served) -> None:
    plan = lasting.ask()
    for name in ("report", "assignments"):
        response = lasting.client.get(plan["links"][name])
        assert response.status_code == 409
        assert response.json()["type"] == "urn:caseload:problem:not-finished"
    lasting.client.delete(plan["links"]["self"])
    lasting.wait(plan["id"], "cancelled")


def test_assignments_come_in_pages(served: Served, plan: dict[str, Any]) -> None:
    address: str | None = plan["links"]["assignments"] + "?limit=3"
    pages = []
    while address:
        response = served.client.get(address)
        pages.append(response.json()["items"])
        address = response.json()["next"]
        assert ("Link" in response.headers) == (address is not None)
    assert [len(page) for page in pages] == [3, 1]
    assert pages[0][0] == {
        "case_id": "C-1",
        "officer_id": "A",
        "previous_officer": "A",
        "moved": False,
        "reason": "kept",
    }


def test_assignments_are_csv_ndjson_or_a_workbook(served: Served, plan: dict[str, Any]) -> None:
    address = plan["links"]["assignments"]
    table = served.client.get(address, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["case_id"] for row in rows] == ["C-1", "C-2", "C-3", "C-4"]
    assert list(rows[0]) == ["case_id", "officer_id", "previous_officer", "moved", "reason"]
    assert 'filename="assignments.csv"' in table.headers["content-disposition"]
    lines = served.client.get(address, headers={"Accept": "application/x-ndjson"})
    assert [json.loads(line) for line in lines.text.splitlines()] == served.client.get(address).json()["items"]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    workbook = served.client.get(address, headers={"Accept": f"text/plain, {kind};q=0.5"})
    assert workbook.headers["content-type"] == kind
    assert workbook.content.startswith(b"PK")


def test_the_csv_is_the_file_that_was_made(served: Served, plan: dict[str, Any]) -> None:
    stored = served.client.get(f"/plans/{plan['id']}/assignments.csv").content
    assert served.client.get(plan["links"]["assignments"], headers={"Accept": "text/csv"}).content == stored


@pytest.mark.parametrize("kind", ["text/csv", "application/x-ndjson", "application/json"])
def test_who_lost_the_connection_goes_on_after_the_rows_that_came(
    served: Served, plan: dict[str, Any], kind: str
) -> None:
    def rows(after: int | None) -> list[Any]:
        asked = {} if after is None else {"after": after}
        answer = served.client.get(plan["links"]["assignments"], params=asked, headers={"Accept": kind})
        if kind == "text/csv":
            return list(csv.DictReader(io.StringIO(answer.text)))
        return answer.json()["items"] if kind.endswith("/json") else list(map(json.loads, answer.text.splitlines()))

    whole = rows(None)
    assert len(whole) == 4
    for came in range(5):
        assert rows(came - 1) == whole[came:]


def test_an_unknown_plan_has_no_results(served: Served) -> None:
    assert served.client.get(f"/v1/plans/{uuid.uuid4()}/report").status_code == 404
