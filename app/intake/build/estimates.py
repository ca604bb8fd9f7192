"""What a roster says beyond the problem: how sure its weights are, what flows in and out, when cases were opened."""

from __future__ import annotations

import numpy as np

from app.intake.build.phases import phases_of
from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BLANK
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from solver.analysis.forecast.flow import BY_HOURS, Flow
from solver.analysis.uncertainty.weights import UNKNOWN, Weights
from solver.arrays import Ints


def weights_of(roster: Roster, type_names: tuple[str, ...], options: PlanOptions | None = None) -> Weights:
    """The sheet ``weights``, one row for each of the problem's types, and one for each of their later phases.

    Parameters
    ----------
    roster : Roster
    type_names : tuple of str
    options : PlanOptions or None
        With those of the sheet ``settings``: the period in which cases have their ages.

    Raises
    ------
    RosterRefused
        Weights depend on ages that nobody can know.
    """
    sheet = roster.weights
    at, phases = phases_of(roster, type_names, options)
    rows = len(type_names) if phases is None else len(phases.row_type)

    def column(values: Ints) -> Ints:
        out = np.full(rows, UNKNOWN, np.int64)
        out[at] = np.where(values == BLANK, UNKNOWN, values)
        return out

    def words(values: Coded[str]) -> tuple[str | None, ...]:
        out: list[str | None] = [None] * rows
        for row, text in zip(at, _texts(values), strict=True):
            out[row] = text
        return tuple(out)

    return Weights(
        weight=column(sheet.weight),
        low=column(sheet.low),
        high=column(sheet.high),
        case_cv=column(sheet.case_cv),
        unit=words(sheet.unit),
        source=words(sheet.source),
        from_table=roster.cases.weight == BLANK,
        phases=phases,
    )


def flow_of(roster: Roster) -> Flow:
    """The sheet ``flow``; no arrivals where the cell is empty."""
    sheet = roster.flow
    return Flow(
        case_type=tuple(name for name in _texts(sheet.case_type) if name is not None),
        office=tuple(_texts(sheet.office)),
        arrivals=np.maximum(sheet.arrivals, 0),
        closures=np.where(sheet.closures == BLANK, BY_HOURS, sheet.closures),
    )


def _texts(column: Coded[str]) -> list[str | None]:
    values = [*column.values, None]
    return [values[code] for code in column.codes.tolist()]
