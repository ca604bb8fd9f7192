from __future__ import annotations

import pytest

from app.intake.columns.total_words import EXPORT_ALONE, LEFT_OUT, SURE, WHOLE_NAMES
from app.intake.doubts.totals import is_total as is_asked_about
from app.intake.recognition.rows.left_out import is_total as is_left_out


@pytest.mark.parametrize("name", sorted(WHOLE_NAMES))
def test_a_roster_asks_about_every_word_of_the_table(name: str) -> None:
    assert is_asked_about(name)
    assert is_asked_about(name.upper())


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_an_export_leaves_out_what_is_called_exactly_so_and_a_roster_asks(name: str) -> None:
    assert is_left_out(name)
    assert is_asked_about(name) == (name not in EXPORT_ALONE.split(", "))


@pytest.mark.parametrize("name", sorted(WHOLE_NAMES - LEFT_OUT))
def test_what_may_be_no_sum_is_asked_about_and_never_left_out(name: str) -> None:
    """An average that an export left out would be a question that nobody is asked."""
    assert not is_left_out(name)


def test_words_stand_once() -> None:
    assert all(word == word.casefold() for word in (*WHOLE_NAMES, *LEFT_OUT))
    assert not SURE.intersection(EXPORT_ALONE.split(", "))
