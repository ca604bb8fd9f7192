"""Bodies that are too large, packed to be too large, cut off or not what they say."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator

import httpx
import pytest

from tests.app.serving import CASES_CSV, OFFICERS_CSV, ROSTER, Served, serve

KIB = 1024
LIMIT, UNPACKED = 64 * KIB, 256 * KIB


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that takes little."""
    with serve(tmp_path_factory.mktemp("data"), max_upload_bytes=LIMIT, max_roster_bytes=UNPACKED) as served:
        yield served


def post(served: Served, content: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
    kind = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return served.client.post("/v1/rosters", content=content, headers=kind)


def padded(size: int) -> bytes:
    text = json.dumps(ROSTER).encode()
    return text + b" " * (size - len(text))


def test_what_just_fits_is_taken(narrow: Served) -> None:
    assert post(narrow, padded(LIMIT)).status_code == 201


def test_a_body_that_says_it_is_too_large_is_refused(narrow: Served) -> None:
    response = post(narrow, padded(LIMIT + 1))
    assert response.status_code == 413
    assert "CASELOAD_MAX_UPLOAD_BYTES" in response.json()["detail"]
    assert response.json()["title"] == "The request is too large"


def test_a_body_that_does_not_say_how_large_it_is_is_counted(narrow: Served) -> None:
    whole = padded(4 * LIMIT)
    response = post(narrow, (whole[at : at + 8 * KIB] for at in range(0, len(whole), 8 * KIB)))
    assert response.status_code == 413


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(narrow: Served) -> None:
    bomb = zlib.compressobj(9, wbits=31)
    packed = b"".join([*(bomb.compress(bytes(KIB * KIB)) for _ in range(32)), bomb.flush()])
    assert len(packed) < LIMIT
    response = post(narrow, packed, Content_Encoding="gzip")
    assert response.status_code == 413
    assert "CASELOAD_MAX_ROSTER_BYTES" in response.json()["detail"]


def test_gzip_that_just_fits_is_taken(narrow: Served) -> None:
    assert post(narrow, gzip.compress(padded(UNPACKED)), Content_Encoding="gzip").status_code == 201
    assert post(narrow, gzip.compress(padded(UNPACKED + 1)), Content_Encoding="gzip").status_code == 413


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"not gzip", "not gzip", id="not-gzip"),
        pytest.param(gzip.compress(b"{}", mtime=0)[:-6], "too early", id="cut-short"),
        pytest.param(gzip.compress(b"{}", mtime=0) + b"more", "follows", id="more-after-the-end"),
        (b"", "too early"),
    ],
)
def test_gzip_that_is_none_is_refused(narrow: Served, content: bytes, says: str) -> None:
    response = post(narrow, content, Content_Encoding="gzip")
    assert response.status_code == 400
    assert says in response.json()["detail"]


def test_another_packing_is_refused(narrow: Served) -> None:
    response = post(narrow, b"{}", Content_Encoding="br")
    assert response.status_code == 415
    assert response.headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("kind", ["text/csv", "", "application/jsonx", "application/x-www-form-urlencoded"])
def test_another_media_type_is_refused(narrow: Served, kind: str) -> None:
    response = narrow.client.post("/v1/rosters", content=b"x", headers={"Content-Type": kind} if kind else {})
    assert response.status_code == 415
    assert "multipart/form-data" in response.json()["detail"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=b", b""),
    ],
)
def test_parts_that_cannot_be_read_are_refused(narrow: Served, kind: str, content: bytes) -> None:
    response = narrow.client.post("/v1/rosters", content=content, headers={"Content-Type": kind})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_parts_may_be_packed_too(narrow: Served) -> None:
    request = httpx.Request("POST", narrow.url, files={"officers": OFFICERS_CSV, "cases": CASES_CSV})
    headers = {"Content-Type": request.headers["Content-Type"], "Content-Encoding": "gzip"}
    assert narrow.client.post("/v1/rosters", content=gzip.compress(request.read()), headers=headers).status_code == 201


def test_goals_that_are_no_text_are_refused(narrow: Served) -> None:
    files = {"officers": OFFICERS_CSV, "cases": CASES_CSV, "goals": b"\xff\xfe"}
    response = narrow.client.post("/v1/plans", files=files)
    assert response.status_code == 422
    assert "UTF-8" in response.json()["detail"]
    response = narrow.client.post("/v1/plans", files={**files, "goals": b"{"})
    assert response.status_code == 400
    assert "'goals'" in response.json()["detail"]
