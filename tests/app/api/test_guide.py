"""docs/api.md is true: its examples run, its tables are complete."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.api.problems import CONFLICTS
from app.intake.options import PlanOptions
from app.intake.scenario.parse import FORMS
from app.jobs.failures import FAILURES
from app.store.tables import State
from tests.app.serving import Served, serve

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "api.md").read_text("utf-8")
TOOLS = [name for name in ("bash", "curl", "jq") if shutil.which(name) is None]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.mark.skipif(
    bool(TOOLS), reason=f"SKIPPED: {' and '.join(TOOLS)} missing, so the examples of docs/api.md did not run"
)
def test_the_examples_run_and_leave_nothing(real: Served, tmp_path: Path) -> None:
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
    assert "caseload keys create" in script
    script = re.sub(r"\$\(caseload keys create [^)]*\)", real.key, script)
    script = script.replace("http://127.0.0.1:8000", real.url).replace("/tmp/", f"{tmp_path}/")
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "done"
    assert lines[1] in ("optimal", "feasible")
    assert lines[2] == "done"
    assert "case_id,officer_id,previous_officer,moved,reason" in lines
    assert any('"state": "done"' in line for line in lines)
    assert (tmp_path / "plan.xlsx").read_bytes().startswith(b"PK")
    assert real.client.get("/v1/plans").json()["items"] == []


def rows(heading: str) -> set[str]:
    """First cells of the table below a heading."""
    table = TEXT[TEXT.index(heading) :].split("\n\n")[0]
    return {
        name for cell in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)
    }


def test_every_goal_state_and_failure_is_explained() -> None:
    assert rows("| field | default |") == set(PlanOptions.model_fields)
    assert rows("| `state` |") - {"state"} == {state.value for state in State}
    assert rows("| `failure.type` |") - {"failure.type"} == set(FAILURES)


def test_every_change_to_a_roster_is_shown() -> None:
    """By the words before the first name or number."""

    def verbs(text: str) -> str:
        found = re.match(r"[a-z]+(?: of(?: officer)?| officer| cases)?", text)
        assert found, text
        return found[0]

    assert {verbs(text) for text in rows("| change |")} == {verbs(form) for form in FORMS}


def test_every_type_of_problem_is_listed() -> None:
    used = {name for _, name, _ in CONFLICTS.values()}
    for path in (ROOT / "app" / "api").rglob("*.py"):
        for call in re.findall(r"ApiProblem\((?:[^()]|\([^()]*\))*\)", path.read_text("utf-8")):
            used |= set(re.findall(r'(?<=[ (])"([a-z]+(?:-[a-z]+)+)"', call))
    assert {"not-found", "too-large", "roster-in-use"} <= used
    listed = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", TEXT[TEXT.index("## Errors") :]))
    assert used <= listed, used - listed
