"""What cells say about their column."""

from __future__ import annotations

import pytest

from app.intake.recognition.content import Content


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["", ""], "empty"),
        (["A-1", "A-2", "A-3"], "all different"),
        (["1", "2", "3"], "numbers, all different"),
        (["1", "1,5", "7:30", "1"], "numbers"),
        (["01.02.2026", "2026-03-04", "01.02.2026"], "dates"),
        (["yes", "no", "yes"], "yes or no"),
        (["High", "low", "High"], "2 levels"),
        (["x", "x"], "always the same"),
        (["a", "b", "a"], "2 different"),
        (["a; b", "b", "b"], "2 different, some several in one"),
        (["Smith, A", "Jones, B", "Smith, A"], "2 different"),
    ],
)
def test_content_in_words(cells: list[str], words: str) -> None:
    assert Content.of(cells).words == words


def test_a_few_mistakes_do_not_hide_what_a_column_is() -> None:
    content = Content.of(["2026-01-01"] * 19 + ["tomorrow"])
    assert content.are_dates
    assert not Content.of(["2026-01-01"] * 5 + ["tomorrow"] * 5).are_dates


def test_what_means_nothing_is_not_judged() -> None:
    assert Content.of(["N/A"] * 50 + ["1.5", "2"]).are_numbers
    assert not Content.of(["N/A"] * 50).are_numbers


def test_a_column_of_nothing_but_errors_may_be_of_any_kind() -> None:
    """It was left unread, and so was a pin that a formula would have given; now it is read, and refused."""
    content = Content.of(["#N/A", "=…", ""])
    assert content.are_yes_no
    assert content.are_dates
    assert Content.of(["#N/A"] * 9 + ["1.5"]).are_numbers
    assert not Content.of(["#N/A"] * 9 + ["soon"]).are_numbers
