"""Whether all units find room in hours alone, or in places alone."""

from __future__ import annotations

import numpy as np
import pytest

from solver.engines.integer_program import Rule
from solver.errors import InvalidParameter
from solver.fair_shares.placeability import PARAMS, PlaceabilityParams, all_placeable
from solver.model.units import units_of
from solver.problem import Problem
from tests.solver.instances import make_problem


def asked(problem: Problem, room: list[int], rule: Rule, params: PlaceabilityParams = PARAMS) -> bool | None:
    units = units_of(problem)
    return all_placeable(problem, units, np.arange(len(units)), np.array(room, np.int64), rule, params)


def test_whole_cases_must_fit_the_hours() -> None:
    assert asked(make_problem([4, 4], [3, 3, 1, 1]), [4, 4], Rule.HOURS) is True
    assert asked(make_problem([4, 4], [3, 3, 2]), [4, 4], Rule.HOURS) is False
    assert asked(make_problem([4, 4], [3, 3, 2]), [3, 3], Rule.STANDARD) is True


def test_a_family_needs_its_places_with_one_officer() -> None:
    problem = make_problem([9, 9], [1, 1, 1], bundle=[0, 0, -1])
    assert asked(problem, [2, 1], Rule.STANDARD) is True
    assert asked(problem, [1, 1], Rule.STANDARD) is False


def test_a_case_takes_what_it_takes_of_each_officer() -> None:
    problem = make_problem([9, 9], [5, 5], pairs=[(0, 0, 0, 2), (0, 1, 0, -1)])
    assert asked(problem, [2, 5], Rule.HOURS) is True
    assert asked(problem, [1, 9], Rule.HOURS) is False


def test_what_nobody_may_hold_finds_no_room() -> None:
    assert asked(make_problem([9], [1], [[]]), [9], Rule.HOURS) is False


def test_too_many_pairs_leave_the_question_open() -> None:
    problem = make_problem([4, 4], [1, 1])
    assert asked(problem, [4, 4], Rule.HOURS, PlaceabilityParams(most_pairs=3)) is None
    assert asked(problem, [4, 4], Rule.HOURS, PlaceabilityParams(most_pairs=4)) is True


def test_no_time_at_all_is_refused() -> None:
    with pytest.raises(InvalidParameter, match=r"PlaceabilityParams\.work must be from 1e-09 to inf, not 0"):
        PlaceabilityParams(work=0)
