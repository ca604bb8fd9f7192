"""The names of a roster, for menus: nobody has to know how somebody spelled an office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.intake.roster import Roster

MOST_IN_MENU = 500
"""Names of one menu; where there are more, they are typed, and the browser proposes those that begin so."""


@dataclass(frozen=True, slots=True)
class Menus:
    """Names to choose from. Officers in the order of the roster, everything else in that of the alphabet.

    Attributes
    ----------
    officers, skills, offices, dockets, types : list of str
    weighed : list of str
        Types, also those of which there is no case.
    """

    officers: list[str]
    skills: list[str]
    offices: list[str]
    dockets: list[str]
    types: list[str]
    weighed: list[str]


def menus_of(roster: Roster) -> Menus:
    """Every name that a roster has, however it is used there."""
    officers, cases = roster.officers, roster.cases
    return Menus(
        officers=list(officers.ids),
        skills=_sorted([*_each(officers.skills.values), *_each(cases.skills.values)]),
        offices=_sorted([*_each(officers.offices.values), *cases.office.values]),
        dockets=_sorted([*_each(officers.dockets.values), *cases.docket.values]),
        types=_sorted(cases.case_type.values),
        weighed=_sorted([*cases.case_type.values, *roster.weights.case_type.values]),
    )


def _each(lists: Iterable[Iterable[str]]) -> Iterable[str]:
    return [name for names in lists for name in names]


def _sorted(names: Iterable[str]) -> list[str]:
    """Each name once, whatever its case, as it is first spelled."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return [first[key] for key in sorted(first)]
