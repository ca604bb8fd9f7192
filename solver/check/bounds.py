"""What the bounds of the levels rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Flags, Indices
from solver.certificate import Certificate
from solver.check.choices import Choices, choices_of
from solver.check.cover_inequalities import fits_nowhere, most_cases, without_long
from solver.check.facts import Facts
from solver.check.findings import Findings
from solver.check.goals import TENTH, Measured, targets_of
from solver.check.lagrangian import Rooms, Unpriceable, priced_sum
from solver.check.rules import Loads
from solver.goals import GRID, Goals, Policy
from solver.plan import LevelResult, Plan, Proof
from solver.problem import NO_STANDARD

SOUGHT_BY_STEPS = ("fairness", "fairness_again", "shortfall")
"""Levels whose bound says that no plan exists at a step."""


@dataclass(frozen=True, slots=True)
class _Roster:
    """What all certificates are held against."""

    facts: Facts
    held: Loads
    goals: Goals
    part_of_officer: Indices
    choices: Choices
    targets: list[tuple[int, int] | None]
    grains: int


def check_bounds(measured: Measured, facts: Facts, held: Loads, goals: Goals, plan: Plan, found: Findings) -> None:
    """Verify every bound that is said to rest on sums, or on nothing."""
    if any(level.part_bound.shape != (measured.parts,) for level in plan.levels):
        return
    roster: _Roster | None = None
    for rank, level in enumerate(plan.levels):
        proven = [_floor(level, facts)] * measured.parts
        for certificate in level.certificates:
            where = f"level {level.name}, part {certificate.part}"
            if certificate.level != level.name or not 0 <= certificate.part < measured.parts:
                found.add("certificate", f"{where}: the certificate is about something else")
                continue
            if roster is None:
                choices = choices_of(facts, measured.part_of_case, measured.parts, goals)
                targets, grains = targets_of(facts, held, goals, plan.shares), facts.grains
                roster = _Roster(facts, held, goals, measured.part_of_officer, choices, targets, grains)
            bound = _bound(certificate, plan.levels[:rank], roster)
            if bound is None or bound < certificate.bound:
                found.add("certificate", f"{where}: the prices do not prove {certificate.bound}, but {bound}")
            else:
                proven[certificate.part] = max(proven[certificate.part], certificate.bound)
        if level.proof is Proof.SEARCH:
            continue
        for part, (told, known) in enumerate(zip(level.part_bound.tolist(), proven, strict=True)):
            if told > known:
                found.add("level_proof", f"level {level.name}, part {part}: no sum proves the bound {told}")


def check_slack(measured: Measured, facts: Facts, held: Loads, goals: Goals, plan: Plan, found: Findings) -> None:
    """Verify that the slack of fairness lifts nobody above their hours who need not be there."""
    if any(level.part_best.shape != (measured.parts,) for level in plan.levels):
        return
    limits = facts.problem.officers.limit.tolist()
    ceilings = [slack_ceiling(part, plan.levels) for part in range(measured.parts)]
    for o, target in enumerate(targets_of(facts, held, goals, plan.shares)):
        part = int(measured.part_of_officer[o])
        ceiling = ceilings[part] if part >= 0 else None
        if target is None or ceiling is None:
            continue
        most = max(limits[o], _fair_load(target, ceiling, limits[o]))
        if int(held.load[o]) > most:
            told = f"{found.officer(o)}: {int(held.load[o])} ticks, though for fewer moves not more than {most} may be"
            found.add("slack", told, None, o)


def _fair_load(target: tuple[int, int], step: int, limit: int) -> int:
    up, down = target
    return (up * GRID + step * down) * limit // (down * GRID)


def _least_load(target: tuple[int, int], step: int, limit: int) -> int:
    """The smallest load of an officer who lies less than a tenth of a point more than ``step`` below the share."""
    up, down = target
    return max(0, (up * GRID - (step + TENTH) * down) * limit // (down * GRID) + 1)


def _floor(level: LevelResult, facts: Facts) -> int:
    """What needs no proof: nothing is below 0, but costs may be."""
    pairs = facts.problem.pairs
    if level.name != "cost" or pairs is None:
        return 0
    return int(np.minimum(pairs.cost, 0).sum())


def _bound(certificate: Certificate, better: tuple[LevelResult, ...], roster: _Roster) -> int | None:
    """The bound that a certificate's prices give, or ``None`` where they give none."""
    officers = np.flatnonzero(roster.part_of_officer == certificate.part)
    prices, step = certificate.prices, certificate.step
    arrays = (prices.hours, prices.standard, prices.kept, prices.excess)
    if (
        not np.array_equal(certificate.officers, officers)
        or prices.denominator < 1
        or any(array.shape != officers.shape for array in arrays)
        or prices.least.shape not in (officers.shape, (0,))
        or (step is None) is (certificate.level in SOUGHT_BY_STEPS)
        or (certificate.level == "shortfall" and bool((step or 0) % TENTH))
    ):
        return None
    rooms = _rooms(certificate, better, roster)
    placed = _placed(certificate.part, better, roster.choices)
    choices, part = roster.choices, certificate.part
    whole = certificate.level != "shortfall" and not prices.goals.get("continuity")
    if step is not None and whole and len(choices.pairs_of_part[part]):
        if prices.standard.any():
            rooms = replace(rooms, standard=_places(choices, roster, certificate, rooms))
        choices = without_long(choices, part, officers, rooms.load, len(roster.facts.problem.officers))
        if fits_nowhere(choices, part, placed):
            return step + 1
    try:
        total = priced_sum(choices, roster.facts.allowed, certificate, rooms, placed)
    except Unpriceable:
        return None
    if step is not None:
        more = TENTH if certificate.level == "shortfall" else 1
        return step + more if total > 0 else None
    return -(-total // prices.denominator)


def _places(choices: Choices, roster: _Roster, certificate: Certificate, rooms: Rooms) -> list[int | None]:
    """The most cases that each officer can hold: the standard, or what fits into the load, the shortest first."""
    fit = most_cases(choices, roster.facts.allowed, certificate.part, certificate.officers, rooms.load)
    return [
        many if cases is None else cases if many is None else min(many, cases)
        for many, cases in zip(fit, rooms.standard, strict=True)
    ]


def _rooms(certificate: Certificate, better: tuple[LevelResult, ...], roster: _Roster) -> Rooms:
    """What every plan keeps to that holds the better-ranked levels."""
    room = {level.name: int(level.part_best[certificate.part]) + level.slack for level in better}
    step = None if certificate.level == "shortfall" else certificate.step
    under = certificate.step if certificate.level == "shortfall" else room.get("shortfall")
    if step is None:
        step = min((room[name] for name in ("fairness", "fairness_again") if name in room), default=None)
    ceiling = slack_ceiling(certificate.part, better)
    officers, held = roster.facts.problem.officers, roster.held
    load: list[int | None] = []
    standard: list[int | None] = []
    grains = roster.grains
    fair: list[int | None] = []
    first: list[int] = []
    least: list[int] = []
    for o in certificate.officers.tolist():
        limit, target = int(officers.limit[o]), roster.targets[o]
        most: int | None = None
        if roster.goals.policy is Policy.WITHIN_CAPACITY:
            most = max(limit, int(held.pinned_load[o]))
        if target is not None and step is not None:
            fairly = _fair_load(target, step, limit)
            most = fairly if most is None else min(most, fairly)
            if ceiling is not None:
                most = min(most, max(limit, _fair_load(target, ceiling, limit)))
        common, cases = int(roster.choices.common[o]), int(officers.standard[o])
        load.append(None if most is None else most // common * common)
        standard.append(None if cases == NO_STANDARD else max(cases, int(held.pinned_count[o])))
        fair.append(None if target is None else target[0] * limit // target[1])
        # from the fair share to the next whole tick, in grains
        first.append(grains if target is None else grains - target[0] * limit * grains // target[1] % grains)
        least.append(0 if target is None or under is None else -(-_least_load(target, under, limit) // common) * common)
    return Rooms(
        load=load,
        standard=standard,
        fair_load=fair,
        first_over=first,
        more_over=[grains] * len(fair),
        goals=room,
        least=least,
    )


def slack_ceiling(part: int, levels: tuple[LevelResult, ...]) -> int | None:
    """Grid steps up to which an officer may lie above all their hours; ``None`` while fairness has given no slack.

    The slack of fairness is there so that fewer cases move, not so that somebody has more work than hours who need not.
    """
    fairness = next((level for level in levels if level.name == "fairness" and level.slack), None)
    return None if fairness is None else int(fairness.part_best[part])


def _placed(part: int, better: tuple[LevelResult, ...], choices: Choices) -> Flags:
    """Units that no plan leaves unplaced, because a better-ranked level would not be held."""
    none_left = np.zeros(6, np.bool_)
    for level in better:
        if level.name.startswith("coverage_"):
            none_left[int(level.name[-1])] = level.part_best[part] + level.slack == 0
    placed: Flags = none_left[choices.priority]
    return placed
