"""Options as fields of a form."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.answers.weights.study_options import StudyOptions
from solver.weights.estimate import Estimation
from solver.weights.study import Unit


def test_what_is_not_said_is_as_on_the_command_line() -> None:
    found = StudyOptions.model_validate({})
    assert found.estimation == Estimation()
    assert (found.full_time, found.source, found.dates) == (None, "", None)


def test_texts_of_a_form_are_read() -> None:
    wanted = {"unit": "new", "period": "year", "full_time": "37.5", "shared_cv": "0.1", "dates": "day-first"}
    found = StudyOptions.model_validate(wanted)
    assert found.estimation == Estimation(Unit.NEW, "year", 0.1)
    assert (found.full_time, found.dates) == (37.5, "day-first")


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "closed"},
        {"period": "day"},
        {"full_time": "0"},
        {"full_time": "169"},
        {"full_time": "1e400"},
        {"full_time": "nan"},
        {"shared_cv": "1.5"},
        {"source": "a\nb"},
        {"source": "x" * 201},
        {"dates": "year-first"},
        {"more": "x"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        StudyOptions.model_validate(wrong)
