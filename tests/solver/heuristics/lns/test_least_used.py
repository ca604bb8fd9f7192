"""The least used officer is given more, and nobody loses what they lack already."""

from __future__ import annotations

import numpy as np
import pytest

from solver.certificate import HeldGoals
from solver.errors import InvalidParameter
from solver.formulation.goals.continuity import CONTINUITY
from solver.heuristics.lns.least_used import LeastUsedParams, lift_least_used
from solver.model.part import Part
from solver.problem import NEW
from tests.solver.every_plan import effort, part_of
from tests.solver.instances import make_problem


def three_officers() -> tuple[Part, np.ndarray]:
    """All six new cases are with D-1; D-2 holds two of their own, D-3 nothing."""
    part = part_of(make_problem([20, 20, 20], [2] * 8, current=[1, 1] + [NEW] * 6))
    planned = np.where(part.column_officer == 0, 6, np.where(part.column_officer == 1, 2, 0)).astype(np.int64)
    return part, planned


def test_nobody_is_left_with_less_than_is_asked_for() -> None:
    part, planned = three_officers()
    held = HeldGoals(np.full(3, 12), {"continuity": 0}, np.array([4, 4, 4]))
    found = lift_least_used(part, held, planned, effort())
    assert part.loads(found).min() >= 4
    assert part.loads(found).sum() == 16
    assert CONTINUITY.value(part, found) == 0


def test_what_is_held_is_not_given_up() -> None:
    part, planned = three_officers()
    held = HeldGoals(np.array([12, 12, 2]), {"continuity": 0}, np.array([4, 4, 4]))
    found = lift_least_used(part, held, planned, effort())
    assert part.loads(found)[2] == 2


def test_a_plan_in_which_nobody_lacks_anything_stays() -> None:
    part, planned = three_officers()
    held = HeldGoals(np.full(3, 12), {}, np.zeros(3, np.int64))
    assert lift_least_used(part, held, planned, effort()).tolist() == planned.tolist()


@pytest.mark.parametrize("bad", [{"givers": 0}, {"patience": 0}, {"seconds": 0.0}])
def test_parameters_have_ranges(bad: dict[str, float]) -> None:
    with pytest.raises(InvalidParameter, match=next(iter(bad))):
        LeastUsedParams(**bad)  # type: ignore[arg-type]
