"""Phases of case weights: rows of one type by age, the ages of the cases, and the period in which they are that old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from app.intake.build.window import starts_of
from app.intake.columns.cell_types import BLANK
from app.intake.errors import BadCell, RosterRefused, shown
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from solver.analysis.forecast.flow import MOST_PERIODS
from solver.analysis.uncertainty.phases import Phases
from solver.arrays import Flags, Ints

MOST_LATE = 1_000
"""Cases that are listed; more are counted."""


def refuse_unless_dated(roster: Roster, options: PlanOptions | None) -> None:
    """Refuse a roster whose weights depend on ages that nobody can know.

    Parameters
    ----------
    roster : Roster
    options : PlanOptions or None
        With those of the sheet ``settings``.

    Raises
    ------
    RosterRefused
        The period has no first day, or a case whose age counts was opened after its last.
    """
    phased = roster.weights.with_phases
    if not phased:
        return
    starts = None if options is None else starts_of(options, 1)
    if starts is None:
        raise _undated(roster)
    late = np.flatnonzero(by_age(roster) & (roster.cases.opened >= starts[1])).tolist()
    if late:
        last = dt.date.fromordinal(starts[1] - 1)
        raise RosterRefused([_too_late(roster, at, last) for at in late[:MOST_LATE]], len(late))


def _undated(roster: Roster) -> RosterRefused:
    phased = roster.weights.with_phases
    name = next(name for name in roster.weights.case_type.values if name.casefold() in phased)
    message = (
        "has phases by age, and the first day of the period is not known; give it: --period-start 2026-12-01 on the "
        "command line, period_start among the goals or in the sheet settings"
    )
    return RosterRefused([BadCell("weights", None, "from_age_days", shown(name), message, "unknown-age")])


def _too_late(roster: Roster, at: int, last: dt.date) -> BadCell:
    opened = dt.date.fromordinal(int(roster.cases.opened[at]))
    message = (
        f"case {shown(roster.cases.ids[at])} was opened after the period, which ends on {last}, and its weight "
        "depends on its age; correct the date, or the first day of the period"
    )
    return BadCell("cases", None, "opened", opened.isoformat(), message)


def by_age(roster: Roster) -> Flags:
    """Cases whose hours depend on their age. Shape (cases,)."""
    phased = roster.weights.with_phases
    kinds = roster.cases.case_type
    out = np.array([*(name.casefold() in phased for name in kinds.values), False], np.bool_)[kinds.codes]
    by_table: Flags = out & (roster.cases.weight == BLANK)
    return by_table


def phases_of(
    roster: Roster, type_names: Sequence[str], options: PlanOptions | None
) -> tuple[list[int], Phases | None]:
    """Row of the weight table for each row of the sheet; and the phases, where a type has any.

    Raises
    ------
    RosterRefused
        The period has no first day.
    """
    sheet = roster.weights
    number = {name.casefold(): at for at, name in enumerate(type_names)}
    kinds = [number[sheet.case_type.values[code].casefold()] for code in sheet.case_type.codes.tolist()]
    ages = np.maximum(sheet.from_age, 0).tolist()
    row_type, from_day, row_of = [*range(len(type_names))], [0] * len(type_names), []
    for kind, age in zip(kinds, ages, strict=True):
        row_of.append(len(row_type) if age else kind)
        if age:
            row_type.append(kind)
            from_day.append(age)
    starts = None if options is None else starts_of(options, MOST_PERIODS)
    if len(row_type) == len(type_names):
        return row_of, None
    if starts is None:
        raise _undated(roster)
    return row_of, Phases(len(type_names), _ints(row_type), _ints(from_day), roster.cases.opened, _ints(starts))


def _ints(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, np.int64)
