"""What docs/method.md and docs/reading-the-report.md say that a plan is, word by word, for a handful of cases.

Written from these two pages and not from the program: rows of a roster go in, every assignment is tried, and the
ranked goals leave those that are right. It knows neither the solver's problem nor its model nor its checker. Every
number is an exact fraction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import ceil, floor
from typing import Any

STEP, TENTH, GRAIN = Fraction(1, 10_000), Fraction(1, 1_000), Fraction(1, 10_000)
"""Fairness is counted in steps of 0.0001 of utilization, shortfall in tenths of a point, what is above in 0.0001 h."""
POINT = 100
"""Steps."""
Choice = tuple[str | None, ...]
"""Who holds each unit of a part; None: nobody."""


@dataclass(frozen=True)
class Asked:
    """How a plan is asked for; the words are those of the command line.

    Attributes
    ----------
    keep_within : int, steps
    max_moves : Fraction or None, cases or hours
    """

    within_capacity: bool = False
    by_cost: bool = False
    keep_within: int = POINT
    max_moves: Fraction | None = None
    move_freely: bool = False
    moves_in_hours: bool = False
    coverage_in_hours: bool = False
    release_ineligible: bool = False


@dataclass(frozen=True)
class Officer:
    """A row of the sheet officers."""

    name: str
    hours: Fraction
    standard: int | None
    skills: frozenset[str]
    offices: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A row of the sheet cases; ``costs`` are those of the officers who are listed for it, where anybody is."""

    name: str
    hours: Fraction
    priority: int
    skills: frozenset[str]
    office: str
    holder: str
    pinned: bool
    excluded: frozenset[str]
    family: str
    costs: dict[str, Fraction] = field(hash=False)

    def may_be_held_by(self, officer: Officer) -> bool:
        """Office, every skill, the list of costs and the exclusions say so."""
        return (
            (not self.office or not officer.offices or self.office in officer.offices)
            and self.skills <= officer.skills
            and officer.name not in self.excluded
            and (not self.costs or officer.name in self.costs)
        )


@dataclass(frozen=True)
class Unit:
    """A case, or a family that goes to one officer.

    Attributes
    ----------
    may : frozenset of str
        Who may hold it: the one officer where it is fixed, by a pin or because nobody may hold it and it stays.
    """

    cases: tuple[Case, ...]
    may: frozenset[str]
    is_fixed: bool = False

    @cached_property
    def hours(self) -> Fraction:
        """Of all its cases."""
        return sum((case.hours for case in self.cases), Fraction(0))


@dataclass
class Part:
    """Officers and units that share nothing with the rest.

    Attributes
    ----------
    every : list of Choice
        All assignments that break no rule.
    right : list of Choice
        Those that the ranked goals leave.
    best : list of (str, Fraction)
        Each goal's best value, in rank order.
    deciding : set of str
        Goals that left fewer assignments than those before them.
    """

    officers: list[Officer]
    units: list[Unit]
    share: dict[str, Fraction]
    asked: Asked
    every: list[Choice] = field(default_factory=list)
    right: list[Choice] = field(default_factory=list)
    best: list[tuple[str, Fraction]] = field(default_factory=list)
    deciding: set[str] = field(default_factory=set)
    known: dict[tuple[str, str, Fraction], Fraction] = field(default_factory=dict)

    def load(self, officer: Officer, choice: Choice) -> Fraction:
        """Hours of what the officer then holds."""
        held = (unit.hours for unit, to in zip(self.units, choice, strict=True) if to == officer.name)
        return sum(held, Fraction(0))

    def value(self, goal: str, choice: Choice) -> Fraction:
        """Of a goal, by the names of docs/method.md."""
        name, *of = goal.split("_")
        if name == "coverage":
            return self._waiting(int(of[0]), choice)
        if name == "continuity":
            return self._taken_away(choice)
        if name == "cost":
            held = ((unit, to) for unit, to in zip(self.units, choice, strict=True) if to is not None)
            return sum((case.costs.get(to, Fraction(0)) for unit, to in held for case in unit.cases), Fraction(0))
        each = [self._of_officer(name, officer, self.load(officer, choice)) for officer in self.officers]
        return sum(each, Fraction(0)) if name == "evenness" else max(each, default=Fraction(0))

    def _waiting(self, priority: int, choice: Choice) -> Fraction:
        """Cases without an officer, each at its own priority, in a family, too."""
        out = [unit for unit, to in zip(self.units, choice, strict=True) if to is None]
        cases = [case for unit in out for case in unit.cases if case.priority == priority]
        return (
            sum((case.hours for case in cases), Fraction(0)) if self.asked.coverage_in_hours else Fraction(len(cases))
        )

    def _taken_away(self, choice: Choice) -> Fraction:
        """Cases taken from an officer who could keep them."""
        cases = [
            case
            for unit, to in zip(self.units, choice, strict=True)
            for case in unit.cases
            if case.holder in unit.may and case.holder != to
        ]
        return _counted(cases, in_hours=self.asked.moves_in_hours)

    def _of_officer(self, goal: str, officer: Officer, load: Fraction) -> Fraction:
        """What an officer's load counts for a goal; nothing without hours, since there is no fair share."""
        if not officer.hours:
            return Fraction(0)
        key = (goal, officer.name, load)
        if key not in self.known:
            fair = self.counted_share(officer)
            if goal == "fairness":
                value = Fraction(ceil((load / officer.hours - fair) / STEP))
            elif goal == "shortfall":
                value = floor((fair - load / officer.hours) / TENTH) * TENTH / STEP
            else:
                value = ceil((load - fair * officer.hours) / GRAIN) * GRAIN
            self.known[key] = max(Fraction(0), value)
        return self.known[key]

    def counted_share(self, officer: Officer) -> Fraction:
        """The fair share; where hours are hard at most 100 %, or what is fixed to the officer where that is more."""
        share = self.share[officer.name]
        if not self.asked.within_capacity:
            return share
        fixed = sum((unit.hours for unit in self.units if unit.is_fixed and officer.name in unit.may), Fraction(0))
        return max(min(share, Fraction(1)), fixed / officer.hours)

    def lifts_nobody(self, choice: Choice, best: Fraction) -> bool:
        """Whether nobody is above 100 % whom the best value of fairness would not let be there."""
        return all(
            self.load(officer, choice) <= max(Fraction(1), self.counted_share(officer) + best * STEP) * officer.hours
            for officer in self.officers
            if officer.hours
        )


@dataclass(frozen=True)
class Office:
    """A roster."""

    officers: list[Officer]
    cases: list[Case]

    @staticmethod
    def of(document: dict[str, list[dict[str, Any]]]) -> Office:
        """From its rows."""
        costs: dict[str, dict[str, Fraction]] = {}
        for row in document.get("costs", []):
            costs.setdefault(row["case_id"], {})[row["officer_id"]] = Fraction(row.get("cost", "0"))
        return Office(
            [
                Officer(
                    row["officer_id"],
                    Fraction(row["available_hours"]) * Fraction(row.get("efficiency", "1")),
                    row.get("caseload_standard"),
                    _names(row, "skills"),
                    _names(row, "offices"),
                )
                for row in document["officers"]
            ],
            [
                Case(
                    row["case_id"],
                    Fraction(row["weight_hours"]),
                    row.get("priority", 3),
                    _names(row, "required_skills"),
                    row.get("office", ""),
                    row.get("current_officer", ""),
                    row.get("pinned", False),
                    _names(row, "excluded_officers"),
                    row.get("keep_together", ""),
                    costs.get(row["case_id"], {}),
                )
                for row in document["cases"]
            ],
        )

    def units(self, asked: Asked) -> list[Unit]:
        """Families and single cases, with who may hold them as a whole and has hours; what nobody may hold stays."""
        families: dict[tuple[str, str], list[Case]] = {}
        for case in self.cases:
            families.setdefault((case.family, "" if case.family else case.name), []).append(case)
        names, out = {officer.name for officer in self.officers}, []
        for members in families.values():
            pins = frozenset(case.holder for case in members if case.pinned)
            may = [each for each in self.officers if all(case.may_be_held_by(each) for case in members)]
            able = frozenset(each.name for each in may if each.hours)
            if pins or able:
                out.append(Unit(tuple(members), pins or able, bool(pins)))
                continue
            stay = [case for case in members if case.holder in names - case.excluded and not asked.release_ineligible]
            out += [Unit((case,), frozenset({case.holder}), is_fixed=True) for case in stay]
            out += [Unit((case,), frozenset()) for case in members if case not in stay]
        return out


def _counted(cases: list[Case], *, in_hours: bool) -> Fraction:
    return sum((case.hours for case in cases), Fraction(0)) if in_hours else Fraction(len(cases))


def _names(row: dict[str, Any], column: str) -> frozenset[str]:
    return frozenset(row.get(column, ()))


def fair_shares(officers: list[Officer], units: list[Unit]) -> dict[str, Fraction]:
    """The tightest group of officers first: what only they may take, by their hours; then the rest, again and again."""
    people = {officer.name: officer.hours for officer in officers if officer.hours}
    share: dict[str, Fraction] = {}
    while len(share) < len(people):
        rest = [name for name in people if name not in share]
        groups = [group for size in range(len(rest), 0, -1) for group in combinations(rest, size)]
        left = [unit for unit in units if unit.may and not unit.may <= set(share)]

        def level(group: tuple[str, ...], left: list[Unit] = left) -> Fraction:
            work = sum((unit.hours for unit in left if unit.may <= {*share, *group}), Fraction(0))
            return work / sum((people[name] for name in group), Fraction(0))

        tightest = max(groups, key=level)  # of several that are as tight, the largest
        share.update(dict.fromkeys(tightest, level(tightest)))
    return share


def parts_of(office: Office, asked: Asked) -> tuple[list[Part], list[Unit]]:
    """Parts with all that is right in them, and units that nobody may hold, so that they wait whatever is planned.

    A limit on moves is one for all, and everything is one part then.
    """
    units = office.units(asked)
    groups = [{officer.name} for officer in office.officers]
    for unit in units:
        touched = [group for group in groups if group & unit.may]
        groups = [group for group in groups if not group & unit.may] + [set().union(*touched)] * bool(touched)
    if asked.max_moves is not None:
        groups = [set().union(*groups)]
    share = fair_shares(office.officers, units)
    parts = [
        Part([o for o in office.officers if o.name in group], [u for u in units if u.may & group], share, asked)
        for group in groups
    ]
    names = ranked(asked, office)
    for part in parts:
        part.every = list(_every(part))
        _narrow(part, names)
    return parts, [unit for unit in units if not unit.may]


def _every(part: Part) -> Iterator[Choice]:
    """All assignments that keep standards and, where they are hard, hours; what is fixed takes its place first."""
    options = [sorted(unit.may) if unit.is_fixed else [None, *sorted(unit.may)] for unit in part.units]
    for choice in product(*options):
        for officer in part.officers:
            held = [unit for unit, to in zip(part.units, choice, strict=True) if to == officer.name]
            free = [unit for unit in held if not unit.is_fixed]
            count, work = sum(len(unit.cases) for unit in held), sum(unit.hours for unit in held)
            if free and officer.standard is not None and count > officer.standard:
                break
            if free and part.asked.within_capacity and work > officer.hours:
                break
        else:
            yield choice


def ranked(asked: Asked, office: Office) -> list[str]:
    """The goals in their order; ``fairness`` has its slack where it is followed by ``fairness_again``."""
    cover = [f"coverage_{priority}" for priority in sorted({case.priority for case in office.cases})]
    if asked.by_cost:
        return [*cover, "cost", "continuity"]
    spread = ["shortfall", "evenness", *["cost"] * any(cost for case in office.cases for cost in case.costs.values())]
    if asked.max_moves is not None:
        return [*cover, "continuity", "fairness", *spread, "continuity_again"]
    if asked.move_freely:
        return [*cover, "fairness", *spread, "continuity"]
    again = ["fairness_again"] if asked.keep_within else []
    return [*cover, "fairness", "continuity", *again, *spread]


def _narrow(part: Part, names: list[str]) -> None:
    """Each goal as good as it can be, then held within its slack while the next is improved."""
    asked, part.right = part.asked, part.every
    for place, name in enumerate(names):
        best = min(part.value(name, choice) for choice in part.right)
        part.best.append((name, best))
        most, has_slack = best, name == "fairness" and "fairness_again" in names[place:]
        if has_slack:
            most = best + asked.keep_within
        elif name == "continuity" and asked.max_moves is not None:
            most = max(best, asked.max_moves)
        left = [choice for choice in part.right if part.value(name, choice) <= most]
        if has_slack:
            left = [choice for choice in left if part.lifts_nobody(choice, best)]
        if len(left) < len(part.right):
            part.deciding.add(name)
        part.right = left


def better_by_hand(part: Part, choice: Choice) -> Choice | None:
    """A plan with equal coverage, no more moves, nobody newly above 100 %, and a better worst officer; or none."""
    cover = [name for name, _ in part.best if name.startswith("coverage")]
    moves, worst = part.value("continuity", choice), part.value("fairness", choice)
    for other in part.every:
        if (
            part.value("fairness", other) < worst
            and part.value("continuity", other) <= moves
            and all(part.value(name, other) == part.value(name, choice) for name in cover)
            and all(part.load(o, other) <= max(o.hours, part.load(o, choice)) for o in part.officers)
        ):
            return other
    return None
