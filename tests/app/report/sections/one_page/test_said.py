"""Sentences become brief one after the other, and no alarm is lost."""

from __future__ import annotations

import pytest

from app.report.sections.one_page.said import LENGTH, Row, Said, count_words, fitted, people, short

ROWS = (
    Row("First", (Said("one two three", "one", 1), Said("four five", "", 3))),
    Row("Second", (Said("six seven eight"),)),
    Row("Third", (Said("nine", "", 2),)),
)


def words(rows: tuple[Row, ...]) -> list[str]:
    return [line for row in rows for line in row.lines]


@pytest.mark.parametrize(
    ("most", "left"),
    [
        (9, ["one two three four five", "six seven eight", "nine"]),
        (7, ["one two three", "six seven eight", "nine"]),
        (6, ["one two three", "six seven eight"]),
        (4, ["one", "six seven eight"]),
        (0, ["one", "six seven eight"]),
    ],
)
def test_the_largest_turn_is_made_brief_first_and_what_has_no_brief_form_stays(most: int, left: list[str]) -> None:
    shown = fitted(ROWS, lambda rows: sum(count_words(*row.lines) for row in rows) <= most)
    assert words(shown) == left


def test_a_list_has_a_line_for_each() -> None:
    assert Row("To do", (Said("a."), Said(""), Said("b.")), is_list=True).lines == ("a.", "b.")
    assert Row("Said", (Said("a."), Said(""), Said("b."))).lines == ("a. b.",)
    assert Row("Nothing", (Said(""),)).lines == ()


def test_people_are_named_up_to_three_and_long_names_are_cut() -> None:
    assert people(["A"]) == "A"
    assert people(["A", "B", "C"]) == "A, B and C"
    assert people(list("ABCD")) == "these 4 officers"
    assert len(short("x" * 64)) == LENGTH
