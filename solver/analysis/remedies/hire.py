"""Whom to hire: how many officers a tier needs, and what the best single hire would be able to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, inf

import numpy as np

from solver.analysis.remedies.condensed_problem import Outcome, condensed, outcome_of
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.cases import with_cases
from solver.analysis.scenarios.changes import AddOfficers
from solver.analysis.scenarios.officers import LISTED, with_officers
from solver.arrays import Indices
from solver.budget import check_ranges
from solver.fair_shares.decomposition import fair_shares
from solver.problem import Need, Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True, kw_only=True)
class HireParams:
    """How many hires are tried.

    Attributes
    ----------
    most_together : int, >= 0
        Tiers whose hires are weighed together.
    most_profiles : int, >= 1
        Different hires that are tried, those for the most work first.
    """

    most_together: int = 40
    most_profiles: int = 60

    def __post_init__(self) -> None:
        check_ranges(self, most_together=(0, inf), most_profiles=(1, inf))


PARAMS = HireParams()


@dataclass(frozen=True, slots=True)
class Hires:
    """How many hires bring a tier, looked at by itself, to 100%; one fewer does not.

    Attributes
    ----------
    tier : int or None
        Index into the tiers; None: the cases that nobody with hours may hold.
    hire : AddOfficers
    before, after, one_fewer : Fraction or None
        Peak of the tier's cases; None where nobody with hours may hold them.
    """

    tier: int | None
    hire: AddOfficers
    before: Fraction | None
    after: Fraction
    one_fewer: Fraction | None


def hire_for(needs: Iterable[Need], hours: Fraction, count: int = 1) -> AddOfficers | None:
    """Somebody who can hold all cases with these needs; None where nobody could."""
    wanted = list(needs)
    if any(LISTED in need.skills for need in wanted):
        return None
    return AddOfficers(
        count,
        hours,
        _spelled_once(name for need in wanted for name in need.skills),
        _spelled_once(need.office for need in wanted if need.office),
        _spelled_once(need.docket for need in wanted if need.docket),
    )


def as_one(hire: AddOfficers, count: int) -> AddOfficers:
    """One officer with the hours of ``count``: fair shares, which may split a case, do not tell them apart."""
    return replace(hire, count=1, hours=hire.hours * count)


def hires(problem: Problem, shares: FairShares, hours: Fraction) -> tuple[Hires, ...]:
    """How many hires of so many hours each tier above 100%, and work that nobody with hours may hold, need.

    A tier is left out where hires would not help: where its cases are listed for single officers.

    Parameters
    ----------
    hours : Fraction
        Available hours of each.
    """
    found = [_hires(problem, index, shares.tiers[index].cases, hours, shares) for index in range(len(shares.tiers))]
    if len(aside := _aside(shares)):
        found.append(_hires(problem, None, aside, hours, shares))
    return tuple(each for each in found if each is not None)


def fewest(problem: Problem, needed: tuple[Hires, ...], params: HireParams = PARAMS) -> tuple[AddOfficers, ...]:
    """The fewest hires with which as few hours are missing as hires can bring about; with one fewer, more are.

    An officer who can do the work of all these tiers can do whatever a hire for one of them can, so their number is the
    fewest (found by halving). Then as many as possible are replaced by hires for a single tier, who need to be able to
    do less. Empty where more than ``most_together`` tiers need hires: asking the whole question again for each takes
    too long.
    """
    if not needed or len(needed) > params.most_together:
        return ()
    small = condensed(problem)
    kinds = [each.hire for each in needed]
    if len(kinds) > 1:
        kinds.append(_for_all(kinds))

    def gap(numbers: list[int]) -> Fraction:
        chosen = [as_one(hire, n) for hire, n in zip(kinds, numbers, strict=True) if n]
        return outcome_of(applied(small, chosen)).gap_hours

    counts = [0] * len(kinds)
    counts[-1] = sum(each.hire.count for each in needed)
    least = gap(counts)
    counts[-1] = _first(counts[-1], lambda number: gap([*counts[:-1], number]) <= least)
    for place in range(len(kinds) - 1):
        # fewer all-rounders never leave fewer hours missing, so the most that can be replaced can be halved in on
        left = counts[-1]

        def kept(number: int, place: int = place, left: int = left) -> bool:
            tried = [*counts[:-1], number]
            tried[place] = left - number
            return gap(tried) <= least

        stay = _first(left, kept)
        counts[place], counts[-1] = left - stay, stay
    return tuple(replace(hire, count=count) for hire, count in zip(kinds, counts, strict=True) if count)


def _first(most: int, does: Callable[[int], bool]) -> int:
    """The smallest number up to ``most`` that does; ``most`` does, and so does every number above one that does."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if does(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _for_all(hires: Sequence[AddOfficers]) -> AddOfficers:
    """Somebody who can do what any of these can."""

    def union(sets: list[frozenset[str]]) -> frozenset[str]:
        return frozenset[str]() if not all(sets) else _spelled_once(name for names in sets for name in names)

    return AddOfficers(
        1,
        hires[0].hours,
        _spelled_once(name for hire in hires for name in hire.skills),
        union([hire.offices for hire in hires]),
        union([hire.dockets for hire in hires]),
    )


def single_hires(
    problem: Problem, shares: FairShares, hours: Fraction, params: HireParams = PARAMS
) -> list[tuple[AddOfficers, Outcome]]:
    """One hire, of every kind that the work in shortage asks for, with what it does. ``problem`` may be condensed.

    The kinds: whoever can do all of that work, all of one tier, all of it in one office, or what a single need asks
    for. Of two that do the same, only the one that has to be able to do less.
    """
    tight = [tier.cases for tier in shares.tiers if tier.missing]
    tight += [aside] if len(aside := _aside(shares)) else []
    if not tight and shares.tiers:
        tight = [shares.tiers[0].cases]
    if len(tight) > 1:
        tight.append(np.concatenate(tight))
    work: dict[AddOfficers, int] = {}
    for cases in tight:
        rows, at = np.unique(problem.cases.signature[cases], return_inverse=True)
        effort = np.zeros(len(rows), np.int64)
        np.add.at(effort, at, problem.cases.effort[cases])
        needs = [problem.needs[row] for row in rows.tolist()]
        offices = {need.office.casefold() for need in needs if need.office}
        parts = [[need] for need in needs] + [needs]
        parts += [
            [need for need in needs if not need.office or need.office.casefold() == one] for one in sorted(offices)
        ]
        amount = dict(zip(needs, effort.tolist(), strict=True))
        for part in parts:
            hire = hire_for(part, hours)
            if hire is not None:
                work[hire] = max(work.get(hire, 0), sum(amount[need] for need in part))
    kinds = sorted(work, key=lambda hire: (-work[hire], _asks(hire), str(hire)))[: params.most_profiles]
    tried = [(hire, outcome_of(applied(problem, [hire]))) for hire in kinds]
    tried.sort(key=lambda each: (each[1].rank, _asks(each[0]), str(each[0])))
    kept: dict[tuple[Fraction, Fraction], tuple[AddOfficers, Outcome]] = {}
    for hire, after in tried:
        kept.setdefault(after.rank, (hire, after))
    return list(kept.values())


def _hires(problem: Problem, tier: int | None, cases: Indices, hours: Fraction, shares: FairShares) -> Hires | None:
    if tier is not None and not shares.tiers[tier].missing:
        return None
    alone = with_cases(problem, cases.astype(np.int64))
    if tier is not None:
        mine = np.zeros(len(problem.officers), np.bool_)
        mine[shares.tiers[tier].officers] = True
        alone = with_officers(alone, mine)
    alone = condensed(alone)
    hire = hire_for([alone.needs[row] for row in np.unique(alone.cases.signature).tolist()], hours)
    before = outcome_of(alone)
    if hire is None or not before.gap_hours:
        return None

    def peak(count: int) -> Fraction | None:
        after = applied(alone, [as_one(hire, count)] if count else [])
        found = fair_shares(after)
        stays = any(len(each) for each in (found.aside_no_officer, found.aside_no_hours, found.pinned_no_hours))
        return None if stays or not found.tiers else found.tiers[0].utilization

    count = max(1, ceil(before.gap_hours / hours))
    after, fewer = peak(count), peak(count - 1)
    if after is None or after > 1 or (fewer is not None and fewer <= 1):
        return None
    return Hires(tier, replace(hire, count=count), before.peak, after, fewer)


def _aside(shares: FairShares) -> Indices:
    """Cases that nobody may hold, or nobody who has hours."""
    return np.concatenate([shares.aside_no_officer, shares.aside_no_hours])


def _asks(hire: AddOfficers) -> tuple[int, int]:
    """How much somebody has to be able to do; nowhere in particular is more than in one office."""
    places = [len(names) or 100 for names in (hire.offices, hire.dockets)]
    return len(hire.skills), sum(places)


def _spelled_once(names: Iterable[str | None]) -> frozenset[str]:
    spelled: dict[str, str] = {}
    for name in sorted(name for name in names if name):
        spelled.setdefault(name.casefold(), name)
    return frozenset(spelled.values())
