from __future__ import annotations

import json

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
