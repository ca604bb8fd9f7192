"""A problem without some of its officers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.arrays import Flags, Indices
from solver.problem import LEFT, Cases, Need, Officers, Pairs, Problem

LISTED = "listed for the case"
"""Skill that nobody has: asked for by a case of whose listed officers (``Problem.pairs``) none is left."""


def with_officers(problem: Problem, stay: Flags) -> Problem:
    """Only these officers. The cases of the others are without an officer (``LEFT``), and pins to them are gone.

    Parameters
    ----------
    stay : bool array, shape (officers,)
    """
    number = np.full(len(stay), LEFT, np.int32)
    number[stay] = np.arange(int(stay.sum()))
    old, cases = problem.officers, problem.cases
    keep = np.flatnonzero(stay).tolist()
    officers = Officers(
        ids=tuple(old.ids[o] for o in keep),
        available=old.available[stay],
        limit=old.limit[stay],
        standard=old.standard[stay],
        **{
            name: tuple(getattr(old, name)[o] for o in keep) if getattr(old, name) else ()
            for name in ("skills", "offices", "dockets")
        },
    )
    needs = tuple(
        replace(need, excluded=frozenset(int(number[o]) for o in need.excluded if stay[o])) for need in problem.needs
    )
    current = _renumbered(cases.current, number)
    ordered = None if cases.ordered is None else _renumbered(cases.ordered, number)
    pinned = cases.pinned & (_renumbered(cases.pin, number) >= 0)
    cases = replace(cases, current=current, ordered=ordered, pinned=pinned)
    eligible, pairs = problem.eligible[:, stay], problem.pairs
    if pairs is not None:
        left = stay[pairs.officer]
        orphaned = np.setdiff1d(pairs.case, pairs.case[left])
        pairs = Pairs(
            pairs.case[left], number[pairs.officer[left]], pairs.cost[left], pairs.effort[left], pairs.cost_unit
        )
        eligible, needs, cases = _closed(eligible, needs, cases, orphaned)
    return Problem(officers, cases, eligible, needs, problem.tick_hours, pairs, problem.release_ineligible)


def _renumbered(officer: Indices, number: Indices) -> Indices:
    return np.where(officer >= 0, number[np.maximum(officer, 0)], officer).astype(np.int32)


def _closed(
    eligible: Flags, needs: tuple[Need, ...], cases: Cases, orphaned: Indices
) -> tuple[Flags, tuple[Need, ...], Cases]:
    """Let nobody hold these cases: without any row they would be open to everybody."""
    signature = cases.signature.copy()
    rows = np.unique(signature[orphaned])
    closed = tuple(replace(needs[row], skills=needs[row].skills | {LISTED}) for row in rows.tolist())
    signature[orphaned] = (len(needs) + np.searchsorted(rows, signature[orphaned])).astype(np.int32)
    nobody = np.zeros((len(rows), eligible.shape[1]), np.bool_)
    return np.vstack([eligible, nobody]), needs + closed, replace(cases, signature=signature)
