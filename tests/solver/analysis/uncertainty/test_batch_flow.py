"""Missing hours of many what-ifs, against trying every set of groups."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from solver.analysis.uncertainty.batch_flow import BatchFlowParams, Shortfall


def worst(reach: NDArray[np.bool_], limit: NDArray[np.int64], effort: NDArray[np.float64]) -> float:
    """The most by which the effort of a set exceeds the limits of all who may take any of it."""
    groups = range(len(effort))
    return max(
        float(effort[list(some)].sum() - limit[reach[list(some)].any(axis=0)].sum())
        for size in range(len(effort) + 1)
        for some in combinations(groups, size)
    )


@pytest.mark.parametrize("seed", range(40))
def test_every_what_if_equals_the_enumeration_of_all_sets(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, officers = int(rng.integers(1, 7)), int(rng.integers(1, 6))
    reach = rng.random((groups, officers)) < rng.choice([0.2, 0.5])
    limit = rng.integers(0, 30, officers)
    effort = rng.integers(0, 30, groups)
    deltas = np.maximum(rng.normal(0, 9, (groups, 25)), -effort[:, None])
    deltas[:, 0] = 0
    params = BatchFlowParams(arcs_at_once=1) if seed % 2 else BatchFlowParams()  # as many flows as what-ifs, or one
    base, changes = Shortfall(reach, limit, params).changes(effort, deltas)
    reach = reach & (limit > 0)
    assert base == worst(reach, limit, effort.astype(np.float64))
    assert changes[0] == 0
    for at in range(deltas.shape[1]):
        assert base + changes[at] == pytest.approx(
            worst(reach, limit, (effort + deltas[:, at]).astype(np.float64)), abs=1e-4
        )


def test_large_numbers_lose_nothing_where_nothing_is_added() -> None:
    reach = np.array([[True, False], [True, True], [False, True]])
    limit = np.array([2**57 + 1, 2**56 + 3])
    effort = np.array([2**57 + 6, 5, 2**56 - 1])
    base, changes = Shortfall(reach, limit).changes(effort, np.zeros((3, 50)))
    assert base == 6  # 2^57 + 6 + 5 + 2^56 - 1 - (2^57 + 2^56 + 4), more than the 5 of the first group alone
    assert changes.tolist() == [0.0] * 50


def test_groups_that_nobody_may_take_are_missing_as_a_whole() -> None:
    flow = Shortfall(np.array([[False, True], [True, False]]), np.array([10, 0]))
    base, changes = flow.changes(np.array([7, 12]), np.array([[1.5, 0.0], [-3.0, 1.0]]))
    assert base == 7 + 2
    assert changes.tolist() == [1.5 - 2, 1.0]
    assert flow.arcs == 0
