from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from app.cli import cli, run
from app.commands.options import json_options, read_options
from solver.errors import InvalidGoals


def given(*arguments: str, command: str = "plan") -> dict[str, object]:
    """The goals that these options stand for, without running anything."""
    context = cli.commands[command].make_context(command, ["roster", *arguments])
    return json_options({name: context.params[name] for name in context.params if name not in IO})


IO = {"roster", "profile", "out", "force", "json_only"}


def test_nothing_given_means_the_defaults_of_the_goals() -> None:
    assert given() == {}
    goals = read_options({})
    assert (goals.policy, goals.objective, goals.period, goals.time_limit_s, goals.seed) == (
        "assign-all",
        "balance",
        "month",
        60,
        0,
    )


def test_every_option_is_a_goal_of_the_interface() -> None:
    everything = given(
        *("--policy", "within-capacity", "--objective", "balance", "--keep-within", "0.5", "--moves", "hours"),
        *("--coverage", "hours", "--target", "0.85", "--period", "year", "--period-start", "2026-12-01"),
        *("--time-limit", "5", "--workers", "1", "--seed", "7"),
    )
    assert everything == {
        "policy": "within-capacity",
        "objective": "balance",
        "keep_within_points": 0.5,
        "moves": "hours",
        "coverage": "hours",
        "target": 0.85,
        "period": "year",
        "period_start": "2026-12-01",
        "time_limit_s": 5.0,
        "workers": 1,
        "seed": 7,
    }
    read_options(everything)
    assert given("--max-moves", "40") == {"max_moves": 40.0}
    assert given("--move-freely") == {"move_freely": True}
    read_options(given("--max-moves", "40"))


def test_zero_is_not_nothing() -> None:
    assert given("--keep-within", "0", "--seed", "0") == {"keep_within_points": 0.0, "seed": 0}


@pytest.mark.parametrize(
    ("goals", "message"),
    [
        ({"keep_within_points": -1}, r"--keep-within must be greater than or equal to 0"),
        ({"time_limit_s": 0}, r"--time-limit must be greater than 0"),
        ({"target": 85}, r"--target is a fraction of the available hours: write 0.85 for 85 %"),
        ({"max_moves": 1, "move_freely": True}, r"--max-moves and --move-freely contradict each other"),
        ({"keep_within_points": 1, "objective": "cost"}, r"--keep-within belongs to the objective balance"),
        ({"max_moves": 1.5}, r"--max-moves must be a whole number of cases"),
        ({"workers": 0}, r"--workers must be greater than or equal to 1"),
    ],
)
def test_a_refusal_names_the_option(goals: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidGoals, match=message):
        read_options(goals)


@pytest.mark.parametrize("command", ["plan", "report"])
def test_a_date_is_read_or_refused_before_any_work(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "no-such-roster", "--period-start", "1.12.2026"]) == 2
    assert "is not a date; write it as 20" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["plan", "report"])
def test_refused_goals_are_a_problem_document_for_programs(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.chdir(str(tmp_path))
    assert run([command, ".", "--target", "2", "--json"]) == 2
    problem = json.loads(capsys.readouterr().out)
    assert problem["title"] == "The input was refused"
    assert "--target" in problem["detail"]


def test_unknown_commands_and_options_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plam"]) == 2
    assert "No such command" in capsys.readouterr().err
    assert run(["plan", "roster", "--frobnicate"]) == 2
    assert "No such option" in capsys.readouterr().err


def test_help_and_version_are_no_failures(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert run(["--version"]) == 0
    assert run(["plan", "--help"]) == 0
    assert "caseload 0." in capsys.readouterr().out


def test_a_usage_error_is_shown_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("Missing argument") == 1
    assert isinstance(cli, click.Group)


QUICK = ("--time-limit", "5", "--workers", "1")
ON_A_ROSTER: dict[str, tuple[str, ...]] = {
    "plan": (*QUICK, "--out", "PLAN/out", "--simulations", "0"),
    "report": ("--simulations", "0"),
    "whatif": ("--change", "add 1 officer"),
    "rotation": ("--away", "B", "--days", "3", *QUICK),
    "frontier": ("--points", "2", *QUICK),
    "advise": ("C-1",),
    "explain": ("C-1", "B"),
    "check": ("PLAN/assignments.csv",),
}
"""Every command that reads a roster, with what it needs besides."""


@pytest.fixture
def of_phases(roster_folder: Callable[..., Path]) -> Path:
    """A roster whose only case takes 6 hours a month for 30 days, and an hour and a half after."""
    rows: tuple[tuple[str, str], ...] = (("6", ""), ("1.5", "30"))
    folder = roster_folder(
        officers=[{"officer_id": each, "available_hours": "10"} for each in "AB"],
        cases=[{"case_id": "C-1", "case_type": "intake", "opened": "2026-11-12", "current_officer": "A"}],
        weights=[{"case_type": "intake", "weight_hours": hours, "from_age_days": day} for hours, day in rows],
    )
    (folder.parent / "assignments.csv").write_text("case_id,officer_id\nC-1,A\n", "utf-8")
    return folder


def test_every_command_that_reads_a_roster_is_among_them() -> None:
    reading = {
        name for name, command in cli.commands.items() if {"roster", "profile"} <= {p.name for p in command.params}
    }
    assert reading == set(ON_A_ROSTER)


@pytest.mark.parametrize("command", ON_A_ROSTER)
def test_where_weights_have_phases_every_command_is_told_when_the_period_begins_or_names_the_option(
    command: str, of_phases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [each.replace("PLAN", str(of_phases.parent)) for each in ON_A_ROSTER[command]]
    assert run([command, str(of_phases), *arguments]) == 2
    assert "--period-start 2026-12-01" in capsys.readouterr().err
    assert run([command, str(of_phases), *arguments, "--period-start", "2026-12-01"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
@pytest.mark.parametrize("command", ["report", "advise", "explain", "check"])
def test_a_period_that_ends_after_the_last_date_was_an_internal_failure(
    command: str, period: str, of_phases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [each.replace("PLAN", str(of_phases.parent)) for each in ON_A_ROSTER[command]]
    assert run([command, str(of_phases), *arguments, "--period", period, "--period-start", "9999-12-31"]) == 2
    assert "--period-start must be 9799-12-31 or earlier" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("period", "first", "hours"),
    [("month", "2026-11-12", "6 h"), ("month", "2026-12-12", "1.5 h"), ("week", "2026-12-10", "2.79 h")],
)
def test_beside_assignments_without_a_report_the_period_that_was_given_counts(
    period: str, first: str, hours: str, of_phases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They were read as if no period had been given, and refused. 2 of 7 days at 6 h: 2.79 h."""
    plan = ("--plan", str(of_phases.parent / "assignments.csv"), "--period", period, "--period-start", first)
    assert run(["explain", str(of_phases), "C-1", "B", *plan]) == 0
    assert f" {hours}, " in capsys.readouterr().out
    assert run(["advise", str(of_phases), "C-1", *plan]) == 0
    assert f" {hours} " in capsys.readouterr().out
