"""How soon a docket answers: ``python -m bench.docket`` (``make docket``, about five minutes, loopback only).

A server in a process of its own has a plan of 10,000 cases and 50 officers, made by the solver, and one of 1,000,000
cases and 2,000 officers in 25 offices, in which every case is with who had it. Each is adopted over HTTP; then cases
are opened, taken, changed and closed, one request after the other, and of the small one the next plan is made.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from app.intake.findings import CODES, Severity
from app.intake.read import read_path
from app.jobs.roster_source import packed
from app.settings import Settings
from app.store import plans, rosters, runs
from app.store.db import Database
from app.store.plans import Limits, NewPlan
from bench.office import TYPES, Shape, make
from bench.served import serving
from tests.app.serving import new_key

SMALL = Shape(10_000, 50)
LARGE = Shape(1_000_000, 2_000, offices=25)
ENTRIES = 400
CHANGES = 50
"""What happens before the next plan is made."""
SHARES = (0.5, 0.95, 0.99)
ACCEPT = [each.name for each in CODES if each.severity is Severity.CONFIRM]


class Desk:
    """Somebody who records what happens to the cases of one plan."""

    def __init__(self, client: httpx.Client, plan: str, shape: Shape) -> None:
        self.client, self.plan, self.shape = client, plan, shape
        self.chance = random.Random(1)
        self.waiting: list[tuple[str, str]] = []
        self.number = 0

    def record(self) -> None:
        """Two cases of five are new; then somebody takes them; others change or are closed."""
        kind = self.chance.choice(("opened", "opened", "assigned", "changed", "closed"))
        if kind == "assigned" and self.waiting:
            waits, officer = self.waiting.pop()
            self._send({"event": kind, "case": {"case_id": waits}, "officer_id": officer})
        elif kind in ("opened", "assigned"):
            self.number += 1
            row = {
                "case_id": f"N-{self.number}",
                "case_type": self.chance.choice(TYPES)[0],
                "office": f"office-{self.chance.randrange(self.shape.offices)}",
                "required_skills": f"skill-{self.chance.randrange(self.shape.skills)}",
            }
            advice = self._send({"event": "opened", "case": row})["advice"]
            self.waiting += [(str(row["case_id"]), each["officer_id"]) for each in advice["candidates"][:1]]
        else:
            self.number += 1
            case: dict[str, Any] = {"case_id": f"C{self.number * self.shape.cases // 10_000:07d}"}
            self._send({"event": kind, "case": {**case, "priority": 1} if kind == "changed" else case})

    def _send(self, document: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(f"/v1/plans/{self.plan}/cases", json=document)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found


def kept(data: Path, folder: Path) -> str:
    """Id of a plan in which every case is with who had it: what is measured does not depend on how it was made."""
    was = read_path(folder)
    roster = packed(was)
    database = Database(Settings(data_dir=data).database)
    with database.write() as session:
        row = rosters.add(session, roster, inline=True)
        plan_id = plans.add(session, row, NewPlan({"accept": ACCEPT}), Limits(queued=1)).id
        run = runs.claim(session)
        assert run is not None
        rows = [
            {"case_id": case["case_id"], "officer_id": holder, "previous_officer": holder, "moved": "no", "reason": ""}
            for case in was.to_document()["cases"]
            for holder in [case.get("current_officer", "")]
        ]
        lines = "".join(f"{','.join(row.values())}\n" for row in rows)
        files = {"report.json": b"{}", "assignments.csv": f"{','.join(rows[0])}\n{lines}".encode()}
        runs.finish(session, run, status="feasible", assignments=rows, files=files)
    database.close()
    return plan_id


def planned(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    """A plan once it is done."""
    answer = client.post("/v1/plans", headers={"Prefer": "wait=60"}, **asked)
    assert answer.status_code in (200, 202), answer.text
    plan: dict[str, Any] = answer.json()
    while plan["state"] in ("queued", "running"):
        time.sleep(0.2)
        plan = client.get(f"/v1/plans/{plan['id']}").json()
    assert plan["state"] == "done", plan
    return plan


def adopt(client: httpx.Client, plan: str, what: str) -> None:
    """Adopt a plan, and say how long it took."""
    began = time.monotonic()
    answer = client.post(f"/v1/plans/{plan}/adopt", json={"reason": "to be measured"})
    assert answer.status_code == 201, answer.text
    print(f"{what}: adopted in {time.monotonic() - began:.1f} s", flush=True)


def record(desk: Desk, what: str) -> None:
    """Record entries one after the other, and say within how many milliseconds they were answered."""
    seconds = []
    for _ in range(ENTRIES):
        began = time.monotonic()
        desk.record()
        seconds.append(time.monotonic() - began)
    parts = ", ".join(f"{share:.0%} within {1000 * sorted(seconds)[int(share * ENTRIES)]:.0f} ms" for share in SHARES)
    print(f"{what}: {ENTRIES} entries, {parts}", flush=True)


def plan_again(client: httpx.Client, desk: Desk, what: str) -> None:
    """Make the next plan after some changes, and say how soon it is proven again."""
    for _ in range(CHANGES):
        desk.record()
    began = time.monotonic()
    plan = planned(client, json={"adopted_plan_id": desk.plan})
    whole = time.monotonic() - began
    report = client.get(f"/v1/plans/{plan['id']}/report").json()
    proven = all(each["status"] == "optimal" for each in report["levels"] if each["name"] in ("fairness", "continuity"))
    parts = (
        f"peak and moves {'proven' if proven else 'NOT proven'} after {_ended(client, plan['id'], 'continuity'):.1f} s",
        f"{report['plan']['moves']['cases']} cases move",
        f"all of it, with what only refines how the work lies: {report['provenance']['wall_s']:.1f} s of search",
        f"{whole:.1f} s until it is stored, with its report",
    )
    print(f"{what}: planned again after {CHANGES} more changes: {'; '.join(parts)}", flush=True)


def _ended(client: httpx.Client, plan: str, phase: str) -> float:
    """Seconds after which the search went on to what comes after a phase."""
    lines = client.get(f"/v1/plans/{plan}/events?after=0").text.splitlines()
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    told = [(each.get("phase"), each.get("elapsed_s")) for each in events]
    last = max(at for at, (name, _) in enumerate(told) if name == phase)
    return next(float(elapsed) for _, elapsed in told[last + 1 :] if elapsed is not None)


def main() -> int:
    """Run it."""
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name), Path(name) / "data"
        new_key(data)
        make(folder / "large", LARGE)
        make(folder / "small", SMALL)
        large = kept(data, folder / "large")
        with serving(folder) as served:
            client = served.client
            files = {path.stem: (path.name, path.read_bytes(), "text/csv") for path in (folder / "small").glob("*.csv")}
            goals = json.dumps({"accept": ACCEPT, "period": "year"})
            small = planned(client, files=files, data={"goals": goals})["id"]
            for plan, shape in ((small, SMALL), (large, LARGE)):
                what = f"{shape.cases:,} x {shape.officers:,}"
                adopt(client, plan, what)
                desk = Desk(client, plan, shape)
                record(desk, what)
                if plan == small:
                    plan_again(client, desk, what)
    return 0


if __name__ == "__main__":
    sys.exit(main())
