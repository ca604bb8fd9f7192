"""Raise the bound of fairness by what whole cases can make of a step's loads (``formulation/cover_inequalities.py``).

The relaxation at a step, without pairs that are too long and with no more cases than fit, is stretched until everything
is placed. Where it must be stretched, its duals are prices that prove the step impossible, and often some steps above
it; from there it is asked again, like the method of Dinkelbach (1967), until a step's loads need no stretching.
"""

from __future__ import annotations

import dataclasses
from math import inf

import numpy as np

from solver.arrays import Flags, Floats, Ints
from solver.bounds.fairness_bound import dearest, held_at, step_prices, with_step
from solver.bounds.lagrangian import no_prices
from solver.budget import Budget, check_ranges
from solver.certificate import Certificate
from solver.engines.highs import relax
from solver.engines.integer_program import UNBOUNDED, IntegerProgram, Rule
from solver.formulation.cover_inequalities import has_own_times, most_cases, too_long
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_program import VariableLayout, level_program
from solver.model.part import Part

WHOLE = 1e-6
"""Less than this is nothing in floating point."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FairnessCutsParams:
    """How far the bound is raised.

    Attributes
    ----------
    most_columns : int, >= 0
        Pairs of a class and an officer up to which the relaxation is asked again.
    most_rounds : int, >= 0
        Times that it is asked again, at most.
    """

    most_columns: int = 200_000
    most_rounds: int = 40

    def __post_init__(self) -> None:
        check_ranges(self, most_columns=(0, inf), most_rounds=(0, inf))


PARAMS = FairnessCutsParams()


def raise_bound(
    part: Part,
    rooms: dict[str, int],
    low: int,
    wanted: Floats | None,
    budget: Budget,
    params: FairnessCutsParams = PARAMS,
) -> tuple[int, Certificate | None, Floats | None]:
    """Go up from a step for as long as prices prove that no plan of whole cases is there.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Better-ranked levels, held.
    low : int
        No plan is below this step.
    wanted : float64 array, shape (columns,), or None
        Units of each column in the relaxation so far.

    Returns
    -------
    bound, certificate, wanted
        The bound, at least ``low``; its certificate where it is above ``low``; and the units of each column in the last
        relaxation that fits into its step, or what was given.
    """
    certificate: Certificate | None = None
    if CONTINUITY.name in rooms or len(part.column_class) > params.most_columns or not has_own_times(part):
        return low, certificate, wanted
    for _ in range(params.most_rounds):
        load = held_at(part, rooms, low).load
        most, long = most_cases(part, load), too_long(part, load)
        if budget.over or (wanted is not None and _fits(part, wanted, most, long)):
            break
        higher = dearest(part, no_prices(part), rooms, low)
        if higher is None or higher.step is None or higher.step < low:
            higher, placed = _asked(part, rooms, low, (load, most, long), budget)
            wanted = wanted if placed is None else placed
        if higher is None or higher.step is None or higher.step < low:
            break
        low, certificate = higher.step + 1, higher
    return low, certificate, wanted


def _fits(part: Part, wanted: Floats, most: Ints, long: Flags) -> bool:
    """Whether a fractional plan uses no pair that is too long, and nobody has more cases than fit."""
    cases = np.zeros(len(part.officers))
    np.add.at(cases, part.column_officer, wanted * part.size[part.column_class])
    return not bool((wanted[long] > WHOLE).any()) and bool(((cases <= most + WHOLE) | (most < 0)).all())


def _asked(
    part: Part,
    rooms: dict[str, int],
    step: int,
    whole: tuple[Ints, Ints, Flags],
    budget: Budget,
) -> tuple[Certificate | None, Floats | None]:
    """Ask the relaxation about a step: the certificate that nothing fits there, or units of each column that do."""
    load, most, long = whole
    limited = dataclasses.replace(part, standard=most, fair_load=np.where(load >= 0, load, part.fair_load))
    program, layout = level_program(limited, held_after(part, rooms), None)
    program.high[: layout.columns][long] = 0
    stretched, first_row = with_step(limited, program, layout)
    relaxed = relax(_with_more_places(stretched, layout), budget)
    if relaxed.dual is None or relaxed.x is None:
        return None, None
    if relaxed.objective <= WHOLE:
        return None, layout.planned(relaxed.x)
    for exponent in (40, 30, 20, 10, 0):
        prices = step_prices(limited, stretched, relaxed.dual, first_row, 1 << exponent)
        found = dearest(part, prices, rooms, step) if prices is not None else None
        if found is not None and found.step is not None and found.step >= step:
            return found, None
    return None, None


def _with_more_places(program: IntegerProgram, layout: VariableLayout) -> IntegerProgram:
    """The program with as many more places as the step is stretched, so that there is always a solution."""
    at = np.flatnonzero(np.array(program.row_rule, dtype=object) == Rule.STANDARD)
    low = program.row_low.copy()
    low[at] = -UNBOUNDED
    more = -np.maximum(program.row_high[at], 1)
    return dataclasses.replace(
        program,
        row=np.concatenate([program.row, at]),
        column=np.concatenate([program.column, np.full(len(at), layout.size)]),
        coefficient=np.concatenate([program.coefficient, more]),
        row_low=low,
    )
