"""The command that a report gives makes the plan again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from app.cli import run

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TIMES = {"wall_s", "created", "elapsed_s", "took_s", "seconds", "wait_s"}


def without_times(value: Any) -> Any:
    """A report without the fields that say when, and how long it took."""
    if isinstance(value, dict):
        return {name: without_times(each) for name, each in value.items() if name not in TIMES}
    return [without_times(each) for each in value] if isinstance(value, list) else value


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return found


def test_one_worker_makes_the_same_plan_from_the_command_of_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    first, second = tmp_path / "first", tmp_path / "second"
    wanted = ["--workers", "1", "--seed", "3", "--keep-within", "0.5", "--standard", "probation-hours"]
    assert run(["plan", str(EXAMPLES / "impossible"), *wanted, "--out", str(first)]) == 3
    command = report(first)["record"]["command"]
    assert command.startswith("caseload plan impossible --keep-within 0.5 ")
    assert str(EXAMPLES) not in (first / "report.html").read_text("utf-8")
    assert run([*shlex.split(command)[1:], "--out", str(second)]) == 3
    for name in ("assignments.csv", "officers.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    assert report(first)["record"]["repeats"] == "plan"
    assert without_times(report(first)) == without_times(report(second))


def test_two_workers_reach_the_same_values(tmp_path: Path) -> None:
    values = []
    for workers in ("1", "2"):
        out = tmp_path / workers
        assert run(["plan", str(EXAMPLES / "impossible"), "--workers", workers, "--out", str(out)]) == 3
        found = report(out)
        assert found["status"] == "optimal"
        values.append({level["name"]: (level["value"], level["best"], level["bound"]) for level in found["levels"]})
    assert values[0] == values[1]


def test_a_plan_of_a_changed_roster_is_made_again_checked_and_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the report names as changes holds for whatever is done with the plan afterwards."""
    monkeypatch.chdir(EXAMPLES)
    first, second = tmp_path / "first", tmp_path / "second"
    changes = ["--change", "remove officer P-1", "--change", "intake of maximum +10%", "--change", "add 2 officers"]
    assert run(["plan", "probation", *changes, "--workers", "1", "--out", str(first)]) == 0
    assert run([*shlex.split(report(first)["record"]["command"])[1:], "--out", str(second)]) == 0
    assert (first / "assignments.csv").read_bytes() == (second / "assignments.csv").read_bytes()
    assert run(["check", "probation", str(first)]) == 0
    capsys.readouterr()
    assert run(["explain", "probation", "PB-0088", "new-2", "--plan", str(first), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["may_hold"] is True
    assert told.err == "", "every row of the plan fits the changed roster"
    assert run(["report", "probation", *changes, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {**report(first)["counts"], "parts": None}
