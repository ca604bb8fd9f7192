"""Connected parts, and halves that lose no arc they should keep."""

from __future__ import annotations

import random

import numpy as np

from solver.fair_shares.blocks import Block, connected, halves, split
from solver.fair_shares.network import Network, network_of
from solver.model.units import units_of
from tests.solver.instances import make_problem


def network(eligible: list[list[int]], officers: int) -> Network:
    problem = make_problem([1] * officers, [1] * len(eligible), eligible or [[]], signature=list(range(len(eligible))))
    return network_of(problem, units_of(problem))


def blocks(eligible: list[list[int]], officers: int) -> list[Block]:
    found = network(eligible, officers)
    return connected(found, np.arange(len(found.slot)))


def test_connected_parts_equal_spreading_by_hand() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        n = rng.randint(1, 9)
        rows = {tuple(o for o in range(n) if rng.random() < 0.2) for _ in range(rng.randint(1, 9))} - {()}
        parts = [{o} for o in range(n)]
        for row in rows:
            touched = [part for part in parts if part & set(row)]
            parts = [part for part in parts if part not in touched] + [set[int]().union(*touched)]
        reached = {o for row in rows for o in row}
        truth = sorted(sorted(part) for part in parts if part & reached)
        assert sorted(block.officers.tolist() for block in blocks([list(row) for row in rows], n)) == truth


def test_a_long_chain_is_one_part() -> None:
    (block,) = blocks([[k, k + 1] for k in range(999)], 1000)
    assert block.officers.tolist() == list(range(1000))
    assert len(block.slots) == 999
    assert not block.differs


def test_halves() -> None:
    """The tight slot takes officer 1 with it; who may also go to 2 stays with 2, without 1."""
    (block,) = blocks([[1], [1, 2], [2]], 3)
    slot = {
        tuple(sorted(np.asarray(block.officers)[block.arcs.officer[block.arcs.group == s]].tolist())): s
        for s in range(3)
    }
    tight = np.zeros(3, np.bool_)
    tight[slot[1,]] = True
    inside, outside = halves(block, tight)
    (inner,) = connected(block.network, inside)
    (outer,) = connected(block.network, outside)
    assert (inner.officers.tolist(), len(inner.slots)) == ([1], 1)
    assert (outer.officers.tolist(), len(outer.slots)) == ([2], 2)


def test_no_arcs_no_parts() -> None:
    assert blocks([], 3) == []


def test_split() -> None:
    assert [part.tolist() for part in split(np.array([2, 0, -1, 2]), 3)] == [[1], [], [0, 3]]
