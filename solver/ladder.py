"""One part through its ranked levels: improve a goal, hold it within its slack, go on to the next.

Everything works on one plan that is never lost: whatever stops the search, the plan so far holds every level that was
climbed, and each level has a value and a bound.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.bounds import Certificate, Held
from solver.certificate import no_prices, scaled_bound
from solver.classes import Part
from solver.core import Effort
from solver.fairness import fairest
from solver.goals import GRID, Goals, Measure
from solver.levels import Point, held_after, slack_of
from solver.neighbourhood import PATIENCE, improve
from solver.plan import Proof
from solver.problem import Ints
from solver.program import Program
from solver.relaxation import Relaxed, prove, relax
from solver.repair import Repair
from solver.rounding import first_fit, spread
from solver.rows import Layout, program_of

TIME_SHARE = {"fairness": 0.45, "continuity": 0.6, "cost": 0.8}
"""Share of the time that is left which a level may take; others take what they need of it up to a half."""

QUICK = 8
"""Steps without progress after which a rounded relaxation is left to the neighbourhoods, which are good at the rest."""

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Rung:
    """One level in one part: best value, proven bound, what proves it."""

    name: str
    best: int
    bound: int
    slack: int
    proof: Proof
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class Climbed:
    """A part's plan and its levels."""

    planned: Ints
    rungs: tuple[Rung, ...]


def climb(part: Part, number: int, names: list[str], goals: Goals, effort: Effort, told: Told) -> Climbed:
    """Plan one part.

    Parameters
    ----------
    number : int
        Of the part, for certificates.
    names : list of str
        Levels in rank order.
    told : callable(level, value, bound)
    """
    by_hours = goals.coverage is Measure.HOURS
    planned = first_fit(part)
    rooms: dict[str, int] = {}
    rungs: list[Rung] = []
    for place, name in enumerate(names):
        share = TIME_SHARE.get(name, 0.5) if place + 1 < len(names) else 1.0
        level_effort = effort.within(effort.left_s * share)

        def tell(value: int, bound: int, name: str = name) -> None:
            told(name, value, bound)

        if name == "fairness":
            fair = fairest(part, rooms, by_hours, planned, level_effort, tell)
            planned, bound, proof = fair.planned, fair.bound, fair.proof
            certificate = dataclasses.replace(fair.certificate, part=number) if fair.certificate else None
        else:
            planned, bound, proof, certificate = _lower(
                part, number, name, rooms, by_hours, planned, level_effort, tell
            )
        best = Point(planned).value(part, name, by_hours, GRID)
        slack = slack_of(name, goals, best)
        rungs.append(Rung(name, best, bound, slack, proof, certificate))
        rooms[name] = best + slack
    return Climbed(planned, tuple(rungs))


def _lower(
    part: Part,
    number: int,
    name: str,
    rooms: dict[str, int],
    by_hours: bool,
    planned: Ints,
    effort: Effort,
    told: Callable[[int, int], None],
) -> tuple[Ints, int, Proof, Certificate | None]:
    """Make one linear level as small as can be. Returns plan, bound, what proves it, and the certificate."""
    value = Point(planned).value(part, name, by_hours, GRID)
    if name.startswith("coverage") and part.placeable_all:
        return planned, 0, Proof.TRIVIAL, None
    held = held_after(part, rooms, by_hours, GRID)
    bound, proof, certificate = 0, Proof.TRIVIAL, None
    if name == "cost":
        # without any price: every unit at its cheapest officer
        certificate = Certificate(name, number, part.officers.astype(np.int64), no_prices(part), held, 0)
        bound, proof = scaled_bound(part, certificate.prices, name, held), Proof.ARITHMETIC
        certificate = dataclasses.replace(certificate, bound=bound)
    if value == bound:
        return planned, bound, proof, certificate
    program, layout = program_of(part, held, name)
    relaxed = relax(program, effort.left_s)
    priced = prove(part, number, program, relaxed, name, held)
    if priced is not None and priced.bound > bound:
        bound, proof, certificate = priced.bound, Proof.ARITHMETIC, priced
    told(value, bound)
    x = layout.point(part, planned)
    if value > bound:
        x = _rounded(part, program, layout, relaxed, held, rooms, name, bound, x, effort)
        told(program.value(x), bound)
    better = improve(
        part,
        program,
        layout,
        x,
        bound,
        certificate,
        effort,
        lambda y: told(program.value(y), bound),
        patience_for(name, rooms),
    )
    x = better.x
    if better.exhausted and program.value(x) > bound:
        bound, proof, certificate = program.value(x), Proof.SEARCH, None
    return layout.planned(x), bound, proof, certificate


def patience_for(name: str, rooms: dict[str, int]) -> int | None:
    """How long a level is worth trying: the last ones least, cost above all else as long as there is time."""
    if name == "cost":
        return PATIENCE["evenness"] if "fairness" in rooms else None
    return PATIENCE.get(name, PATIENCE["continuity"])


def _rounded(
    part: Part,
    program: Program,
    layout: Layout,
    relaxed: Relaxed,
    held: Held,
    rooms: dict[str, int],
    name: str,
    bound: int,
    x: Ints,
    effort: Effort,
) -> Ints:
    """A better start from the relaxation, rounded and repaired, where that holds the better-ranked levels."""
    if relaxed.x is None:
        return x
    wanted = relaxed.x[: layout.columns].copy()
    wanted[layout.held] += relaxed.x[layout.columns : layout.at_unplaced]
    rounded = spread(part, wanted)
    budgets: list[int | None] = [None]
    if name == "continuity":
        budgets = [*sorted({min(program.value(x) - 1, bound + extra) for extra in (1, 2, 4, 8, 16, 32, 64, 128)})]
    elif "continuity" in rooms:
        budgets = [rooms["continuity"]]
    room = held.load
    if name == "evenness":
        # aim at the loads of the relaxation, not at the limits
        load = np.zeros(len(part.officers))
        np.add.at(load, part.column_officer, wanted * part.column_effort)
        aim = np.maximum(part.fair_load, np.ceil(load - 1e-6).astype(np.int64))
        room = np.where(room >= 0, np.minimum(room, aim), -1)
    best = x
    for budget in budgets:
        mend = Repair(part, rounded, room, budget, effort.seed)
        mended = mend.run(effort, QUICK)
        point = layout.point(part, mend.planned)
        if program.value(point) < program.value(best) and program.allows(point):
            best = point
        if mended:
            break
    return best
