"""Requests by the thousand, made from openapi.json: ``python -m tests.fuzz [EXAMPLES]`` (``make fuzz``: 1,000).

Schemathesis asks every operation of a server of its own: by examples, at the edges of what the document allows, at
random, and one after the other where an answer leads on. No answer may be a fault (5xx), and each must be one that the
document promises: its status, its media type, its headers, its schema.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.app.serving import ROSTER, Served, serve

PROGRAM = Path(".venv-fuzz/bin/schemathesis")
FILES = Path(__file__).with_name("files.py")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
LEFT_OUT = ("read_events",)
"""A stream of a plan that waits has no end; its schema is that of an event."""


def configuration(served: Served) -> str:
    """Ids that are there, where an operation needs one: of one that is made up, nothing but 404 would be seen."""
    plan, doomed = served.done(), served.done()
    roster = served.client.post("/v1/rosters", json=ROSTER).json()["id"]
    return f"""
hooks = "{FILES.as_posix()}"

[parameters]
"path.plan_id" = "{plan["id"]}"
"path.roster_id" = "{roster}"

[[operations]]
include-operation-id = "delete_plan"
parameters = {{ "path.plan_id" = "{doomed["id"]}" }}

[[operations]]
include-operation-id = "delete_roster"
parameters = {{ "path.roster_id" = "{doomed["id"]}" }}
"""


def main(examples: int) -> int:
    """Ask, and say what came of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serve(folder / "data", "app.jobs.plan_target:solve", max_plans_of_one=50) as served:
            (folder / "openapi.json").write_text(json.dumps(served.client.get("/openapi.json").json()), "utf-8")
            (folder / "schemathesis.toml").write_text(configuration(served), "utf-8")
            command = [
                str(PROGRAM.absolute()),
                "--config-file",
                "schemathesis.toml",
                "--no-color",
                "run",
                "openapi.json",
            ]
            command += ["--url", served.url, "--header", f"Authorization: Bearer {served.key}"]
            command += ["--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing,stateful"]
            command += ["--max-examples", str(examples), "--seed", "1", "--request-timeout", "60", "--warnings", "off"]
            command += ["--generation-database", "none", "--suppress-health-check", "all"]
            command += [part for operation in LEFT_OUT for part in ("--exclude-operation-id", operation)]
            return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
