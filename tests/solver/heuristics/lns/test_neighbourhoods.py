"""Neighbourhoods: their size grows and shrinks by what a search of them found, and parameters have ranges."""

from __future__ import annotations

import numpy as np
import pytest

from solver.errors import InvalidParameter
from solver.formulation.goals.ranking import held_after
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.lns.neighbourhoods import LnsParams, NeighbourhoodSelector
from tests.solver.every_plan import effort, incumbent_of, level_of, part_of
from tests.solver.instances import make_problem


def six_officers() -> Incumbent:
    part = part_of(make_problem([10] * 6, [2] * 12, current=[0] * 12))
    level = level_of(part, held_after(part, {}), "evenness")
    planned = np.where(part.column_officer == 0, 12, 0)
    return incumbent_of(level, planned)[0]


def freed(selector: NeighbourhoodSelector, incumbent: Incumbent) -> int:
    """Officers whose columns the next neighbourhood frees."""
    near = selector.next_near(incumbent.x)
    assert near.kind == "officers"
    return int((near.low < near.high)[: len(incumbent.level.part.column_class)].sum())


def test_what_was_searched_in_vain_grows_and_what_was_too_large_shrinks() -> None:
    incumbent = six_officers()
    for complete, size in ((True, 5), (False, 3)):
        selector = NeighbourhoodSelector(incumbent, effort(), LnsParams(first_size=4, small_whole=0))
        assert selector.look_at(incumbent.x)
        assert freed(selector, incumbent) == 4
        for _ in range(2 if complete else 1):
            near = selector.next_near(incumbent.x)
            selector.learn(near, success=False, complete=complete)
        assert freed(selector, incumbent) == size


def test_a_small_program_is_searched_as_a_whole() -> None:
    incumbent = six_officers()
    selector = NeighbourhoodSelector(incumbent, effort(), LnsParams())
    assert selector.look_at(incumbent.x)
    near = selector.next_near(incumbent.x)
    assert (near.kind, near.whole, near.units) == ("whole", True, LnsParams().first_whole_s)


def test_parameters_outside_their_ranges_are_refused() -> None:
    with pytest.raises(InvalidParameter, match=r"LnsParams\.slice_s must be from 1e-09 to inf, not 0"):
        LnsParams(slice_s=0)
    with pytest.raises(InvalidParameter, match=r"LnsParams\.whole_every must be from 2 to inf, not 1"):
        LnsParams(whole_every=1)
