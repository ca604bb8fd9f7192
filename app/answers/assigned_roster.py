"""A problem with who holds what: the subject of every question about single cases, whoever asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from app.intake.columns.arrays import NO_SETTINGS, SettingRows
from solver.analysis.spelling import Ids
from solver.arrays import Indices
from solver.errors import CaseloadError
from solver.problem import Problem


class UnknownName(CaseloadError):
    """There is no case or officer of that name."""


@dataclass(frozen=True, slots=True)
class AssignedRoster:
    """A problem, and the officer of each case.

    Attributes
    ----------
    problem : Problem
    officer : int32 array, shape (cases,)
        ``UNPLACED`` where nobody holds the case.
    place : str
        Where names are looked up, for people who misspell one: "the roster".
    strays : tuple of str
        What was said of who holds what and does not fit the roster. Cases that it does not have are held by nobody.
    made_for : mapping of str
        The options that the plan was made with, as JSON has them; empty where it is no plan of ours.
    settings : SettingRows
        Options of the roster's own, for whatever nobody gives.
    """

    problem: Problem
    officer: Indices
    place: str = "the roster"
    strays: tuple[str, ...] = ()
    made_for: Mapping[str, Any] = field(default_factory=dict)
    settings: SettingRows = NO_SETTINGS

    def case(self, name: str) -> int:
        """Position of a case.

        Raises
        ------
        UnknownName
            Names the nearest that there is.
        """
        return self._position(name, self.problem.cases.ids, "case")

    def officer_named(self, name: str) -> int:
        """Position of an officer.

        Raises
        ------
        UnknownName
            Names the nearest that there is.
        """
        return self._position(name, self.problem.officers.ids, "officer")

    def _position(self, name: str, known: tuple[str, ...], what: str) -> int:
        try:
            return known.index(normalize("NFC", name))  # as the reader of rosters keeps ids
        except ValueError:
            raise UnknownName(f"There is no {what} {name} in {self.place}{Ids(known).did_you_mean(name)}.") from None
