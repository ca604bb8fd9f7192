"""Ctrl-C, as a terminal sends it: a real process, a real signal."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.cli import run
from app.planning import FILES

ROOT = Path(__file__).resolve().parents[4]
FILE_NAMES = set(FILES)


@contextmanager
def command(*arguments: str, job: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """``caseload plan`` as a process of its own, with another job in its child where one is named."""
    code = (
        "import sys, signal; signal.signal(signal.SIGINT, signal.default_int_handler); import app.commands.plan as p; "
    )
    code += f"p.JOB = {f'tests.app.commands.cli_targets:{job}'!r}; " if job else ""
    code += "from app.cli import main; main(sys.argv[1:])"
    started = subprocess.Popen(
        [sys.executable, "-c", code, "plan", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with started as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], word: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if word in line:
            return line
    raise AssertionError(f"{word!r} was never said")


@pytest.fixture
def hard_roster(roster_folder: Callable[..., Path]) -> Path:
    """Far from proven in any time that a test has: every case has a weight of its own, and skills overlap."""
    rng = random.Random(7)
    skills = ["spanish", "creole", "juvenile", "medical", "appeals"]
    officers = [
        {
            "officer_id": f"O{number}",
            "available_hours": str(rng.randint(100, 160)),
            "skills": ";".join(rng.sample(skills, 2)),
        }
        for number in range(30)
    ]
    cases = [
        {
            "case_id": f"C{number}",
            "weight_hours": f"{rng.uniform(0.2, 9.0):.4f}",
            "required_skills": rng.choice([*skills, "", ""]),
            "current_officer": f"O{rng.randrange(8)}",
        }
        for number in range(1500)
    ]
    return roster_folder(officers=officers, cases=cases)


@pytest.mark.parametrize("phase", ["Reading", "points"], ids=["before the search", "in the search"])
def test_ctrl_c_writes_the_best_plan_so_far(
    phase: str, hard_roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    with command(str(hard_roster), "--out", str(out), "--time-limit", "600") as process:
        read_until(process, phase)
        process.send_signal(signal.SIGINT)
        told, errors = process.communicate()
    assert process.returncode == 130, errors
    assert "Stopping with the best so far" in errors
    assert {path.name for path in out.iterdir()} == FILE_NAMES
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["plan"]["interrupted"] is True
    assert report["plan"]["unassigned_cases"] == 0
    assert told
    assert run(["check", str(hard_roster), str(out)]) == 0, capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan", "roster"], "no draft is left"


def test_ctrl_c_before_there_is_a_plan_writes_nothing(tmp_path: Path) -> None:
    with command("roster", "--out", str(tmp_path / "plan"), job="stop_empty_handed") as process:
        read_until(process, "waiting")
        process.send_signal(signal.SIGINT)
        told, errors = process.communicate()
    assert process.returncode == 130
    assert "there was no plan yet, so nothing was written" in errors
    assert told == ""
    assert list(tmp_path.iterdir()) == []


def test_a_second_ctrl_c_ends_everything_at_once(tmp_path: Path) -> None:
    with command("roster", "--out", str(tmp_path / "plan"), job="never_stop") as process:
        child = int(read_until(process, "I am").split()[-1])
        process.send_signal(signal.SIGINT)
        read_until(process, "Ctrl-C once more")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert "Interrupted." in errors
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
