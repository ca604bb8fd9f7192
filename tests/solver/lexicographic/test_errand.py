from __future__ import annotations

import os
import pickle
from typing import Any

import numpy as np
import pytest

from solver.goals import Goals
from solver.lexicographic.errand import Errand, Unreadable, errand_of, packed, result_of
from solver.lexicographic.part import PartTask
from solver.solve import plan_part
from tests.solver.every_plan import parts_of
from tests.solver.lexicographic.test_parallel import NAMES, offices


def an_errand() -> Errand:
    task = PartTask(parts_of(offices(1))[0], 3, NAMES, Goals())
    return Errand(task, 60.0, 100.0, 1, 0)


def test_an_errand_and_its_result_are_the_same_after_a_journey() -> None:
    errand = an_errand()
    here = errand.run(None, lambda *_: None)
    assert packed(errand_of(packed(errand))) == packed(errand)
    there = result_of(plan_part(packed(errand), lambda *_: None))
    assert np.array_equal(here.planned, there.planned)
    assert [(rung.best, rung.bound, rung.proof) for rung in here.rungs] == [
        (rung.best, rung.bound, rung.proof) for rung in there.rungs
    ]
    again = errand.task.after(there)
    assert errand_of(packed(Errand(again, 1.0, 1.0, 1, 0))).task.turn == 1


class Harmful:
    """What somebody who may write to the database could have put there."""

    def __init__(self, function: Any, *args: Any) -> None:
        self.call = function, args

    def __reduce__(self) -> Any:
        return self.call


@pytest.mark.parametrize(
    "call",
    [
        (os.system, "true"),
        (eval, "1"),
        (getattr, Goals(), "policy"),
        (pickle.loads, b"x"),
        (plan_part, b"x"),
        (np.load, "x"),
    ],
)
def test_nothing_but_a_part_can_be_made_of_what_is_read(call: tuple[Any, ...]) -> None:
    data = pickle.dumps(Harmful(*call))
    for read in (errand_of, result_of):
        with pytest.raises(Unreadable, match="a part has no"):
            read(data)


@pytest.mark.parametrize("data", [b"", b"what is this?", packed(an_errand())[:-100], pickle.dumps(7)])
def test_what_is_no_part_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        errand_of(data)


def test_an_errand_is_no_result_and_a_result_no_errand() -> None:
    errand = packed(an_errand())
    with pytest.raises(Unreadable, match="no plan of a part"):
        result_of(errand)
    with pytest.raises(Unreadable, match="no errand"):
        errand_of(plan_part(errand, lambda *_: None))
