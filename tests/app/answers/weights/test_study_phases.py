"""A study with phases: what is asked for, what is refused, and the rows of the sheet ``weights``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from app.answers.weights.answer import weights_of
from app.answers.weights.study_screen import rows_of
from app.answers.weights.weights_sheet import sheet_text
from app.intake.build.problem import build_problem
from app.intake.options import read_plan_options
from solver.errors import InvalidParameter
from solver.weights.estimate import WEEKS, Estimation
from solver.weights.study import Unit
from tests.app.intake.rosters import read

DIARIES = """officer,date,minutes,case type,case id
A,2026-09-08,180,intake,1
A,2026-09-15,60,intake,1
B,2026-09-09,300,intake,2
B,2026-09-16,60,intake,2
C,2026-09-07,120,intake,3
C,2026-09-20,120,intake,3
C,2026-09-20,30,visit,
"""
CASES = """case number,case type,date opened,date closed
1,intake,2026-09-07,
2,intake,2026-09-07,
3,intake,2026-01-01,
"""
COUNTS = "case type,open\nvisit,3\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for name, text in (("diaries", DIARIES), ("cases", CASES), ("counts", COUNTS)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def asked(study: Path, *phases: str, unit: Unit = Unit.OPEN) -> dict[str, Any]:
    return weights_of([study], Estimation(unit), None, phases=phases)


def rows(document: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(sheet_text(document, "study").splitlines()))


def test_three_officers_and_two_weeks_become_rows_that_a_roster_takes(study: Path) -> None:
    """4 h and 1.5 h a case-week, as worked out in ``tests/solver/weights/test_case_ages.py``."""
    document = asked(study, "Intake:7")
    first, later, visit = document["weights"]
    assert (first["case_type"], first["from_age_days"], first["phase"]) == ("intake", 0, "day 0–6")
    assert (later["case_type"], later["from_age_days"], later["phase"]) == ("intake", 7, "from day 7")
    assert (visit["case_type"], visit["phase"]) == ("visit", None)
    assert [first["weight_hours"], later["weight_hours"]] == [
        round(4 * WEEKS["month"], 4),
        round(1.5 * WEEKS["month"], 4),
    ]
    assert [row["from_age_days"] for row in rows(document)] == ["0", "7", ""]
    cases = "case_id,case_type,opened\na,intake,2026-01-01\n"
    december = read_plan_options({"period_start": "2026-12-01"})
    problem = build_problem(read(cases=cases, weights=sheet_text(document, "study")), december).problem
    assert float(problem.hours(int(problem.cases.effort[0]))) == later["weight_hours"]
    assert [row[0] for row in rows_of(document)] == ["intake, day 0–6", "intake, from day 7", "visit"]
    assert {each["code"] for each in document["findings"]} >= {"phase-officers"}


def test_a_phase_without_a_weight_leaves_its_type_out_of_the_sheet(study: Path) -> None:
    document = asked(study, "intake:7,10000")
    assert [row["case_type"] for row in rows(document)] == ["visit"]
    assert "phase-missing" in {each["code"] for each in document["findings"] if each["weight"] == "wrong"}


def test_without_phases_cases_stand_in_for_counts_where_there_are_none(study: Path) -> None:
    assert any("not used" in line for line in asked(study)["read"])
    (study / "counts.csv").unlink()
    document = asked(study)
    assert any("are counted" in line for line in document["read"])
    assert [(each["case_type"], each["cases"]) for each in document["weights"]] == [("intake", 6), ("visit", 0)]
    assert "from_age_days" not in sheet_text(document, "study").splitlines()[0]


def test_a_panel_speaks_of_every_phase_of_its_type(study: Path) -> None:
    votes = "panellist,case type,multiplier\n" + "".join(f"{name},intake,2\n" for name in "PQR")
    (study / "panel.csv").write_text(votes, "utf-8")
    types = asked(study, "intake:7")["should"]["types"]
    assert [each["case_type"] for each in types] == ["intake, day 0–6", "intake, from day 7"]
    assert types[0]["should_hours"] == round(8 * WEEKS["month"], 4)


def test_phases_without_number_kept_a_server_busy_until_its_limit(study: Path) -> None:
    with pytest.raises(InvalidParameter, match="make 2,002 rows of the types; a study may have 2,000"):
        asked(study, ",".join(str(day) for day in range(1, 1001)))


def test_what_cannot_have_phases_is_refused(study: Path) -> None:
    with pytest.raises(InvalidParameter, match="leave --unit new out"):
        asked(study, "30", unit=Unit.NEW)
    (study / "diaries.csv").write_text(DIARIES.replace(",case id", ",remark"), "utf-8")
    with pytest.raises(InvalidParameter, match="the id of the case"):
        asked(study, "30")
    (study / "cases.csv").unlink()
    with pytest.raises(InvalidParameter, match="need a file of cases"):
        asked(study, "30")
