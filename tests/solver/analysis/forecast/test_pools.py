"""The pools of a period, by hand, against the fair shares of a roster, and whatever the size of the numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.analysis.forecast.pools import GRAINS, NOBODY, Slots, pools_of
from solver.fair_shares.decomposition import fair_shares
from solver.fair_shares.network import network_of
from solver.model.units import units_of
from solver.problem import Need
from tests.solver.analysis.made_rosters import HOUR, random_roster, roster
from tests.solver.instances import random_instance

SPECIAL = Need(skills=frozenset({"x"}))


def test_pools_follow_the_work() -> None:
    """A may take both slots, B the second: two pools where the first alone fills A, one where A has time left."""
    problem = roster([100, 100], [(SPECIAL, 90), (Need(), 60)], skills=[{"x"}, set()])
    network = network_of(problem, units_of(problem))
    apart = pools_of(network, [90 * HOUR * GRAINS, 60 * HOUR * GRAINS])
    assert apart.of_slot.tolist() == [0, 1, 2]
    assert apart.limits == (100 * HOUR, 100 * HOUR, 0)
    assert list(apart.demand) == [90 * HOUR, 60 * HOUR, 0]
    together = pools_of(network, [30 * HOUR * GRAINS, 120 * HOUR * GRAINS])
    assert together.of_slot.tolist() == [0, 0, 1]
    assert together.limits == (200 * HOUR, 0)
    assert together.nobody == 1


def test_pools_are_the_tiers_of_the_same_work() -> None:
    for seed in range(60):
        problem = random_roster(seed) if seed % 2 else random_instance(seed).problem
        units, shares = units_of(problem), fair_shares(problem)
        network = network_of(problem, units)
        found = pools_of(network, [int(amount) * GRAINS for amount in network.amount])
        assert found.limits == (*(tier.limit for tier in shares.tiers), 0)
        assert found.demand == (*(tier.demand for tier in shares.tiers), 0)


def test_amounts_beyond_64_bits_are_exact() -> None:
    problem = roster([100, 100], [(SPECIAL, 90), (Need(), 60)], skills=[{"x"}, set()])
    network = network_of(problem, units_of(problem))
    vast = 10**30
    found = pools_of(network, [vast + 1, vast])
    assert found.demand[:2] == (Fraction(vast + 1, GRAINS), Fraction(vast, GRAINS)), "one grain more parts them"
    assert len(pools_of(network, [vast, vast]).limits) == 2


def test_a_slot_is_numbered_by_who_may_take_it() -> None:
    problem = roster([10, 0, 10], [(SPECIAL, 1), (Need(), 1)], skills=[{"x"}, {"x"}, set()])
    slots = Slots(network_of(problem, units_of(problem)))
    assert slots.number(np.array([True, False, False])) == slots.number(np.array([True, True, False])) == 0
    assert slots.number(np.array([True, False, True])) == 1
    assert slots.number(np.array([False, False, True])) == slots.number(np.array([False, True, True])) == 2
    assert slots.number(np.array([False, True, False])) == NOBODY, "an officer without hours carries nothing"
    network = slots.network()
    assert len(network.amount) == 3
    assert pools_of(network, [0, 0, 5 * GRAINS]).demand[0] == 5


def test_officers_who_may_take_the_same_are_one() -> None:
    problem = roster([10, 20, 30, 0], [(SPECIAL, 1), (Need(), 1)], skills=[{"x"}, set(), set(), set()])
    network = Slots(network_of(problem, units_of(problem))).network()
    assert sorted(network.limit[network.limit > 0].tolist()) == [10 * HOUR, 50 * HOUR]
    assert len(network.slot) == 3


def test_slots_whose_times_differ_are_not_plain() -> None:
    for seed in range(40):
        problem = random_instance(seed).problem
        network = network_of(problem, units_of(problem))
        slots = Slots(network)
        assert [slots.is_plain(at) for at in range(len(network.amount))] == (~network.differs).tolist()
        assert slots.is_plain(NOBODY)
        assert slots.is_plain(len(network.amount))
