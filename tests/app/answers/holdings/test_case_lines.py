from __future__ import annotations

from app.answers.holdings.case_lines import CaseLine, Change
from tests.app.answers.holdings.plans import lines


def test_a_line_says_who_had_a_case_who_has_it_and_what_it_takes() -> None:
    assert lines()[1] == CaseLine(2, "C-2", "review", "", 2.5, 1, "Ann", "Bo", Change.MOVES, "balance")
    assert lines()[0].office == "North"


def test_every_change_has_a_name() -> None:
    assert [line.change for line in lines()] == [Change.KEPT, Change.MOVES, Change.NEW, Change.LOST, Change.WAITS]
