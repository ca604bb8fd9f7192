"""Where arrivals go, and which cases are closed: the flow of each type and office, spread over the open cases.

New cases are like those that are there: a type's arrivals in an office are spread over its cells as its open cases are
today; where it has none, as the office's cases of any type are; where there are none either, they go to the loosest
tier of an officer who serves the office. A row without an office is spread over the offices that have no row of their
own for the type, as their open cases of the type are today. Everything is spread in whole 1/10,000 of a case, by
largest remainders, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.analysis.forecast.flow import BY_HOURS, PER_CASE, Flow
from solver.analysis.forecast.open_cases import Cell, Stock
from solver.analysis.uncertainty.weights import PER_HOUR, UNKNOWN, Weights
from solver.analysis.words import named
from solver.eligibility import eligibility
from solver.problem import Need, Problem
from solver.tiers import FairShares


def apportion(total: int, parts: Sequence[int]) -> list[int]:
    """Split a whole number in the proportion of others, by largest remainders (the first of equals); exact in sum.

    All of it goes to the first where there is no proportion.

    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(parts)
    if not whole:
        return [total, *[0] * (len(parts) - 1)]
    out = [total * part // whole for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(total * parts[at] % whole), at))
    for at in by_remainder[: total - sum(out)]:
        out[at] += 1
    return out


def let_in(problem: Problem, shares: FairShares, weights: Weights, flow: Flow, stock: Stock) -> None:
    """Set arrivals and closures of every cell; add cells for what arrives where nothing is open. Changes ``stock``."""
    kinds = {name.casefold(): at for at, name in enumerate(problem.cases.type_names)}
    own: set[tuple[int, int]] = set()
    unheard, unweighed, moving = [], [], set()
    for row in sorted(range(len(flow)), key=lambda at: flow.office[at] is None):
        name, place = flow.case_type[row], flow.office[row]
        kind = kinds.get(name.casefold())
        if kind is None:
            unheard.append(name)
            continue
        office = None if place is None else stock.office(place)
        cells = [cell for cell in stock.cells if cell.kind == kind and _is_meant(cell, office, own)]
        if not cells:
            ticks = _ticks_of_new(problem, weights, stock, kind)
            if ticks is None:
                unweighed.append(name)
                continue
            cells = _new_cells(problem, shares, stock, kind, stock.office(place), ticks, weights)
        if office is not None:
            own.add((kind, office))
        moving.add(kind)
        _spread(cells, int(flow.arrivals[row]), int(flow.closures[row]))
    still = {cell.kind for cell in stock.cells} - moving
    if unheard:
        stock.notes.append(f"The flow of {named(unheard)} is left out: no weight is known and no such case is open.")
    if unweighed:
        stock.notes.append(f"The flow of {named(unweighed)} is left out: no weight is known.")
    if still:
        names = [problem.cases.type_names[kind] if kind >= 0 else "cases without a type" for kind in sorted(still)]
        stock.notes.append(f"No flow is given for {named(names)}: these cases are taken to stay as they are.")


def _is_meant(cell: Cell, office: int | None, own: set[tuple[int, int]]) -> bool:
    return cell.office == office if office is not None else (cell.kind, cell.office) not in own


def _spread(cells: list[Cell], arrivals: int, closures: int) -> None:
    parts = [cell.open or cell.arrivals for cell in cells]  # new cells have no open cases, but their part of arrivals
    by_hours = closures == BY_HOURS
    going = apportion(0 if by_hours else closures, parts)
    for cell, come, go in zip(cells, apportion(arrivals, parts), going, strict=True):
        cell.arrivals = come
        cell.closures = BY_HOURS if by_hours else go


def _new_cells(
    problem: Problem, shares: FairShares, stock: Stock, kind: int, office: int, ticks: Fraction, weights: Weights
) -> list[Cell]:
    """Cells without open cases, in the proportion of the office's cases or with those who could hold them."""
    by_table = Fraction(int(weights.weight[kind] != UNKNOWN))
    parts: dict[int, int] = {}
    for cell in stock.cells:
        if cell.office == office:
            parts[cell.pool] = parts.get(cell.pool, 0) + cell.open
    if not any(parts.values()):
        parts = {_pool_of_need(problem, shares, stock, Need(stock.offices[office])): PER_CASE}
    new = [Cell(kind, office, pool, 0, ticks, by_table, by_table, part) for pool, part in sorted(parts.items())]
    stock.cells += new
    return new


def _pool_of_need(problem: Problem, shares: FairShares, stock: Stock, need: Need) -> int:
    """Whose case it would be: the loosest tier of those who may hold it."""
    may = eligibility((need,), problem.officers)[0] & (problem.officers.limit > 0)
    tiers = shares.tier_of_officer[may]
    if not len(tiers):
        return stock.nobody
    return stock.idle if int(tiers.min()) < 0 else int(tiers.max())


def _ticks_of_new(problem: Problem, weights: Weights, stock: Stock, kind: int) -> Fraction | None:
    """What a case of the type takes: by the table, otherwise as those that are open on average."""
    if weights.weight[kind] != UNKNOWN:
        return Fraction(int(weights.weight[kind]), PER_HOUR) / problem.tick_hours
    there = [cell for cell in stock.cells if cell.kind == kind and cell.open]
    count = sum(cell.open for cell in there)
    return sum((cell.ticks * cell.open for cell in there), Fraction(0)) / count if count else None
