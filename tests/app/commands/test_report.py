from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run

ROOT = Path(__file__).resolve().parents[3]
OFFICERS = [
    {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
    {"officer_id": "B", "available_hours": "30", "skills": ""},
]
CASES = [
    {"case_id": "1", "weight_hours": "6", "required_skills": "spanish"},
    {"case_id": "2", "weight_hours": "7", "required_skills": "spanish"},
    {"case_id": "3", "weight_hours": "3", "required_skills": ""},
]


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def test_the_verdict_names_the_tightest_group_with_its_sum(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(roster)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "\nUNSUSTAINABLE " in told.out
    assert "130%" in told.out, "13 h of cases, and 10 h of the only officer who may take them"
    assert "13 h" in told.out
    assert "10 h" in told.out
    assert len(told.out.splitlines()) <= 24, "one screen"


def test_json_is_the_document_without_what_needs_a_plan(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(roster), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["plan"] is None
    assert document["verdict"]["peak_utilization"] == 1.3
    assert document["verdict"]["gap_hours"] == 3
    assert document["tiers"][0]["officers"] == ["A"]


def test_the_options_reach_the_verdict(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--target", "0.5", "--period", "year", "--fte-hours", "1700"]
    assert run(["report", str(roster), "--json", *asked]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"]["target_utilization"] == 0.5
    assert document["verdict"]["fte_basis_hours"] == 1700
    assert document["verdict"]["fte_other_basis_hours"] == 1776.5
    assert document["provenance"]["goals"]["period"] == "year"


def test_twice_the_slack_is_a_lower_target(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = []
    for beta in ("0", "1", "2"):
        assert run(["report", str(roster), "--json", "--beta", beta]) == 0
        targets.append(json.loads(capsys.readouterr().out)["verdict"]["target_utilization"])
    assert targets[0] == 1
    assert targets[0] > targets[1] > targets[2]


def test_it_writes_nothing(roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(["report", str(roster)])
    assert [path.name for path in tmp_path.iterdir()] == ["roster"]


def test_a_refused_roster(roster_folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    roster = roster_folder(officers=OFFICERS, cases=[{**CASES[0], "case_id": ""}])
    assert run(["report", str(roster)]) == 2
    assert "cases.csv, row 2, column case_id" in capsys.readouterr().err
    assert run(["report", str(roster), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["column"] == "case_id"


def test_a_reader_who_has_had_enough_is_no_failure() -> None:
    """``caseload report … | head -1``: no traceback, and no failure of ours."""
    code = "import sys; from app.cli import main; main(sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", code, "report", "examples/probation", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
