"""Remedies: what would help, ranked by the hours that it gains, each worked out again before it is shown."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import inf

from solver.analysis.fte import Basis
from solver.analysis.remedies.bound import reach_of
from solver.analysis.remedies.condensed_problem import Outcome, condensed, outcome_of
from solver.analysis.remedies.greedy import step_by_step
from solver.analysis.remedies.hire import PARAMS as HIRE
from solver.analysis.remedies.hire import HireParams, Hires, as_one, fewest, hires, single_hires
from solver.analysis.remedies.mip import Choice, best_choice
from solver.analysis.remedies.options import PARAMS as FIELD
from solver.analysis.remedies.options import FieldParams, field_of, is_too_large
from solver.analysis.remedies.pins import hours_for_pins, pins_to_take_off
from solver.analysis.remedies.shed import Dropped, dropped
from solver.analysis.scenarios.apply import applied
from solver.analysis.scenarios.changes import AddOfficers, Change, Lend, Train
from solver.analysis.words import counted, hours, percent
from solver.budget import check_ranges
from solver.fair_shares.decomposition import fair_shares
from solver.fair_shares.network import network_of
from solver.model.units import units_of
from solver.problem import Problem
from solver.tiers import FairShares

TOGETHER = 3
"""Cross-trainings, or loans, that are chosen together at most."""
SEARCH_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemediesParams:
    """How remedies are looked for.

    Attributes
    ----------
    steps_share : float, above 0 and at most 1
        Of the time limit, for changes chosen one after the other; the rest is for choosing them together.
    shown_hires : int, >= 0
        Single hires that are shown at most.
    hire : HireParams
    field : FieldParams
        Of the program that chooses changes together.
    """

    steps_share: float = 0.6
    shown_hires: int = 3
    hire: HireParams = HIRE
    field: FieldParams = FIELD

    def __post_init__(self) -> None:
        check_ranges(self, steps_share=(1e-9, 1), shown_hires=(0, inf))


PARAMS = RemediesParams()


class Kind(StrEnum):
    """What is done."""

    HIRE = "hire"
    TRAIN = "train"
    LEND = "lend"
    DROP = "drop"
    UNPIN = "unpin"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes, and what they do. Both outcomes are exact, whatever the search that proposed the changes was.

    Attributes
    ----------
    kind : Kind
    changes : tuple of Change
    before, after : Outcome
    least_gap_hours : Fraction or None
        For changes that were chosen together: the bound of the search on the missing hours of any such choice.
    proven : bool
        No other choice of this kind and size does better.
    """

    kind: Kind
    changes: tuple[Change, ...]
    before: Outcome
    after: Outcome
    least_gap_hours: Fraction | None = None
    proven: bool = False

    @property
    def hours_gained(self) -> Fraction:
        """Missing hours that are no longer missing."""
        return self.before.gap_hours - self.after.gap_hours

    @property
    def order(self) -> tuple[Fraction, bool, Fraction, int, str]:
        """Smaller is better: most hours gained; where hours are missing, without hires; the lowest peak; the fewest."""
        hires = self.kind is Kind.HIRE and self.before.gap_hours > 0
        return self.after.gap_hours, hires, self.after.rank[1], self.people, str(self.changes)

    @property
    def people(self) -> int:
        """Officers who join, or changes to those who are there."""
        return sum(change.count if isinstance(change, AddOfficers) else 1 for change in self.changes)

    @property
    def sentence(self) -> str:
        """What is done and what it does."""
        return f"{_subject(self.kind, self.changes)}: {effect(self.before, self.after)}"


@dataclass(frozen=True, slots=True)
class Remedies:
    """All remedies of a roster.

    Attributes
    ----------
    ranked : tuple of Remedy
        Most hours gained first; of those that gain the same missing hours, those that need nobody new; then the lowest
        peak, then the fewest changes.
    hires : tuple of Hires
        How many each tier above 100% needs by itself.
    enough : Remedy or None
        The fewest hires with which nobody has more work than hours, as far as hires can; with one fewer, more hours are
        missing.
    drop : Dropped or None
    """

    ranked: tuple[Remedy, ...]
    hires: tuple[Hires, ...]
    enough: Remedy | None
    drop: Dropped | None

    @property
    def best(self) -> Remedy | None:
        """The best of all that gives nothing up, in the order of ``ranked``."""
        every = [each for each in (*self.ranked, self.enough) if each is not None and each.kind is not Kind.DROP]
        return min(every, key=lambda each: each.order, default=None)


def remedies(
    problem: Problem,
    shares: FairShares | None = None,
    *,
    basis: Basis,
    together: int = TOGETHER,
    time_limit_s: float = SEARCH_S,
    seed: int = 0,
    params: RemediesParams = PARAMS,
) -> Remedies:
    """Find out what would help.

    Cross-trainings and loans are looked for as if cases that nobody may hold were taken from who has them, since then
    no change makes anything worse. What each does is that of the problem as it is; where such cases stay with their
    officers, that no other choice does more is not proven.

    Parameters
    ----------
    problem : Problem
    shares : FairShares or None
        Of the problem, where the caller has them already.
    basis : Basis
        A hire has the productive hours of one FTE.
    together : int
        Cross-trainings, or loans, that are chosen together at most; 0: none are looked for.
    time_limit_s : float, seconds
        For all searches for cross-trainings and loans together.
    """
    units = units_of(problem)
    shares = fair_shares(problem, units) if shares is None else shares
    stay = bool(units.stays.any())
    before, small = outcome_of(problem, shares), condensed(problem, units)
    hire_hours = basis.productive_hours
    found = [
        Remedy(Kind.HIRE, (hire,), before, after)
        for hire, after in single_hires(small, fair_shares(small), hire_hours, params.hire)[: params.shown_hires]
    ]
    wide = condensed(replace(problem, release_ineligible=True)) if stay else small
    for kind in (Kind.TRAIN, Kind.LEND):
        found += chosen_together(wide, kind, together, time_limit_s / 2, seed, params)
    needed = hires(problem, shares, hire_hours)
    drop = dropped(problem, shares)
    if drop is not None:
        found.append(Remedy(Kind.DROP, (drop.drop,), before, drop.after))
    pins: tuple[tuple[Kind, tuple[Change, ...]], ...] = (
        (Kind.UNPIN, pins_to_take_off(problem, units)),
        (Kind.HOURS, hours_for_pins(problem, units)),
    )
    found += [Remedy(kind, made, before, outcome_of(applied(problem, made))) for kind, made in pins if made]
    if stay:
        found = [_as_it_is(problem, before, each) for each in found]
    better = [each for each in found if before.is_mended_by(each.after)]
    better.sort(key=lambda each: each.order)
    added = fewest(problem, needed, params.hire)
    return Remedies(tuple(better), needed, _enough(problem if stay else small, before, added), drop)


def _as_it_is(problem: Problem, before: Outcome, found: Remedy) -> Remedy:
    after = outcome_of(applied(problem, found.changes))
    return replace(found, before=before, after=after, least_gap_hours=None, proven=False)


def chosen_together(
    small: Problem, kind: Kind, together: int, time_limit_s: float, seed: int = 0, params: RemediesParams = PARAMS
) -> list[Remedy]:
    """The best 1, 2, … cross-trainings (or loans), as long as one more does more.

    Parameters
    ----------
    small : Problem
        Condensed, unless it is small anyway.
    kind : Kind
        ``TRAIN`` or ``LEND``.
    time_limit_s : float, seconds
        For all of it, from looking for candidates on.
    """
    deadline = time.monotonic() + time_limit_s
    if bool(network_of(small, units_of(small)).differs.any()):
        return []  # where cases take different officers different times, the missing hours are no flow
    change = Train if kind is Kind.TRAIN else Lend
    reach = reach_of(small, change, together, deadline)
    before, out = reach.before, list[Remedy]()
    until = _part_of_the_time(deadline, 1.0 if is_too_large(small, params.field) else params.steps_share)
    steps = step_by_step(small, change, together, reach, until)
    for count in range(1, together + 1):
        options = [Choice((), before, reach.least_gap_hours(count), proven=False)]
        options += [Choice(made, after, options[0].least_gap_hours, proven=False) for made, after in steps]
        field = field_of(small, change, count, params.field)
        if field is not None and time.monotonic() < deadline:
            until = _part_of_the_time(deadline, 1 / (together - count + 1))
            options.append(best_choice(small, field, count, until - time.monotonic(), seed))
        best = min((each for each in options if len(each.changes) <= count), key=lambda each: each.after.rank)
        least = max(each.least_gap_hours for each in options)
        proven = any(each.proven and each.after.rank == best.after.rank for each in options)
        if best.after.rank < (out[-1].after.rank if out else before.rank):
            out.append(Remedy(kind, best.changes, before, best.after, least, proven))
    return out


def _part_of_the_time(deadline: float, share: float) -> float:
    now = time.monotonic()
    return now + max(0.0, deadline - now) * share


def effect(before: Outcome, after: Outcome) -> str:
    """From which peak and missing hours to which, in words."""
    words = []
    if before.peak is not None and after.peak is not None and before.peak != after.peak:
        words.append(f"the peak goes from {percent(before.peak)} to {percent(after.peak)}")
    gained = before.gap_hours - after.gap_hours
    if gained:
        words.append(f"{hours(gained)} {_verb(gained, 'is', 'are')} gained, {_left(before, after)}")
    return (", and ".join(words) or "nothing changes") + "."


def _left(before: Outcome, after: Outcome) -> str:
    """What is not gained: hours that are missing, work that waits for somebody who may do it, or both."""
    left, waits = after.gap_hours, after.waiting_hours
    if not left:
        return "nothing is left" if before.waiting_hours else "none stay missing"
    if not waits:
        return f"{hours(left)} {_verb(left, 'stays', 'stay')} missing"
    if waits == left:
        return f"{hours(left)} {_verb(left, 'goes', 'go')} on waiting for somebody who may do the work"
    return f"{hours(left)} stay missing or go on waiting for somebody who may do the work"


def _verb(amount: Fraction, one: str, several: str) -> str:
    return one if amount == 1 else several


def _enough(small: Problem, before: Outcome, added: tuple[AddOfficers, ...]) -> Remedy | None:
    if not added:
        return None
    return Remedy(Kind.HIRE, added, before, outcome_of(applied(small, [as_one(hire, hire.count) for hire in added])))


def _subject(kind: Kind, changes: tuple[Change, ...]) -> str:
    said = "; ".join(str(change) for change in changes)
    if kind in (Kind.TRAIN, Kind.LEND):
        one, several = ("cross-training", "cross-trainings") if kind is Kind.TRAIN else ("loan", "loans")
        return f"{counted(len(changes), one, several)} ({said})"
    return said
