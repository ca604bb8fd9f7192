"""Whether an unplaced case could simply be given to somebody, with nothing else changed; and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Indices, Ints
from solver.check.facts import NOBODY, Facts, has_pairs
from solver.check.rules import Loads
from solver.goals import Goals, Policy
from solver.problem import NO_STANDARD, OWN_EFFORT


@dataclass(frozen=True, slots=True)
class Spare:
    """For each unplaced case an officer who may hold its whole unit and has room for it; ``NOBODY`` where nobody has.

    All arrays have the shape (cases,).

    Attributes
    ----------
    room : int32 array
        Who could take it as things are: hours (where they are a limit) and places.
    hours : int32 array
        Who has the hours in one piece, whatever the caseload standard says.
    places : int32 array
        Whose caseload standard leaves the places, whatever the hours say.
    """

    room: Indices
    hours: Indices
    places: Indices


def spare_of(facts: Facts, officer: Indices, held: Loads, goals: Goals) -> Spare:
    """Look for them. A case with an officer who has room has no reason to be unplaced."""
    problem = facts.problem
    m = len(problem.cases)
    waiting = np.flatnonzero((officer < 0) & facts.placeable & (facts.pin == NOBODY))
    if not len(waiting):
        return Spare(*(np.full(m, NOBODY, np.int32) for _ in range(3)))
    places = np.maximum(0, problem.officers.standard - held.pinned_count) - held.free_count
    places[problem.officers.standard == NO_STANDARD] = m
    ticks = np.maximum(0, problem.officers.limit - held.pinned_load) - held.free_load
    endless = np.full(len(ticks), np.iinfo(np.int64).max)
    if goals.policy is Policy.ASSIGN_ALL:
        ticks = endless
    unlimited = np.full(len(places), m)
    waiting = waiting[np.argsort(facts.unit[waiting], kind="stable")]
    return Spare(
        _who(facts, waiting, places, ticks),
        _who(facts, waiting, unlimited, ticks),
        _who(facts, waiting, places, endless),
    )


def _who(facts: Facts, waiting: Ints, places: Ints, ticks: Ints) -> Indices:
    """Somebody with so many places and ticks for each of these cases, which stand unit by unit."""
    problem = facts.problem
    out = np.full(len(problem.cases), NOBODY, np.int32)
    first = np.flatnonzero(np.diff(facts.unit[waiting], prepend=-1))
    size = np.diff(np.append(first, len(waiting)))
    effort = np.add.reduceat(problem.cases.effort[waiting], first)
    own = np.logical_and.reduceat(~has_pairs(problem)[waiting], first)
    roomiest: dict[tuple[int, int], int] = {}
    for k, begin in enumerate(first.tolist()):
        members = waiting[begin : begin + size[k]]
        key = int(facts.row[members[0]]), int(size[k])
        if not own[k]:
            fits = np.flatnonzero(
                facts.allowed[key[0]] & (places >= key[1]) & (effort_by_officer(facts, members) <= ticks)
            )
            out[members] = fits[0] if len(fits) else NOBODY
            continue
        if key not in roomiest:
            fits = np.flatnonzero(facts.allowed[key[0]] & (places >= key[1]))
            roomiest[key] = int(fits[ticks[fits].argmax()]) if len(fits) else NOBODY
        if roomiest[key] != NOBODY and effort[k] <= ticks[roomiest[key]]:
            out[members] = roomiest[key]
    return out


def effort_by_officer(facts: Facts, members: Ints | Indices) -> Ints:
    """Ticks that these cases would take of each officer. Shape (officers,)."""
    problem = facts.problem
    total = np.zeros(len(problem.officers), np.int64)
    for case in members.tolist():
        takes = np.full(len(problem.officers), int(problem.cases.effort[case]), np.int64)
        rows = problem.pairs_of(case)
        if problem.pairs is not None and rows.start < rows.stop:
            given = problem.pairs.effort[rows]
            takes[problem.pairs.officer[rows]] = np.where(given == OWN_EFFORT, problem.cases.effort[case], given)
        total += takes
    return total
