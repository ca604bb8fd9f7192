"""``caseload weights``, from files of a study to a verdict."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from app.cli import run
from tests.app.commands.study.written import TRUTH, write_study

PROBATION = Path(__file__).resolve().parents[4] / "examples" / "probation"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    write_study(folder)
    return folder


def test_from_a_study_to_a_verdict_in_one_go(study: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The weights of the study replace the rule of thumb; the chance of overload takes the study's own correlation."""
    assert run(["weights", str(study), "--full-time", "37.5", "--out", str(tmp_path / "made")]) == 0
    shown = capfd.readouterr().out
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"weights.csv", "study.html", "study.json"}
    shutil.copytree(PROBATION, tmp_path / "roster")
    shutil.copy(tmp_path / "made" / "weights.csv", tmp_path / "roster" / "weights.csv")
    with (tmp_path / "roster" / "weights.csv").open(encoding="utf-8") as stream:
        rows = {row["case_type"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == TRUTH.keys()
    for kind, hours in TRUTH.items():
        weight = float(rows[kind]["weight_hours"])
        assert weight == pytest.approx(hours, rel=0.25)
        assert float(rows[kind]["low_hours"]) < weight < float(rows[kind]["high_hours"])
        assert 0 < float(rows[kind]["case_cv"]) < 1
        assert rows[kind]["source"].startswith("time study (9 officers, 4 weeks")
    told = next(line for line in shown.splitlines() if line.startswith("  caseload plan"))
    arguments = told.replace("ROSTER", str(tmp_path / "roster")).split()[1:]
    assert "--fte-hours" in arguments
    assert "--weight-correlation" in arguments
    assert run([*arguments, "--out", str(tmp_path / "plan"), "--time-limit", "2"]) == 0
    report = json.loads((tmp_path / "plan" / "report.json").read_text("utf-8"))
    assert float(arguments[-1]) == pytest.approx(report["uncertainty"]["weight_correlation"])
    assert report["verdict"]["state"]


def test_json_is_all_that_is_printed(study: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["weights", str(study), "--unit", "open", "--period", "week", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["period"] == "week"
    assert [each["case_type"] for each in found["weights"]] == list(TRUTH)
    assert found["findings"] == []
    assert found["fte_hours"] is None
    assert 0 <= found["weight_correlation"] <= 1


def test_a_folder_that_holds_something_is_not_overwritten(study: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    assert run(["weights", str(study), "--out", str(tmp_path)]) == 2
    assert not (tmp_path / "weights.csv").exists()
    assert run(["weights", str(study), "--out", str(tmp_path), "--force"]) == 0
    assert (tmp_path / "study.json").exists()


def test_how_large_a_study_has_to_be_is_told_without_one(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["weights", "--design", "--officers", "12"]) == 0
    shown = capfd.readouterr().out
    assert "Assumed" in shown
    assert "±20% with 12 officers: 8 weeks." in shown


def test_and_from_an_earlier_one(study: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["weights", str(study), "--design", "--half-width", "0.1", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert 0.05 < found["differences"]["officers"] < 0.4
    assert found["weeks_needed"] is None


@pytest.mark.parametrize("arguments", [[], ["--design", "--half-width", "0"], ["--full-time", "-1"]])
def test_what_cannot_be_asked_is_refused(arguments: list[str]) -> None:
    assert run(["weights", *arguments]) == 2


def test_a_study_of_one_officer_does_not_design_another(tmp_path: Path) -> None:
    write_study(tmp_path, officers=1, weeks=2)
    assert run(["weights", str(tmp_path), "--design"]) == 2


def test_a_file_that_is_no_study_is_refused_with_what_is_missing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.csv").write_text("colour,size\nred,3\n")
    assert run(["weights", str(tmp_path / "odd.csv")]) == 2
    told = capfd.readouterr().err
    assert told.startswith("The study was refused: 1 thing to mend.")
    assert "minutes or hours" in told


def test_a_date_with_two_readings_is_asked_about(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.csv").write_text("officer,date,minutes,case type\nA,03/04/2026,60,adult\n")
    assert run(["weights", str(tmp_path)]) == 2
    assert "say what comes first (dates: day-first or month-first)" in capfd.readouterr().err
    assert run(["weights", str(tmp_path), "--dates", "month-first"]) == 0


def test_diaries_without_types_are_explained_by_the_cases(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Officers with 10 and 2, 4 and 8, 6 and 6, 2 and 1 cases take an hour of the one and half an hour of the other."""
    held = {"A": (10, 2), "B": (4, 8), "C": (6, 6), "D": (2, 1)}
    (tmp_path / "time.csv").write_text(
        "officer,date,hours\n" + "".join(f"{who},2026-09-07,{one + other / 2}\n" for who, (one, other) in held.items())
    )
    (tmp_path / "counts.csv").write_text(
        "officer,type,open\n" + "".join(f"{who},one,{a}\n{who},other,{b}\n" for who, (a, b) in held.items())
    )
    assert run(["weights", str(tmp_path), "--period", "week", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [each["weight_hours"] for each in found["weights"]] == [1, 0.5]
    assert "only-totals" in {each["code"] for each in found["findings"]}


def test_an_event_log_needs_no_diaries_and_says_what_became_of_its_time(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two officers work an hour a week on one case each, open from Monday 9:00 to Monday 10:00 of the next week."""
    rows = [
        f"{who},adult,{who},2026-09-{day:02} 09:00,2026-09-{day:02} {end}\n"
        for who in "AB"
        for day, end in ((7, "10:00"), (14, "10:00"))
    ]
    (tmp_path / "log.csv").write_text("officer,case type,case id,start,complete\n" + "".join(rows))
    (tmp_path / "counts.csv").write_text("officer,case type,open\nA,adult,1\nB,adult,1\n")
    assert run(["weights", str(tmp_path), "--period", "week", "--full-time", "40", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [each["weight_hours"] for each in found["weights"]] == [1]
    assert found["fte_hours"] is None
    assert found["findings"][0]["text"].startswith("Of 4 hours between start and end, 4 (100%)")
