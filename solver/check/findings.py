"""What the checker has to say, in words that a supervisor can act on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a plan.

    Attributes
    ----------
    code : str
        What kind of rule is broken, for programs: "eligibility", "standard", "level_value", …
    message : str
        One sentence for people, with the ids and the numbers.
    case, officer : int or None
        Index of the case and of the officer it is about, where it is about one.
    """

    code: str
    message: str
    case: int | None = None
    officer: int | None = None


class Findings:
    """Collects violations and finds the words for them."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.violations: list[Violation] = []

    def add(self, code: str, message: str, case: int | None = None, officer: int | None = None) -> None:
        """Note one violation."""
        self.violations.append(Violation(code, message, case, officer))

    def case(self, index: int) -> str:
        """A case by its id."""
        return f"case {self._problem.cases.ids[index]}"

    def officer(self, index: int) -> str:
        """An officer by their id, also for numbers that no officer has."""
        if 0 <= index < len(self._problem.officers):
            return f"officer {self._problem.officers.ids[index]}"
        return "nobody" if index < 0 else f"officer number {index}, who is not in the roster"

    def hours(self, ticks: int) -> str:
        """Ticks as hours, exactly where a decimal of 9 places can say it."""
        hours = self._problem.hours(ticks)
        scaled = Fraction(hours) * 10**9
        if scaled.denominator != 1:
            return f"about {float(hours):.6f} h"
        whole, rest = divmod(abs(scaled.numerator), 10**9)
        digits = f"{whole}.{rest:09d}".rstrip("0").rstrip(".")
        return f"{'-' if scaled < 0 else ''}{digits} h"
