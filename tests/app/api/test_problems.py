from __future__ import annotations

import logging
import re
import socket
import time

import pytest
from sqlalchemy.exc import OperationalError

from app.api.http.request_log import Requests
from app.store import plans
from tests.app.serving import ROSTER, Served

KIND = "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/v1/nothing", 404),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/static/../pages.py", 404),
        ("GET", "/v1/plans/x/nothing", 404),
        ("GET", "/v1/plans/x/frontier", 422),
        ("POST", "/v1/plans/x/advice", 415),
        ("PUT", "/v1/plans", 405),
        ("PATCH", "/v1/plans/00000000-0000-0000-0000-000000000000", 405),
        ("DELETE", "/healthz", 405),
        ("GET", "/v1/plans?limit=x", 422),
    ],
)
def test_every_error_is_a_problem(served: Served, method: str, path: str, status: int) -> None:
    response = served.client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == KIND
    problem = response.json()
    assert problem["status"] == status
    assert {"type", "title", "detail"} <= problem.keys()
    assert len(problem["detail"]) > 20, "says what to do"


def test_405_names_every_method_of_the_address(served: Served) -> None:
    assert served.client.put("/v1/plans").headers["Allow"] == "GET, HEAD, POST"
    assert served.client.put("/v1/plans/00000000-0000-0000-0000-000000000000").headers["Allow"] == "DELETE, GET, HEAD"


def test_a_fault_is_a_problem_that_can_be_found_in_the_log(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "-".join(["C", "1"])  # tracebacks show lines of code, and this is one

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr(plans, "page", fail)
    caplog.set_level(logging.INFO, "caseload.http")
    response = served.client.get("/v1/plans")
    assert response.status_code == 500
    assert response.headers["content-type"] == KIND
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    instance = response.json()["instance"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", instance)
    assert secret not in response.text
    assert instance.removeprefix("urn:uuid:") in caplog.text
    assert "RuntimeError" in caplog.text
    assert "list_plans" in caplog.text, "the frames are there"
    assert secret not in caplog.text, "what the exception says is not"
    assert served.client.get("/healthz").status_code == 200


def test_a_database_that_is_away_or_full_was_called_a_fault_of_the_program(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("SELECT 'C-1'", {}, Exception("database or disk is full"))

    monkeypatch.setattr(plans, "page", fail)
    for path in ("/v1/plans", "/"):
        response = served.client.get(path)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "10"
        assert "C-1" not in response.text


def test_the_log_names_routes_and_no_ids(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    plan = served.done(name="secret name")
    served.client.get(plan["links"]["assignments"], params={"after": 1})
    served.client.get("/secret-path")
    served.client.post(
        "/v1/rosters", json={**ROSTER, "officers": [{"officer_id": "secret-id", "available_hours": "x"}]}
    )
    ours = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("caseload", "sqlalchemy", "uvicorn.error"))
    )
    assert "GET /v1/plans/{plan_id}/assignments 200" in ours
    assert "GET (none) 404" in ours
    assert "secret" not in ours
    assert plan["id"] not in ours


def test_methods_that_nobody_knows_make_no_new_series(served: Served) -> None:
    served.client.request("FROBNICATE", "/v1/plans")
    text = served.client.get("/metrics").text
    assert "FROBNICATE" not in text
    assert 'method="(other)"' in text


def test_counting_is_exact() -> None:
    requests = Requests()
    for seconds in (0.5, 0.25):
        requests.add("GET", "/a", 200, seconds)
    requests.add("GET", "/a", 404, 0.25)
    lines = requests.lines()
    assert 'caseload_http_requests_total{method="GET",route="/a",status="200"} 2' in lines
    assert 'caseload_http_requests_total{method="GET",route="/a",status="404"} 1' in lines
    assert 'caseload_http_request_seconds_total{method="GET",route="/a"} 1.000000' in lines


def test_a_client_that_went_away_was_logged_as_a_fault(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "caseload.http")
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        head = f"POST /v1/rosters HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {served.key}\r\n"
        head += "Content-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
    ends_at = time.monotonic() + 30
    while "/v1/rosters 499" not in caplog.text and time.monotonic() < ends_at:
        time.sleep(0.01)
    assert "/v1/rosters 499" in caplog.text
    assert "fault" not in caplog.text
