"""What is to be planned: officers with hours, cases with effort, and who may hold what.

Everything is columnar and in integers. Time is counted in *ticks*; ``Problem.tick_hours`` says how many hours one
tick is, exactly. Nothing here knows a file, a web or a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Flags, Indices, Ints
from solver.errors import InvalidProblem, TooLarge

NO_STANDARD = -1
"""Value of ``Officers.standard`` for an officer who may hold any number of cases."""
NEW = -1
"""Value of ``Cases.current`` for a case that nobody holds yet."""
LEFT = -2
"""Value of ``Cases.current`` for a case whose officer is no longer in the roster."""
ALONE = -1
"""Value of ``Cases.bundle`` for a case that is not kept together with others."""
OWN_EFFORT = -1
"""Value of ``Pairs.effort`` for a pair that takes the effort of its case."""
SAFE_TICKS = 2**60
"""Sums of ticks stay below this, so that no 64-bit sum of the solver can overflow."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one eligibility signature asks of an officer; for people to read, and for cross-training to vary.

    Attributes
    ----------
    office, docket : str or None
        Name as the roster spells it first; ``None``: any.
    skills : frozenset of str
        All are needed.
    excluded : frozenset of int
        Officers (indices) who may not hold these cases.
    """

    office: str | None = None
    docket: str | None = None
    skills: frozenset[str] = frozenset()
    excluded: frozenset[int] = frozenset()

    def __str__(self) -> str:
        words = [self.office or "", self.docket or "", *sorted(self.skills)]
        return " · ".join(word for word in words if word) or "any officer"


@dataclass(frozen=True, slots=True)
class Officers:
    """The people who hold cases.

    Attributes
    ----------
    ids : tuple of str, length n
        Pseudonymous and unique.
    available : int64 array, shape (n,), ticks, >= 0
        Hours for cases in the period.
    limit : int64 array, shape (n,), ticks, >= 0
        Effort of cases that fits into those hours: ``floor(available * efficiency)``, taken once by whoever builds it.
    standard : int64 array, shape (n,), cases, >= 0 or ``NO_STANDARD``
        The most cases this officer may hold.
    skills, offices, dockets : tuples of frozensets of str, length n, or empty
        For reports and remedies; the model reads ``Problem.eligible``. An empty set of offices or dockets: any.
    """

    ids: tuple[str, ...]
    available: Ints
    limit: Ints
    standard: Ints
    skills: tuple[frozenset[str], ...] = ()
    offices: tuple[frozenset[str], ...] = ()
    dockets: tuple[frozenset[str], ...] = ()

    def __post_init__(self) -> None:
        n = len(self.ids)
        for name in ("available", "limit", "standard"):
            _expect(name, getattr(self, name), np.int64, (n,))
        for name in ("skills", "offices", "dockets"):
            value = getattr(self, name)
            if value and len(value) != n:
                raise InvalidProblem(f"officers.{name} has {len(value)} entries for {n} officers")
        if len(set(self.ids)) != n:
            raise InvalidProblem("officers.ids must be unique")
        if n and (int(self.available.min()) < 0 or int(self.limit.min()) < 0):
            raise InvalidProblem("officers.available and officers.limit must be 0 or more ticks")
        if n and int(self.standard.min()) < NO_STANDARD:
            raise InvalidProblem("officers.standard must be 0 or more cases, or NO_STANDARD (-1)")
        if _exact_sum(self.available) >= SAFE_TICKS or _exact_sum(self.limit) >= SAFE_TICKS:
            raise TooLarge("the officers' hours add up to more than 2**60 ticks: fewer decimals or a shorter period")

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Cases:
    """The work.

    Attributes
    ----------
    ids : tuple of str, length m
        Pseudonymous and unique.
    effort : int64 array, shape (m,), ticks, >= 0
        Case weight in the period.
    signature : int32 array, shape (m,)
        Row of ``Problem.eligible`` that says who may hold the case.
    priority : int8 array, shape (m,), 1 (most urgent) to 5
    current : int32 array, shape (m,)
        Officer who holds the case today, ``NEW`` or ``LEFT``.
    pinned : bool array, shape (m,)
        Goes to the officer of ``pin``, whatever eligibility, standards and hours say.
    bundle : int32 array, shape (m,)
        Cases with the same number >= 0 go to one officer; ``ALONE`` otherwise.
    case_type : int32 array, shape (m,)
        Index into ``type_names``, or -1.
    type_names : tuple of str
    opened : int64 array, shape (m,), or None
        Number of the day on which the case was opened, -1: not known. Of cases that are alike the older ones stay.
    ordered : int32 array, shape (m,), or None
        Officer to whom a pinned case goes, whoever has it today; ``NEW``, and None: it stays with ``current``.
    """

    ids: tuple[str, ...]
    effort: Ints
    signature: Indices
    priority: NDArray[np.int8]
    current: Indices
    pinned: Flags
    bundle: Indices
    case_type: Indices
    type_names: tuple[str, ...] = ()
    opened: Ints | None = None
    ordered: Indices | None = None

    def __post_init__(self) -> None:
        m = len(self.ids)
        if self.ordered is not None:
            _expect("ordered", self.ordered, np.int32, (m,))
        if self.opened is not None:
            _expect("opened", self.opened, np.int64, (m,))
        _expect("effort", self.effort, np.int64, (m,))
        for name in ("signature", "current", "bundle", "case_type"):
            _expect(name, getattr(self, name), np.int32, (m,))
        _expect("priority", self.priority, np.int8, (m,))
        _expect("pinned", self.pinned, np.bool_, (m,))
        if len(set(self.ids)) != m:
            raise InvalidProblem("cases.ids must be unique")
        if not m:
            return
        if int(self.effort.min()) < 0:
            raise InvalidProblem("cases.effort must be 0 or more ticks")
        if int(self.priority.min()) < 1 or int(self.priority.max()) > 5:
            raise InvalidProblem("cases.priority must be 1 (most urgent) to 5")
        if int(self.current.min()) < LEFT or int(self.bundle.min()) < ALONE:
            raise InvalidProblem("cases.current must be an officer, NEW or LEFT; cases.bundle a number or ALONE")
        if int(self.case_type.min()) < -1 or int(self.case_type.max()) >= len(self.type_names):
            raise InvalidProblem("cases.case_type must be an index into cases.type_names, or -1")
        if bool((self.pinned & (self.pin < 0)).any()):
            raise InvalidProblem("a pinned case needs a current officer who is in the roster, or one of ordered")
        if _exact_sum(self.effort) >= SAFE_TICKS:
            raise TooLarge("the cases' efforts add up to more than 2**60 ticks: fewer decimals or a shorter period")

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def pin(self) -> Indices:
        """Officer with whom each case is where it is pinned; ``NEW`` or ``LEFT`` where there is none. Shape (m,)."""
        return self.current if self.ordered is None else np.where(self.ordered >= 0, self.ordered, self.current)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Costs and efforts that depend on who holds the case. Where a case has rows, a pair without one is not allowed.

    Attributes
    ----------
    case : int32 array, shape (p,), sorted
    officer : int32 array, shape (p,), increasing within a case
    cost : int64 array, shape (p,), in units of ``cost_unit``
    effort : int64 array, shape (p,), ticks of the officer's *limit*, or ``OWN_EFFORT`` for the effort of the case
    cost_unit : Fraction
        What one unit of cost is worth in the roster's own numbers.
    """

    case: Indices
    officer: Indices
    cost: Ints
    effort: Ints
    cost_unit: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        p = len(self.case)
        for name in ("case", "officer"):
            _expect(name, getattr(self, name), np.int32, (p,))
        for name in ("cost", "effort"):
            _expect(name, getattr(self, name), np.int64, (p,))
        if not p:
            return
        step = np.diff(self.case)
        if bool((step < 0).any()) or bool(((step == 0) & (np.diff(self.officer) <= 0)).any()):
            raise InvalidProblem("pairs must be sorted by case, then officer, without repeats")
        if int(self.effort.min()) < OWN_EFFORT:
            raise InvalidProblem("pairs.effort must be 0 or more ticks, or OWN_EFFORT (-1)")
        if _exact_sum(np.abs(self.cost)) >= SAFE_TICKS or _exact_sum(np.maximum(self.effort, 0)) >= SAFE_TICKS:
            raise TooLarge("the pairs' costs or efforts add up to more than 2**60; use fewer decimals")

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True, slots=True)
class Problem:
    """Officers, cases, and who may hold what.

    Attributes
    ----------
    officers : Officers
    cases : Cases
    eligible : bool array, shape (signatures, officers)
        The truth about who may hold what, before pins and before ``pairs``.
    needs : tuple of Need, length signatures
        What each row asks for, in words.
    tick_hours : Fraction
        Hours in one tick, exactly.
    pairs : Pairs or None
    release_ineligible : bool
        Take a case that nobody may hold from who has it. Otherwise it stays, but with nobody who is excluded from it.
    """

    officers: Officers
    cases: Cases
    eligible: Flags
    needs: tuple[Need, ...]
    tick_hours: Fraction = Fraction(1, 10_000)
    pairs: Pairs | None = None
    release_ineligible: bool = False
    _pair_start: Ints = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        n, m = len(self.officers), len(self.cases)
        _expect("eligible", self.eligible, np.bool_, (len(self.needs), n))
        if m and (int(self.cases.signature.min()) < 0 or int(self.cases.signature.max()) >= len(self.needs)):
            raise InvalidProblem("cases.signature must be a row of problem.eligible")
        if m and int(self.cases.current.max()) >= n:
            raise InvalidProblem("cases.current must be an officer of the roster, NEW or LEFT")
        if m and int(self.cases.pin.max()) >= n:
            raise InvalidProblem("cases.ordered must be an officer of the roster, or NEW")
        if self.tick_hours <= 0:
            raise InvalidProblem("tick_hours must be above 0")
        self._refuse_torn_bundles()
        start = np.zeros(m + 1, np.int64)
        if self.pairs is not None and len(self.pairs):
            if int(self.pairs.case.min()) < 0 or int(self.pairs.case.max()) >= m:
                raise InvalidProblem("pairs.case must be a case of the roster")
            if int(self.pairs.officer.min()) < 0 or int(self.pairs.officer.max()) >= n:
                raise InvalidProblem("pairs.officer must be an officer of the roster")
            np.cumsum(np.bincount(self.pairs.case, minlength=m), out=start[1:])
        object.__setattr__(self, "_pair_start", start)

    def _refuse_torn_bundles(self) -> None:
        """Refuse a bundle that is pinned to two officers, or to one whom another of its cases excludes."""
        bound = np.flatnonzero(self.cases.pinned & (self.cases.bundle >= 0))
        holder: dict[int, int] = {}
        pin = self.cases.pin
        for case in bound.tolist():
            bundle, officer = int(self.cases.bundle[case]), int(pin[case])
            if holder.setdefault(bundle, officer) != officer:
                raise InvalidProblem(
                    f"case {self.cases.ids[case]} is pinned to {self.officers.ids[officer]} but must be kept together "
                    f"with a case pinned to {self.officers.ids[holder[bundle]]}"
                )
        together = np.isin(self.cases.bundle, list(holder)) & ~self.cases.pinned
        for case in np.flatnonzero(together).tolist():
            officer = holder[int(self.cases.bundle[case])]
            if officer in self.needs[int(self.cases.signature[case])].excluded:
                raise InvalidProblem(
                    f"officer {self.officers.ids[officer]} is excluded from case {self.cases.ids[case]}, which must be "
                    "kept together with a case pinned to that officer; take one of them off"
                )

    def pairs_of(self, case: int) -> slice:
        """Rows of ``pairs`` that belong to a case; an empty slice where it has none."""
        return slice(int(self._pair_start[case]), int(self._pair_start[case + 1]))

    def may_hold(self, case: int) -> Flags:
        """Officers who may hold one case, by eligibility and pairs but not by pin. Shape (officers,)."""
        allowed: Flags = self.eligible[self.cases.signature[case]].copy()
        rows = self.pairs_of(case)
        if self.pairs is not None and rows.start < rows.stop:
            listed = np.zeros(len(self.officers), np.bool_)
            listed[self.pairs.officer[rows]] = True
            allowed &= listed
        return allowed

    def hours(self, ticks: int | Fraction) -> Fraction:
        """Ticks as hours, exactly."""
        return ticks * self.tick_hours


def _exact_sum(values: Ints) -> int:
    """Sum in Python integers where a 64-bit sum could wrap round."""
    if len(values) and float(values.astype(np.float64).sum()) > 2.0**62:
        return sum(values.tolist())
    return int(values.sum())


def _expect(name: str, value: NDArray[np.generic], dtype: type[np.generic], shape: tuple[int, ...]) -> None:
    if value.dtype != np.dtype(dtype) or value.shape != shape:
        raise InvalidProblem(f"{name} must be {np.dtype(dtype)} of shape {shape}, not {value.dtype} of {value.shape}")
