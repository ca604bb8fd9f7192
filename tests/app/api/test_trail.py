"""Every route that changes or hands out anything leaves its record, and no other leaves one.

The cases are made from the routes of the application itself: a new one without a request here fails.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from fastapi.routing import RouteContext
from sqlalchemy import update

from app import main
from app.access import api_keys
from app.access.api_keys import Wanted
from app.access.roles import for_everybody
from app.audit.actions import Action
from app.audit.duties import UndeclaredDuty, duty_of
from app.audit.log import every_record
from app.audit.record import Record
from app.audit.verify import verify
from app.settings import Settings
from app.store import plans, rosters, runs
from app.store.plans import Limits, NewPlan
from app.store.scope import Scope
from app.store.tables import FileRow, Role
from tests.app.jobs.targets import as_planned
from tests.app.serving import Served, bearer, routes, serve_on

OFFICE: dict[str, Any] = {
    "officers": [{"officer_id": "A", "available_hours": 10, "offices": "North"}],
    "cases": [{"case_id": "C-1", "weight_hours": 3, "office": "north"}],
}
FILES = [
    ("files", ("officers.csv", b"officer_id,available_hours,offices\nA,10,north\n")),
    ("files", ("cases.csv", b"case_id,weight_hours,office\n1,1,north\n")),
]
DIARIES = b"officer,date,minutes,case type\nA,2026-09-07,60,adult\n"
EXPORT = [("export", (name, content)) for _, (name, content) in FILES]
ROW = {"case_id": "C-1", "officer_id": "A", "previous_officer": "", "moved": "no", "reason": "new"}
PIN = {"kind": "pin", "case_id": "C-1", "reason": "goes to trial"}
ELSEWHERE = {("GET", "/sign-in/callback"): "tests/app/web/entrance/test_provider_sign_in.py has a provider"}
PAGE = {"Accept": "text/html"}
Ask = Callable[["Trail", str], httpx.Response]


class Trail:
    """A server with plans of the north in every state, and an approver of the north who asks."""

    def __init__(self, served: Served) -> None:
        self.served = served
        with served.service.database.write() as session:
            self.key = api_keys.create(session, Wanted("x", Role.ADMIN, ["North"]))
        self.client = httpx.Client(base_url=served.url, headers=bearer(self.key), timeout=60, trust_env=False)
        self.roster = self.client.post("/v1/rosters", json=OFFICE).json()["id"]
        report = as_planned(self.client.post("/v1/reports", json={"roster_id": self.roster}).json())
        self.done = [self._done(json.dumps(report).encode()) for _ in range(3)]
        self.spare = [self._done(b"{}") for _ in range(11)]  # each is for one request alone
        self.client.post("/v1/plans", json={"roster_id": self.roster})  # runs, so that all others wait

    def _done(self, report: bytes) -> str:
        """Id of a plan that is done at once: the search is not what is tested here."""
        with self.served.service.database.within(Scope.of(["north"])).write() as session:
            roster = rosters.get(session, self.roster)
            assert roster is not None
            plan_id = plans.add(session, roster, NewPlan({}), Limits(100)).id
            run = runs.claim(session)
            assert run is not None
            assert run.plan_id == plan_id
            lines = f"{','.join(ROW)}\n{','.join(ROW.values())}\n".encode()
            files = {"report.json": report, "assignments.csv": lines, "report.html": b"<p>", "plan.xlsx": b"PK"}
            runs.finish(session, run, status="optimal", assignments=[ROW], files=files)
        return plan_id

    def queued(self) -> str:
        return str(self.client.post("/v1/plans", json={"roster_id": self.roster}).json()["id"])

    def cancelled(self) -> str:
        plan_id = self.queued()
        assert self.client.delete(f"/v1/plans/{plan_id}").status_code == 200
        return plan_id

    def hidden(self) -> str:
        """Id of a plan that was removed and can be brought back."""
        plan_id = self.cancelled()
        assert self.client.post(f"/plans/{plan_id}/remove").status_code == 303
        return plan_id

    def adopted(self) -> str:
        """Id of a further plan, which holds."""
        plan_id = self.spare.pop()
        assert adopt(self, plan_id).status_code == 201
        return plan_id

    def drafted(self) -> str:
        """Id of a further plan, whose draft has one entry, number 1."""
        plan_id = self.spare.pop()
        assert decide(self, plan_id).status_code == 201
        return plan_id

    def with_frontier(self) -> str:
        body = zlib.compress(json.dumps({"frontier": {"points": []}}).encode())
        with self.served.service.database.write() as session:
            row = plans.get(session, self.done[2])
            assert row is not None
            where = (FileRow.plan_number == row.number, FileRow.name == "report.json")
            session.execute(update(FileRow).where(*where).values(body=body))
        return self.done[2]

    def records(self) -> list[Record]:
        return list(every_record(self.served.service.database))


def get(path: str, **more: Any) -> Ask:
    return lambda trail, _: trail.client.get(
        path.replace("PLAN", trail.done[0]).replace("ROSTER", trail.roster), **more
    )


def beside(path: str) -> Ask:
    return lambda trail, _: get(path + trail.done[0])(trail, "")


def form(path: str, **fields: str) -> Ask:
    """A form of the pages with these fields."""
    sent: Any = {name: (None, value) for name, value in fields.items()}
    return lambda trail, _: trail.client.post(path.replace("PLAN", trail.done[0]), files=sent)


def advise(trail: Trail, _: str) -> httpx.Response:
    return trail.client.post(f"/v1/plans/{trail.done[0]}/advice", json={"cases": ["C-1"]})


def adopt(trail: Trail, plan_id: str) -> httpx.Response:
    return trail.client.post(f"/v1/plans/{plan_id}/adopt", json={"reason": "C-1 goes to trial"})


def decide(trail: Trail, plan_id: str) -> httpx.Response:
    return trail.client.post(f"/v1/plans/{plan_id}/draft", json=PIN)


def plan_around(trail: Trail, _: str) -> httpx.Response:
    return trail.client.post(f"/plans/{trail.drafted()}/draft/plan")


def delete_roster(trail: Trail, _: str) -> httpx.Response:
    return trail.client.delete(f"/v1/rosters/{trail.client.post('/v1/rosters', json=OFFICE).json()['id']}")


def revoke(trail: Trail, _: str) -> httpx.Response:
    with trail.served.service.database.write() as session:
        key = api_keys.create(session, Wanted("x", Role.VIEWER, ["north"]))
    return trail.client.post(f"/keys/{key.split('_')[1]}/revoke")


def sign_in(trail: Trail, key: str) -> httpx.Response:
    with httpx.Client(base_url=trail.served.url, headers=PAGE, trust_env=False) as browser:
        page = browser.get("/sign-in").text
        token = page.partition('name="csrf" value="')[2].partition('"')[0]
        return browser.post("/sign-in", data={"csrf": token, "next": "/", "key": key})


def sign_out(trail: Trail, _: str) -> httpx.Response:
    with httpx.Client(base_url=trail.served.url, trust_env=False) as browser:
        browser.get(trail.served.sign_in_address())
        token = browser.get("/", headers=PAGE).text.partition('name="csrf" value="')[2].partition('"')[0]
        return browser.post("/sign-out", data={"csrf": token})


def once(trail: Trail, address: str) -> httpx.Response:
    return httpx.get(address or trail.served.sign_in_address(), trust_env=False)


REQUESTS: dict[tuple[str, str], dict[Action, Ask]] = {
    ("POST", "/v1/rosters"): {Action.UPLOADED: lambda trail, _: trail.client.post("/v1/rosters", json=OFFICE)},
    ("GET", "/v1/rosters/{roster_id}"): {Action.DOWNLOADED: get("/v1/rosters/ROSTER")},
    ("DELETE", "/v1/rosters/{roster_id}"): {Action.DELETED: delete_roster},
    ("POST", "/v1/plans"): {
        Action.PLANNED: lambda trail, _: trail.client.post(
            "/v1/plans", json={"roster": OFFICE, "goals": {"simulations": 20}}
        )
    },
    ("DELETE", "/v1/plans/{plan_id}"): {
        Action.DELETED: lambda trail, _: trail.client.delete(f"/v1/plans/{trail.done[1]}"),
        Action.CANCELLED: lambda trail, _: trail.client.delete(f"/v1/plans/{trail.queued()}"),
    },
    ("POST", "/v1/plans/{plan_id}/restart"): {
        Action.RESTARTED: lambda trail, _: trail.client.post(f"/v1/plans/{trail.cancelled()}/restart")
    },
    ("GET", "/v1/plans/{plan_id}/report"): {Action.DOWNLOADED: get("/v1/plans/PLAN/report")},
    ("GET", "/v1/plans/{plan_id}/assignments"): {
        Action.DOWNLOADED: get("/v1/plans/PLAN/assignments", headers={"Accept": "text/csv"})
    },
    ("POST", "/v1/plans/{plan_id}/advice"): {Action.ADVISED: advise},
    ("POST", "/plans/{plan_id}/adopt"): {
        Action.ADOPTED: lambda trail, _: trail.client.post(f"/plans/{trail.spare.pop()}/adopt", data={"reason": "so"})
    },
    ("POST", "/v1/plans/{plan_id}/draft"): {Action.DRAFTED: lambda trail, _: decide(trail, trail.spare.pop())},
    ("GET", "/v1/plans/{plan_id}/draft"): {Action.DOWNLOADED: get("/v1/plans/PLAN/draft")},
    ("DELETE", "/v1/plans/{plan_id}/draft/{number}"): {
        Action.DRAFTED: lambda trail, _: trail.client.delete(f"/v1/plans/{trail.drafted()}/draft/1")
    },
    ("GET", "/v1/plans/{plan_id}/compare"): {Action.DOWNLOADED: beside("/v1/plans/PLAN/compare?with=")},
    ("GET", "/plans/{plan_id}/compare"): {Action.DOWNLOADED: beside("/plans/PLAN/compare?with=")},
    ("GET", "/plans/{plan_id}/draft"): {Action.DOWNLOADED: get("/plans/PLAN/draft")},
    ("POST", "/plans/{plan_id}/draft"): {
        Action.DRAFTED: lambda trail, _: trail.client.post(f"/plans/{trail.spare.pop()}/draft", data=PIN)
    },
    ("POST", "/plans/{plan_id}/draft/undo"): {
        Action.DRAFTED: lambda trail, _: trail.client.post(f"/plans/{trail.drafted()}/draft/undo", data={"number": "1"})
    },
    ("POST", "/plans/{plan_id}/draft/plan"): {Action.PLANNED: plan_around},
    ("GET", "/plans/{plan_id}/cases"): {Action.DOWNLOADED: get("/plans/PLAN/cases")},
    ("GET", "/plans/{plan_id}/cases/{number}"): {Action.EXPLAINED: get("/plans/PLAN/cases/1")},
    ("GET", "/plans/{plan_id}/officers"): {Action.DOWNLOADED: get("/plans/PLAN/officers")},
    ("GET", "/plans/{plan_id}/officers/{number}"): {Action.DOWNLOADED: get("/plans/PLAN/officers/1")},
    ("GET", "/plans/{plan_id}/handover"): {Action.DOWNLOADED: get("/plans/PLAN/handover")},
    ("GET", "/plans/{plan_id}/handover/sheets"): {Action.DOWNLOADED: get("/plans/PLAN/handover/sheets")},
    ("GET", "/plans/{plan_id}/handover/{number}"): {Action.DOWNLOADED: get("/plans/PLAN/handover/1")},
    ("GET", "/plans/{plan_id}/handover.csv"): {Action.DOWNLOADED: get("/plans/PLAN/handover.csv")},
    ("GET", "/plans/{plan_id}/handover.ics"): {Action.DOWNLOADED: get("/plans/PLAN/handover.ics?day=2026-12-01")},
    ("POST", "/plans/{plan_id}/next"): {
        Action.DOWNLOADED: lambda trail, _: trail.client.post(f"/plans/{trail.adopted()}/next", files=EXPORT)
    },
    ("GET", "/plans/{plan_id}/whatif"): {Action.DOWNLOADED: get("/plans/PLAN/whatif")},
    ("POST", "/plans/{plan_id}/whatif"): {Action.COMPARED: form("/plans/PLAN/whatif", kind="hires", count="1")},
    ("POST", "/plans/{plan_id}/whatif/plan"): {Action.PLANNED: form("/plans/PLAN/whatif/plan", change="add 1 officer")},
    ("GET", "/plans/{plan_id}/frontier"): {Action.DOWNLOADED: get("/plans/PLAN/frontier")},
    ("GET", "/plans/{plan_id}/again"): {Action.DOWNLOADED: get("/plans/PLAN/again")},
    ("POST", "/plans/{plan_id}/again"): {
        Action.PLANNED: form("/plans/PLAN/again", policy="within-capacity"),
        Action.DOWNLOADED: form("/plans/PLAN/again", look="yes"),
    },
    ("GET", "/plans/{plan_id}/advice"): {Action.DOWNLOADED: get("/plans/PLAN/advice")},
    ("POST", "/plans/{plan_id}/advice"): {Action.ADVISED: form("/plans/PLAN/advice", hours="1")},
    ("GET", "/plans/{plan_id}/cover"): {Action.DOWNLOADED: get("/plans/PLAN/cover")},
    ("POST", "/plans/{plan_id}/cover"): {Action.COVERED: form("/plans/PLAN/cover", officer="A", days="3")},
    ("POST", "/plans/{plan_id}/cover/handovers.csv"): {
        Action.COVERED: form("/plans/PLAN/cover/handovers.csv", officer="A", days="3")
    },
    ("GET", "/plans/{plan_id}/check"): {Action.DOWNLOADED: get("/plans/PLAN/check")},
    ("POST", "/plans/{plan_id}/check"): {
        Action.CHECKED: form("/plans/PLAN/check", assignments="case_id,officer_id\nC-1,A\n")
    },
    ("GET", "/v1/plans/{plan_id}/explain"): {Action.EXPLAINED: get("/v1/plans/PLAN/explain?case=C-1&officer=A")},
    ("GET", "/v1/plans/{plan_id}/frontier"): {
        Action.DOWNLOADED: lambda trail, _: trail.client.get(f"/v1/plans/{trail.with_frontier()}/frontier")
    },
    ("POST", "/v1/plans/{plan_id}/adopt"): {Action.ADOPTED: lambda trail, _: adopt(trail, trail.spare.pop())},
    ("GET", "/v1/plans/{plan_id}/adoption"): {
        Action.DOWNLOADED: lambda trail, _: trail.client.get(f"/v1/plans/{trail.adopted()}/adoption")
    },
    ("POST", "/v1/plans/{plan_id}/cases"): {
        Action.ENTERED: lambda trail, _: trail.client.post(
            f"/v1/plans/{trail.adopted()}/cases", json={"event": "closed", "case": {"case_id": "C-1"}}
        )
    },
    ("GET", "/v1/plans/{plan_id}/cases"): {
        Action.DOWNLOADED: lambda trail, _: trail.client.get(f"/v1/plans/{trail.adopted()}/cases")
    },
    ("GET", "/v1/plans/{plan_id}/changes"): {Action.DOWNLOADED: get("/v1/plans/PLAN/changes")},
    ("POST", "/keys"): {
        Action.KEY_CREATED: lambda trail, _: trail.client.post(
            "/keys", data={"name": "x", "role": "viewer", "offices": "North", "days": "1"}
        )
    },
    ("POST", "/keys/{key_id}/revoke"): {Action.KEY_REVOKED: revoke},
    ("POST", "/v1/reports"): {
        Action.REPORTED: lambda trail, _: trail.client.post("/v1/reports", json={"roster_id": trail.roster})
    },
    ("POST", "/v1/whatif"): {
        Action.COMPARED: lambda trail, _: trail.client.post(
            "/v1/whatif", json={"roster": OFFICE, "scenario": ["add 1 officer"]}
        )
    },
    ("POST", "/report"): {Action.REPORTED: lambda trail, _: trail.client.post("/report", files=FILES)},
    ("POST", "/report/whole"): {Action.REPORTED: lambda trail, _: trail.client.post("/report/whole", files=FILES)},
    ("POST", "/v1/weights"): {
        Action.WEIGHED: lambda trail, _: trail.client.post("/v1/weights", files={"diaries": ("d.csv", DIARIES)})
    },
    ("POST", "/weights"): {
        Action.WEIGHED: lambda trail, _: trail.client.post("/weights", files={"files": ("d.csv", DIARIES)})
    },
    ("GET", "/v1/audit"): {Action.AUDITED: get("/v1/audit")},
    ("POST", "/sign-in"): {
        Action.SIGNED_IN: lambda trail, _: sign_in(trail, trail.key),
        Action.REFUSED: lambda trail, _: sign_in(trail, "x"),
    },
    ("GET", "/sign-in/once"): {
        Action.SIGNED_IN: lambda trail, _: once(trail, ""),
        Action.REFUSED: lambda trail, _: once(trail, f"{trail.served.url}/sign-in/once?token=x"),
    },
    ("POST", "/sign-out"): {Action.SIGNED_OUT: sign_out},
    ("POST", "/plans"): {Action.PLANNED: lambda trail, _: trail.client.post("/plans", files=FILES)},
    ("GET", "/plans/{plan_id}"): {Action.DOWNLOADED: get("/plans/PLAN", headers=PAGE)},
    ("POST", "/plans/{plan_id}/stop"): {
        Action.CANCELLED: lambda trail, _: trail.client.post(f"/plans/{trail.queued()}/stop")
    },
    ("POST", "/plans/{plan_id}/restart"): {
        Action.RESTARTED: lambda trail, _: trail.client.post(f"/plans/{trail.cancelled()}/restart")
    },
    ("POST", "/plans/{plan_id}/remove"): {
        Action.DELETED: lambda trail, _: trail.client.post(f"/plans/{trail.cancelled()}/remove")
    },
    ("POST", "/plans/{plan_id}/bring-back"): {
        Action.BROUGHT_BACK: lambda trail, _: trail.client.post(f"/plans/{trail.hidden()}/bring-back")
    },
    ("POST", "/plans/{plan_id}/name"): {
        Action.RENAMED: lambda trail, _: trail.client.post(f"/plans/{trail.cancelled()}/name", data={"name": "May"})
    },
    ("GET", "/plans/{plan_id}/{name}"): {Action.DOWNLOADED: get("/plans/PLAN/assignments.csv")},
}
"""For each route that leaves records: a request for each of them."""


def actions_of(route: RouteContext) -> tuple[Action, ...]:
    assert route.endpoint is not None
    return duty_of(route.endpoint).actions


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def trail(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trail]:
    with serve_on(request.param, request, tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last") as served:
        yield from opened(served)


def opened(served: Served) -> Iterator[Trail]:
    trail = Trail(served)
    yield trail
    trail.client.close()


def test_every_route_that_leaves_records_has_a_request_for_each_of_them(trail: Trail) -> None:
    declared = {(method, str(route.path_format)): set(actions_of(route)) for method, route in routes(trail.served)}
    leaving = {key: actions for key, actions in declared.items() if actions and key not in ELSEWHERE}
    assert {key: set(asked) for key, asked in REQUESTS.items()} == leaving
    assert declared.keys() > ELSEWHERE.keys()


@pytest.mark.parametrize(("method", "path"), REQUESTS, ids=str)
def test_what_changes_or_hands_out_anything_leaves_its_record(trail: Trail, method: str, path: str) -> None:
    for action, ask in REQUESTS[method, path].items():
        before = len(trail.records())
        answer = ask(trail, "")
        assert answer.status_code < 400 or action is Action.REFUSED, answer.text
        assert (answer.request.method, answer.status_code != 304) == (method, True)
        left = trail.records()[before:]
        assert left[-1].action == action
        assert left[-1].outcome == ("refused" if action is Action.REFUSED else "done")
        if action in (Action.REFUSED, Action.SIGNED_OUT) or path == "/sign-in/once":
            continue
        assert left[-1].actor == f"key:{trail.key.split('_')[1]}"
        assert (left[-1].role, left[-1].offices) == ("admin", '["north"]')
        assert (left[-1].subject is not None) == (
            "{" in path or action in (Action.UPLOADED, Action.PLANNED, Action.KEY_CREATED)
        ) or (path == "/v1/reports")


def test_what_only_looks_leaves_none(trail: Trail) -> None:
    checked = 0
    for method, route in routes(trail.served):
        if actions_of(route):
            continue
        path = str(route.path_format).replace("{plan_id}", trail.done[0])
        assert "{" not in path
        before = len(trail.records())
        trail.client.request(method, path)
        assert len(trail.records()) == before or path == "/metrics", path  # for all offices only: it is refused
        checked += 1
    assert checked > 10


def test_the_records_of_all_this_fit_together(trail: Trail) -> None:
    for _ in range(3):
        trail.cancelled()
    verdict = verify(trail.records())
    assert verdict.broken is None
    assert verdict.records > 5


def test_an_answer_that_says_not_changed_hands_nothing_out(trail: Trail) -> None:
    for path in ("report", "assignments"):
        address = f"/v1/plans/{trail.done[0]}/{path}"
        tag = trail.client.get(address).headers["ETag"]
        before = len(trail.records())
        assert trail.client.get(address, headers={"If-None-Match": tag}).status_code == 304
        assert len(trail.records()) == before


def test_a_roster_that_comes_with_a_plan_is_recorded_beside_it(trail: Trail) -> None:
    before = len(trail.records())
    plan = trail.client.post("/v1/plans", json={"roster": OFFICE, "scenario": ["add 1 officer"]}).json()
    uploaded, planned = trail.records()[before:]
    details = json.loads(uploaded.details)
    assert (uploaded.action, details["officers"], details["cases"]) == ("uploaded", 1, 1)
    assert uploaded.subject == f"roster:{plan['roster_id']}"
    assert (planned.subject, json.loads(planned.details)) == (
        f"plan:{plan['id']}",
        {"roster": uploaded.subject, "changes": 1},
    )


def test_what_is_asked_for_again_with_its_key_is_recorded_once(trail: Trail) -> None:
    before = len(trail.records())
    for _ in range(3):
        asked = {"json": {"roster_id": trail.roster}, "headers": {"Idempotency-Key": "again"}}
        assert trail.client.post("/v1/plans", **asked).status_code == 202  # type: ignore[arg-type]
    assert [each.action for each in trail.records()[before:]] == ["planned"]


def test_who_is_refused_is_recorded_with_the_route_and_why(trail: Trail) -> None:
    database = trail.served.service.database
    with database.write() as session:
        keys = [
            api_keys.create(session, Wanted("x", role, offices))
            for role, offices in ((Role.VIEWER, ["south"]), (Role.PLANNER, ["south"]), (Role.PLANNER, ["north"]))
        ]
    viewer, south, north = map(bearer, keys)
    done = trail.done[0]
    before = len(trail.records())
    bare = httpx.Client(base_url=trail.served.url, timeout=60, trust_env=False)
    with bare:
        assert bare.post("/v1/rosters", json=OFFICE, headers=viewer).status_code == 403
        assert bare.post("/v1/rosters", json=OFFICE, headers=south).status_code == 403
        assert bare.post("/plans", files=FILES, headers=south).status_code == 403
        assert bare.delete(f"/v1/plans/{done}", headers=north).status_code == 403
        assert bare.post(f"/plans/{done}/remove", headers=north).status_code == 403
        assert bare.get("/v1/plans", headers=bearer("caseload_x_x")).status_code == 401
        assert bare.get("/v1/plans").status_code == 401
        assert bare.get(f"/v1/plans/{done}", headers=south).status_code == 404
    left = trail.records()[before:]
    assert {(each.action, each.outcome) for each in left} == {("refused", "refused")}
    found = [(each.actor, each.details) for each in left]
    ids = [f"key:{key.split('_')[1]}" for key in keys]
    assert found == [
        (ids[0], '{"route":"POST /v1/rosters","why":"role"}'),
        (ids[1], '{"route":"POST /v1/rosters","why":"office"}'),
        (ids[1], '{"route":"POST /plans","why":"office"}'),
        (ids[2], '{"route":"DELETE /v1/plans/{plan_id}","why":"role"}'),
        (ids[2], '{"route":"POST /plans/{plan_id}/remove","why":"role"}'),
        ("nobody", '{"route":"GET /v1/plans","why":"credentials"}'),
    ]


def test_a_route_that_does_not_say_what_it_records_stops_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Module:
        router = APIRouter()

    @Module.router.get("/v1/forgotten")
    @for_everybody
    def forgotten() -> None:
        """Nobody declared anything."""

    monkeypatch.setattr(main, "MODULES", (*main.MODULES, Module))
    with pytest.raises(UndeclaredDuty, match="forgotten"):
        main.create_app(Settings(data_dir=tmp_path / "data"))
