"""Where arrivals go: as the open cases are, as the office's others are, or to whoever serves the office."""

from __future__ import annotations

import pytest

from solver.analysis.forecast.arrivals import apportion, let_in
from solver.analysis.forecast.flow import PER_CASE, Flow
from solver.analysis.forecast.open_cases import Cell, Stock, stock_of
from solver.analysis.forecast.pools import NOBODY
from solver.analysis.uncertainty.weights import Weights
from solver.model.units import units_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_courses import flow
from tests.solver.analysis.made_estimates import table
from tests.solver.analysis.made_rosters import roster

SPECIAL = Need(office="north", skills=frozenset({"x"}))
NORTH, SOUTH = Need(office="north"), Need(office="south")


def arrived(problem: Problem, given: Flow, weights: Weights | None = None) -> Stock:
    weights = Weights.none(problem) if weights is None else weights
    stock = stock_of(problem, units_of(problem), weights)
    let_in(problem, weights, given, stock)
    return stock


def coming(stock: Stock) -> list[tuple[int, str | None, int, float]]:
    """Type, office, slot and arrivals of the cells where any arrive."""
    return [
        (cell.kind, stock.offices[cell.office], cell.slot, cell.arrivals / PER_CASE)
        for cell in stock.cells
        if cell.arrivals
    ]


@pytest.mark.parametrize(
    ("total", "parts", "shares"),
    [(10, [1, 1, 1], [4, 3, 3]), (7, [0, 0], [7, 0]), (0, [3, 4], [0, 0]), (5, [1, 0, 9], [1, 0, 4]), (3, [2], [3])],
)
def test_apportioning_by_largest_remainders(total: int, parts: list[int], shares: list[int]) -> None:
    assert apportion(total, parts) == shares


def test_arrivals_are_spread_as_the_open_cases_are() -> None:
    """Three of the office's four cases need the skill, so three of four new ones do."""
    problem = roster([9, 9], [(SPECIAL, 1)] * 3 + [(NORTH, 1)], skills=[{"x"}, set()], types=["a"] * 4)
    assert coming(arrived(problem, flow(("a", "North", 2, 0)))) == [(0, "north", 0, 1.5), (0, "north", 1, 0.5)]


def test_a_type_that_the_office_has_none_of_is_as_its_others() -> None:
    problem = roster([9, 9], [(SPECIAL, 1), (NORTH, 1), (SOUTH, 1)], skills=[{"x"}, set()], types=["a", "a", "b"])
    stock = arrived(problem, flow(("b", "north", 2, 0)))
    assert coming(stock) == [(1, "north", 0, 1.0), (1, "north", 1, 1.0)]
    assert [cell.ticks for cell in stock.cells if cell.arrivals] == [10_000, 10_000], "its own weight"


def test_an_office_with_nothing_open_sends_them_to_whoever_serves_it() -> None:
    problem = roster([9, 9], [(NORTH, 1)], offices=[{"north"}, {"south"}], types=["a"])
    stock = arrived(problem, flow(("a", "south", 2, 0), ("a", "moon", 1, 0)), table(problem, {"a": (3, 1, 5, None)}))
    (_, _, south, _), (_, _, moon, _) = coming(stock)
    assert moon == NOBODY
    assert south not in {NOBODY, 0}
    network = stock.slots.network()
    assert network.limit[network.officer[network.slot == south]].tolist() == [90_000]
    assert [[cell.ticks, cell.table_cases, cell.table_effort] for cell in stock.cells if cell.arrivals] == [
        [30_000, 1, 1]
    ] * 2


def test_closures_by_the_hours_are_those_of_the_rows_own_cells() -> None:
    problem = roster([9], [(NORTH, 1), (SOUTH, 1), (NORTH, 1)], types=["a", "a", "b"])
    stock = arrived(problem, flow(("a", "north", 1, None), ("a", None, 1, 3), ("b", None, 1, None)))

    def of(cell: Cell) -> tuple[int, str | None]:
        return cell.kind, stock.offices[cell.office]

    assert {of(cell) for cell in stock.cells if cell.by_hours} == {(0, "north"), (1, "north")}
    assert [({of(stock.cells[at]) for at in each.cells}, each.closures) for each in stock.given] == [
        ({(0, "south")}, 3 * PER_CASE)
    ]
