"""Clients that are made from openapi.json do what ours does: ``python -m tests.clients`` (``make clients``).

A library in Python (openapi-python-client) and types in TypeScript (openapi-typescript, checked by the compiler) are
made anew from what the server says of itself. Each asks a real server for a plan, waits, reads the verdict and the
assignments, and is told why a roster is refused. Node.js and npm are needed for the second.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.app.serving import ROSTER, Served, serve

HERE = Path(__file__).resolve().parent
GENERATOR = Path(sys.argv[1] if len(sys.argv) > 1 else ".venv-clients/bin/openapi-python-client")


def told(command: list[str], folder: Path, **environment: str) -> str:
    """What a command says; what it complains of ends the run."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def in_python(served: Served, document: Path, roster: Path) -> str:
    """Make the library, and use it with the Python that it was installed for."""
    folder = document.parent
    made = [str(GENERATOR.absolute()), "generate", "--path", str(document), "--meta", "none"]
    told(
        [*made, "--output-path", "caseload_client"], folder, PATH=f"{GENERATOR.absolute().parent}:{os.environ['PATH']}"
    )
    flow = [str(GENERATOR.absolute().parent / "python"), str(HERE / "python_flow.py"), served.url, served.key]
    return told([*flow, str(roster)], folder, PYTHONPATH=str(folder))


def in_typescript(served: Served, document: Path, roster: Path) -> str:
    """Make the types, compile the client against them, and run it."""
    folder = document.parent / "typescript"
    shutil.copytree(HERE / "typescript", folder, ignore=shutil.ignore_patterns("node_modules", "built"))
    told(["npm", "ci", "--ignore-scripts"], folder)
    # what has a default may be left out of a request
    made = ["npx", "--no-install", "openapi-typescript", str(document), "--default-non-nullable=false"]
    told([*made, "--output", "schema.ts"], folder)
    told(["npx", "--no-install", "tsc"], folder)
    return told(["node", "built/flow.js", served.url, served.key, str(roster)], folder)


def main() -> None:
    """Run both."""
    expected = {"held": len(ROSTER["cases"]), "refused": "urn:caseload:problem:roster-refused"}
    flows = {"Python": in_python}
    if shutil.which("npm"):
        flows["TypeScript"] = in_typescript
    else:
        print("SKIPPED: no npm here, so nobody made a client in TypeScript")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serve(folder / "data", "app.jobs.plan_target:solve") as served:
            (folder / "openapi.json").write_text(json.dumps(served.client.get("/openapi.json").json()), "utf-8")
            (folder / "roster.json").write_text(json.dumps(ROSTER), "utf-8")
            for language, flow in flows.items():
                lines = flow(served, folder / "openapi.json", folder / "roster.json").splitlines()
                found = {name: value for line in lines for name, value in json.loads(line).items()}
                print(f"{language}: {found['sentence']}")
                if {name: found[name] for name in expected} != expected:
                    sys.exit(f"{language}: {found} is not {expected}")


if __name__ == "__main__":
    main()
