"""Pages of other sites cannot use a browser on this machine to reach the server."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from app.api.http.security import HEADERS, without_port
from tests.app.serving import ROSTER, Served, serve


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that goes by one more name."""
    with serve(tmp_path_factory.mktemp("data"), allowed_hosts=("caseload.example:8443",)) as served:
        yield served


def get(served: Served, **headers: str) -> httpx.Response:
    return served.client.get("/v1/plans", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000", "[::1]", "127.0.0.1:1"])
def test_names_of_this_machine_are_known(served: Served, host: str) -> None:
    assert get(served, Host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.2", "", "[::1", "localhost:x"]
)
def test_a_foreign_name_is_refused_as_after_dns_rebinding(served: Served, host: str) -> None:
    response = get(served, Host=host)
    assert response.status_code == 403
    assert response.json()["type"] == "urn:caseload:problem:foreign-host"
    assert "CASELOAD_ALLOWED_HOSTS" in response.json()["detail"]


def test_even_health_is_not_for_foreign_names(served: Served) -> None:
    assert served.client.get("/healthz", headers={"Host": "evil.example"}).status_code == 403


def test_a_name_can_be_allowed_with_its_port(named: Served) -> None:
    assert get(named, Host="caseload.example:8443").status_code == 200
    assert get(named, Host="caseload.example:8443", Origin="https://caseload.example:8443").status_code == 200
    assert get(named, Host="caseload.example").status_code == 403
    assert get(named, Host="localhost").status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "file://", "https://127.0.0.1"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_foreign_origin_is_refused(served: Served, origin: str, method: str) -> None:
    response = served.client.request(method, "/v1/plans", headers={"Origin": origin})
    assert response.status_code == 403
    assert response.json()["type"] == "urn:caseload:problem:foreign-origin"


def test_our_own_origin_is_let_through(served: Served) -> None:
    response = served.client.post("/v1/rosters", json=ROSTER, headers={"Origin": served.url})
    assert response.status_code == 201


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused_though_it_names_no_origin(served: Served, site: str) -> None:
    response = served.client.post("/v1/rosters", json=ROSTER, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 403
    assert get(served, Sec_Fetch_Site=site).status_code == 200, "a link may lead here"


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_our_own_form_is_let_through(served: Served, site: str) -> None:
    assert served.client.post("/v1/rosters", json=ROSTER, headers={"Sec-Fetch-Site": site}).status_code == 201


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/v1/plans", "/nothing", "/static/app.css", "/docs", "/docs/files/swagger-ui.css"]
)
def test_every_answer_tells_browsers_what_it_may_do(served: Served, path: str) -> None:
    response = served.client.get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value, name
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "server" not in response.headers or "uvicorn" in response.headers["server"]


def test_a_refusal_has_the_headers_too(served: Served) -> None:
    response = get(served, Host="evil.example")
    assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_ports_are_told_from_names() -> None:
    assert [without_port(host) for host in ("a:1", "a", "[::1]:1", "[::1]", "a:b", "::1")] == [
        "a",
        "a",
        "[::1]",
        "[::1]",
        "a:b",
        ":",
    ]


def test_a_target_in_absolute_form_was_not_found(served: Served) -> None:
    """RFC 9112, section 3.2.2: a server takes it, and what it names wins over Host."""
    for target, host, status in (
        ("http://127.0.0.1/healthz", "127.0.0.1", 200),
        ("http://127.0.0.1/healthz", "evil.example", 200),
        ("http://127.0.0.1", "127.0.0.1", 401),
        ("http://evil.example/healthz", "127.0.0.1", 403),
    ):
        with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            assert connection.recv(100).startswith(f"HTTP/1.1 {status} ".encode()), target
