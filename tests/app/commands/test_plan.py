"""``caseload plan`` from the command to the files, with the real engine in its child process."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from app.commands import plan as plan_command
from app.planning import FILES
from solver.check.goals import AGAINST_SHARES

ROOT = Path(__file__).resolve().parents[3]
OFFICERS = [
    {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
    {"officer_id": "B", "available_hours": "10", "skills": ""},
]
CASES = [
    {"case_id": "1", "weight_hours": "3", "required_skills": "spanish", "current_officer": "A"},
    {"case_id": "2", "weight_hours": "3", "required_skills": "", "current_officer": "A"},
    {"case_id": "3", "weight_hours": "3", "required_skills": "", "current_officer": "A"},
    {"case_id": "4", "weight_hours": "3", "required_skills": "", "current_officer": ""},
]
QUICK = ("--workers", "1", "--time-limit", "20")


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_plan_is_written_and_summed_up(
    roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = Path("deep") / "plan"
    assert run(["plan", str(roster), "--out", str(out), *QUICK]) == 0
    told = capsys.readouterr()
    assert {path.name for path in out.iterdir()} == set(FILES)
    assert len(told.out.splitlines()) <= 24, "one screen"
    assert str(out) in told.out
    assert "Reading the roster" in told.err
    held = {row["case_id"]: row for row in rows(out / "assignments.csv")}
    assert list(held) == ["1", "2", "3", "4"]
    assert list(held["1"]) == ["case_id", "officer_id", "previous_officer", "moved", "reason"]
    assert (held["1"]["officer_id"], held["1"]["moved"], held["1"]["reason"]) == ("A", "no", "kept")
    assert (held["4"]["officer_id"], held["4"]["moved"], held["4"]["reason"]) == ("B", "no", "new")
    assert sorted(row["reason"] for row in held.values()) == ["balance", "kept", "kept", "new"]
    assert [(row["officer_id"], row["caseload"], row["workload_hours"]) for row in rows(out / "officers.csv")] == [
        ("A", "2", "6"),
        ("B", "2", "6"),
    ]


def test_json_is_the_report_and_nothing_else(roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "plan"
    assert run(["plan", str(roster), "--out", str(out), "--json", *QUICK]) == 0
    told = capsys.readouterr().out
    assert json.loads(told) == json.loads((out / "report.json").read_text("utf-8"))
    assert told.startswith("{")


def test_our_own_plan_passes_the_check_and_a_false_claim_does_not(
    roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    run(["plan", str(roster), "--out", str(out), *QUICK])
    capsys.readouterr()
    assert run(["check", str(roster), str(out)]) == 0
    assert capsys.readouterr().out == "The plan obeys every rule: 4 cases with 2 officers, assign-all.\n"
    report = json.loads((out / "report.json").read_text("utf-8"))
    report["plan"]["moves"]["cases"] = 0
    report["plan"]["peak_utilization"] = 0.5
    (out / "report.json").write_text(json.dumps(report), "utf-8")
    assert run(["check", str(roster), str(out)]) == 1
    told = capsys.readouterr().out
    assert "report.json says the number of moved cases is 0, but it is 1" in told
    assert "report.json says the peak utilization is 0.5, but it is 0.6" in told


def test_a_report_from_another_roster_is_not_believed(
    roster: Path, roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    run(["plan", str(roster), "--out", str(out), *QUICK])
    other = roster_folder("other", officers=OFFICERS, cases=[*CASES[:3], {**CASES[3], "weight_hours": "4"}])
    capsys.readouterr()
    assert run(["check", str(other), str(out)]) == 0
    assert "made from another roster" in capsys.readouterr().out


def test_a_folder_with_something_in_it_needs_force(
    roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    assert run(["plan", str(roster), "--out", str(out), *QUICK]) == 2
    told = capsys.readouterr()
    assert "--force" in told.err
    assert "Reading" not in told.err, "refused before any work"
    assert run(["plan", str(roster), "--out", str(out), "--force", *QUICK]) == 0
    assert {path.name for path in out.iterdir()} == {*FILES, "notes.txt"}


def test_cases_that_nobody_can_hold_are_an_exit_code_of_their_own(
    roster_folder: Callable[..., Path], tmp_path: Path
) -> None:
    impossible = {"case_id": "5", "required_skills": "creole"}
    mine = {**CASES[0], **impossible, "case_id": "6", "current_officer": "A"}
    roster = roster_folder(officers=OFFICERS, cases=[*CASES, {**CASES[0], **impossible, "current_officer": ""}, mine])
    out = tmp_path / "plan"
    assert run(["plan", str(roster), "--out", str(out), *QUICK]) == 2, "two of six cases want what nobody has"
    assert run(["plan", str(roster), "--out", str(out), *QUICK, "--accept", "nobody-has"]) == 3
    held = {row["case_id"]: row for row in rows(out / "assignments.csv")}
    assert (held["5"]["officer_id"], held["5"]["reason"]) == ("", "no_eligible_officer")
    assert (held["6"]["officer_id"], held["6"]["moved"], held["6"]["reason"]) == ("A", "no", "nobody_else")
    assert all(held[str(number)]["officer_id"] for number in range(1, 5)), "one impossible case never blocks the others"
    assert run(["check", str(roster), str(out)]) == 0
    assert run(["check", str(roster), str(out), "--release-ineligible"]) == 1


def test_a_case_that_stays_because_nobody_may_hold_it_is_an_exit_code_and_may_be_released(
    roster_folder: Callable[..., Path], tmp_path: Path
) -> None:
    case = {**CASES[0], "case_id": "5", "required_skills": "creole", "current_officer": "A"}
    roster, out = roster_folder(officers=OFFICERS, cases=[*CASES, case]), tmp_path / "plan"
    assert run(["plan", str(roster), "--out", str(out), *QUICK]) == 3
    report = json.loads((out / "report.json").read_text())
    (stays,) = report["nobody_else"]
    assert (stays["case_id"], stays["officer_id"], stays["reason"]) == ("5", "A", "no_eligible_officer")
    assert "creole" in stays["fix"]
    assert (report["unassigned"], report["counts"]["orphaned_cases"], report["plan"]["moves"]["forced"]) == ([], 0, 0)
    assert run(["plan", str(roster), "--out", str(out), "--force", "--release-ineligible", *QUICK]) == 3
    report = json.loads((out / "report.json").read_text())
    assert [each["reason"] for each in report["unassigned"]] == ["no_eligible_officer"]
    assert (report["nobody_else"], report["counts"]["orphaned_cases"]) == ([], 1)
    assert run(["check", str(roster), str(out)]) == 0


def test_what_hard_hours_hold_back_is_no_failure(roster_folder: Callable[..., Path], tmp_path: Path) -> None:
    roster = roster_folder(officers=OFFICERS, cases=[{**case, "weight_hours": "6"} for case in CASES])
    out = tmp_path / "plan"
    assert run(["plan", str(roster), "--policy", "within-capacity", "--out", str(out), *QUICK]) == 0
    assert {row["reason"] for row in rows(out / "assignments.csv") if not row["officer_id"]} <= {"hours", "packing"}
    assert sum(not row["officer_id"] for row in rows(out / "assignments.csv")) == 2


def test_a_refused_roster_leaves_nothing_behind(
    roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = roster_folder(officers=OFFICERS, cases=[{**CASES[0], "weight_hours": "three"}, CASES[0]])
    assert run(["plan", str(roster), "--out", str(tmp_path / "plan")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "cases.csv, row 2, column weight_hours = “three”" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["roster"]
    assert run(["plan", str(roster), "--out", str(tmp_path / "plan"), "--json"]) == 2
    problem = json.loads(capsys.readouterr().out)
    assert problem["total"] == len(problem["errors"]) == 2


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", str(tmp_path / "nowhere"), "--out", str(tmp_path / "plan")]) == 2
    assert "is not there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("job", "code", "message"),
    [
        ("find_nothing", 4, "try a longer --time-limit"),
        ("be_refused", 5, "the checker refused the plan"),
        ("crash", 5, "SIGSEGV"),
    ],
)
def test_a_child_that_fails_is_told_and_writes_nothing(
    job: str,
    code: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan_command, "JOB", f"tests.app.commands.cli_targets:{job}")
    assert run(["plan", "roster", "--out", str(tmp_path / "plan")]) == code
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert run(["plan", "roster", "--out", str(tmp_path / "plan"), "--json"]) == code
    assert json.loads(capsys.readouterr().out)["exit_code"] == code


def test_one_worker_and_a_seed_give_the_same_bytes_in_fresh_processes(tmp_path: Path) -> None:
    """The command line of the installed package, twice, on an example with reasons, bundles, pins and standards."""
    written = []
    for number in range(2):
        out = tmp_path / f"plan-{number}"
        code = "import sys; from app.cli import main; main(sys.argv[1:])"
        arguments = ["plan", "examples/impossible", "--workers", "1", "--seed", "3", "--out", str(out)]
        done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=False, capture_output=True)
        assert done.returncode == 3, done.stderr
        written.append([(out / name).read_bytes() for name in ("assignments.csv", "officers.csv")])
    assert written[0] == written[1]


def test_more_workers_give_the_same_values(roster: Path, tmp_path: Path) -> None:
    found = []
    for workers in ("1", "2"):
        out = tmp_path / f"plan-{workers}"
        assert run(["plan", str(roster), "--workers", workers, "--out", str(out)]) == 0
        report: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
        assert report["status"] == "optimal"
        found.append({level["name"]: level["value"] for level in report["levels"]})
    assert found[0] == found[1]


def test_a_terminal_gets_a_live_line_and_colours(roster: Path, tmp_path: Path) -> None:
    """On a real terminal, although the summary is written by a process that has none."""
    ours, theirs = os.openpty()
    code = "import sys; from app.cli import main; main(sys.argv[1:])"
    arguments = ["plan", str(roster), "--out", str(tmp_path / "plan"), *QUICK]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        with os.fdopen(ours, "rb", buffering=0) as terminal, contextlib.suppress(OSError):  # EIO: the other side closed
            while chunk := terminal.read(4096):
                seen += chunk
        assert process.wait() == 0
    live, _, summary = seen.decode().rpartition("\r\x1b[2K")
    assert "[..........]   0.0 s  Reading the roster" in live
    assert live.count("\n") == 0
    assert "\x1b[1;33mSTRAINED\x1b[0m" in summary
    assert "→" in summary


@pytest.mark.parametrize(
    "wishes",
    [
        ("--policy", "within-capacity", "--objective", "cost", "--coverage", "hours"),
        ("--max-moves", "10.5", "--moves", "hours"),
        ("--move-freely",),
    ],
    ids=" ".join,
)
def test_every_number_that_can_be_recomputed_is(
    wishes: tuple[str, ...], roster_folder: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Costs, hours per pair, efficiencies and hours as measure: ``check`` reads the report in the same units."""
    rng = random.Random(3)
    officers = [
        {"officer_id": f"O{number}", "available_hours": str(rng.randint(15, 30)), "efficiency": efficiency}
        for number, efficiency in enumerate(("1", "0.5", "0.8"))
    ]
    cases = [
        {"case_id": f"C{number}", "weight_hours": f"{rng.uniform(1, 9):.2f}", "current_officer": "O0"}
        for number in range(12)
    ]
    costs = [
        {
            "case_id": case["case_id"],
            "officer_id": f"O{number}",
            "cost": f"{rng.uniform(0, 20):.3f}",
            "weight_hours": rng.choice(["", f"{rng.uniform(1, 9):.2f}"]),
        }
        for case in cases
        for number in rng.sample(range(3), 2)
    ]
    roster, out = roster_folder(officers=officers, cases=cases, costs=costs), tmp_path / "plan"
    assert run(["plan", str(roster), "--out", str(out), *wishes, *QUICK[:2], "--time-limit", "3"]) == 0
    capsys.readouterr()
    assert run(["check", str(roster), str(out)]) == 0, capsys.readouterr().out
    report = json.loads((out / "report.json").read_text("utf-8"))
    for level in report["levels"]:
        if level["name"] not in AGAINST_SHARES:  # these need the tiers, which ``check`` does not work out
            level["value"] += 0.25
            (out / "report.json").write_text(json.dumps(report), "utf-8")
            assert run(["check", str(roster), str(out)]) == 1
            assert f"the level {level['name']} is {level['value']}, but" in capsys.readouterr().out
            level["value"] -= 0.25
