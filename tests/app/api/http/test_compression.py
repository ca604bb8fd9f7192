"""Answers are packed where that is wanted, and are the same when they are unpacked."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import httpx
import pytest

from app.api.http.compression import takes_gzip
from tests.app.serving import Served, bearer

CSV = "text/csv"


@pytest.fixture
def plain(served: Served) -> Iterator[httpx.Client]:
    """A client that says nothing of what it takes."""
    with httpx.Client(base_url=served.url, headers=bearer(served.key), trust_env=False) as client:
        del client.headers["Accept-Encoding"]
        yield client


@pytest.mark.parametrize(
    ("accept_encoding", "taken"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("gzip;q=1.0", True),
        ("*", False),
        ("identity", False),
    ],
)
def test_gzip_that_was_refused_by_its_quality_was_taken(accept_encoding: str | None, taken: bool) -> None:
    assert takes_gzip(accept_encoding) is taken


def test_an_answer_is_packed_where_that_is_wanted_and_says_so(plain: httpx.Client) -> None:
    whole = plain.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    with plain.stream("GET", "/openapi.json", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert "Content-Encoding" not in whole.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == whole.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(raw) < len(whole.content) / 4
    assert gzip.decompress(raw) == whole.content


def test_each_form_of_the_assignments_is_the_same_packed(plain: httpx.Client, served: Served) -> None:
    address = served.done()["links"]["assignments"]
    for accept in ("application/json", CSV, "application/x-ndjson"):
        wanted = {"Accept": accept}
        whole = plain.get(address, headers=wanted | {"Accept-Encoding": "identity"})
        packed = plain.get(address, headers=wanted | {"Accept-Encoding": "gzip"})
        assert packed.content == whole.content
        assert packed.headers["Vary"] == "Accept, Accept-Encoding"
        assert packed.headers["ETag"] == "W/" + whole.headers["ETag"]
        again = plain.get(address, headers=wanted | {"If-None-Match": packed.headers["ETag"]})
        assert again.status_code == 304


def test_a_stream_of_events_is_not_held_back(plain: httpx.Client, served: Served) -> None:
    plan = served.done()
    with plain.stream("GET", plan["links"]["events"], headers={"Accept-Encoding": "gzip"}) as events:
        assert "Content-Encoding" not in events.headers
        assert "done" in json.dumps([*events.iter_lines()])


def test_a_page_with_a_token_is_not_packed(plain: httpx.Client) -> None:
    page = plain.get("/sign-in", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert "Content-Encoding" not in page.headers
