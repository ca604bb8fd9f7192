"""What `deploy/` says is true: settings exist, and the proxy and the backup do what they promise, as real processes."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy.engine import make_url

from app.access.throttle import TRIES
from app.settings import Settings
from tests.app.serving import CASES_CSV, OFFICERS_CSV
from tests.e2e.conftest import PATIENCE_S, ROOT, Process, Start, free_port
from tests.e2e.fleet import Fleet
from tests.postgres import Postgres

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NO_NGINX = "SKIPPED: nginx is not installed, so nobody looked at the proxy"


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return found


def test_two_servers_and_three_workers_are_of_one_image(services: dict[str, dict[str, Any]]) -> None:
    ours = {name: service for name, service in services.items() if service["image"].startswith("caseload")}
    assert ours.keys() == {"server-1", "server-2", "worker"}
    assert services["worker"]["deploy"]["replicas"] == 3
    assert all(service["build"]["args"] == {"DATABASE": "postgres"} for service in ours.values())


def test_every_setting_is_one(services: dict[str, dict[str, Any]]) -> None:
    names = {name for service in services.values() for name in service.get("environment", {})}
    ours = {name.removeprefix("CASELOAD_").lower() for name in names if name.startswith("CASELOAD_")}
    assert ours == {"database_url", "public_url", "solves_at_once", "parts_at_once"} <= Settings.model_fields.keys()
    assert services["server-1"]["environment"]["CASELOAD_SOLVES_AT_ONCE"] == "0"
    assert services["worker"]["environment"]["CASELOAD_SOLVES_AT_ONCE"] == "1"


def test_only_the_proxy_can_be_reached(services: dict[str, dict[str, Any]]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    networks = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["networks"]
    assert {name for name, network in networks.items() if not network.get("internal")} == {"outside"}
    assert "outside" not in {each for name in services if name != "proxy" for each in services[name]["networks"]}


def test_no_password_is_written_down_and_every_image_is_pinned(services: dict[str, dict[str, Any]]) -> None:
    for service in services.values():
        secrets = [value for name, value in service.get("environment", {}).items() if "PASSWORD" in name]
        assert all(value.startswith("${PGPASSWORD:?") for value in secrets)
        assert re.fullmatch(r"[a-z-]+:\d+\.\d+(\.\d+)?", service["image"])


def test_limits_of_the_proxy_are_those_of_the_servers() -> None:
    text, settings = (DEPLOY / "nginx.conf").read_text("utf-8"), Settings()
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", text)
    (seconds,) = re.findall(r"proxy_read_timeout (\d+)s;", text)
    assert int(megabytes) << 20 == settings.max_upload_bytes
    assert int(seconds) > settings.question_limit_s


def files() -> dict[str, tuple[str, bytes]]:
    return {"officers": ("officers.csv", OFFICERS_CSV), "cases": ("cases.csv", CASES_CSV)}


@pytest.fixture
def fleet(start: Start, postgres: Postgres) -> Iterator[Fleet]:
    with postgres.schema() as url:
        fleet = Fleet(start, url)
        yield fleet
        fleet.database.close()


def certificate(folder: Path) -> None:
    """A certificate for this machine that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "tls.crt").write_bytes(made.public_bytes(pem))
    (folder / "tls.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


@contextmanager
def proxy(folder: Path, *servers: Process) -> Iterator[httpx.Client]:
    """The proxy of `deploy/nginx.conf`, at other addresses; and a client that trusts its certificate."""
    certificate(folder)
    port = free_port()
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for number, server in enumerate(servers, 1):
        text = text.replace(f"server-{number}:8000", f"127.0.0.1:{server.port}")
    for old, new in (
        ("/tmp", str(folder)),  # first: the folder may lie below /tmp itself
        ("listen 8080", f"listen 127.0.0.1:{free_port()}"),
        ("listen 8443", f"listen 127.0.0.1:{port}"),
        ("/etc/nginx/tls", str(folder)),
        ("/dev/stdout", f"{folder}/access.log"),
        ("worker_processes auto;", f"daemon off; worker_processes 1; {'user root;' if os.geteuid() == 0 else ''}"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(text, "utf-8")
    command = [str(NGINX), "-e", f"{folder}/error.log", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            trusted = ssl.create_default_context(cafile=folder / "tls.crt")
            with httpx.Client(base_url=f"https://localhost:{port}", verify=trusted, trust_env=False) as client:
                client.headers = httpx.Headers(servers[0].client.headers)
                client.timeout = httpx.Timeout(PATIENCE_S)
                gives_up_at = time.monotonic() + PATIENCE_S
                while not _listens(port):
                    assert process.poll() is None, process.stderr.read() if process.stderr else ""
                    assert time.monotonic() < gives_up_at
                    time.sleep(0.05)
                yield client
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(NGINX is None, reason=NO_NGINX)
def test_a_plan_through_the_proxy_outlives_one_of_its_two_servers(fleet: Fleet, tmp_path: Path) -> None:
    first, second = fleet.server("keep", "one"), fleet.server("keep", "two")
    second.client.headers.update(first.client.headers)
    fleet.worker("keep", "worker")
    folder = tmp_path / "proxy"
    folder.mkdir()
    with proxy(folder, first, second) as client:
        made = client.post("/v1/plans", files=files(), headers={"Prefer": "wait=60"})
        assert (made.status_code, made.json()["state"]) == (200, "done"), made.text
        links = made.json()["links"]
        assert client.get(links["events"]).text.rstrip().endswith("}"), "the stream of a plan that is done ends"
        second.kill()
        answers = {client.get(links["assignments"]).status_code for _ in range(6)}
        assert answers == {200}, "what the dead server does not take goes to the other"
        assert client.post("/v1/plans", content=b"x" * ((64 << 20) + 1)).status_code == 413
        missing = client.get(f"{links['self']}/explain?case=SECRET-1&officer=A")
        assert missing.status_code == 404
        assert missing.headers["Strict-Transport-Security"]
    logged = (folder / "access.log").read_text() + (folder / "error.log").read_text()
    assert logged.count("GET 200") >= 7
    assert "SECRET" not in logged
    assert made.json()["id"] not in logged


@pytest.mark.skipif(NGINX is None, reason=NO_NGINX)
def test_what_a_client_says_of_its_own_address_is_replaced(start: Start, tmp_path: Path) -> None:
    """Else whoever tries one key after another would come from another address each time."""
    server = start("quick_targets:keep", FORWARDED_ALLOW_IPS="*")
    folder = tmp_path / "proxy"
    folder.mkdir()
    with proxy(folder, server, server) as client:
        del client.headers["Authorization"]
        page = client.get("/sign-in", headers={"Accept": "text/html"})
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
        answers = [
            client.post("/sign-in", data={**fields, "key": "wrong"}, headers={"X-Forwarded-For": f"203.0.113.{number}"})
            for number in range(TRIES + 1)
        ]
    assert [answer.status_code for answer in answers[-2:]] == [403, 429], answers[0].text


def test_a_backup_is_restored_with_its_plan_and_its_keys(fleet: Fleet, postgres: Postgres, tmp_path: Path) -> None:
    server = fleet.server("keep", "one", solves=1)
    plan = server.client.post("/v1/plans", files=files(), headers={"Prefer": "wait=60"}).json()
    before = server.client.get(plan["links"]["assignments"]).json()
    key = server.client.headers["Authorization"]
    server.close()

    url = make_url(fleet.url)
    schema = str(url.query["options"]).removeprefix("-csearch_path=")
    environment = {
        "PATH": f"{postgres.programs}{os.pathsep}{os.environ['PATH']}",
        "PGHOST": str(url.query.get("host", url.host)),
        "PGUSER": str(url.username),
        "PGDATABASE": str(url.database),
        "PGOPTIONS": str(url.query["options"]),
        "BACKUP_DIR": str(tmp_path),
        "KEEP_DAYS": "14",
        "EVERY_S": "0",
    }
    if url.port:
        environment["PGPORT"] = str(url.port)
    subprocess.run(["sh", DEPLOY / "backup.sh"], env=environment, check=True, capture_output=True)
    (dump,) = tmp_path.glob("caseload-*.dump")
    assert dump.stat().st_mode & 0o077 == 0
    postgres.execute(f"DROP SCHEMA {schema} CASCADE")
    postgres.execute(f"CREATE SCHEMA {schema}")
    restore = ["pg_restore", "--exit-on-error", "--single-transaction", f"--schema={schema}"]
    subprocess.run([*restore, f"--dbname={url.database}", dump], env=environment, check=True, capture_output=True)

    again = fleet.server("keep", "after", solves=1)
    again.client.headers.update({"Authorization": key})
    assert again.client.get(plan["links"]["assignments"]).json() == before
