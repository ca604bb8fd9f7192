"""What HTTP expects of every address: HEAD, no address with a slash too many, pages for people, tags and Vary."""

from __future__ import annotations

import httpx
import pytest

from tests.app.serving import ROSTER, Served, bearer

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/v1/plans", "/healthz", "/openapi.json", "/static/app.css"])
def test_head_was_refused_on_anything_but_files(served: Served, path: str) -> None:
    with httpx.Client(base_url=served.url, headers=bearer(served.key), trust_env=False) as plain:
        head, whole = plain.head(path), plain.get(path)
    assert head.status_code == whole.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


def test_head_of_a_stream_ends(served: Served) -> None:
    plan = served.ask()
    with httpx.Client(base_url=served.url, headers=bearer(served.key), trust_env=False) as plain:
        head = plain.head(f"/v1/plans/{plan['id']}/events")
    assert head.status_code == 200
    assert head.headers["Content-Type"].startswith("text/event-stream")
    served.wait(plan["id"], "done")


def test_an_address_with_a_slash_too_many_is_not_there(served: Served) -> None:
    assert served.client.get("/v1/plans/").status_code == 404
    assert served.client.post("/v1/plans/", json={"roster": ROSTER}).status_code == 404


@pytest.mark.parametrize("path", ["/nothing", "/plans/xyz"])
def test_a_browser_was_shown_json_where_nothing_is(served: Served, path: str) -> None:
    seen = served.client.get(path, headers=BROWSER)
    assert seen.status_code == 404
    assert seen.headers["Content-Type"].startswith("text/html")
    assert "Not" in seen.text
    assert seen.headers["Vary"] == "Accept"
    if path == "/nothing":
        assert served.client.get(path).headers["Content-Type"] == "application/problem+json"


def test_programs_keep_their_problems_whatever_they_accept(served: Served) -> None:
    answer = served.client.get("/v1/plans/xyz", headers=BROWSER)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_parameter_that_nobody_knows_counted_for_nothing(served: Served) -> None:
    answer = served.client.get("/v1/plans?limt=1")
    assert answer.status_code == 422
    assert "did you mean limit" in answer.json()["detail"]
    assert answer.json()["errors"][0]["where"] == "query.limt"
    assert served.client.post("/v1/reports?x=1", json={"roster": ROSTER}).status_code == 422


def test_assignments_had_no_tag(served: Served) -> None:
    plan = served.done()
    tags = set()
    for accept in ("application/json", "text/csv", "application/x-ndjson"):
        address, headers = plan["links"]["assignments"], {"Accept": accept}
        first = served.client.get(address, headers=headers)
        assert first.headers["Vary"] == "Accept, Accept-Encoding"
        tags.add(first.headers["ETag"])
        again = served.client.get(address, headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = served.client.get(f"{address}?after=1", headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert other.status_code == 200
    assert len(tags) == 3
