"""Changes to a roster as data: who leaves, joins, learns or goes away, and how the work grows.

A change says what is different, in the roster's own names. ``solver.analysis.scenarios.apply`` makes it happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from solver.analysis.words import counted, hours, named, percent


@dataclass(frozen=True, slots=True)
class RemoveOfficers:
    """Officers leave. Their cases are without an officer, and pins to them are gone.

    Attributes
    ----------
    officers : tuple of str
    """

    officers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{named(self.officers)} {'leaves' if len(self.officers) == 1 else 'leave'}"


@dataclass(frozen=True, slots=True)
class AddOfficers:
    """Officers join. A case with rows in ``Problem.pairs`` stays with those whom they list.

    Attributes
    ----------
    count : int, > 0
    hours : Fraction, > 0
        Available hours of each.
    skills, offices, dockets : frozensets of str
        No offices (or dockets): any.
    standard : int or None
        The most cases that each of them may hold.
    efficiency : Fraction, > 0
    """

    count: int
    hours: Fraction
    skills: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    dockets: frozenset[str] = frozenset()
    standard: int | None = None
    efficiency: Fraction = Fraction(1)

    def __str__(self) -> str:
        what = [f"with {named(sorted(self.skills))}"] if self.skills else []
        what += [f"in {named(sorted(self.offices))}"] if self.offices else []
        what += [f"for {named(sorted(self.dockets))} cases"] if self.dockets else []
        what += [f"at an efficiency of {percent(self.efficiency)}"] if self.efficiency != 1 else []
        what += [f"with at most {counted(self.standard, 'case')}"] if self.standard is not None else []
        join = "joins" if self.count == 1 else "join"
        return " ".join([f"{counted(self.count, 'officer')} of {hours(self.hours)} {join}", *what])


@dataclass(frozen=True, slots=True)
class Detail:
    """Officers are away: without ``away_hours`` and ``share`` for the whole period.

    Attributes
    ----------
    officers : tuple of str
    away_hours : Fraction or None
        Of the available hours of each.
    share : Fraction or None, 0 to 1
        Of the available hours of each; not with ``away_hours``.
    """

    officers: tuple[str, ...]
    away_hours: Fraction | None = None
    share: Fraction | None = None

    def __str__(self) -> str:
        long = "for the whole period"
        if self.away_hours is not None:
            long = f"for {hours(self.away_hours)}" + (" each" if len(self.officers) > 1 else "")
        elif self.share is not None:
            long = f"for {percent(self.share)} of {'its' if len(self.officers) == 1 else 'their'} hours"
        return f"{named(self.officers)} {'goes' if len(self.officers) == 1 else 'go'} on detail {long}"


@dataclass(frozen=True, slots=True)
class ChangeEffort:
    """Cases of a type take more or less time: by a factor, or the same hours each.

    Attributes
    ----------
    case_type : str
    factor : Fraction or None, >= 0
        Also of the time that ``Problem.pairs`` gives single officers.
    case_hours : Fraction or None, >= 0
        Of every case, where no officer is given a time of their own; not with ``factor``.
    """

    case_type: str
    factor: Fraction | None = None
    case_hours: Fraction | None = None

    def __str__(self) -> str:
        if self.case_hours is not None:
            return f"a case of type {self.case_type} takes {hours(self.case_hours)}"
        return f"a case of type {self.case_type} takes {percent(self.factor or Fraction(0))} of its hours"


@dataclass(frozen=True, slots=True)
class ChangeIntake:
    """There are more or fewer cases of a type. More of them are new cases like those that there are, in their mix.

    Attributes
    ----------
    case_type : str
    share : Fraction or None, >= -1
        Of the cases that there are, rounded half up to whole cases; negative: fewer.
    cases : int or None
        Not with ``share``.
    """

    case_type: str
    share: Fraction | None = None
    cases: int | None = None

    def __str__(self) -> str:
        sign = self.cases if self.cases is not None else self.share or 0
        much = percent(abs(self.share or Fraction(0))) if self.cases is None else f"{abs(self.cases):,}"
        return f"{much} {'fewer' if sign < 0 else 'more'} cases of type {self.case_type}"


@dataclass(frozen=True, slots=True)
class Train:
    """An officer learns skills.

    Attributes
    ----------
    officer : str
    skills : tuple of str
    """

    officer: str
    skills: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.officer} learns {named(self.skills)}"


@dataclass(frozen=True, slots=True)
class Lend:
    """An officer serves a further office, besides their own.

    Attributes
    ----------
    officer, office : str
    """

    officer: str
    office: str

    def __str__(self) -> str:
        return f"{self.officer} also serves {self.office}"


@dataclass(frozen=True, slots=True)
class SetStandard:
    """An officer's caseload standard is another one.

    Attributes
    ----------
    officer : str
    standard : int or None
        None: any number of cases.
    """

    officer: str
    standard: int | None

    def __str__(self) -> str:
        many = "any number of cases" if self.standard is None else f"up to {counted(self.standard, 'case')}"
        return f"{self.officer} may hold {many}"


@dataclass(frozen=True, slots=True)
class MoreHours:
    """An officer has more hours for cases: a detail that ends, overtime, less of a collateral duty.

    Attributes
    ----------
    officer : str
    hours : Fraction, > 0
        Added to the available hours.
    """

    officer: str
    hours: Fraction

    def __str__(self) -> str:
        return f"{self.officer} has {hours(self.hours)} more for cases"


@dataclass(frozen=True, slots=True)
class DropCases:
    """Cases are no longer worked on.

    Attributes
    ----------
    cases : tuple of str
    """

    cases: tuple[str, ...]

    def __str__(self) -> str:
        return f"{counted(len(self.cases), 'case')} ({named(self.cases)}) dropped"


@dataclass(frozen=True, slots=True)
class Unpin:
    """Pins are taken off: the cases may go to whoever may hold them.

    Attributes
    ----------
    cases : tuple of str
    """

    cases: tuple[str, ...]

    def __str__(self) -> str:
        return f"the pin is taken off {named(self.cases)}"


Change = (
    RemoveOfficers
    | AddOfficers
    | Detail
    | ChangeEffort
    | ChangeIntake
    | Train
    | Lend
    | SetStandard
    | MoreHours
    | DropCases
    | Unpin
)
