"""What questions about one case need to know of all others: loads, goals that are added up, fair shares, parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction

import numpy as np

from solver.arrays import Indices
from solver.check.facts import NOBODY, Facts, facts_of
from solver.check.goals import PRIORITIES, Measured, measure
from solver.check.rules import Loads, held_by
from solver.fair_shares.decomposition import fair_shares
from solver.goals import Goals, Unit
from solver.plan import Plan
from solver.problem import Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Totals:
    """All that the question about one case needs to know of the others.

    Attributes
    ----------
    held : Loads
        What everybody holds.
    part_of_officer : int32 array, shape (officers,)
        As the goals number parts; below 0: no case reaches the officer.
    values : mapping of level name to one int per part
        In rank order.
    set_aside : mapping of coverage level name to int
    share : tuple of (Fraction or None), length officers
        Fair shares.
    grains : int
        Grains in a tick.
    """

    held: Loads
    part_of_officer: Indices
    values: Mapping[str, tuple[int, ...]]
    set_aside: Mapping[str, int]
    share: tuple[Fraction | None, ...]
    grains: int

    @classmethod
    def of(cls, problem: Problem, assigned: Indices, goals: Goals) -> Totals:
        """Add up an assignment."""
        facts, shares = facts_of(problem), fair_shares(problem)
        held = held_by(facts, assigned)
        found = measure(facts, assigned, held, goals, shares)
        return cls(held, found.part_of_officer, found.values, found.set_aside, shares.share, facts.grains)

    @classmethod
    def of_plan(cls, problem: Problem, plan: Plan) -> Totals:
        """The same of a plan that was checked: it has all but the loads."""
        facts = facts_of(problem)
        held = held_by(facts, plan.officer)
        values = {level.name: tuple(level.part_value.tolist()) for level in plan.levels}
        aside = {level.name: level.set_aside for level in plan.levels if level.name in PRIORITIES}
        return cls(held, plan.part_of_officer, values, aside, plan.shares.share, facts.grains)

    def total(self, name: str, unit: Unit) -> int:
        """A goal over all parts: the sum, or the worst where its unit does not add up."""
        return total_of(self, name, unit)

    @property
    def shares(self) -> FairShares:
        """The fair shares alone, without what proves them."""
        none = np.zeros(0, np.int32)
        return FairShares((), self.share, np.full(len(self.share), -1, np.int32), none, none, none)

    def facts_of(self, unit: Problem) -> Facts:
        """What the roster says about cases that are kept together, with the parts in which they are among all."""
        facts, part = facts_of(unit), self.part_of_officer
        mine = facts.allowed[facts.row]
        of_case = np.full(len(mine), NOBODY, np.int32)
        reached = mine.any(axis=1)
        of_case[reached] = part[mine[reached].argmax(axis=1)]
        return replace(facts, part_of_officer=part, part_of_case=of_case, grains=self.grains)

    def held_with(self, facts: Facts, now: Indices, then: Indices) -> Loads:
        """What everybody holds once these cases are with others than now."""
        before, after = held_by(facts, now), held_by(facts, then)
        sums = {each.name: getattr(self.held, each.name) for each in fields(Loads)}
        return Loads(**{name: held + getattr(after, name) - getattr(before, name) for name, held in sums.items()})


def measured_by(facts: Facts, goals: Goals, shares: FairShares, officer: Indices) -> Measured:
    """Every goal of an assignment, as the checker measures it against these fair shares."""
    return measure(facts, officer, held_by(facts, officer), goals, shares)


def total_of(measured: Measured | Totals, name: str, unit: Unit) -> int:
    """A goal over all parts: the sum, or the worst where its unit does not add up."""
    parts = measured.values[name]
    return sum(parts) + measured.set_aside.get(name, 0) if unit.adds_up else max(parts, default=0)
