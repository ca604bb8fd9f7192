"""``--percentile`` from the command to the files, and back through ``caseload check``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run
from tests.app.report.uncertain import CASES, OFFICERS, WEIGHTS

QUICK = ("--workers", "1", "--time-limit", "20", "--simulations", "20", "--remedies-time", "0")


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    case = dict.fromkeys(("case_id", "case_type", "weight_hours", "office", "current_officer"), "")
    weight = dict.fromkeys(("case_type", "weight_hours", "low_hours", "high_hours", "case_cv"), "")
    return roster_folder(
        officers=[{name: str(value) for name, value in row.items()} for row in OFFICERS],
        cases=[{**case, **row} for row in CASES],
        weights=[{**weight, **{name: str(value) for name, value in row.items()}} for row in WEIGHTS],
    )


@pytest.fixture
def plan(roster: Path, tmp_path: Path) -> Path:
    """Five visits at their 95th percentile of 4 h in the north; four, and 1.5 h that are known, in the south."""
    out = tmp_path / "plan"
    assert run(["plan", str(roster), "--percentile", "95", "--out", str(out), *QUICK]) == 0
    return out


def test_the_files_hold_the_hours_of_the_percentile_and_say_so(plan: Path) -> None:
    with (plan / "officers.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["workload_hours"] for row in csv.DictReader(stream)] == ["20", "17.5"]
    report = json.loads((plan / "report.json").read_text("utf-8"))
    assert report["percentile"]["percentile"] == 95
    assert report["percentile"]["as_given"]["demand_hours"] == 19.5
    assert report["verdict"]["demand_hours"] == 37.5
    assert report["percentile"]["sentence"] in report["notes"]


def test_the_plan_passes_the_check(roster: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(roster), str(plan)]) == 0
    assert "The plan obeys every rule" in capsys.readouterr().out


def test_hours_of_another_percentile_do_not_pass(roster: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The peak at the 95th percentile is 200 %; whoever says that these are the weights as they stand is told."""
    path = plan / "report.json"
    report = json.loads(path.read_text("utf-8"))
    report["provenance"]["goals"]["percentile"] = None
    path.write_text(json.dumps(report), "utf-8")
    assert run(["check", str(roster), str(plan)]) == 1
    told = capsys.readouterr()
    assert "report.json says the peak utilization is 2.0, but it is 1.0" in told.out + told.err


def test_the_report_alone_is_at_the_percentile(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(roster), "--percentile", "95", "--simulations", "20", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"]["demand_hours"] == 37.5
    assert run(["report", str(roster), "--percentile", "100"]) == 2
    assert "--percentile" in capsys.readouterr().err
