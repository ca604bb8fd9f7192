"""``caseload import`` from the command to the files."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import click
import pytest

from app.cli import run
from app.commands.recognition import import_export
from app.intake.pseudonyms import key_beside
from app.intake.read import read_path
from app.intake.recognition.profile import read_profile
from app.intake.recognition.questions import Asked
from tests.app.intake.recognition.exports import PEOPLE, english, german, written

Printed = pytest.CaptureFixture[str]
SMALL = [("Ref", "Kind", "Officer"), ("a-1", "Theft", "Lee"), ("a-2", "Fraud", "Lee"), ("a-3", "Theft", "Desk 4")]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "english.csv").write_text(english())
    (tmp_path / "german.csv").write_bytes(german().encode("cp1252"))
    (tmp_path / "small.csv").write_text(written(SMALL))
    return tmp_path


def test_an_english_export_is_a_roster_in_one_command_and_two_answers(here: Path, capsys: Printed) -> None:
    assert run(["import", "english.csv", "--hours", "120", "--weights", "offered"]) == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) <= 32, "one screen"
    assert "Case #" in told
    assert "left unread: Language" in told
    assert "Supervisor Queue" in told
    assert "starting values to be replaced" in told
    assert "24-00000" not in told, "cases are sensitive"
    roster = read_path(here / "roster.xlsx")
    assert roster.counts == {"officers": len(PEOPLE), "cases": 3_000, "weights": 5, "costs": 0, "flow": 0}
    assert read_profile((here / "roster.toml").read_bytes()).holders == {"Supervisor Queue": "nobody"}


def test_a_german_export_is_a_roster_in_one_command_and_one_answer(here: Path, capsys: Printed) -> None:
    assert run(["import", "german.csv", "--hours", "120", "--out", "kanzlei.xlsx"]) == 0
    assert "cp1252" in capsys.readouterr().out
    roster = read_path(here / "kanzlei.xlsx")
    assert roster.counts["cases"] == 3_000
    assert "Weiß, Anna" in roster.officers.ids


def test_the_next_export_needs_nothing_but_the_profile(here: Path, capsys: Printed) -> None:
    assert run(["import", "english.csv", "--hours", "120", "--weights", "offered", "--save-profile", "o.toml"]) == 0
    before = (here / "o.toml").read_text()
    assert run(["import", "english.csv", "--profile", "o.toml", "--out", "again.json"]) == 0
    assert read_path(here / "again.json").sha256 == read_path(here / "roster.xlsx").sha256
    assert (here / "o.toml").read_text() == before
    assert "as the profile says" in capsys.readouterr().out


def test_what_is_missing_is_refused_with_its_options_and_nothing_is_written(here: Path, capsys: Printed) -> None:
    assert run(["import", "english.csv"]) == 2
    told = capsys.readouterr().err
    assert "--hours 120" in told
    assert "--weights offered" in told
    assert "Foster Care: 8 h (starting value: cwla-foster-care" in told
    assert not (here / "roster.xlsx").exists()
    assert not (here / "roster.toml").exists()


def test_everything_can_be_said(here: Path) -> None:
    said = ["--column", "Kind=case_type", "--hours", "7,5", "--officer-hours", "Lee=80", "--holder-nobody", "Desk 4"]
    said += ["--weight", "Theft=1:30", "--weight", "Fraud=6", "--out", "r.json"]
    assert run(["import", "small.csv", *said]) == 0
    document = read_path(here / "r.json").to_document()
    assert document["officers"] == [{"officer_id": "Lee", "available_hours": "80"}]
    assert {row["case_type"]: row["weight_hours"] for row in document["weights"]} == {"Theft": "1.5", "Fraud": "6"}
    assert "current_officer" not in document["cases"][2]


def test_hours_of_a_week_closed_cases_and_columns_of_skills_are_said_once(here: Path, capsys: Printed) -> None:
    cases = [("Ref", "Kind", "Officer", "Language", "Status"), ("a-1", "Theft", "Lee", "Spanish", "Open")]
    cases += [(f"a-{at}", "Theft", "Ortiz", "English", "Closed" if at == 9 else "Open") for at in range(2, 10)]
    (here / "cases.csv").write_text(written(cases))
    (here / "staff.csv").write_text(
        written([("Officer", "Hours per week", "Spanish"), ("Lee", "30", "x"), ("Ortiz", "30", "")])
    )
    export = [
        "import",
        "cases.csv",
        "staff.csv",
        "--weight",
        "Theft=1",
        "--column",
        "Ref=case_id",
        "--column",
        "Kind=case_type",
    ]
    assert run([*export, "--out", "r.json"]) == 0
    told = capsys.readouterr().out
    assert "of use: Spanish (read as a skill)" in told
    assert "closed-cases: cases.csv, row 10" in told
    assert "30 is 130" in told
    said = ["--closed", "leave-out", "--hours-per", "Hours per week=month", "--out", "r.json", "--force"]
    assert run([*export, *said]) == 0
    told = capsys.readouterr().out
    assert "left out: 1 row (10): closed cases, as the profile says" in told
    assert "To be mended" not in told
    document = read_path(here / "r.json").to_document()
    assert [(row["available_hours"], row.get("skills")) for row in document["officers"]] == [
        ("30", ["Spanish"]),
        ("30", None),
    ]
    profile = read_profile((here / "r.toml").read_bytes())
    assert (profile.closed, profile.periods) == ("leave-out", {"Hours per week": "month"})


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (["--column", "Kind=kind"], "kind is no column of a roster"),
        (["--column", "Kind"], "write it as 'NAME=VALUE'"),
        (["--column", "Kind=cases.kind"], "there is no such column"),
        (["--hours", "many"], "--hours many"),
        (["--priority", "High=9"], "a priority is 1"),
        (["--hours-per", "Hours=moon"], "it is one of day, week, fortnight, month, quarter, year"),
        (["--closed", "perhaps"], "leave-out"),
        (["--out", "roster.csv"], "must end in .xlsx or .json"),
        (["--out", "small.csv", "--turn-back", "small.csv"], "is there already"),
        (["--out", "names.txt", "--turn-back", "small.csv"], "must end in .csv"),
    ],
)
def test_what_is_not_understood_is_said(said: list[str], message: str, here: Path, capsys: Printed) -> None:
    assert run(["import", "small.csv", *said]) == 2
    assert message in capsys.readouterr().err


def test_nothing_is_overwritten_unless_asked(here: Path, capsys: Printed) -> None:
    (here / "roster.xlsx").write_text("mine")
    call = ["import", "small.csv", "--column", "Kind=case_type", "--hours", "9", "--weights", "offered"]
    assert run(call) == 2
    assert "--force" in capsys.readouterr().err
    assert run([*call, "--force"]) == 0


def test_pseudonyms_are_made_and_turned_back(here: Path, capsys: Printed) -> None:
    call = ["small.csv", "--column", "Kind=case_type", "--hours", "9", "--weights", "offered", "--pseudonyms"]
    assert run(["import", *call, "--out", "r.xlsx"]) == 0
    assert key_beside(here / "r.toml").exists()
    roster = read_path(here / "r.xlsx")
    assert all(name.startswith("D-") for name in roster.officers.ids)
    (here / "assignments.csv").write_text(f"case_id,officer_id\n{roster.cases.ids[0]},{roster.officers.ids[0]}\n")
    back = ["import", "small.csv", "--profile", "r.toml", "--turn-back", "assignments.csv", "--out", "named.csv"]
    assert run(back) == 0
    _first, second = csv.reader(io.StringIO((here / "named.csv").read_text()))
    assert second == ["a-1", "Desk 4"]
    assert "Lee" not in (here / "r.toml").read_text(), "a profile names no officer"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_person_is_asked_once(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    given = iter(["many", "100", "Theft=6; Fraud=2,5"])
    monkeypatch.setattr(click.termui, "visible_prompt_func", lambda _: next(given))
    assert run(["import", "small.csv", "--column", "Kind=case_type"]) == 0
    assert next(given, None) is None
    told = capsys.readouterr().err
    assert "How many hours a month does one officer have" in told
    assert "is not a number of hours" in told
    document = read_path(here / "roster.xlsx").to_document()
    assert {row["case_type"]: row["weight_hours"] for row in document["weights"]} == {"Theft": "6", "Fraud": "2.5"}


def test_a_person_is_asked_at_most_five_times() -> None:
    assert import_export.MOST_ROUNDS <= 5
    assert {each.value for each in Asked} == {"hours", "weights", "dates"}


QUICK = ["--workers", "1", "--time-limit", "5", "--simulations", "0", "--remedies-time", "0"]


def test_a_plan_of_the_export_itself_goes_straight_through(here: Path, capsys: Printed) -> None:
    """Three thousand rows, no weights, no officers: two answers to a first plan, and none to the next."""
    assert run(["import", "english.csv", "--hours", "400", "--weights", "offered", "--save-profile", "o.toml"]) == 0
    assert run(["plan", "english.csv", "--profile", "o.toml", "--out", "plan", *QUICK]) == 0
    with (here / "plan" / "assignments.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 3_000
    assert {row["officer_id"] for row in rows} == set(PEOPLE)
    assert not [row for row in rows if row["reason"] == "forced"], "English takes no case from its officer"
    report = json.loads((here / "plan" / "report.json").read_text())
    assert "--profile o.toml" in report["record"]["command"]
    capsys.readouterr()
    assert run(["check", "english.csv", "plan", "--profile", "o.toml"]) == 0
    assert "obeys every rule" in capsys.readouterr().out
    assert run(["explain", "english.csv", "24-00000", PEOPLE[0], "--profile", "o.toml"]) == 0
    assert run(["report", "english.csv", "--profile", "o.toml", "--simulations", "0", "--remedies-time", "0"]) == 0


def test_a_german_export_is_planned_with_its_profile(here: Path) -> None:
    assert run(["import", "german.csv", "--hours", "300", "--save-profile", "o.toml"]) == 0
    assert run(["plan", "german.csv", "--profile", "o.toml", "--out", "plan", *QUICK]) == 0
    with (here / "plan" / "assignments.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 3_000


def test_an_export_without_its_profile_is_refused_with_what_to_do(here: Path, capsys: Printed) -> None:
    assert run(["report", "english.csv"]) == 2
    assert "caseload import" in capsys.readouterr().err


ROOT = Path(__file__).resolve().parents[4]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_document_shows_what_the_command_shows(here: Path, capsys: Printed) -> None:
    blocks = dict(BLOCK.findall((ROOT / "docs" / "import.md").read_text("utf-8")))
    (here / "english.csv").rename(here / "open-cases.csv")
    assert run(["import", "open-cases.csv", "--hours", "120", "--weights", "offered"]) == 0
    assert blocks["text"] in capsys.readouterr().out
    profile = read_profile(blocks["toml"].encode())
    assert profile.columns["cases"]["Case #"] == "case_id"
    assert profile.weights["Foster Care"].hours == "8"


def test_a_plan_and_last_months_roster_are_a_roster_again(here: Path, capsys: Printed) -> None:
    folder = here / "mai"
    folder.mkdir()
    officers = ["officer_id,available_hours,skills", *(f'"{name}",40,größe' for name in NAMES)]
    cases = ["case_id,weight_hours,current_officer,keep_together,opened"]
    cases += [f'Fäll-{at},{1 + at % 3},"{NAMES[0]}",,2026-01-0{1 + at % 9}' for at in range(24)]
    (folder / "officers.csv").write_text("\n".join(officers), "utf-8")
    (folder / "cases.csv").write_text("\n".join(cases), "utf-8")
    assert run(["plan", "mai", "--time-limit", "5", "--out", "plan", "--move-freely"]) == 0
    text = (here / "plan" / "assignments.csv").read_text("utf-8-sig")
    planned = {row["case_id"]: row["officer_id"] for row in csv.DictReader(io.StringIO(text))}
    assert len(set(planned.values())) == len(NAMES)
    before = read_path(folder).to_document()
    for file in ("plan.xlsx", "assignments.csv"):
        capsys.readouterr()
        assert run(["import", "mai", f"plan/{file}", "--out", f"{file}-juni.json"]) == 0
        assert "24 of 24 cases are in it" in capsys.readouterr().out
        again = read_path(here / f"{file}-juni.json").to_document()
        assert {row["case_id"]: row["current_officer"] for row in again["cases"]} == planned
        assert again["officers"] == before["officers"]
        assert [{**row, "current_officer": ""} for row in again["cases"]] == [
            {**row, "current_officer": ""} for row in before["cases"]
        ]


NAMES = ("Ølsen, Åse", "Müller, Zoë", "Nguyễn, Ân")
