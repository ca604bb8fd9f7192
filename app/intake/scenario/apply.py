"""A roster with changes made: the problem, and with it all that is known of its cases and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor

import numpy as np

from app.intake.build.problem import Built
from app.intake.build.window import window_of
from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BLANK
from app.intake.options import PlanOptions
from app.intake.scenario.parse import read_changes
from solver.analysis.scenarios.changes import Change, ChangeEffort
from solver.analysis.scenarios.lineage import Traced, traced
from solver.analysis.uncertainty.weights import UNKNOWN, Weights
from solver.arrays import Ints
from solver.problem import Problem

MOST_CHANGES = 100
"""Changes of one scenario."""


def with_changes(
    built: Built, texts: Sequence[str], options: PlanOptions, there: frozenset[str] | None = None
) -> Built:
    """Make changes to a roster, one after the other.

    The sheet ``flow`` stays as it is: what arrives and is closed from now on is another question than what is there.

    Parameters
    ----------
    built : Built
        Without changes.
    texts : sequence of str
        As ``app.intake.scenario.parse.FORMS`` says.
    options : PlanOptions
        For the hours of officers who join, and the days of the period.
    there : frozenset of str, optional
        Cases that the changes were thought of for; all by default. Where there are more or fewer of a type, the others
        are not counted, copied or dropped (``solver.analysis.scenarios.lineage.traced``).

    Raises
    ------
    InvalidChange
        Names the change that is not understood or cannot be made.
    TooLarge
    """
    if not texts:
        return built
    changes = changes_asked(built.problem, texts, options)
    ids = built.problem.cases.ids
    aside = None if there is None else np.array([name not in there for name in ids], np.bool_)
    after = traced(built.problem, changes, aside)
    sentences = [str(change) for change in changes]
    return replace(
        built,
        problem=after.problem,
        warnings=(f"The roster was changed before anything was worked out: {'; '.join(sentences)}.", *built.warnings),
        weights=_weights(built.weights, changes, after, built.problem.cases.type_names),
        opened=np.where(after.is_copy, BLANK, built.opened[after.source]),
        previous=Coded(
            np.where(after.is_copy, BLANK, built.previous.codes[after.source]).astype(np.int32), built.previous.values
        ),
        changes=tuple(zip(texts, sentences, strict=True)),
    )


def changes_asked(problem: Problem, texts: Sequence[str], options: PlanOptions) -> tuple[Change, ...]:
    """The changes that the texts ask for; hours of officers who join and days of details are those of the period.

    Raises
    ------
    InvalidChange
    """
    full_time_hours = options.basis_of(problem).productive_hours
    return read_changes(texts, problem, full_time_hours=full_time_hours, window=window_of(options))


def _weights(weights: Weights, changes: Sequence[Change], after: Traced, type_names: tuple[str, ...]) -> Weights:
    """Weights grow with the efforts of their type; a type whose hours were stated is taken as known."""
    from_table = weights.from_table[after.source]
    for change in changes:
        if not isinstance(change, ChangeEffort):
            continue
        kind = [name.casefold() for name in type_names].index(change.case_type.casefold())
        if change.case_hours is not None:
            from_table = from_table & (after.problem.cases.case_type != kind)
            if weights.phases is not None:
                weights = replace(weights, phases=weights.phases.without(kind))
        elif change.factor is not None:
            rows = [kind] if weights.phases is None else weights.phases.rows(kind).tolist()
            for row in rows:
                weights = _scaled(weights, row, change)
    phases = None if weights.phases is None else weights.phases.of_cases(after.source)
    return replace(weights, from_table=from_table, phases=phases)


def _scaled(weights: Weights, row: int, change: ChangeEffort) -> Weights:
    factor = change.factor or 0

    def times(column: Ints, least: int = 0) -> Ints:
        out = column.copy()
        if out[row] != UNKNOWN:
            out[row] = max(least, floor(int(out[row]) * factor * 2 + 1) // 2)
        return out

    weight = times(weights.weight)
    is_some = int(weight[row]) > 0
    high = times(weights.high)
    if not is_some and high[row] != UNKNOWN:
        high[row] = 0  # half a tick more than nothing: a factor of nothing is nothing
    return replace(weights, weight=weight, low=times(weights.low, least=1 if is_some else 0), high=high)
