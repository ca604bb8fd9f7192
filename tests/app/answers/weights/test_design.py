"""How large a study has to be, as a table."""

from __future__ import annotations

from app.answers.weights.design import design_of, design_sentences, design_table, typical_differences
from solver.weights.design import Differences
from solver.weights.estimate import estimate
from tests.solver.weights.made import made


def test_the_table_has_officers_down_and_weeks_across() -> None:
    header, rows = design_table(design_of(0.2, Differences(), None))
    assert header[:2] == ("officers", "2 weeks")
    assert rows[0][0] == "4"
    assert rows[0][1].startswith("±")


def test_what_no_number_reaches_is_said() -> None:
    found = design_of(0.01, Differences(0.3, 0.3, 0.3), 5)
    lines = design_sentences(found, is_assumed=True)
    assert lines[0].startswith("Assumed")
    assert "no number of officers is enough" in lines[1]
    assert lines[-1] == "±1% with 5 officers: no number of weeks is enough."


def test_an_earlier_study_without_intervals_says_nothing() -> None:
    assert typical_differences(estimate(made([[[1.0]]], [[[1.0]]]))) is None
