"""Continuity: what is taken from somebody who may keep it, in cases or in ticks."""

from __future__ import annotations

import numpy as np
import pytest

from solver.formulation.goals.continuity import CONTINUITY, CONTINUITY_AGAIN
from solver.goals import Goals, Measure, Unit
from solver.problem import LEFT, NEW
from tests.solver.every_plan import part_of
from tests.solver.instances import make_problem


@pytest.mark.parametrize(("moves", "value"), [(Measure.CASES, 2), (Measure.HOURS, 7)])
def test_forced_moves_and_new_cases_do_not_count(moves: Measure, value: int) -> None:
    """D-2 gets everything: cases of 2 and 5 ticks from D-1, one that is new and one whose officer has left."""
    part = part_of(make_problem([20, 20], [2, 5, 3, 4], current=[0, 0, NEW, LEFT]), Goals(moves=moves))
    planned = np.where(part.column_officer == 1, part.count[part.column_class], 0)
    assert CONTINUITY.value(part, planned) == value
    assert CONTINUITY.unit(Goals(moves=moves)) is (Unit.HOURS if moves is Measure.HOURS else Unit.CASES)


def test_it_applies_where_anybody_may_keep_anything() -> None:
    assert CONTINUITY.applies(part_of(make_problem([9], [1], current=[0])))
    assert not CONTINUITY.applies(part_of(make_problem([9], [1], current=[NEW])))


def test_a_limit_on_moves_is_its_slack() -> None:
    assert CONTINUITY.slack(Goals(), 2) == 0
    assert CONTINUITY.slack(Goals(max_moves=5), 2) == 3
    assert CONTINUITY.slack(Goals(max_moves=1), 2) == 0


def test_where_moves_are_free_or_counted_none_is_made_in_vain() -> None:
    assert CONTINUITY.asked(Goals(move_freely=True))
    assert CONTINUITY_AGAIN.asked(Goals(max_moves=0))
    assert not CONTINUITY_AGAIN.asked(Goals())
    assert CONTINUITY_AGAIN.slack(Goals(max_moves=5), 2) == 0
