"""A relaxation rounded and repaired: by hand where it is easy to see what must come out."""

from __future__ import annotations

import numpy as np

from solver.bounds.level_relaxation import relax_level
from solver.formulation.goals.ranking import held_after
from solver.heuristics.round_and_repair import RoundBoldly, RoundCarefully
from tests.solver.every_plan import effort, incumbent_of, level_of, part_of
from tests.solver.instances import make_problem


def test_the_fewest_moves_are_met_where_the_relaxation_is_whole() -> None:
    """D-1 has four cases of 2 ticks and may keep 6 ticks: one case moves, and the plan that moved three is mended."""
    part = part_of(make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0]))
    level, relaxed, certificate = relax_level(
        level_of(part, held_after(part, {"fairness": 2_000}), "continuity"), effort()
    )
    for heuristic in (RoundBoldly(share=1.0), RoundCarefully()):
        incumbent, _ = incumbent_of(level, np.array([1, 3], np.int64), certificate)
        incumbent.relaxed = relaxed
        planned = heuristic(incumbent, effort())
        assert planned is not None
        assert planned.tolist() == [3, 1]


def test_what_is_near_the_bound_is_left_to_the_neighbourhoods() -> None:
    part = part_of(make_problem([10, 10], [2, 2, 2, 2], current=[0, 0, 0, 0]))
    level, relaxed, certificate = relax_level(
        level_of(part, held_after(part, {"fairness": 2_000}), "continuity"), effort()
    )
    incumbent, _ = incumbent_of(level, np.array([1, 3], np.int64), certificate)
    incumbent.relaxed = relaxed
    assert RoundCarefully(nearly=3.0)(incumbent, effort()) is None


def test_without_a_relaxation_there_is_nothing_to_round() -> None:
    part = part_of(make_problem([10, 10], [2, 2], current=[0, 0]))
    level = level_of(part, held_after(part, {}), "continuity")
    incumbent, _ = incumbent_of(level, np.array([0, 2], np.int64))
    assert RoundCarefully()(incumbent, effort()) is None
    assert RoundBoldly(share=1.0)(incumbent, effort()) is None
