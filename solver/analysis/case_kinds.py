"""The cases counted once, by what they ask for, who may hold them and which tier they are in.

A report asks the same of a million cases in many ways; they are few once those that are alike are counted together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Flags, Indices, Ints
from solver.fair_shares.network import network_of
from solver.model.units import Units
from solver.problem import Problem
from solver.tiers import FairShares


@dataclass(frozen=True, slots=True)
class Tally:
    """Kinds of cases.

    Attributes
    ----------
    signature, tier : int64 arrays, shape (kinds,)
        Row of ``Problem.needs``; index into ``FairShares.tiers``, -1 outside all tiers.
    row : int64 array, shape (kinds,)
        Row of ``reach``.
    cases, effort : int64 arrays, shape (kinds,)
        How many, and their ticks. Where a case takes different officers different times, the least of them; a bundle
        that does counts its difference with its first case.
    reach : bool array, shape (rows, officers)
        Officers with hours who may hold the cases, pins and bundles considered.
    """

    signature: Ints
    tier: Ints
    row: Ints
    cases: Ints
    effort: Ints
    reach: Flags


def tally_of(problem: Problem, units: Units, shares: FairShares) -> Tally:
    """Count the cases."""
    tier_of_case = tiers_of_cases(problem, shares)
    group = units.group[units.of_case].astype(np.int64)
    tiers, groups = len(shares.tiers) + 1, max(1, len(units.allowed))
    key = (problem.cases.signature * np.int64(groups) + group) * tiers + tier_of_case + 1
    names, kind = np.unique(key, return_inverse=True)
    effort = np.zeros(len(names), np.int64)
    np.add.at(effort, kind, least_efforts(problem, units))
    return Tally(
        names // tiers // groups,
        names % tiers - 1,
        names // tiers % groups,
        np.bincount(kind, minlength=len(names)).astype(np.int64),
        effort,
        units.allowed & (problem.officers.limit > 0),
    )


def tiers_of_cases(problem: Problem, shares: FairShares) -> Indices:
    """Index of each case's tier, -1 outside. Shape (cases,)."""
    out = np.full(len(problem.cases), -1, np.int32)
    for index, tier in enumerate(shares.tiers):
        out[tier.cases] = index
    return out


def least_efforts(problem: Problem, units: Units) -> Ints:
    """Ticks of each case with whoever takes the least; a bundle's difference counts with its first case."""
    effort: Ints = problem.cases.effort.copy()
    if problem.pairs is not None and len(units):
        least = network_of(problem, units).least
        effort[units.member[units.member_start[:-1]]] += least - units.effort
    return effort
