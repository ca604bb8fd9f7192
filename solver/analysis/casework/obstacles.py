"""Why an officer may not hold a case; and where nobody may, who is closest to being allowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from solver.analysis.spelling import did_you_mean
from solver.analysis.words import counted, named
from solver.arrays import Flags, Ints
from solver.model.units import Units, pair_rows, units_of
from solver.problem import ALONE, NO_STANDARD, Need, Problem

A_CONFLICT = 1_000
"""What an exclusion weighs against a missing skill: lifting it is proposed only where nothing else is left."""
A_FULL_DESK = 1_000_000
"""What it weighs that somebody has no hours, or no place under their standard beside the pins."""

Names = Mapping[str, str]
"""Casefolded name → as it is spelled."""


def obstacles(problem: Problem, units: Units, case: int, officer: int) -> tuple[str, ...]:
    """Every reason why the officer may not hold the case, in words; empty where they may.

    A case that is kept together with others may be held by whoever may hold all of them.
    """
    unit = int(units.of_case[case])
    who = problem.officers.ids[officer]
    if units.pinned[unit] and not units.stays[unit]:
        holder = int(np.argmax(units.allowed[units.group[unit]]))
        if holder == officer:
            return ()
        pin = pin_of(problem, case)
        which = "it" if pin == case else f"{problem.cases.ids[pin]}, which is kept together with it,"
        return (f"{which} is pinned to {problem.officers.ids[holder]}",)
    found: list[str] = []
    for member in units.cases_of(unit).tolist():
        about = "" if member == case else f" for {problem.cases.ids[member]}, which is kept together with it"
        found += [reason + about for reason in _of_case(problem, member, officer)]
    if not problem.officers.limit[officer]:
        found.append(f"{who} has no hours")
    return tuple(dict.fromkeys(found))


def obstacles_of(problem: Problem, case: int, officer: int) -> tuple[str, ...]:
    """The same for one question: whoever has many hands the units on."""
    return obstacles(problem, units_of(replace(problem, release_ineligible=True)), case, officer)


def pin_of(problem: Problem, case: int) -> int:
    """The pinned case that holds a case where it is: itself, or one that is kept together with it.

    Raises
    ------
    ValueError
        Neither is pinned.
    """
    cases = problem.cases
    if cases.pinned[case]:
        return case
    together = cases.pinned & (cases.bundle == cases.bundle[case])
    if cases.bundle[case] == ALONE or not bool(together.any()):
        raise ValueError(f"case {cases.ids[case]} is not pinned")
    return int(np.argmax(together))


def _of_case(problem: Problem, case: int, officer: int) -> list[str]:
    officers, row = problem.officers, int(problem.cases.signature[case])
    need, who = problem.needs[row], problem.officers.ids[officer]
    found = []
    if not problem.eligible[row, officer]:
        skills = _folded(officers.skills, officer)
        lacking = sorted(skill for skill in need.skills if skill.casefold() not in skills)
        if lacking:
            found.append(f"{who} does not have {named(lacking)}")
        for kind, wanted, held in (
            ("office", need.office, officers.offices),
            ("docket", need.docket, officers.dockets),
        ):
            if wanted and held and held[officer] and wanted.casefold() not in _folded(held, officer):
                found.append(f"{who} does not serve the {kind} {wanted}")
        if officer in need.excluded:
            found.append(f"{who} is excluded from it")
        if not found:
            found.append(f"{who} is not eligible for it")
    elif not problem.may_hold(case)[officer]:
        found.append(f"{who} is not among the officers who are listed for it")
    return found


def effort_of(problem: Problem, units: Units, unit: int) -> Ints:
    """Ticks that a unit takes of each officer's limit. Shape (officers,)."""
    everybody = np.arange(len(problem.officers), dtype=np.int32)
    return pair_rows(problem, units, unit, everybody)[1]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one case, or all cases that are kept together, ask of one officer."""

    offices: Names
    dockets: Names
    skills: Names
    excluded: frozenset[int]

    @classmethod
    def by(cls, needs: Iterable[Need]) -> Asked:
        """Everything that any of the needs asks for."""
        every = list(needs)
        return cls(
            _spelled(need.office for need in every if need.office is not None),
            _spelled(need.docket for need in every if need.docket is not None),
            _spelled(skill for need in every for skill in sorted(need.skills)),
            frozenset(officer for need in every for officer in need.excluded),
        )

    @property
    def all_names(self) -> list[str]:
        """Everything that is asked for, as it is spelled."""
        return [*self.offices.values(), *self.dockets.values(), *self.skills.values()]

    def lacking(self, problem: Problem, officer: int) -> tuple[str, ...]:
        """What this officer would have to be given, in words."""
        staff = problem.officers
        return (
            *(f"the skill {self.skills[name]}" for name in self.skills if name not in _folded(staff.skills, officer)),
            *(f"the docket {self.dockets[name]}" for name in self.dockets if not _serves(staff.dockets, officer, name)),
            *(f"the office {self.offices[name]}" for name in self.offices if not _serves(staff.offices, officer, name)),
        )


def why_nobody_may(problem: Problem, members: list[int]) -> str:
    """One sentence on what stands in the way, and one on the least that would change it.

    Parameters
    ----------
    members : list of int
        The case, or all the cases that must stay together with it.
    """
    if not len(problem.officers):
        return "There are no officers in the roster."
    asked = Asked.by(problem.needs[int(problem.cases.signature[member])] for member in members)
    lacking = [asked.lacking(problem, officer) for officer in range(len(problem.officers))]
    weight = [
        len(lack) + A_CONFLICT * (officer in asked.excluded) + A_FULL_DESK * (not has_room)
        for officer, (lack, has_room) in enumerate(zip(lacking, _has_room(problem).tolist(), strict=True))
    ]
    least = min(weight)
    if least == 0:
        return _not_listed(members)
    first = weight.index(least)
    same = [officer for officer, lack in enumerate(lacking) if weight[officer] == least and lack == lacking[first]]
    who = named([problem.officers.ids[officer] for officer in same], "or")
    lack = " and ".join(lacking[first])
    change = f"give {who} {lack}"
    if least >= A_FULL_DESK:
        return _obstacle(problem, asked, members)
    if least >= A_CONFLICT:
        change = f"lift the exclusion of {who}, if there is no conflict of interest"
        change += f", and give {lack}" if lack else ""
    return f"{_obstacle(problem, asked, members)} Smallest change: {change}{_or_apart(problem, members)}."


def _has_room(problem: Problem) -> Flags:
    """Whether an officer has hours, and a place under their caseload standard beside what is pinned to them."""
    staff, cases = problem.officers, problem.cases
    pinned = np.bincount(cases.pin[cases.pinned], minlength=len(staff))
    room: Flags = (staff.limit > 0) & ((staff.standard == NO_STANDARD) | (pinned < staff.standard))
    return room


def _obstacle(problem: Problem, asked: Asked, members: list[int]) -> str:
    everybody = range(len(problem.officers))
    skills = _of_anybody(problem.officers.skills)
    nobody = [
        f"has the skill {spelled}{did_you_mean(spelled, skills.values())}"
        for name, spelled in asked.skills.items()
        if name not in skills
    ]
    for kind, wanted, served in (
        ("docket", asked.dockets, problem.officers.dockets),
        ("office", asked.offices, problem.officers.offices),
    ):
        nobody += [
            f"serves the {kind} {spelled}{did_you_mean(spelled, _of_anybody(served).values())}"
            for name, spelled in wanted.items()
            if not any(_serves(served, officer, name) for officer in everybody)
        ]
    if nobody:
        return f"Nobody {' or '.join(nobody)}."
    if len(members) > 1:
        return f"It stays together with {counted(len(members) - 1, 'other case')}, and nobody may hold all of them."
    what = " and ".join(asked.all_names)
    if asked.excluded:
        return f"Everybody who could hold it{f' ({what})' if what else ''} is excluded."
    return f"Nobody has all that it needs at once: {what}."


def _or_apart(problem: Problem, members: list[int]) -> str:
    if len(members) > 1 and all(bool(problem.may_hold(member).any()) for member in members):
        return "; or let different officers hold the cases that stay together"
    return ""


def _not_listed(members: list[int]) -> str:
    """Docket, skills and exclusions would allow somebody, so it is the list of pairs that does not."""
    what = "all the cases that stay together" if len(members) > 1 else "it"
    return f"The sheet costs lists nobody for {what} who may hold {what}. Smallest change: add such a row."


def _spelled(names: Iterable[str]) -> Names:
    return {name.casefold(): name for name in names}


def _of_anybody(names: tuple[frozenset[str], ...]) -> Names:
    return _spelled(name for each in names for name in sorted(each))


def _folded(names: tuple[frozenset[str], ...], officer: int) -> frozenset[str]:
    return frozenset(name.casefold() for name in names[officer]) if names else frozenset()


def _serves(served: tuple[frozenset[str], ...], officer: int, name: str) -> bool:
    """Whoever serves none in particular serves any."""
    mine = _folded(served, officer)
    return not mine or name in mine
