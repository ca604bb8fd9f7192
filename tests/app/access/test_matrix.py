"""Every route, every role, every office: refused as docs/access.md says, on both databases.

The cases are made from the routes of the application itself, so that a new one is in here before anybody thinks of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from app import main
from app.access import api_keys
from app.access.api_keys import Wanted
from app.access.roles import Need, UndeclaredNeed, need_of
from app.api.deps import admitted
from app.settings import Settings
from app.store import plans, rosters, runs
from app.store.plans import Limits, NewPlan
from app.store.scope import Scope
from app.store.tables import Role
from tests.app.serving import ROSTER, Served, routes, serve_on

NOT_OURS = {"/openapi.json", "/docs/files", "/static"}
"""Files that come with the program: they tell nothing of what is kept, and are no functions of ours."""
LASTING = "tests.app.jobs.targets:last"
OFFICE: dict[str, Any] = {
    "officers": [{"officer_id": "A", "available_hours": 10, "offices": "North"}],
    "cases": [{"case_id": "C-1", "weight_hours": 3, "office": "north"}],
}


class Matrix:
    """A server with a roster and a plan of the north, and a key for each role here, elsewhere and everywhere."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.keys = {(role, office): self._key(role, office) for role in Role for office in ("north", "south", "")}
        self.client = httpx.Client(base_url=served.url, timeout=60, trust_env=False)
        kept = self.ask("POST", "/v1/rosters", self.keys[Role.PLANNER, "north"], json=OFFICE)
        assert kept.status_code == 201, kept.text
        self.roster = kept.json()["id"]
        self.plan = self.made()

    def made(self) -> str:
        """Id of a further plan of that roster, done at once: the search is not what is tested here."""
        row = {"case_id": "C-1", "officer_id": "A", "previous_officer": "", "moved": "no", "reason": "new"}
        with self.served.service.database.within(Scope.of(["north"])).write() as session:
            roster = rosters.get(session, self.roster)
            assert roster is not None
            plan_id = plans.add(session, roster, NewPlan({}), Limits(100)).id
            run = runs.claim(session)
            assert run is not None
            assert run.plan_id == plan_id
            files = {"report.json": b"{}", "assignments.csv": b"case_id,officer_id\nC-1,A\n"}
            runs.finish(session, run, status="optimal", assignments=[row], files=files)
        return plan_id

    def _key(self, role: Role, office: str) -> str:
        with self.served.service.database.write() as session:
            return api_keys.create(session, Wanted(f"{role} {office}", role, [office] if office else []))

    def ask(self, method: str, path: str, key: str | None, **more: Any) -> httpx.Response:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        return self.client.request(method, path, headers=headers, **more)

    def address(self, route: RouteContext, *, theirs: bool) -> str:
        """Where the plan and the roster of the north are, or others that nobody has."""
        plan, roster = (self.plan, self.roster) if theirs else (uuid.uuid4(), uuid.uuid4())
        key = self.keys[Role.VIEWER, "north"].split("_")[1] if theirs else "0" * 12
        path = str(route.path_format).replace("{plan_id}", str(plan)).replace("{roster_id}", str(roster))
        path = path.replace("{name}", "report.json").replace("{key_id}", key).replace("{number}", "1")
        assert "{" not in path, f"say what stands for {path}"
        wanted = [each.alias for each in route.dependant.query_params if each.field_info.is_required()]
        return path + ("?" + "&".join(f"{name}=x" for name in wanted) if wanted else "")


def need(route: RouteContext) -> Need:
    assert route.endpoint is not None
    return need_of(route.endpoint)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def matrix(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    with serve_on(request.param, request, tmp_path_factory.mktemp("data"), LASTING) as served:
        yield from opened(served)


def opened(served: Served) -> Iterator[Matrix]:
    matrix = Matrix(served)
    yield matrix
    matrix.client.close()


def test_there_is_nothing_beside_what_is_guarded(matrix: Matrix) -> None:
    for route in iter_route_contexts(matrix.served.app.routes):
        if isinstance(route.original_route, APIRoute):
            assert admitted in [each.call for each in route.dependant.dependencies], route.path
        else:
            assert route.path in NOT_OURS, f"{route.path} is neither guarded nor known"
    assert len(routes(matrix.served)) > 30


def test_a_route_that_does_not_say_who_may_use_it_stops_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Module:
        router = APIRouter()

    @Module.router.get("/v1/forgotten")
    def forgotten() -> None:
        """Nobody declared anything."""

    monkeypatch.setattr(main, "MODULES", (*main.MODULES, Module))
    with pytest.raises(UndeclaredNeed, match="forgotten"):
        main.create_app(Settings(data_dir=tmp_path / "data"))


def test_whoever_does_not_say_who_they_are_is_refused(matrix: Matrix) -> None:
    checked = 0
    for method, route in routes(matrix.served):
        answer = matrix.ask(method, matrix.address(route, theirs=True), None)
        assert (answer.status_code == 401) == (need(route).role is not None), f"{method} {route.path}"
        if answer.status_code == 401:
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="caseload"'
            assert answer.headers["content-type"] == "application/problem+json"
            checked += 1
    assert checked > 25


def test_a_browser_changes_nothing_without_the_token_of_its_session(matrix: Matrix) -> None:
    """Every form and every call that changes something, with the session alone, as a page of another site has it."""
    checked = 0
    with httpx.Client(base_url=matrix.served.url, timeout=60, trust_env=False) as browser:
        assert browser.get(matrix.served.sign_in_address()).status_code == 303
        for method, route in routes(matrix.served):
            if need(route).role is None or method == "GET":
                continue
            path = matrix.address(route, theirs=True)
            bodies: list[dict[str, Any]] = [{}, {"data": {"csrf": "x"}}, {"headers": {"X-CSRF-Token": "x"}}]
            bodies.append({"files": {"csrf": (None, b"x")}})
            for body in bodies:
                answer = browser.request(method, path, **body)
                assert answer.status_code == 403 or (not body and answer.status_code == 415), (method, path, body)
                checked += 1
        assert browser.get(f"/v1/plans/{matrix.plan}").json()["state"] == "done", "nothing happened to it"
    assert checked > 30


def test_a_role_that_is_too_low_is_refused_before_anything_is_looked_at(matrix: Matrix) -> None:
    checked = 0
    for method, route in routes(matrix.served):
        needed = need(route)
        for role in [Role.VIEWER] if needed.role is None else Role:
            answer = matrix.ask(method, matrix.address(route, theirs=not needed.is_met_by(role)), matrix.keys[role, ""])
            if needed.is_met_by(role):
                assert answer.status_code not in (401, 403), f"{role} {method} {route.path}: {answer.text}"
                assert answer.status_code < 500, f"{role} {method} {route.path}: {answer.text}"
            else:
                assert answer.status_code == 403, f"{role} {method} {route.path}"
                assert answer.json()["type"] == "urn:caseload:problem:not-allowed"
                checked += 1
    assert checked > 10
    assert matrix.ask("GET", f"/v1/plans/{matrix.plan}", matrix.keys[Role.VIEWER, "north"]).status_code == 200


def test_what_belongs_to_another_office_is_not_there(matrix: Matrix) -> None:
    """Whatever the role: as if it did not exist, with the same words."""
    checked = 0
    for method, route in routes(matrix.served):
        needed = need(route)
        if needed.role is None:
            continue
        key = matrix.keys[Role.ADMIN, "south"]
        if needed.all_offices:
            assert matrix.ask(method, matrix.address(route, theirs=True), key).status_code == 403, route.path
        elif "{" in str(route.path_format):
            form = {"data": {"reason": "so"}}
            sent = {"json": {"cases": ["C-1"]}} if str(route.path).startswith("/v1") else form
            body: dict[str, Any] = sent if method == "POST" else {}
            theirs = matrix.ask(method, matrix.address(route, theirs=True), key, **body)
            nobodys = matrix.ask(method, matrix.address(route, theirs=False), key, **body)
            assert theirs.status_code == 404, f"{method} {route.path}: {theirs.text}"
            assert theirs.text == nobodys.text
            checked += 1
    assert checked > 10
    plan = matrix.ask("GET", f"/v1/plans/{matrix.plan}", matrix.keys[Role.VIEWER, "north"]).json()
    assert plan["state"] == "done", "nothing happened to it"


def test_what_belongs_to_ones_own_office_is_there(matrix: Matrix) -> None:
    key = matrix.keys[Role.VIEWER, "north"]
    for path in ("", "/report", "/assignments", "/events"):
        assert matrix.ask("GET", f"/v1/plans/{matrix.plan}{path}", key).status_code == 200
    assert matrix.ask("GET", f"/plans/{matrix.plan}/report.json", key).status_code == 200
    assert matrix.ask("GET", f"/v1/rosters/{matrix.roster}", key).status_code == 200


def test_lists_and_pages_show_ones_own(matrix: Matrix) -> None:
    for office, there in (("north", True), ("south", False), ("", True)):
        key = matrix.keys[Role.VIEWER, office]
        listed = [plan["id"] for plan in matrix.ask("GET", "/v1/plans", key).json()["items"]]
        assert (matrix.plan in listed) == there
        assert (matrix.plan in matrix.ask("GET", "/", key).text) == there


@pytest.mark.parametrize("path", ["/v1/rosters", "/v1/plans", "/v1/reports", "/v1/whatif"])
def test_a_roster_of_another_office_cannot_be_sent(matrix: Matrix, path: str) -> None:
    more: dict[str, Any] = {"scenario": ["add 1 officer"]} if path == "/v1/whatif" else {}
    body = OFFICE if path == "/v1/rosters" else {"roster": OFFICE, **more}
    answer = matrix.ask("POST", path, matrix.keys[Role.ADMIN, "south"], json=body)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:caseload:problem:foreign-office"), answer.text
    assert "north" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/plans", "/v1/reports", "/v1/whatif"])
def test_a_roster_of_another_office_cannot_be_used(matrix: Matrix, path: str) -> None:
    more: dict[str, Any] = {"scenario": ["add 1 officer"]} if path == "/v1/whatif" else {}
    answer = matrix.ask("POST", path, matrix.keys[Role.ADMIN, "south"], json={"roster_id": matrix.roster, **more})
    assert answer.status_code == 404, answer.text


def test_the_form_refuses_a_roster_of_another_office(matrix: Matrix) -> None:
    officers, cases = b"officer_id,available_hours,offices\nA,10,north\n", b"case_id,weight_hours,office\n1,1,north\n"
    files = [("files", ("officers.csv", officers)), ("files", ("cases.csv", cases))]
    answer = matrix.ask("POST", "/plans", matrix.keys[Role.PLANNER, "south"], files=files)
    assert answer.status_code == 403
    assert "north" in answer.text


def test_a_roster_without_offices_belongs_to_those_of_its_sender(matrix: Matrix) -> None:
    kept = matrix.ask("POST", "/v1/rosters", matrix.keys[Role.PLANNER, "south"], json=ROSTER).json()["id"]
    seen = {
        office: matrix.ask("GET", f"/v1/rosters/{kept}", matrix.keys[Role.VIEWER, office]).status_code
        for office in ("north", "south", "")
    }
    assert seen == {"north": 404, "south": 200, "": 200}


def test_a_finished_plan_is_removed_by_who_decides_what_stays(matrix: Matrix) -> None:
    planner, approver = matrix.keys[Role.PLANNER, "north"], matrix.keys[Role.APPROVER, "north"]
    plan = matrix.made()
    refused = matrix.ask("DELETE", f"/v1/plans/{plan}", planner)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:caseload:problem:not-allowed")
    assert matrix.ask("POST", f"/plans/{plan}/remove", planner).status_code == 403
    assert matrix.ask("DELETE", f"/v1/plans/{plan}", approver).status_code == 204


def test_openapi_says_which_role_an_operation_needs(matrix: Matrix) -> None:
    document = matrix.client.get("/openapi.json").json()
    for method, route in routes(matrix.served):
        if route.include_in_schema:
            needed = need(route)
            operation = document["paths"][route.path][method.lower()]
            assert operation["security"] == ([] if needed.role is None else [{"key": [needed.role.value]}])
            assert ("401" in operation["responses"]) == (needed.role is not None)
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    "header", ["Bearer x", "Bearer", "Basic eDp4", "Bearer caseload_000000000000_x", "bearer a b", ""]
)
def test_what_is_no_key_is_refused_with_what_is_wanted(matrix: Matrix, header: str) -> None:
    answer = matrix.client.get("/v1/plans", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="caseload"'
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:caseload:problem:unauthenticated"


def test_two_callers_may_use_the_same_idempotency_key(matrix: Matrix) -> None:
    found = set()
    for office in ("north", "south"):
        for _ in range(2):
            answer = matrix.client.post(
                "/v1/plans",
                json={"roster": ROSTER},
                headers={"Authorization": f"Bearer {matrix.keys[Role.PLANNER, office]}", "Idempotency-Key": "the same"},
            )
            assert answer.status_code == 202, answer.text
            found.add((office, answer.json()["id"]))
    assert len(found) == 2
