"""What all parts come to together while they are planned: nothing before all have told, and never a step back."""

from __future__ import annotations

from typing import Any

import numpy as np

from solver.formulation.goals.ranking import BY_NAME
from solver.goals import Unit
from solver.lexicographic.part import LevelOutcome, PartResult
from solver.plan import Proof
from solver.progress import ProgressBoard

UNITS = {"coverage_3": Unit.CASES, "fairness": Unit.STEPS, "continuity": Unit.CASES}


class Board:
    """A board of so many parts, and all that it has told."""

    def __init__(self, parts: int, **aside: int) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.board = ProgressBoard(parts, UNITS, dict.fromkeys(UNITS, 0) | aside, lambda *news: self.told.append(news))

    def last(self) -> tuple[Any, ...]:
        return self.told[-1]


def planned(**levels: tuple[int, int]) -> PartResult:
    """A part that is planned to the end: best and bound by level."""
    rungs = (LevelOutcome(BY_NAME[name], best, bound, 0, Proof.SEARCH, None) for name, (best, bound) in levels.items())
    return PartResult(np.zeros(0, np.int64), tuple(rungs))


def test_a_single_part_is_told_as_it_is() -> None:
    one = Board(1)
    one.board.tell(0, "coverage_3", 4, 1)
    one.board.tell(0, "fairness", 900, 300)
    assert one.told == [("coverage_3", 4, 1, 1, 0), ("fairness", 900, 300, 1, 0)]


def test_until_every_part_has_told_only_their_number_is() -> None:
    """What some of them come to would grow while the others come in."""
    two = Board(2)
    two.board.tell(0, "coverage_3", 4, 1)
    assert two.told == [("parts", None, None, 2, 0)]
    two.board.tell(0, "coverage_3", 3, 1)
    assert len(two.told) == 1, "the number of parts that are done has not changed"
    two.board.tell(1, "coverage_3", 7, 2)
    assert two.last() == ("coverage_3", 10, 3, 2, 0)


def test_cases_add_up_and_steps_are_those_of_the_worst_part() -> None:
    two = Board(2)
    two.board.tell(0, "fairness", 900, 100)
    two.board.tell(1, "fairness", 500, 300)
    assert two.last() == ("fairness", 900, 300, 2, 0)
    two.board.tell(0, "continuity", 9, 8)
    two.board.tell(1, "continuity", 5, 1)
    assert two.last() == ("continuity", 14, 9, 2, 0)
    two.board.tell(1, "continuity", 2, 2)
    assert two.last() == ("continuity", 11, 10, 2, 0)


def test_what_nobody_can_hold_counts() -> None:
    one = Board(1, coverage_3=5)
    one.board.tell(0, "coverage_3", 4, 1)
    assert one.last() == ("coverage_3", 9, 6, 1, 0)


def test_a_part_that_is_further_does_not_take_the_others_with_it() -> None:
    two = Board(2)
    for part in (0, 1):
        two.board.tell(part, "coverage_3", 0, 0)
    two.board.tell(0, "fairness", 900, 100)
    assert two.last()[0] == "coverage_3"
    two.board.tell(1, "fairness", 500, 300)
    assert two.last()[0] == "fairness"


def test_what_is_told_never_goes_back_to_an_earlier_level() -> None:
    two = Board(2)
    for part in (0, 1):
        two.board.tell(part, "fairness", 900, 100)
    before = len(two.told)
    two.board.tell(0, "coverage_3", 3, 0)
    two.board.tell(1, "coverage_3", 3, 0)
    assert len(two.told) == before


def test_a_part_that_is_done_tells_of_what_was_clear_from_the_start() -> None:
    """Its levels took no search, so nobody heard of them; the other part's do not wait for that."""
    two = Board(2)
    two.board.finished(0, planned(coverage_3=(0, 0), fairness=(20, 20), continuity=(1, 1)))
    assert two.told == [("parts", None, None, 2, 1)]
    two.board.tell(1, "continuity", 7, 4)
    assert two.last() == ("continuity", 8, 5, 2, 1)


def test_a_part_that_is_done_has_the_last_word_on_itself() -> None:
    two = Board(2)
    for part in (0, 1):
        two.board.tell(part, "continuity", 9, 1)
    two.board.finished(0, planned(continuity=(4, 4)))
    assert two.last()[0] == "continuity", "levels are told of, so numbers of parts are not"
    two.board.tell(1, "continuity", 8, 1)
    assert two.last() == ("continuity", 12, 5, 2, 1)


def test_when_the_last_part_is_done_nothing_more_is_said_of_parts() -> None:
    two = Board(2)
    two.board.finished(1, planned(coverage_3=(0, 0)))
    two.board.finished(0, planned(coverage_3=(0, 0)))
    assert two.told == [("parts", None, None, 2, 1)]
