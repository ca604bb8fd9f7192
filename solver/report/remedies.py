"""Remedies: what would help, ranked by the hours that it gains, each worked out again before it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from solver.fairshare import FairShares, fair_shares
from solver.problem import Problem
from solver.report.basis import Basis
from solver.report.changes import AddOfficers, Change, Lend, Train
from solver.report.condensed import Standing, condensed, standing
from solver.report.remedies_drop import Dropped, dropped
from solver.report.remedies_field import field_of
from solver.report.remedies_hire import Hires, fewest, hires, single_hires
from solver.report.remedies_search import best_choice
from solver.report.scenario import applied
from solver.report.words import counted, hours, percent
from solver.units import units_of

TOGETHER = 3
"""Cross-trainings, or loans, that are chosen together at most."""
SEARCH_S = 20.0
SHOWN_HIRES = 3


class Kind(StrEnum):
    """What is done."""

    HIRE = "hire"
    TRAIN = "train"
    LEND = "lend"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes, and what they do. Both standings are exact, whatever the search that proposed the changes was.

    Attributes
    ----------
    kind : Kind
    changes : tuple of Change
    before, after : Standing
    least_gap_hours : Fraction or None
        For changes that were chosen together: the bound of the search on the missing hours of any such choice.
    proven : bool
        No other choice of this kind and size does better.
    """

    kind: Kind
    changes: tuple[Change, ...]
    before: Standing
    after: Standing
    least_gap_hours: Fraction | None = None
    proven: bool = False

    @property
    def hours_gained(self) -> Fraction:
        """Missing hours that are no longer missing."""
        return self.before.gap_hours - self.after.gap_hours

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
        Most hours gained first, then the lowest peak, then the fewest changes.
    hires : tuple of Hires
        How many each tier above 100% needs by itself.
    enough : Remedy or None
        The hires with which nobody has more work than hours, as far as hires can; each of them is needed.
    drop : Dropped or None
    """

    ranked: tuple[Remedy, ...]
    hires: tuple[Hires, ...]
    enough: Remedy | None
    drop: Dropped | None


def remedies(
    problem: Problem,
    shares: FairShares | None = None,
    *,
    basis: Basis,
    together: int = TOGETHER,
    time_limit_s: float = SEARCH_S,
    seed: int = 0,
) -> Remedies:
    """Find out what would help.

    Parameters
    ----------
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
    before, small = standing(problem, shares), condensed(problem, units)
    hire_hours = basis.productive_hours
    found = [
        Remedy(Kind.HIRE, (hire,), before, after)
        for hire, after in single_hires(small, fair_shares(small), hire_hours)[:SHOWN_HIRES]
    ]
    for kind in (Kind.TRAIN, Kind.LEND):
        found += chosen_together(small, kind, together, time_limit_s / 2, seed)
    needed = hires(problem, shares, hire_hours)
    drop = dropped(problem, shares)
    if drop is not None:
        found.append(Remedy(Kind.DROP, (drop.drop,), before, drop.after))
    better = [each for each in found if each.after.rank < before.rank]
    better.sort(key=lambda each: (each.after.rank, len(each.changes), str(each.changes)))
    return Remedies(tuple(better), needed, _enough(small, before, fewest(problem, needed)), drop)


def chosen_together(small: Problem, kind: Kind, together: int, time_limit_s: float, seed: int = 0) -> list[Remedy]:
    """The best 1, 2, … cross-trainings (or loans), as long as one more does more.

    Parameters
    ----------
    small : Problem
        Condensed, unless it is small anyway.
    kind : Kind
        ``TRAIN`` or ``LEND``.
    """
    before, out = standing(small), list[Remedy]()
    for count in range(1, together + 1):
        field = field_of(small, Train if kind is Kind.TRAIN else Lend, count)
        if field is None:
            continue  # with more changes at once there may be something to choose from
        choice = best_choice(small, field, count, time_limit_s / together, seed)
        last = out[-1].after.rank if out else before.rank
        if choice.after.rank < last:
            out.append(Remedy(kind, choice.changes, before, choice.after, choice.least_gap_hours, choice.proven))
    return out


def effect(before: Standing, after: Standing) -> str:
    """From which peak and missing hours to which, in words."""
    words = []
    if before.peak is not None and after.peak is not None and before.peak != after.peak:
        words.append(f"the peak goes from {percent(before.peak)} to {percent(after.peak)}")
    gained = before.gap_hours - after.gap_hours
    if gained:
        left = f"{hours(after.gap_hours)} stay missing" if after.gap_hours else "none stay missing"
        words.append(f"{hours(gained)} are gained, {left}")
    return (", and ".join(words) or "nothing changes") + "."


def _enough(small: Problem, before: Standing, added: tuple[AddOfficers, ...]) -> Remedy | None:
    if not added:
        return None
    return Remedy(Kind.HIRE, added, before, standing(applied(small, added)))


def _subject(kind: Kind, changes: tuple[Change, ...]) -> str:
    said = "; ".join(str(change) for change in changes)
    if kind in (Kind.TRAIN, Kind.LEND):
        one, several = ("cross-training", "cross-trainings") if kind is Kind.TRAIN else ("loan", "loans")
        return f"{counted(len(changes), one, several)} ({said})"
    return said
