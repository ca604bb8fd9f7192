"""``import caseload``: what a library user finds at the door."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import caseload
from app.output_folder import FolderTaken
from app.planning import FILES, NoPlan
from solver import Goals, Policy
from tests.test_architecture import _imports_of, imports

ROOT = Path(__file__).resolve().parent.parent
ROSTER: dict[str, list[dict[str, Any]]] = {
    "officers": [
        {"officer_id": "Ada", "available_hours": 120, "skills": "spanish"},
        {"officer_id": "Ben", "available_hours": 80},
    ],
    "cases": [
        {"case_id": "1", "weight_hours": 40, "required_skills": "spanish", "current_officer": "Ada"},
        {"case_id": "2", "weight_hours": 30, "current_officer": "Ben"},
        {"case_id": "3", "weight_hours": 50, "current_officer": "Ben"},
        {"case_id": "4", "weight_hours": 1, "required_skills": "french"},
    ],
}


@pytest.fixture(scope="module")
def outcome() -> caseload.Outcome:
    return caseload.plan(ROSTER, workers=1)


def test_the_door_costs_nothing() -> None:
    code = "import sys, caseload; dir(caseload); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"numpy", "ortools", "pandas", "pydantic", "click", "app.planning"} & set(done.stdout.split()) == set()


@pytest.mark.parametrize("name", caseload.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(caseload, name) is not None
    assert name in dir(caseload)


def test_no_other_name_is_made_up() -> None:
    with pytest.raises(AttributeError, match="no attribute 'paln'"):
        getattr(caseload, "paln")  # noqa: B009 - mypy knows that there is no such name


def test_a_plan_names_who_holds_what(outcome: caseload.Outcome) -> None:
    assert outcome.assignments == {"1": "Ada", "2": "Ada", "3": "Ben", "4": None}
    assert outcome.plan.status is caseload.Status.OPTIMAL
    assert outcome.report.plan is not None
    assert outcome.report.plan.moves.cases == 1


def test_a_plan_is_written_as_the_command_line_does(outcome: caseload.Outcome, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "plan"
    outcome.write(str(folder))
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert json.loads((folder / "report.json").read_text())["status"] == "optimal"
    with pytest.raises(FolderTaken, match="overwrite with force=True"):
        outcome.write(folder)
    (folder / "officers.csv").write_text("old")
    outcome.write(folder, force=True)
    assert (folder / "officers.csv").read_text() != "old"


def test_without_a_plan_nothing_is_written(outcome: caseload.Outcome, tmp_path: Path) -> None:
    nothing = replace(outcome, plan=replace(outcome.plan, status=caseload.Status.UNKNOWN))
    with pytest.raises(NoPlan, match="No plan was found in time"):
        nothing.write(tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_the_verdict_needs_no_plan() -> None:
    report = caseload.report(ROSTER, target=0.5)
    assert report.verdict.state == "strained"
    assert report.plan is None
    later = caseload.report(ROSTER, scenario=["remove officer Ben"])
    assert later.counts.officers == 1


def test_a_path_is_a_roster_and_names_the_report(tmp_path: Path) -> None:
    path = tmp_path / "office.json"
    path.write_text(json.dumps(ROSTER))
    for roster in (path, str(path)):
        found = caseload.plan(roster, workers=1)
        assert found.report.record is not None
        assert found.report.record.command.split()[:3] == ["caseload", "plan", "office.json"]


def test_progress_is_told_and_a_stop_is_heard() -> None:
    phases: list[str] = []
    found = caseload.plan(
        ROSTER, workers=1, on_progress=lambda progress: phases.append(progress.phase), should_stop=lambda: True
    )
    assert "checking" in phases
    assert found.plan.interrupted


def test_what_cannot_be_is_refused_with_all_that_is_wrong() -> None:
    with pytest.raises(caseload.InvalidGoals, match=r"polcy is not a goal \(did you mean policy\?\)"):
        caseload.plan(ROSTER, polcy="assign-all")
    with pytest.raises(caseload.CaseloadError, match="cases, row 1, column weight_hours"):
        caseload.report({**ROSTER, "cases": [{"case_id": "1", "weight_hours": -1}]})


def test_the_parts_fit_together(outcome: caseload.Outcome) -> None:
    """prepare → solve → check, as ``plan`` does it."""
    problem = caseload.prepare(ROSTER).problem
    goals = Goals(policy=Policy.ASSIGN_ALL)
    plan = caseload.solve(problem, goals, caseload.SolveConfig(workers=1))
    assert plan.officer.tolist() == outcome.plan.officer.tolist()
    assert caseload.check(problem, plan.officer, goals, plan).violations == ()


def test_the_door_is_on_top_of_the_house() -> None:
    """It knows app, solver and the standard library, and nobody inside imports it."""
    known = sys.stdlib_module_names | {"app", "solver"}
    assert {each.imported.split(".")[0] for each in _imports_of("caseload", ROOT / "caseload.py")} <= known
    assert [str(each) for each in imports() if each.imported == "caseload"] == []
