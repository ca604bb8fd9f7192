"""How a confined process ends that gives no result."""

from __future__ import annotations

from solver.errors import CaseloadError


class ConfinedFailure(CaseloadError):
    """A confined process did not give a result.

    Attributes
    ----------
    detail : str
        The end of what the process printed, or its traceback. For the log of an operator who asks for it, never for
        people: it may hold case data.
    """

    def __init__(self, message: str | None = None, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class ChildCrashed(ConfinedFailure):
    """The process ended without a result. This is a fault of the program, not of the input.

    Attributes
    ----------
    signal : str or None
        Name of the signal that ended it, where one did.
    """

    def __init__(self, message: str | None = None, detail: str = "", signal: str | None = None) -> None:
        super().__init__(message or "the process ended without a result: a fault of the program", detail)
        self.signal = signal


class ChildOutOfMemory(ConfinedFailure):
    """The process needed more memory than it was allowed."""


class MemoryUsedUp(ChildOutOfMemory):
    """All memory of this process and its children was in use, and of them this one held most beyond its share."""


class ChildTimedOut(ConfinedFailure):
    """The process was ended because its time was over."""


class ChildCancelled(ConfinedFailure):
    """The process was asked to stop, and ended."""
