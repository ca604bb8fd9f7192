"""Whether an unplaced case could simply be given to somebody, with nothing else changed."""

from __future__ import annotations

import numpy as np

from solver.arrays import Indices, Ints
from solver.check.facts import NOBODY, Facts, has_pairs
from solver.check.rules import Loads, unpinned
from solver.goals import Goals, Policy
from solver.problem import NO_STANDARD, OWN_EFFORT


def officers_with_room(facts: Facts, officer: Indices, held: Loads, goals: Goals) -> Indices:
    """For each unplaced case, an officer who could take its whole unit as things are, or ``NOBODY``.

    Shape (cases,). A case with such an officer has no reason to be unplaced.
    """
    problem = facts.problem
    out = np.full(len(problem.cases), NOBODY, np.int32)
    waiting = np.flatnonzero((officer < 0) & facts.placeable & (facts.pin == NOBODY))
    if not len(waiting):
        return out
    count, load = unpinned(facts, officer)
    places = np.maximum(0, problem.officers.standard - held.pinned_count) - count
    places[problem.officers.standard == NO_STANDARD] = len(problem.cases)
    ticks = np.maximum(0, problem.officers.limit - held.pinned_load) - load
    if goals.policy is Policy.ASSIGN_ALL:
        ticks[:] = np.iinfo(np.int64).max

    waiting = waiting[np.argsort(facts.unit[waiting], kind="stable")]
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
