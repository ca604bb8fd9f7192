"""Whether units could all be placed if only one kind of room counted: hours, or places under caseload standards.

What keeps a unit out is told apart by that: if it finds room once standards do not count, it is not the hours alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import inf

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget, check_ranges
from solver.engines.integer_program import UNBOUNDED, RowBuilder, Rule
from solver.model.units import Units, pair_rows
from solver.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceabilityParams:
    """How large a question may be, and how long it is asked.

    Attributes
    ----------
    most_pairs : int, >= 0
        Units times officers who may hold them; with more the question is left open.
    work : float, > 0
        Units of work for one question, about seconds, so that the answer does not hang on the machine.
    backstop_s : float, seconds, > 0
        After which it ends in any case.
    """

    most_pairs: int = 2_000
    work: float = 0.5
    backstop_s: float = 20.0

    def __post_init__(self) -> None:
        check_ranges(self, most_pairs=(0, inf), work=(1e-9, inf), backstop_s=(1e-9, inf))


PARAMS = PlaceabilityParams()


def all_placeable(
    problem: Problem, units: Units, which: Ints, room: Ints, rule: Rule, params: PlaceabilityParams = PARAMS
) -> bool | None:
    """Whether each of these units can be with an officer who may hold it, with nothing but this room to keep to.

    Parameters
    ----------
    which : int64 array
        Units, none of them pinned.
    room : int64 array, shape (officers,), ticks or cases, >= 0
        What pins leave of each officer's hours (``Rule.HOURS``) or caseload standard (``Rule.STANDARD``).

    Returns
    -------
    bool or None
        None: not found out within ``most_pairs`` and ``work``.
    """
    from solver.engines.cp_sat import search  # 0.65 s and pandas: only where standards and hours are to be told apart

    allowed = units.allowed[units.group[which]]
    unit, officer = np.nonzero(allowed)
    if not bool(allowed.any(axis=1).all()):
        return False
    if len(unit) > params.most_pairs:
        return None
    variables, ones = np.arange(len(unit)), np.ones(len(unit), np.int64)
    rows = RowBuilder()
    rows.add_many(Rule.ASSIGN, which.tolist(), (unit, variables, ones), [1] * len(which), [1] * len(which))
    takes = units.size[which][unit] if rule is Rule.STANDARD else _efforts(problem, units, which, unit, officer)
    most = room.tolist()
    rows.add_many(rule, list(range(len(most))), (officer, variables, takes), [-UNBOUNDED] * len(most), most)
    none = np.zeros(len(unit), np.int64)
    budget = Budget(time.monotonic() + params.backstop_s, 1, 0).limited(params.work)
    found = search(rows.program(none, none, ones, 0), none, ones, None, budget)
    return True if found.x is not None else False if found.complete else None


def _efforts(problem: Problem, units: Units, which: Ints, unit: Ints, officer: Ints) -> Ints:
    """Ticks of each pair of a unit and an officer."""
    takes: Ints = units.effort[which][unit]
    for place in np.flatnonzero(units.paired[which]).tolist():
        mine = unit == place
        takes[mine] = pair_rows(problem, units, int(which[place]), officer[mine].astype(np.int32))[1]
    return takes
