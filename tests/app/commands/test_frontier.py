from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run
from app.intake.build.problem import build_problem
from app.intake.read import read_path
from solver.frontier import frontier
from solver.goals import Goals, SolveConfig

OFFICERS = [{"officer_id": "A", "available_hours": "10"}, {"officer_id": "B", "available_hours": "10"}]
CASES = [{"case_id": str(n), "weight_hours": "2", "current_officer": "A"} for n in range(4)]
QUICK = ("--workers", "1", "--time-limit", "10")


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def test_the_table_goes_from_fairest_to_no_moves(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """8 h with A today (80%): 2 moves bring both to 40%, one brings A to 60%, 20 points above the fair share."""
    assert run(["frontier", str(roster), *QUICK]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split() for line in lines[1:] if line.endswith("optimal")]
    assert rows[0] == ["0", "0", "40%", "2", "2", "optimal"]
    assert rows[-1] == ["40", "40", "80%", "0", "0", "optimal"]
    assert any(row[3] == "1" and row[2] == "60%" for row in rows)


def test_json_is_what_the_library_says(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["frontier", str(roster), "--points", "5", "--moves", "hours", "--json", *QUICK]) == 0
    said = json.loads(capsys.readouterr().out)
    problem = build_problem(read_path(roster)).problem
    found = frontier(problem, Goals(moves=Goals().moves.HOURS), SolveConfig(10, 1), 5)
    assert said["moves_unit"] == "hours"
    assert [point["moves"] for point in said["points"]] == [float(problem.hours(p.moves)) for p in found.points]
    assert [point["fairness"] for point in said["points"]] == [p.step / 10_000 for p in found.points]
    assert [point["peak_utilization"] for point in said["points"]] == [float(p.peak) for p in found.points]
    assert {point["status"] for point in said["points"]} == {"optimal"}


def test_one_point_is_no_frontier(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["frontier", str(roster), "--points", "1"]) == 2
    assert "--points" in capsys.readouterr().err


def test_a_plan_brings_its_frontier_along(roster: Path, tmp_path: Path) -> None:
    """8 h with A: 2 moves bring both to 40 %, and the plan itself is the fairest point."""
    out = tmp_path / "plan"
    assert run(["plan", str(roster), "--frontier", "--out", str(out), *QUICK]) == 0
    report = json.loads((out / "report.json").read_text("utf-8"))
    found = report["frontier"]
    assert len(found["points"]) >= 12
    assert found["plan"] == {"points_above_fair_share": 0, "moves": 2, "bound": 2}
    assert (found["points"][-1]["moves"], found["points"][-1]["peak_utilization"]) == (0, 0.8)
    assert "--frontier" in report["record"]["command"]
    assert 'id="frontier"' in (out / "report.html").read_text("utf-8")


def test_where_cost_comes_first_there_is_no_frontier(roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    assert run(["plan", str(roster), "--frontier", "--objective", "cost", "--out", str(out), *QUICK]) == 0
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["frontier"] is None
    assert any("objective balance" in each["reason"] for each in report["not_computed"])
