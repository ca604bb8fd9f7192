"""Units become slots of work: alike ones together, and what listed pairs change."""

from __future__ import annotations

import numpy as np
import pytest

from solver.fair_shares.network import Network, network_of
from solver.model.units import units_of
from solver.problem import NEW, Problem
from tests.solver.brute import units_by_hand
from tests.solver.instances import make_problem, random_instance


def network(problem: Problem) -> Network:
    return network_of(problem, units_of(problem))


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_every_unit_takes_what_it_takes(first: int) -> None:
    """The time of every unit with every officer with hours, read back from the slots, is that of the roster."""
    for seed in range(first, first + 100):
        problem = random_instance(seed).problem
        units, found = units_of(problem), network(problem)
        arcs = {(s, o): t for s, o, t in zip(found.slot.tolist(), found.officer.tolist(), found.time, strict=True)}
        total = dict.fromkeys(range(len(found.amount)), 0)
        for unit in units_by_hand(problem):
            number = int(units.of_case[unit.cases[0]])
            slot = int(found.of_unit[number])
            takes = {o: unit.takes[o] for o in unit.allowed if problem.officers.limit[o]}
            if not takes:
                assert slot == -1
                continue
            assert {o for s, o in arcs if s == slot} == set(takes)
            assert found.least[number] == min(takes.values())
            if found.differs[slot]:
                assert {o: arcs[slot, o] for o in takes} == takes
                total[slot] += 1
            else:
                assert len(set(takes.values())) == 1 or min(takes.values()) == 0
                total[slot] += min(takes.values())
        assert [total[slot] for slot in range(len(found.amount))] == found.amount.tolist()


def test_alike_units_share_a_slot() -> None:
    pairs = [(case, officer, 0, 3 + officer) for case in (0, 1, 3) for officer in (0, 1)]
    found = network(make_problem([9, 9], [5, 5, 5, 7, 5], pairs=pairs))
    assert found.amount.tolist() == [10, 3]
    assert found.differs.tolist() == [False, True]
    assert found.of_unit.tolist() == [1, 1, 0, 1, 0]
    assert found.time.tolist() == [1, 1, 3, 4]


def test_a_pin_to_an_officer_who_is_not_listed_takes_the_cases_own_effort() -> None:
    problem = make_problem([9, 9], [5], pairs=[(0, 0, 0, 2)], current=[1], pinned=[True])
    found = network(problem)
    assert found.amount.tolist() == [5]
    assert found.officer.tolist() == [1]


def test_a_bundle_adds_the_times_of_its_members() -> None:
    """4 + 2 with A, 5 + 2 with B."""
    problem = make_problem([9, 9], [3, 2], bundle=[0, 0], pairs=[(0, 0, 0, 4), (0, 1, 0, 5)], current=[NEW, NEW])
    found = network(problem)
    assert found.time.tolist() == [6, 7]
    assert found.least.tolist() == [6]


def test_no_cases() -> None:
    found = network(make_problem([9], [], [[0]]))
    assert len(found.amount) == len(found.slot) == 0
    assert np.issubdtype(found.of_unit.dtype, np.integer)
