"""The rows of each sheet by columns: exact integers, and names as the people who wrote them spell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Indices, Ints

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Coded(Generic[T]):
    """A column of few distinct values.

    Attributes
    ----------
    codes : int32 array, shape (rows,)
        Position in ``values``, or ``BLANK``; while a sheet is checked also ``BAD``, of a cell that was refused.
    values : tuple
        In the order in which they first occur; names that differ only in case are one, spelled as it first occurs.
    """

    codes: Indices
    values: tuple[T, ...]

    def __getitem__(self, row: int) -> T | None:
        code = int(self.codes[row])
        return None if code < 0 else self.values[code]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class OfficerRows:
    """Sheet ``officers``. Hours in 1/10,000 h, efficiency in 1/100; ``BLANK`` (-1) where a cell is empty.

    ``available`` is always there: given, or the schedule minus the rest.
    """

    ids: tuple[str, ...]
    available: Ints
    scheduled: Ints
    leave: Ints
    training: Ints
    collateral: Ints
    detail: Ints
    offices: Coded[tuple[str, ...]]
    dockets: Coded[tuple[str, ...]]
    skills: Coded[tuple[str, ...]]
    standard: Ints
    efficiency: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class CaseRows:
    """Sheet ``cases``. Weights in 1/10,000 h; ``opened`` as the ordinal of its date."""

    ids: tuple[str, ...]
    case_type: Coded[str]
    weight: Ints
    office: Coded[str]
    docket: Coded[str]
    skills: Coded[tuple[str, ...]]
    priority: NDArray[np.int8]
    current: Coded[str]
    pinned: NDArray[np.bool_]
    excluded: Coded[tuple[str, ...]]
    keep_together: Coded[str]
    opened: Ints
    pinned_to: Coded[str]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class WeightRows:
    """Sheet ``weights``. Hours and ``case_cv`` in 1/10,000; ``from_age`` in days, ``BLANK`` for the first phase."""

    case_type: Coded[str]
    weight: Ints
    low: Ints
    high: Ints
    case_cv: Ints
    unit: Coded[str]
    source: Coded[str]
    from_age: Ints
    phase: Coded[str]

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def with_phases(self) -> frozenset[str]:
        """Types with several rows, casefolded."""
        later = self.case_type.codes[self.from_age > 0].tolist()
        return frozenset(self.case_type.values[code].casefold() for code in later if code >= 0)


@dataclass(frozen=True, slots=True, eq=False)
class CostRows:
    """Sheet ``costs``, sorted by case, then officer (positions in their sheets). Costs in 1/1,000,000."""

    case: Indices
    officer: Indices
    cost: Ints
    weight: Ints

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True, slots=True, eq=False)
class FlowRows:
    """Sheet ``flow``. Cases per period in 1/10,000."""

    case_type: Coded[str]
    office: Coded[str]
    arrivals: Ints
    closures: Ints

    def __len__(self) -> int:
        return len(self.arrivals)


@dataclass(frozen=True, slots=True, eq=False)
class SettingRows:
    """Sheet ``settings``: options of a plan that hold where nobody gives others, in the order of the sheet.

    Attributes
    ----------
    keys : tuple of str
        Names of ``PlanOptions``, each once.
    values : tuple of str
        As :func:`app.intake.checks.roster_settings.with_settings` reads them.
    """

    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def by_name(self) -> Mapping[str, str]:
        """Key → value."""
        return dict(zip(self.keys, self.values, strict=True))


NO_SETTINGS = SettingRows()
