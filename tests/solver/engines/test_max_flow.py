"""The exact maximum flow equals one in plain Python integers, whatever the size of the numbers."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from solver.engines.max_flow import Arcs, min_cut, overloaded_groups


def reachable_by_hand(supply: list[int], room: list[int], pairs: list[tuple[int, int]]) -> list[bool]:
    """Augment along shortest paths until none is left (Edmonds and Karp), in Python integers."""
    send, take = list(supply), list(room)
    carried = dict.fromkeys(pairs, 0)
    while True:
        came: dict[tuple[str, int], tuple[str, int] | None] = {("g", g): None for g, left in enumerate(send) if left}
        queue = list(came)
        end = None
        for node in queue:
            kind, number = node
            if kind == "o" and take[number]:
                end = node
                break
            steps = (
                [("o", o) for g, o in pairs if g == number]
                if kind == "g"
                else [("g", g) for g, o in pairs if o == number and carried[g, o]]
            )
            for step in steps:
                if step not in came:
                    came[step] = node
                    queue.append(step)
        if end is None:
            return [("g", g) in came for g in range(len(supply))]
        path = [end]
        while (before := came[path[-1]]) is not None:
            path.append(before)
        path.reverse()
        most = min(send[path[0][1]], take[end[1]])
        for (kind, a), (_, b) in pairwise(path):
            if kind == "o":
                most = min(most, carried[b, a])
        send[path[0][1]] -= most
        take[end[1]] -= most
        for (kind, a), (_, b) in pairwise(path):
            if kind == "g":
                carried[a, b] += most
            else:
                carried[b, a] -= most


@pytest.mark.parametrize("bits", [3, 30, 60, 61, 64, 90, 200, 1000])
def test_equals_augmenting_paths(bits: int) -> None:
    for seed in range(40):
        rng = random.Random(f"cut {bits} {seed}")
        groups, officers = rng.randint(1, 5), rng.randint(1, 5)
        pairs = [(g, o) for g in range(groups) for o in range(officers) if rng.random() < 0.6]
        supply = [rng.randrange(2 ** rng.randint(0, bits)) for _ in range(groups)]
        room = [rng.randrange(2 ** rng.randint(0, bits)) for _ in range(officers)]
        arcs = Arcs(
            groups, officers, np.array([g for g, _ in pairs], np.int32), np.array([o for _, o in pairs], np.int32)
        )
        truth = reachable_by_hand(supply, room, pairs)
        found = min_cut(np.array(supply, object), np.array(room, object), arcs)
        assert found.tolist() == truth, (bits, seed)
        if sum(supply) < 2**62 and max(room) < 2**62:
            assert min_cut(np.array(supply, np.int64), np.array(room, np.int64), arcs).tolist() == truth


def test_only_the_groups_that_overload_their_officers() -> None:
    """3 and 1 of 2 and 2: at the average of 1, the first group is 1 short whatever the second does."""
    arcs = Arcs(2, 2, np.array([0, 1, 1], np.int32), np.array([0, 0, 1], np.int32))
    found = overloaded_groups(np.array([3, 1], np.int64), np.array([2, 2], np.int64), arcs)
    assert found is not None
    assert found.tolist() == [True, False]
    assert overloaded_groups(np.array([1, 3], np.int64), np.array([2, 2], np.int64), arcs) is None


def test_no_effort_overloads_nobody() -> None:
    arcs = Arcs(1, 1, np.zeros(1, np.int32), np.zeros(1, np.int32))
    assert overloaded_groups(np.zeros(1, np.int64), np.ones(1, np.int64), arcs) is None
