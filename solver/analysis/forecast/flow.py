"""How many cases arrive and are closed in a period, as the forecast reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.errors import InvalidProblem

PER_CASE = 10_000
"""Cases of a forecast are kept as integers: this many are one case."""
MOST_PERIODS = 120
"""Beyond that nobody's flow stays what it is."""
BY_HOURS = -1
"""Value of ``Flow.closures`` where as many cases are closed as the hours allow."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Arrivals and closures, one row for each type and office. Names compare casefolded.

    Attributes
    ----------
    case_type : tuple of str, length rows
    office : tuple of (str or None), length rows
        None: the whole roster, apart from the offices that have a row of their own for the type.
    arrivals : int64 array, shape (rows,), 1/10,000 cases a period, >= 0
    closures : int64 array, shape (rows,), 1/10,000 cases a period, or ``BY_HOURS``
    """

    case_type: tuple[str, ...]
    office: tuple[str | None, ...]
    arrivals: Ints
    closures: Ints

    def __post_init__(self) -> None:
        rows = len(self.case_type)
        if len(self.office) != rows:
            raise InvalidProblem(f"flow.office has {len(self.office)} entries for {rows} rows")
        for name, least in (("arrivals", 0), ("closures", BY_HOURS)):
            column = getattr(self, name)
            if column.dtype != np.int64 or column.shape != (rows,):
                raise InvalidProblem(f"flow.{name} must be int64 of shape ({rows},)")
            if rows and int(column.min()) < least:
                raise InvalidProblem(f"flow.{name} must be {least} or more")
        seen: set[tuple[str, str | None]] = set()
        for kind, office in zip(self.case_type, self.office, strict=True):
            pair = (kind.casefold(), None if office is None else office.casefold())
            if pair in seen:
                raise InvalidProblem(f"flow has two rows for type {kind} and {office or 'the whole'}")
            seen.add(pair)

    def __len__(self) -> int:
        return len(self.case_type)
