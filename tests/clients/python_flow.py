"""What a client of ours does, with a library that was made from openapi.json: ``python_flow.py URL KEY ROSTER``."""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any


def operation(tag: str, name: str) -> Any:
    """A function of the library that was made."""
    return importlib.import_module(f"caseload_client.api.{tag}.{name}")


def main(url: str, key: str, roster: str) -> None:
    """Plan, wait, report, assignments; and a roster that is refused."""
    models = importlib.import_module("caseload_client.models")
    client = importlib.import_module("caseload_client").AuthenticatedClient(base_url=url, token=key)
    document = json.loads(Path(roster).read_text("utf-8"))
    body = models.PlanRequest.from_dict({"roster": document, "goals": {"time_limit_s": 5}, "name": "by a client"})
    plan = operation("plans", "create_plan").sync(client=client, body=body)
    while plan.state in ("queued", "running"):
        time.sleep(0.2)
        plan = operation("plans", "read_plan").sync(plan.id, client=client)
    report = operation("plans", "read_report").sync(plan.id, client=client)
    held = operation("plans", "read_assignments").sync(plan.id, client=client)
    print(json.dumps({"sentence": report.verdict.sentence, "held": len(held.items)}))
    empty = models.PlanRequest.from_dict({"roster": {"officers": [], "cases": []}})
    print(json.dumps({"refused": operation("plans", "create_plan").sync(client=client, body=empty).type_}))


if __name__ == "__main__":
    main(*sys.argv[1:])
