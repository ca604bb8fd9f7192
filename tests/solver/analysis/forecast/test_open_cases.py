"""The open cases by type, office and slot: counted once, with their mean weight and where new ones like them belong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.case_kinds import least_efforts
from solver.analysis.forecast.flow import PER_CASE
from solver.analysis.forecast.open_cases import UNTYPED, Stock, stock_of
from solver.analysis.forecast.pools import NOBODY
from solver.analysis.uncertainty.weights import Weights
from solver.fair_shares.network import network_of
from solver.model.units import units_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_estimates import table
from tests.solver.analysis.made_rosters import HOUR, random_roster, roster
from tests.solver.instances import random_instance

NORTH, SOUTH = Need(office="North"), Need(office="south")


def stock(problem: Problem, weights: Weights | None = None) -> Stock:
    return stock_of(problem, units_of(problem), Weights.none(problem) if weights is None else weights)


def test_cases_of_one_type_office_and_slot_are_one_cell() -> None:
    """Two of 1 h and one of 4 h by the table, one of its own 2 h: 8 h for 4 cases, of which 6 h rest on the table."""
    problem = roster(
        [9], [(NORTH, 1), (Need(office="NORTH"), 1), (NORTH, 4), (NORTH, 2), (SOUTH, 3)], types=["a"] * 4 + [None]
    )
    found = stock(problem, table(problem, {"a": (1, 1, 1, None)}, own=(3,)))
    first, second = found.cells
    assert (first.kind, found.offices[first.office], first.open) == (0, "North", 4 * PER_CASE)
    assert first.ticks == first.amount == 2 * HOUR
    assert (first.table_cases, first.table_effort) == (Fraction(3, 4), Fraction(6, 8))
    assert (second.kind, found.offices[second.office], second.open) == (UNTYPED, "south", PER_CASE)
    assert second.table_cases == second.table_effort == 0


def test_offices_are_the_same_however_they_are_spelled() -> None:
    found = stock(roster([1], [(NORTH, 1)]))
    assert found.office("NORTH") == found.office("north") == 0
    assert found.office(None) == 1
    assert found.office("moon") == found.office("Moon") == 2
    assert found.offices == ["North", None, "moon"]


def test_cells_hold_all_cases_and_their_slots_all_amounts() -> None:
    """Of any roster, with families, pins, and times that depend on the officer."""
    for seed in range(80):
        problem = random_roster(seed) if seed % 2 else random_instance(seed).problem
        units, found = units_of(problem), stock(problem)
        network = network_of(problem, units)
        assert sum(cell.open for cell in found.cells) == len(problem.cases) * PER_CASE
        work = sum(cell.open * cell.ticks for cell in found.cells)
        assert work == int(least_efforts(problem, units).sum()) * PER_CASE
        amounts = [Fraction(0)] * (len(network.amount) + 1)
        for cell in found.cells:
            amounts[cell.slot] += cell.open * cell.amount / PER_CASE
        assert amounts[:NOBODY] == network.amount.tolist(), seed


def test_a_cell_is_there_once() -> None:
    found = stock(roster([9], [(NORTH, 1)]))
    assert found.cell(found.cells[0]) is found.cells[0]
    new = found.cell(replace(found.cells[0], slot=NOBODY))
    assert new.open == 0
    assert found.cells[1] is new
    assert found.cell(new) is new


def test_new_cases_like_pinned_ones_and_families_belong_to_whoever_may_hold_such_a_case() -> None:
    """A pin to A, a family across two offices that only C serves together, and a case that C alone may take anyway."""
    both = Need(office="south", skills=frozenset({"x"}))
    plain = roster(
        [9, 9, 9],
        [(NORTH, 1), (NORTH, 2), (SOUTH, 3), (both, 4)],
        offices=[{"north"}, {"south"}, {"north", "south"}],
        skills=[set(), set(), {"x"}],
        types=["a", "b", "c", "d"],
        current=[0] * 4,
        pinned=[True, False, False, False],
    )
    problem = replace(plain, cases=replace(plain.cases, bundle=np.array([-1, 5, 5, -1], np.int32)))
    found = stock(problem)
    by_kind = {cell.kind: cell for cell in found.alike}
    at = {cell.kind: cell.slot for cell in found.cells}
    assert by_kind[0].slot == by_kind[1].slot != at[0]
    assert by_kind[2].slot not in {at[1], at[2], at[3]}
    assert by_kind[3].slot == at[3]
    assert [by_kind[kind].ticks for kind in range(4)] == [HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR]


@pytest.mark.parametrize("pinned", [True, False])
def test_a_new_case_that_nobody_may_hold_was_given_to_whoever_has_one_like_it(pinned: bool) -> None:
    """By a pin, or because nobody may hold it and it stays: the verdict on such a new case is that it waits."""
    problem = roster([9], [(Need(skills=frozenset({"x"})), 1)], current=[0], pinned=[pinned])
    found = stock(problem)
    assert (found.alike[0].slot, found.cells[0].slot) == (NOBODY, 0)
