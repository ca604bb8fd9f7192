"""What a published standard is: categories with numbers of cases or with hours, and its source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from solver.analysis.fte import Period
from solver.errors import InvalidGoals


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of case that a standard knows.

    Attributes
    ----------
    name : str
    most : int or None
        Cases that one officer may hold if they hold no others; None where the standard gives hours.
    case_hours : Fraction or None
        Hours of one case; None where the standard gives a number of cases.
    least : int or None
        Where the standard names a range of cases: its lower end; ``most`` is the upper.
    """

    name: str
    most: int | None = None
    case_hours: Fraction | None = None
    least: int | None = None

    def __post_init__(self) -> None:
        if (self.most is None) == (self.case_hours is None):
            raise InvalidGoals(f"the category {self.name} needs either a number of cases or hours")


@dataclass(frozen=True, slots=True)
class Standard:
    """A published standard.

    Attributes
    ----------
    key : str
        As people name it: ``cwla-child-protection``.
    title : str
    unit : str
        What one case is.
    period : Period
        What the numbers are for.
    basis : str
        What the numbers rest on, and how they are meant.
    source : str
    categories : tuple of Category
        All of them in cases, or all in hours.
    officer_hours : Fraction or None
        Hours of one officer in the period, where the categories are in hours.
    together : tuple of (str, int)
        An officer who holds cases of all these categories may hold so many of each, instead of ``Category.most``.
    open_per_new : tuple of (str, int) or None
        At most one new case of the category for so many open ones.
    supervised : int or None
        Officers for one supervisor.
    """

    key: str
    title: str
    unit: str
    period: Period
    basis: str
    source: str
    categories: tuple[Category, ...]
    officer_hours: Fraction | None = None
    together: tuple[tuple[str, int], ...] = ()
    open_per_new: tuple[str, int] | None = None
    supervised: int | None = None

    def __post_init__(self) -> None:
        in_hours = {category.case_hours is not None for category in self.categories}
        if in_hours != {self.officer_hours is not None}:
            raise InvalidGoals(f"{self.key}: hours of a case need hours of an officer, and numbers of cases none")

    def most(self, name: str) -> int:
        """Whole cases of a category that one officer may hold if they hold no others."""
        category = self.category(name)
        if category.case_hours is None or self.officer_hours is None:
            return category.most or 0
        return int(self.officer_hours / category.case_hours)

    def category(self, name: str) -> Category:
        """The category of that name, however it is spelled; refused where there is none."""
        for category in self.categories:
            if plain(category.name) == plain(name):
                return category
        known = ", ".join(category.name for category in self.categories)
        raise InvalidGoals(f"the standard {self.key} has no category {name}; it has {known}")


def plain(name: str) -> str:
    """A name however it is spelled: "a b", "a_b" and "A-b" are one."""
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
