"""What officers hold, counted from the cases."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.analysis.loads import efforts_held, loads_of, peak, spread
from solver.problem import OWN_EFFORT
from tests.solver.instances import make_problem


def officers(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, np.int32)


def test_workload_is_measured_against_what_the_hours_carry() -> None:
    """10 h, 20 h at half efficiency, and none; 2.5, 5 and 1 h of work, in ticks of half an hour."""
    problem = make_problem([20, 20, 0], [5, 10, 2], available=[20, 40, 0])
    found = loads_of(problem, officers(0, 1, 1))
    assert found.count.tolist() == [1, 2, 0]
    assert found.load.tolist() == [5, 12, 0]
    used = found.utilization(problem)
    assert used == [Fraction(1, 4), Fraction(3, 5), None]
    assert peak(used) == Fraction(3, 5)
    assert spread(used, np.array([True, True, True])) == Fraction(7, 20)
    assert spread(used, np.array([True, False, True])) == 0
    assert peak([None]) is None
    assert spread([None], np.array([True])) is None


def test_a_pair_with_its_own_time_takes_that_and_any_other_takes_the_weight() -> None:
    pairs = [(0, 0, 0, 3), (0, 1, 0, 8), (1, 0, 1, OWN_EFFORT)]
    problem = make_problem([10, 10], [4, 4, 4], pairs=pairs)
    assert loads_of(problem, officers(0, 0, 0)).load.tolist() == [3 + 4 + 4, 0]
    assert loads_of(problem, officers(1, 1, 1)).load.tolist() == [0, 8 + 4 + 4]
    assert loads_of(problem, officers(1, -1, 0)).load.tolist() == [4, 8]
    assert efforts_held(problem, np.array([2, 0]), officers(1, 1)).tolist() == [4, 8]


def test_who_has_left_and_nobody_hold_nothing() -> None:
    problem = make_problem([10], [4, 5, 6])
    found = loads_of(problem, officers(-1, -2, 0))
    assert (found.count.tolist(), found.load.tolist()) == ([1], [6])
