"""A few officers packed anew: fills of their hours, what is kept, and where it ends."""

from __future__ import annotations

import random
from typing import Any

import pytest

from solver.errors import InvalidParameter
from solver.heuristics.packing.packing_state import PackingState
from solver.heuristics.packing.repacking import Repacker, RepackingParams, fill_hours
from tests.solver.every_plan import effort
from tests.solver.heuristics.packing.test_packing_state import of_effort, task_of
from tests.solver.instances import make_problem

PARAMS = RepackingParams()


def test_the_longest_case_that_fits_is_in_the_fill_where_that_is_asked_for() -> None:
    """41 h alone fills less of 60 h than 35 h + 25 h; with it 60 h are never full."""
    task = task_of(make_problem([60], [41, 35, 25]))
    units = of_effort(task, 41, 35, 25)
    assert sorted(task.effort[u] for u in fill_hours(task, units, 0, PARAMS, with_first=False)[0]) == [25, 35]
    assert [task.effort[u] for u in fill_hours(task, units, 0, PARAMS, with_first=True)[0]] == [41]


def test_many_short_cases_fill_the_hours_too() -> None:
    """300 cases of which 40 are looked at: most of the hours are filled in their order."""
    rng = random.Random(3)
    task = task_of(make_problem([4_000], [rng.randint(20, 90) for _ in range(300)]))
    fill, _ = fill_hours(task, range(300), 0, RepackingParams(look_at=40), with_first=True)
    assert len(set(fill)) == len(fill)
    assert sum(task.effort[u] for u in fill) == task.rooms[0].ticks


def stuck() -> PackingState:
    """Two officers of 100 h with 40 h + 50 h and 35 h + 55 h; 20 h waits, though 40 + 35 + 20 and 50 + 55 fit 105 h."""
    task = task_of(make_problem([100, 105], [40, 50, 35, 55, 20]))
    return PackingState(task, [of_effort(task, 8, 10), of_effort(task, 7, 11)])


@pytest.mark.parametrize("urgent_first", [True, False])
def test_what_is_unused_in_small_pieces_is_brought_together(urgent_first: bool) -> None:
    packing = stuck()
    assert [packing.task.effort[u] for u in packing.waiting] == [4]
    Repacker(PARAMS, packing, random.Random(0), urgent_first).run(0, effort())
    assert packing.waiting == []
    assert packing.rank[:2] == (0, 0)
    assert [packing.room_beside(o, units) for o, units in enumerate(packing.held)] == packing.rooms
    assert packing.rank == PackingState(packing.task, packing.held).rank


@pytest.mark.parametrize("params", [RepackingParams(patience=0), RepackingParams(steps=0)])
def test_without_patience_or_steps_nothing_changes(params: RepackingParams) -> None:
    packing = stuck()
    before = [list(units) for units in packing.held]
    Repacker(params, packing, random.Random(0), urgent_first=True).run(0, effort())
    assert packing.held == before


def test_it_ends_where_the_aim_is_met() -> None:
    packing = stuck()
    before = packing.rank
    Repacker(PARAMS, packing, random.Random(0), urgent_first=True).run(1, effort())
    assert packing.rank == before


def test_it_ends_in_vain_where_nothing_more_fits() -> None:
    task = task_of(make_problem([110, 110], [61, 62, 63]))
    packing = PackingState(task, [of_effort(task, 62), of_effort(task, 63)])
    Repacker(PARAMS, packing, random.Random(0), urgent_first=True).run(0, effort())
    assert packing.value == 1
    assert packing.rank[1] == 61, "the shortest waits"


@pytest.mark.parametrize(
    "wrong", [{"officers": (2, 0)}, {"look_at": 0}, {"jitter": -1}, {"patience": -1}, {"steps": -1}]
)
def test_bad_parameters_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        RepackingParams(**wrong)
