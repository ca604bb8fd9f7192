"""A real server on a real socket in this process, and a client that checks every answer against openapi.json."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from app.access import api_keys
from app.access.api_keys import Wanted
from app.api.deps import Service
from app.jobs.queries import QUESTIONS
from app.main import create_app
from app.settings import Settings
from app.store.db import Database
from app.store.migrate import upgrade
from app.store.private import keep_private
from app.store.tables import Role
from tests.postgres import Postgres

PATIENCE_S = 300.0
ROSTER: dict[str, Any] = {
    "officers": [
        {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
        {"officer_id": "B", "available_hours": 10},
    ],
    "cases": [
        {"case_id": f"C-{number}", "weight_hours": 3, "current_officer": "A", "required_skills": skill}
        for number, skill in enumerate(("spanish", "", "", ""), 1)
    ],
}
OFFICERS_CSV = b"officer_id,available_hours,skills\nA,10,spanish\nB,10,\n"
CASES_CSV = b"case_id,weight_hours,current_officer,required_skills\nC-1,3,A,spanish\nC-2,3,A,\nC-3,3,A,\nC-4,3,A,\n"


ADMIN = Wanted("a test", Role.ADMIN)


def bearer(key: str) -> dict[str, str]:
    """The header that sends a key."""
    return {"Authorization": f"Bearer {key}"}


def new_key(folder: Path, url: str | None = None) -> str:
    """A key of the server that has, or will have, this folder or this database."""
    keep_private(folder)
    database = Database(Settings(data_dir=folder, database_url=url).database)
    upgrade(database)
    with database.write() as session:
        key = api_keys.create(session, ADMIN)
    database.close()
    return key


class Contract:
    """What openapi.json promises, held against what is answered."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.registry: Registry[Any] = Registry().with_resource(
            "urn:openapi", Resource.from_contents(document, default_specification=DRAFT202012)
        )
        self.paths = {
            re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"): entry
            for path, entry in document["paths"].items()
        }
        self.checked: set[tuple[str, str, int]] = set()

    def check(self, response: httpx.Response) -> None:
        """Fail where an answer is not one that the document describes."""
        method, path = response.request.method.lower(), response.request.url.path
        kind = response.headers.get("content-type", "").partition(";")[0]
        if response.status_code >= 400:
            assert kind == "application/problem+json" or not path.startswith("/v1"), f"{method} {path}: {kind}"
        found = next((entry for pattern, entry in self.paths.items() if pattern.match(path)), None)
        if found is None or method not in found:
            assert response.status_code in (404, 405, 403) or not path.startswith("/v1"), f"{method} {path}"
            return
        promised = found[method]["responses"].get(str(response.status_code))
        assert promised is not None, f"{method} {path} answered {response.status_code}, which is not in openapi.json"
        self.checked.add((method, path, response.status_code))
        content = promised.get("content", {})
        if not response.content:
            return
        assert kind in content, f"{method} {path} {response.status_code} answered {kind}, promised {list(content)}"
        schema = content[kind].get("schema")
        if schema and kind.endswith("json") and "ndjson" not in kind:
            # absolute references: the document is known as urn:openapi
            Draft202012Validator(_absolute(schema), registry=self.registry).validate(response.json())


def _absolute(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: "urn:openapi" + value if key == "$ref" else _absolute(value) for key, value in node.items()}
    return [_absolute(each) for each in node] if isinstance(node, list) else node


class Served:
    """A server that runs, and a client for it."""

    def __init__(self, app: FastAPI, port: int) -> None:
        self.app = app
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        with self.service.database.write() as session:
            self.key = api_keys.create(session, ADMIN)
        self.client = httpx.Client(
            base_url=self.url,
            timeout=PATIENCE_S,
            event_hooks={"response": [self._check]},
            headers=bearer(self.key),
            trust_env=False,
        )

    @cached_property
    def contract(self) -> Contract:
        """What is promised."""
        return Contract(self.app.openapi())

    def _check(self, response: httpx.Response) -> None:
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            return
        response.read()
        self.contract.check(response)

    @property
    def service(self) -> Service:
        """What the server has inside."""
        service = self.app.state.service
        assert isinstance(service, Service)
        return service

    def sign_in_address(self) -> str:
        """Where a browser signs in, once, as with the address that a server prints."""
        return self.service.gate.address.new(self.url)

    def ask(self, **body: Any) -> dict[str, Any]:
        """Ask for a plan; returns it as it was accepted."""
        response = self.client.post("/v1/plans", json={"roster": ROSTER, **body})
        assert response.status_code == 202, response.text
        plan: dict[str, Any] = response.json()
        return plan

    def wait(self, plan_id: str, *states: str) -> dict[str, Any]:
        """Wait until a plan is in one of these states."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < gives_up_at:
            plan: dict[str, Any] = self.client.get(f"/v1/plans/{plan_id}").json()
            if plan["state"] in states:
                return plan
            time.sleep(0.05)
        raise AssertionError(f"the plan is {plan['state']}, not {states}: {plan['message']}")

    def done(self, **body: Any) -> dict[str, Any]:
        """Ask for a plan and wait for it."""
        return self.wait(self.ask(**body)["id"], "done")


@contextmanager
def serve(
    folder: Path, target: str = "tests.app.jobs.targets:keep", questions: str = QUESTIONS, **settings: Any
) -> Iterator[Served]:
    """Run a server on a free port of this machine."""
    app = create_app(Settings(data_dir=folder, **settings), target=target, questions=questions)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    served = Served(app, listener.getsockname()[1])
    try:
        gives_up_at = time.monotonic() + PATIENCE_S
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < gives_up_at
            time.sleep(0.01)
        yield served
    finally:
        served.client.close()
        server.should_exit = True
        thread.join()
        listener.close()


def routes(served: Served) -> list[tuple[str, RouteContext]]:
    """Every route that is a function of ours, once for each method."""
    return [
        (method, route)
        for route in iter_route_contexts(served.app.routes)
        if isinstance(route.original_route, APIRoute)
        for method in sorted(route.methods or ())
    ]


@contextmanager
def serve_on(kind: str, request: pytest.FixtureRequest, folder: Path, target: str) -> Iterator[Served]:
    """Run a server on SQLite in a folder, or in a schema of its own of the tests' PostgreSQL."""
    if kind == "sqlite":
        with serve(folder, target) as served:
            yield served
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.schema() as url, serve(folder, target, database_url=url) as served:
        yield served
