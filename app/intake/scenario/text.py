"""The way back: a change as a person would write it, so that it can be tried with ``caseload whatif``."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import singledispatch
from typing import Any

from solver.analysis.scenarios.changes import AddOfficers, Change, DropCases, Lend, MoreHours, SetStandard, Train, Unpin


def text_of(change: Change, *, full_time_hours: Fraction) -> str:
    """What ``app.intake.scenario.parse.read_changes`` reads as this change.

    Parameters
    ----------
    change : Change
        Of a kind that a remedy or a fix proposes.
    full_time_hours : Fraction
        What officers who join have where no hours are written.

    Raises
    ------
    TypeError
        A change that no remedy proposes.
    """
    if isinstance(change, AddOfficers):
        return _joining(change, full_time_hours)
    return _written(change)


@singledispatch
def _written(change: Any) -> str:
    raise TypeError(f"{type(change).__name__} is not proposed by any remedy")


@_written.register
def _(change: Train) -> str:
    return f"train officer {change.officer} skills={';'.join(change.skills)}"


@_written.register
def _(change: Lend) -> str:
    return f"lend officer {change.officer} office={change.office}"


@_written.register
def _(change: SetStandard) -> str:
    return f"standard of officer {change.officer} ={'none' if change.standard is None else change.standard}"


@_written.register
def _(change: MoreHours) -> str:
    return f"hours of officer {change.officer} +{_decimal(change.hours)}"


@_written.register
def _(change: DropCases) -> str:
    return f"drop cases {', '.join(change.cases)}"


@_written.register
def _(change: Unpin) -> str:
    return f"unpin cases {', '.join(change.cases)}"


def _joining(change: AddOfficers, full_time_hours: Fraction) -> str:
    given = [f"add {change.count} {'officer' if change.count == 1 else 'officers'}"]
    if change.hours != full_time_hours:
        given.append(f"hours={_decimal(change.hours)}")
    for name, values in (("skills", change.skills), ("offices", change.offices), ("dockets", change.dockets)):
        if values:
            given.append(f"{name}={_listed(values)}")
    if change.standard is not None:
        given.append(f"standard={change.standard}")
    if change.efficiency != 1:
        given.append(f"efficiency={_decimal(change.efficiency)}")
    return " ".join(given)


def _listed(names: Iterable[str]) -> str:
    return ";".join(sorted(names))


def _decimal(value: Fraction) -> str:
    """All decimals of a number that ticks, or two decimals, made."""
    scaled = value * 10**8
    if scaled.denominator != 1:
        raise ValueError(f"{value} hours cannot be written with 8 decimals")
    whole, rest = divmod(scaled.numerator, 10**8)
    return f"{whole}.{rest:08d}".rstrip("0").rstrip(".")
