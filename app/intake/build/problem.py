"""Roster → ``solver.problem.Problem``, exactly: hours become whole ticks, names become sets of eligible officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

from app.intake.build.estimates import flow_of, weights_of
from app.intake.build.signatures import MAX_PAIRS, needs_of
from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BLANK
from app.intake.findings import Finding
from app.intake.limits import COST, EFFICIENCY, HOUR
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from solver.analysis.forecast.flow import Flow
from solver.analysis.uncertainty.phases import hours_by_day
from solver.analysis.uncertainty.weights import Weights
from solver.arrays import Indices, Ints
from solver.eligibility import eligibility
from solver.errors import TooLarge
from solver.problem import ALONE, LEFT, NEW, OWN_EFFORT, SAFE_TICKS, Cases, Officers, Pairs, Problem


@dataclass(frozen=True, slots=True)
class Built:
    """A roster and the problem made of it.

    Attributes
    ----------
    roster : Roster
        As it was read. Where there are changes, its rows are not those of the problem.
    problem : Problem
        With the changes made, as is all that follows.
    warnings : tuple of str
        Those of the roster.
    weights : Weights
        How sure the case weights are.
    flow : Flow
        Without rows where there is no such sheet.
    opened : int64 array, shape (cases,)
        The ordinal of the day on which the case was opened (``datetime.date.fromordinal``); ``BLANK`` (-1): not known.
    previous : Coded of str, shape (cases,)
        Who holds each case today, by the name in the roster, also where that officer has left.
    changes : tuple of (str, str)
        Each change to the roster as it was asked for, and in words (``app.intake.scenario.apply``).
    as_given : Problem or None
        The problem with the case weights as they stand, where ``problem`` has them at a percentile
        (``app.intake.prepare``).
    findings : tuple of Finding
        What was noticed in the roster, the worst first; ``prepare`` lets none through that has to be accepted first.
    """

    roster: Roster
    problem: Problem
    warnings: tuple[str, ...]
    weights: Weights
    flow: Flow
    opened: Ints
    previous: Coded[str]
    changes: tuple[tuple[str, str], ...] = ()
    as_given: Problem | None = None
    findings: tuple[Finding, ...] = ()


def build_problem(roster: Roster, options: PlanOptions | None = None) -> Built:
    """Make the problem that a roster describes.

    Parameters
    ----------
    roster : Roster
    options : PlanOptions or None
        With those of the sheet ``settings``: the period in which cases have their ages. Needed where weights have
        phases.

    Raises
    ------
    RosterRefused
        Weights depend on ages that nobody can know.
    TooLarge
        Where the hours could not be added in 64 bits, or there are too many kinds of cases and officers.
    """
    officer_of = {name: at for at, name in enumerate(roster.officers.ids)}
    type_names, case_type = _types(roster)
    weights = weights_of(roster, type_names, options)
    effort = case_hours(roster, weights, case_type)
    unit = HOUR * days_of(weights) * (EFFICIENCY if _pairs_need_hundredths(roster) else 1)
    scale = unit // HOUR
    available = [hours * scale for hours in roster.officers.available.tolist()]
    limit = [
        hours * efficiency // EFFICIENCY
        for hours, efficiency in zip(available, roster.officers.efficiency.tolist(), strict=True)
    ]
    efforts = _scaled(effort, scale // days_of(weights))
    pair_efforts = _pair_efforts(roster, scale)
    tick = gcd(*available, *limit, int(np.gcd.reduce(efforts)), int(np.gcd.reduce(pair_efforts[pair_efforts > 0]))) or 1
    officers = Officers(
        ids=roster.officers.ids,
        available=_ticks(available, tick),
        limit=_ticks(limit, tick),
        standard=roster.officers.standard,
        skills=_sets(roster.officers.skills),
        offices=_sets(roster.officers.offices),
        dockets=_sets(roster.officers.dockets),
    )
    needs, signature = needs_of(roster.cases, officer_of)
    if len(needs) * len(officers) > MAX_PAIRS:
        raise TooLarge(
            f"the cases ask for {len(needs):,} different combinations of office, docket, skills and excluded officers, "
            f"which is too many for {len(officers):,} officers; list fewer exclusions, or plan the offices one by one"
        )
    cases = _cases(roster, officer_of, efforts // tick, signature, (type_names, case_type))
    problem = Problem(
        officers,
        cases,
        eligibility(needs, officers),
        needs,
        Fraction(tick, unit),
        _pairs(roster, pair_efforts, tick),
    )
    return Built(
        roster,
        problem,
        roster.warnings,
        weights,
        flow_of(roster),
        roster.cases.opened,
        roster.cases.current,
    )


def _cases(
    roster: Roster,
    officer_of: Mapping[str, int],
    effort: Ints,
    signature: Indices,
    types: tuple[tuple[str, ...], Indices],
) -> Cases:
    type_names, case_type = types
    current, order = roster.cases.current, roster.cases.pinned_to
    ordered = _looked_up([officer_of.get(name, NEW) for name in order.values], order)
    return Cases(
        ids=roster.cases.ids,
        effort=effort,
        signature=signature,
        priority=roster.cases.priority,
        current=_looked_up([officer_of.get(name, LEFT) for name in current.values], current),
        pinned=roster.cases.pinned | (ordered >= 0),
        bundle=_bundles(roster.cases.keep_together),
        case_type=case_type,
        type_names=type_names,
        opened=roster.cases.opened,
        ordered=ordered if bool((ordered >= 0).any()) else None,
    )


def days_of(weights: Weights) -> int:
    """Days of the period where hours depend on them, otherwise 1."""
    return 1 if weights.phases is None else weights.phases.length()


def case_hours(roster: Roster, weights: Weights, case_type: Indices) -> Ints:
    """The weight of every case: its own, or that of its type, by its age where that has phases. Shape (cases,).

    In 1/10,000 h; where there are phases, that times the days of the period, so that it is exact.
    """
    own = roster.cases.weight
    out: Ints = own * days_of(weights)
    tabled = np.flatnonzero(own == BLANK)
    out[tabled] = hours_by_day(weights.weight, weights.phases, case_type[tabled], tabled)
    return out


def _pairs_need_hundredths(roster: Roster) -> bool:
    """A pair's own time p takes p × efficiency of the limit; that has two decimals more, unless efficiency is 1."""
    own = roster.costs.weight != BLANK
    return bool((roster.officers.efficiency[roster.costs.officer[own]] != EFFICIENCY).any())


def _pair_efforts(roster: Roster, scale: int) -> Ints:
    costs = roster.costs
    scaled = _scaled(np.maximum(costs.weight, 0), scale)
    if scale == 1:
        return np.where(costs.weight == BLANK, OWN_EFFORT, scaled)
    if len(scaled) and int(scaled.max()) > SAFE_TICKS // EFFICIENCY:
        raise TooLarge
    own = scaled // EFFICIENCY * roster.officers.efficiency[costs.officer]
    return np.where(costs.weight == BLANK, OWN_EFFORT, own)


def _scaled(hours: Ints, scale: int) -> Ints:
    if len(hours) and int(hours.max()) > SAFE_TICKS // scale:
        raise TooLarge
    return hours * scale


def _ticks(hours: list[int], tick: int) -> Ints:
    whole = [value // tick for value in hours]
    if sum(whole) >= SAFE_TICKS:
        raise TooLarge("the officers' hours add up to more than 2**60 ticks: fewer decimals or a shorter period")
    return np.array(whole, np.int64)


def _sets(column: Coded[tuple[str, ...]]) -> tuple[frozenset[str], ...]:
    values = [*map(frozenset, column.values), frozenset[str]()]
    return tuple(values[code] for code in column.codes.tolist())


def _looked_up(numbers: list[int], column: Coded[str]) -> Indices:
    return np.array([*numbers, NEW], np.int32)[column.codes]


def _bundles(column: Coded[str]) -> Indices:
    """A case that shares its value with no other is not kept together with anything."""
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
    return np.array([*(code if count > 1 else ALONE for code, count in enumerate(counts.tolist())), ALONE], np.int32)[
        column.codes
    ]


def _types(roster: Roster) -> tuple[tuple[str, ...], Indices]:
    """Names of the types, those of ``weights`` first, and the number of every case's type."""
    number: dict[str, int] = {}
    names: list[str] = []
    for name in (*roster.weights.case_type.values, *roster.cases.case_type.values):
        if number.setdefault(name.casefold(), len(names)) == len(names):
            names.append(name)
    kinds = roster.cases.case_type
    return tuple(names), _looked_up([number[name.casefold()] for name in kinds.values], kinds)


def _pairs(roster: Roster, efforts: Ints, tick: int) -> Pairs | None:
    costs = roster.costs
    if not len(costs):
        return None
    cost_tick = int(np.gcd.reduce(costs.cost)) or 1
    in_ticks = np.where(efforts == OWN_EFFORT, OWN_EFFORT, efforts // tick)
    return Pairs(costs.case, costs.officer, costs.cost // cost_tick, in_ticks, Fraction(cost_tick, COST))
