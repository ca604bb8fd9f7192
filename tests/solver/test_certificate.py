"""What a proof consists of: plain numbers that go through pipes."""

from __future__ import annotations

import pickle
from dataclasses import fields

import numpy as np

from solver.certificate import Certificate, HeldGoals, Prices


def proof() -> Certificate:
    two = np.array([3, 0], np.int64)
    return Certificate(
        level="continuity",
        part=4,
        officers=np.array([7, 9], np.int64),
        prices=Prices(2, hours=two, standard=two, kept=two, excess=two, goals={"coverage_3": 5}, counted={3: 40}),
        held=HeldGoals(np.array([10, -1], np.int64), {"coverage_3": 0}),
        bound=6,
    )


def test_it_comes_whole_through_a_pipe() -> None:
    """Parts are planned in processes of their own, and the checker is given what they have found."""
    before, after = proof(), pickle.loads(pickle.dumps(proof()))
    for one, other in ((before, after), (before.prices, after.prices), (before.held, after.held)):
        for field in fields(one):
            a, b = getattr(one, field.name), getattr(other, field.name)
            if isinstance(a, np.ndarray):
                assert (a.dtype, a.tolist()) == (b.dtype, b.tolist())
            elif not isinstance(a, Prices | HeldGoals):
                assert a == b, field.name


def test_goals_that_are_held_or_priced_are_nobody_elses() -> None:
    none = np.zeros(1, np.int64)
    one, other = HeldGoals(none), HeldGoals(none)
    one.rooms["fairness"] = 3
    assert other.rooms == {}
    priced, free = (Prices(1, none, none, none, none) for _ in range(2))
    priced.goals["cost"] = priced.counted[3] = 1
    assert (free.goals, free.counted) == ({}, {})
