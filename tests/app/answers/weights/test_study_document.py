"""The document: rounded, in order, and None where nothing is known."""

from __future__ import annotations

import json

import numpy as np

from app.answers.weights.study_document import document_of
from app.answers.weights.study_screen import next_command, rows_of, sentences_of, what_to_do
from app.answers.weights.weights_sheet import decimal, sheet_text, source_of
from app.intake.time_study.read_study import ReadStudy
from solver.weights.checks import findings_of
from solver.weights.estimate import Estimation, estimate
from solver.weights.study import Unit
from tests.solver.weights.made import made
from tests.solver.weights.test_clusters import CASES, HOURS


def document(asked: Estimation | None = None, full_time: float | None = None) -> dict[str, object]:
    hours, cases = HOURS.repeat(2, axis=2), CASES.repeat(2, axis=2)
    cases[:, :, 1] = 0
    study = made(hours, cases, other=np.full((3, 2), 10.0))
    asked = asked or Estimation()
    found = estimate(study, asked)
    return document_of(ReadStudy(study, ("read so",)), asked, found, findings_of(study, found), full_time)


def test_it_is_json_and_a_type_without_cases_has_no_weight() -> None:
    made_of = json.loads(json.dumps(document(), allow_nan=False))
    first, second = made_of["weights"]
    assert first["weight_hours"] == 2.1741
    assert first["low_hours"] < first["weight_hours"] < first["high_hours"]
    assert second["weight_hours"] is None
    assert second["to_halve"] is None
    assert {each["code"] for each in made_of["findings"]} >= {"no-counts", "few-officers", "no-paid-hours"}
    assert made_of["read"] == ["read so"]


def test_hours_for_cases_need_the_hours_of_a_week() -> None:
    """120 of 180 recorded hours belong to cases: two thirds of 40 hours a week."""
    assert document()["fte_hours"] is None
    assert document(full_time=40)["fte_hours"] == round(40 * 2 / 3 * 365.2425 / 84, 2)


def test_the_sheet_has_every_column_and_leaves_out_what_has_no_weight() -> None:
    lines = sheet_text(document(), source_of(document(), "our study")).splitlines()
    assert lines[0] == "case_type,weight_hours,low_hours,high_hours,case_cv,unit,source"
    assert len(lines) == 2
    assert lines[1].startswith("T0,2.1741,")
    assert "our study (3 officers, 2 weeks; hours of an open case a month; 90 % interval)" in lines[1]


def test_numbers_are_written_without_exponents_or_noughts() -> None:
    assert [decimal(value) for value in (0.0001, 2.0, 1.5, None)] == ["0.0001", "2", "1.5", ""]


def test_the_screen_shows_a_dash_where_nothing_is_known() -> None:
    rows = rows_of(document())
    assert rows[0][0:2] == ("T0", "2.17")
    assert rows[1][1:5] == ("–", "–", "–", "–")
    assert "an open case a month" in sentences_of(document())[0]
    assert "from beginning to end" in sentences_of(document(Estimation(Unit.NEW)))[0]


def test_the_next_command_says_what_the_study_knows() -> None:
    assert next_command(document()) == "caseload plan ROSTER"
    assert next_command(document(Estimation(period="week"), 40)).startswith(
        "caseload plan ROSTER --fte-hours 26.67 --p"
    )


def test_weights_of_new_cases_are_not_for_a_plan() -> None:
    assert "--unit open" in what_to_do(document(Estimation(Unit.NEW)))[0]
    assert what_to_do(document())[1] == "  caseload plan ROSTER"
