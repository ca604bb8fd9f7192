"""Where arrivals go, and which cases are closed: the flow of each type and office, spread over the open cases.

New cases are like those that are there: a type's arrivals in an office are spread over what the same officers may hold
as its open cases are today; where it has none, as the office's cases of any type are; where there are none either, they
go to whoever serves the office. A row without an office is spread over the offices that have no row of their own for
the type, as their open cases of the type are today. Everything is spread in whole 1/10,000 of a case, by largest
remainders, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from solver.analysis.forecast.flow import BY_HOURS, PER_CASE, Flow
from solver.analysis.forecast.open_cases import Cell, Given, Stock
from solver.analysis.uncertainty.weights import PER_HOUR, UNKNOWN, Weights
from solver.analysis.words import named
from solver.eligibility import eligibility
from solver.problem import Need, Problem


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


def let_in(problem: Problem, weights: Weights, flow: Flow, stock: Stock) -> None:
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
        alike = [cell for cell in stock.alike if cell.kind == kind and _is_meant(cell, office, own)]
        if not alike:
            ticks = _ticks_of_new(problem, weights, stock, kind)
            if ticks is None:
                unweighed.append(name)
                continue
            by_table = Fraction(int(weights.weight[kind] != UNKNOWN))
            new = Cell(kind, stock.office(place), 0, 0, ticks, ticks, by_table, by_table)
            alike = _like_others(problem, stock, new)
        for like, come in zip(alike, apportion(int(flow.arrivals[row]), [cell.open for cell in alike]), strict=True):
            stock.cell(like).arrivals += come
        _close(stock, kind, office, own, int(flow.closures[row]))
        if office is not None:
            own.add((kind, office))
        moving.add(kind)
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


def _close(stock: Stock, kind: int, office: int | None, own: set[tuple[int, int]], closures: int) -> None:
    """Say how the cells that a row is for are closed: those that are open, and those where cases arrive."""
    meant = [at for at, cell in enumerate(stock.cells) if cell.kind == kind and _is_meant(cell, office, own)]
    if closures != BY_HOURS:
        stock.given.append(Given(tuple(meant), closures))
    else:
        for at in meant:
            stock.cells[at].by_hours = True


def _like_others(problem: Problem, stock: Stock, new: Cell) -> list[Cell]:
    """Where new cases belong of a type that the office has none of: as its other cases, or to whoever serves it."""
    parts: dict[int, int] = {}
    for cell in stock.alike:
        if cell.office == new.office and stock.slots.is_plain(cell.slot):
            parts[cell.slot] = parts.get(cell.slot, 0) + cell.open
    if not parts:
        reach = eligibility((Need(stock.offices[new.office]),), problem.officers)[0]
        parts = {stock.slots.number(reach): PER_CASE}
    return [replace(new, slot=slot, open=part) for slot, part in sorted(parts.items())]


def _ticks_of_new(problem: Problem, weights: Weights, stock: Stock, kind: int) -> Fraction | None:
    """What a case of the type takes: by the table, otherwise as those that are open on average."""
    if weights.weight[kind] != UNKNOWN:
        return Fraction(int(weights.weight[kind]), PER_HOUR) / problem.tick_hours
    there = [cell for cell in stock.alike if cell.kind == kind]
    count = sum(cell.open for cell in there)
    return sum((cell.ticks * cell.open for cell in there), Fraction(0)) / count if count else None
