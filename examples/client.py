"""A client of a Caseload server: send a folder of CSV files, wait for the plan, read its verdict and who holds what.

It needs `httpx` and nothing of Caseload, so copy it and make it yours::

    caseload serve &
    export CASELOAD_KEY=$(caseload keys create "the nightly plan" --role planner)
    python examples/client.py examples/probation

What it does is what any client should: one `Idempotency-Key` for each plan, so that a request that is sent again after
a lost connection makes no second one; `Prefer: wait`, so that nobody asks ten times a second; `Retry-After`, where the
server has no room; and every error is a problem document (RFC 9457) whose `detail` says what to do.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

SHEETS = ("officers", "cases", "weights", "costs", "flow", "settings")
UNDER_WAY = ("queued", "running")
WAIT_S = 20
"""Seconds that the server is asked to hold an answer back while a plan is under way."""
PAUSE_S = 1
TRIES = 5


class Refused(Exception):
    """The server's own words, with each bad cell of the roster."""


class Caseload:
    """Plans of one server.

    Parameters
    ----------
    url : str
        Where it is, such as ``http://127.0.0.1:8000``.
    key : str
        Of ``caseload keys create``, role ``planner`` or above.
    """

    def __init__(self, url: str, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=httpx.Timeout(WAIT_S + 40))

    def __enter__(self) -> Caseload:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def plan(self, folder: Path, **goals: Any) -> dict[str, Any]:
        """Ask for a plan of a folder of CSV files, and wait until it is made.

        Raises
        ------
        Refused
            The roster or the goals are refused, or the plan failed.
        """
        sheets = {name: (folder / f"{name}.csv").read_bytes() for name in SHEETS if (folder / f"{name}.csv").is_file()}
        answer = self._send(
            "POST",
            "/v1/plans",
            headers={"Idempotency-Key": str(uuid.uuid4()), "Prefer": f"wait={WAIT_S}"},
            files={name: (f"{name}.csv", content, "text/csv") for name, content in sheets.items()},
            data={"goals": json.dumps(goals)},
        )
        plan: dict[str, Any] = answer.json()
        while plan["state"] in UNDER_WAY:
            time.sleep(PAUSE_S)
            plan = self._send("GET", plan["links"]["self"]).json()
        if plan["state"] != "done":
            raise Refused(f"The plan is {plan['state']}: {(plan['failure'] or plan)['message']}")
        return plan

    def report(self, plan: dict[str, Any]) -> dict[str, Any]:
        """``report.json`` of a plan that is done."""
        report: dict[str, Any] = self._send("GET", plan["links"]["report"]).json()
        return report

    def assignments(self, plan: dict[str, Any]) -> Iterator[dict[str, str]]:
        """Who holds each case, a row at a time: a million cases are never in memory at once."""
        with self._http.stream("GET", plan["links"]["assignments"], headers={"Accept": "text/csv"}) as answer:
            if answer.is_error:
                answer.read()
                raise _refusal(answer)
            yield from csv.DictReader(answer.iter_lines())

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send a request, again where the server asked for that or the connection was lost."""
        for tries_left in reversed(range(TRIES)):
            try:
                answer = self._http.request(method, path, **request)
            except httpx.TransportError:
                if not tries_left:
                    raise
                time.sleep(2)
                continue
            if answer.status_code not in (429, 503) or not tries_left:
                break
            time.sleep(float(answer.headers.get("Retry-After", 2)))
        if answer.is_error:
            raise _refusal(answer)
        return answer


def _refusal(answer: httpx.Response) -> Refused:
    problem = answer.json()
    cells = (
        f"  {cell['file']} row {cell['row']}, {cell['column']}: {cell['value']!r} {cell['message']}"
        for cell in problem.get("cells", [])
    )
    return Refused("\n".join([f"{problem['title']}: {problem['detail']}", *cells]))


def main(folder: str) -> None:
    """Plan a folder and print the verdict, and what moves from whom to whom."""
    with Caseload(os.environ.get("CASELOAD_URL", "http://127.0.0.1:8000"), os.environ["CASELOAD_KEY"]) as caseload:
        plan = caseload.plan(Path(folder), time_limit_s=20)
        print(caseload.report(plan)["verdict"]["sentence"])
        for row in caseload.assignments(plan):
            if row["moved"] == "yes":
                print(f"{row['case_id']}: {row['previous_officer']} -> {row['officer_id']} ({row['reason']})")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Refused as refusal:
        sys.exit(str(refusal))
