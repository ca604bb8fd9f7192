from __future__ import annotations

from solver.goals import Goals
from solver.lexicographic.assistance import NOBODY
from solver.lexicographic.part import PartTask
from solver.lexicographic.turn import Turn, Watch
from tests.solver.every_plan import parts_of
from tests.solver.lexicographic.test_parallel import NAMES, offices, plenty, told_nothing


def test_nobody_begins_anything() -> None:
    turn = Turn([PartTask(parts_of(offices(1))[0], 0, NAMES, Goals())], plenty(1), Watch(told_nothing), 1, NOBODY)
    with NOBODY.offering({0: 10}, turn) as offered:
        assert offered == frozenset()
        assert NOBODY.take([0]) is None
        NOBODY.hurry()
        NOBODY.seize(0)
