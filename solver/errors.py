"""Every way in which the library refuses or fails, as one tree.

The docstring of a class is its default message; raise it with a more exact one wherever something more exact is known.
"""

from __future__ import annotations


class CaseloadError(Exception):
    """Caseload could not do what was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class InvalidProblem(CaseloadError, ValueError):
    """The officers and cases contradict themselves."""


class TooLarge(InvalidProblem):
    """The hours are too large to be added without losing digits (more than 2**60 ticks in all)."""


class InvalidGoals(CaseloadError, ValueError):
    """The goals contradict themselves."""


class InvalidParameter(CaseloadError, ValueError):
    """A parameter of a search is outside its range."""


class InvalidChange(CaseloadError, ValueError):
    """A change to the roster cannot be made."""


class SolverFault(CaseloadError):
    """The solver returned something that it cannot have meant. This is a fault of the program, not of the input."""


class CheckFailed(SolverFault):
    """The independent checker refused the plan. This is a fault of the program, not of the input."""
