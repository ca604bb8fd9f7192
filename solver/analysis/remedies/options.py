"""What cross-trainings or loans could make possible: which work could go to whom, taking which changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from solver.analysis.scenarios.changes import Change, Lend, Train
from solver.analysis.scenarios.officers import LISTED
from solver.budget import check_ranges
from solver.fair_shares.decomposition import fair_shares
from solver.fair_shares.network import network_of
from solver.model.units import units_of
from solver.problem import Need, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldParams:
    """How large a program may be.

    Attributes
    ----------
    most_pairs : int, >= 0
        Kinds of cases times officers; with more, the program would not end in any time that people wait.
    most_opened : int, >= 0
        Arcs that changes could open; with more, only ``most_candidates`` changes are chosen from.
    most_candidates : int, >= 1
    """

    most_pairs: int = 50_000
    most_opened: int = 30_000
    most_candidates: int = 200

    def __post_init__(self) -> None:
        check_ranges(self, most_pairs=(0, inf), most_opened=(0, inf), most_candidates=(1, inf))


PARAMS = FieldParams()


@dataclass(frozen=True, slots=True)
class Group:
    """Work that goes to the same officers, now and after the same changes.

    Attributes
    ----------
    amount : float, in hours of the largest limit
    arcs : tuple of (officer, indices of the changes that it takes)
    """

    amount: float
    arcs: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """All that the program sees.

    Attributes
    ----------
    groups : tuple of Group
    limit : tuple of float, by officer
    candidates : tuple of Change
    unit_hours : Fraction
        What 1 is worth.
    complete : bool
        The candidates are all that there are.
    """

    groups: tuple[Group, ...]
    limit: tuple[float, ...]
    candidates: tuple[Change, ...]
    unit_hours: Fraction
    complete: bool = True


def field_of(problem: Problem, kind: type[Train] | type[Lend], most: int, params: FieldParams = PARAMS) -> Field | None:
    """What changes of a kind could make possible, taking at most ``most`` of them for any arc.

    ``None`` where there is nothing to choose from, where cases take different officers different times (the missing
    hours are no flow then), or where there are more than ``most_pairs``.
    """
    units = units_of(problem)
    network = network_of(problem, units)
    with_hours = np.flatnonzero(problem.officers.limit > 0).tolist()
    if not with_hours or bool(network.differs.any()) or is_too_large(problem, params):
        return None
    unit = int(problem.officers.limit.max())
    wanted = Wanted(problem, kind)
    number: dict[Change, int] = {}
    groups = []
    for u in range(len(units)):
        row = units.allowed[units.group[u]]
        cases = units.cases_of(u).tolist()
        needs = [(int(problem.cases.signature[case]), case) for case in cases]
        arcs: list[tuple[int, tuple[int, ...]]] = []
        for officer in with_hours:
            if row[officer]:
                arcs.append((officer, ()))
            elif not units.pinned[u]:
                taken = wanted.changes(officer, needs)
                if taken is not None and len(taken) <= most:
                    arcs.append((officer, tuple(number.setdefault(change, len(number)) for change in taken)))
        groups.append(Group(int(network.least[u]) / unit, tuple(arcs)))
    limit = tuple(ticks / unit for ticks in problem.officers.limit.tolist())
    field = Field(tuple(groups), limit, tuple(number), problem.hours(unit))
    opened = sum(bool(taken) for group in groups for _, taken in group.arcs)
    if opened > params.most_opened:
        field = _most_promising(field, problem, params.most_candidates)
    return field if field.candidates else None


def is_too_large(problem: Problem, params: FieldParams = PARAMS) -> bool:
    """Whether there are too many kinds of cases and officers to choose all changes together."""
    return len(problem.cases) * int((problem.officers.limit > 0).sum()) > params.most_pairs


def _most_promising(field: Field, problem: Problem, most: int) -> Field:
    """The field with the changes that could take most work off officers who have too much of it."""
    share = fair_shares(problem).share
    promise = [0.0] * len(field.candidates)
    for group in field.groups:
        least = min((share[officer] or 0 for officer, taken in group.arcs if not taken), default=Fraction(2))
        for officer, taken in group.arcs:
            for number in taken:
                if least > 1:
                    promise[number] += group.amount
                room = max(0.0, (1 - float(share[officer] or 0)) * field.limit[officer])
                promise[number] = min(promise[number], room)
    order = sorted(range(len(promise)), key=lambda number: (-promise[number], number))
    keep = {old: new for new, old in enumerate(sorted(order[:most]))}
    groups = tuple(
        Group(
            group.amount,
            tuple(
                (officer, tuple(keep[number] for number in taken))
                for officer, taken in group.arcs
                if all(number in keep for number in taken)
            ),
        )
        for group in field.groups
    )
    return Field(groups, field.limit, tuple(field.candidates[old] for old in keep), field.unit_hours, complete=False)


class Wanted:
    """Which changes let an officer hold a case."""

    def __init__(self, problem: Problem, kind: type[Train] | type[Lend]) -> None:
        self._problem, self._kind = problem, kind
        officers = problem.officers
        n = len(officers)
        self._skills, self._offices, self._dockets = (
            [frozenset(name.casefold() for name in names) for names in held] if held else [frozenset[str]()] * n
            for held in (officers.skills, officers.offices, officers.dockets)
        )
        # where nothing is known of the officers, nothing can be learnt
        self._known = bool(officers.skills if kind is Train else officers.offices)
        self._spelling: dict[str, str] = {}
        for need in problem.needs:
            for name in (*sorted(need.skills), *([need.office] if need.office else [])):
                self._spelling.setdefault(name.casefold(), name)
        self._memo: dict[tuple[int, int], frozenset[str] | None] = {}

    def changes(self, officer: int, needs: Sequence[tuple[int, int]]) -> list[Change] | None:
        """For all of these (row of needs, case); None: no changes of this kind do."""
        names: set[str] = set()
        for row, case in needs:
            lacking = self._lacking(officer, row)
            if lacking is None or not self._listed(officer, case):
                return None
            names |= lacking
        who = self._problem.officers.ids[officer]
        spelled = [self._spelling[name] for name in sorted(names)]
        return [Train(who, (name,)) if self._kind is Train else Lend(who, name) for name in spelled] or None

    def _lacking(self, officer: int, row: int) -> frozenset[str] | None:
        key = (officer, row)
        if key not in self._memo:
            self._memo[key] = self._look(officer, row, self._problem.needs[row])
        return self._memo[key]

    def _look(self, officer: int, row: int, need: Need) -> frozenset[str] | None:
        if self._problem.eligible[row, officer]:
            return frozenset()
        if not self._known or officer in need.excluded or LISTED in need.skills:
            return None
        skills = frozenset(name.casefold() for name in need.skills) - self._skills[officer]
        office, docket = (name.casefold() if name else None for name in (need.office, need.docket))
        away = office is not None and bool(self._offices[officer]) and office not in self._offices[officer]
        if docket is not None and self._dockets[officer] and docket not in self._dockets[officer]:
            return None
        if self._kind is Train:
            return None if away else skills
        return None if skills or office is None else frozenset({office})

    def _listed(self, officer: int, case: int) -> bool:
        rows, pairs = self._problem.pairs_of(case), self._problem.pairs
        return pairs is None or rows.start == rows.stop or officer in pairs.officer[rows]
