from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.intake.options import read_plan_options
from app.intake.read import read_document, read_path
from app.planning import FILES, plan_roster, report_roster, write_file
from solver.errors import CheckFailed
from solver.plan import Progress, Status

ROOT = Path(__file__).resolve().parent.parent.parent

TWO_OFFICERS: dict[str, Any] = {
    "officers": [
        {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
        {"officer_id": "B", "available_hours": "10"},
    ],
    "cases": [
        {"case_id": f"{number}", "weight_hours": "3", "current_officer": "A", "required_skills": skill}
        for number, skill in enumerate(("spanish", "", "", ""), 1)
    ],
}


def test_a_roster_becomes_a_plan_and_its_document() -> None:
    outcome = plan_roster(read_document(TWO_OFFICERS), read_plan_options({"workers": 1}))
    names = outcome.built.problem.officers.ids
    holders = [names[officer] for officer in outcome.plan.officer.tolist()]
    assert holders[0] == "A", "the only one who speaks spanish"
    assert sorted(holders) == ["A", "A", "B", "B"], "6 h each"
    assert outcome.plan.status is Status.OPTIMAL
    assert outcome.report.plan is not None
    assert outcome.report.plan.peak_utilization == 0.6
    assert outcome.report.plan.peak_before == 1.2
    assert outcome.report.plan.moves.cases == 2
    assert outcome.report.provenance.input_sha256 == outcome.built.roster.sha256


def test_a_report_is_the_same_document_without_what_needs_a_plan() -> None:
    roster = read_document(TWO_OFFICERS)
    report = report_roster(roster, read_plan_options({}))
    planned = plan_roster(roster, read_plan_options({"workers": 1})).report
    assert report.plan is None
    assert report.levels == []
    assert report.verdict == planned.verdict
    assert report.tiers == planned.tiers
    assert report.verdict.peak_utilization == 0.6


def test_progress_is_told_and_a_stop_is_obeyed() -> None:
    phases: list[str] = []
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return True

    def hear(progress: Progress) -> None:
        phases.append(progress.phase)

    outcome = plan_roster(read_document(TWO_OFFICERS), read_plan_options({"workers": 1}), hear, stop)
    assert "checking" in phases
    assert asked
    assert outcome.plan.interrupted
    assert all(holder >= 0 for holder in outcome.plan.officer.tolist()), "a plan, if not the best one"


def test_a_plan_that_the_checker_refuses_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from solver.check.verify import Checked, Violation, check

    def refuse(*arguments: Any) -> Checked:
        found = check(*arguments)
        return Checked(
            violations=(Violation("standard", "A holds too much"),),
            breaches=found.breaches,
            loads=found.loads,
            counts=found.counts,
            values=found.values,
            set_aside=found.set_aside,
            moves=found.moves,
        )

    monkeypatch.setattr(import_module("solver.solve"), "check", refuse)
    with pytest.raises(CheckFailed, match="A holds too much"):
        plan_roster(read_document(TWO_OFFICERS), read_plan_options({"workers": 1}))


@pytest.mark.parametrize("name", ["field-office", "probation", "impossible"])
def test_the_verdict_on_every_example_needs_no_search(name: str) -> None:
    """``caseload report`` loads neither CP-SAT nor pandas: on a million cases it takes about as long as reading."""
    code = (
        "import sys; from pathlib import Path; from app.intake.options import read_plan_options; "
        "from app.intake.read import read_path; from app.planning import report_roster; "
        f"report_roster(read_path(Path('examples/{name}')), read_plan_options({{}})); "
        "print(*(name for name in sys.modules if 'cp_model' in name or name == 'pandas'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_written_and_the_stream_stays_open(name: str) -> None:
    outcome = plan_roster(read_document(TWO_OFFICERS), read_plan_options({"workers": 1}))
    stream = io.BytesIO()
    write_file(name, outcome, stream)
    starts = {
        "assignments.csv": b"case_id,officer_id",
        "officers.csv": b"officer_id,caseload",
        "report.json": b"{",
        "report.html": b"<!DOCTYPE html>",
        "plan.xlsx": b"PK",
    }
    assert stream.getvalue().startswith(starts[name])


def test_no_other_file_is_written() -> None:
    outcome = plan_roster(read_document(TWO_OFFICERS), read_plan_options({"workers": 1}))
    with pytest.raises(ValueError, match=r"notes\.txt is none of assignments\.csv"):
        write_file("notes.txt", outcome, io.BytesIO())


def test_a_roster_is_the_same_from_a_folder_and_from_json(roster_folder: Callable[..., Path]) -> None:
    folder = roster_folder(**TWO_OFFICERS)
    goals = read_plan_options({"workers": 1})
    assert report_roster(read_path(folder), goals).tiers == report_roster(read_document(TWO_OFFICERS), goals).tiers
