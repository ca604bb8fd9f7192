"""Starting values: a published figure where there is one, and a label in any case."""

from __future__ import annotations

import pytest

from app.intake.recognition.starting_weights import offer


@pytest.mark.parametrize(
    ("case_type", "hours", "words"),
    [
        ("Foster Care", "8", "120 h a month ÷ 15 cases"),
        ("Investigation", "10", "120 h a month ÷ 12 cases"),
        ("Maximum supervision", "4", "4 h a month"),
        ("felony-low", "2.92", "35 h ÷ 12"),
        ("Misdemeanor", "0.37", "1776.5 h ÷ 400 cases ÷ 12"),
    ],
)
def test_a_published_figure_is_worked_out_by_hand(case_type: str, hours: str, words: str) -> None:
    found = offer(case_type)
    assert (found.hours, found.is_published) == (hours, True)
    assert words in found.source
    assert found.source.startswith("starting value")


def test_a_type_that_nobody_has_studied_says_so() -> None:
    found = offer("Burglary")
    assert (found.hours, found.is_published) == ("2", False)
    assert "no published figure" in found.source
