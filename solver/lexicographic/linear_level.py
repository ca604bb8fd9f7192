"""One linear level made as small as can be: relaxation, certificate, rounding, neighbourhoods."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.arrays import Floats, Ints
from solver.bounds.aggregated_mip import has_aggregated_mip, solve_aggregated_mip
from solver.bounds.aggregated_relaxation import solve_aggregated
from solver.bounds.lagrangian import lagrangian_bound, no_prices
from solver.bounds.lp_bound import certificate_from_duals
from solver.budget import Budget
from solver.certificate import Certificate, HeldGoals
from solver.engines.highs import LpSolution, relax
from solver.engines.integer_program import IntegerProgram
from solver.errors import SolverFault
from solver.formulation.aggregated_program import aggregation_of
from solver.formulation.cover_inequalities import waiting_from
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.goals.cost import COST
from solver.formulation.goals.coverage import Coverage, coverage_rooms
from solver.formulation.goals.evenness import EVENNESS
from solver.formulation.goals.fairness import FAIRNESS
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_program import VariableLayout, level_program
from solver.heuristics.coverage_repair import drop_least_urgent, place_by_chains, swap_in_shorter
from solver.heuristics.lns.search import PATIENCE, Improver, large_neighbourhood_search
from solver.heuristics.local_search import LocalSearch
from solver.heuristics.packing.ejection_chains import EjectionChains, has_ejection_chains
from solver.heuristics.pair_exchange import PairExchange
from solver.heuristics.relax_and_fix import relax_and_fix
from solver.heuristics.rounding import round_fractional
from solver.heuristics.tabu_search import from_aggregated
from solver.model.part import Part
from solver.plan import Proof

BOLD = 4
"""Ways to share out a pooled relaxation that are tried with no more moves than the bound, and then with one more."""
BOLD_SHARE = 0.15
"""Share of the time that is left which these may take."""
DEAL_SHARE = 0.3
"""Share of the time that is left which dealing may take."""
NEARLY_BOUND = 0.04
"""Distance from the bound, as a share of it, at which a deal is as good a start as a rounded relaxation."""
SHARPEN_SHARE = 0.4
"""Share of the time that is left for the pooled program in whole cases."""
QUICK = 8
"""Steps without progress after which a rounded relaxation is left to the neighbourhoods, which are good at the rest."""


@dataclass(frozen=True, slots=True)
class LinearLevelResult:
    """A plan that holds the better-ranked levels, this level's value in it, and the bound with its proof."""

    planned: Ints
    value: int
    bound: int
    proof: Proof
    certificate: Certificate | None


def minimise_level(
    part: Part,
    number: int,
    goal: RankedGoal,
    rooms: dict[str, int],
    planned: Ints,
    budget: Budget,
    told: Callable[[int, int], None],
    enough: int | None = None,
) -> LinearLevelResult:
    """Make one linear level as small as can be.

    Parameters
    ----------
    rooms : dict of level name to best + slack
        Better-ranked levels, held.
    planned : int64 array, shape (columns,)
        A plan that holds them.
    told : callable(value, bound)
    enough : int or None
        Stop as soon as the value is this or less, or the bound is more.
    """
    value = goal.value(part, planned)
    if isinstance(goal, Coverage) and not goal.applies(part):
        return LinearLevelResult(planned, value, 0, Proof.TRIVIAL, None)
    held = held_after(part, rooms)
    bound, proof, certificate = 0, Proof.TRIVIAL, None
    if goal == COST:
        # without any price: every unit at its cheapest officer
        certificate = Certificate(goal.name, number, part.officers.astype(np.int64), no_prices(part), held, 0)
        bound, proof = lagrangian_bound(part, certificate.prices, goal, held), Proof.ARITHMETIC
        certificate = dataclasses.replace(certificate, bound=bound)
    if value == bound or (enough is not None and value <= enough):
        return LinearLevelResult(planned, value, bound, proof, certificate)
    program, layout, relaxed, priced = _relaxed(part, number, goal, held, budget)
    if priced is not None and priced.bound > bound:
        bound, proof, certificate = priced.bound, Proof.ARITHMETIC, priced
    told(value, bound)
    x = layout.point(part, planned)
    if enough is not None and bound > enough:
        return LinearLevelResult(planned, value, bound, proof, certificate)
    aim = bound if enough is None else max(bound, enough)
    guide, raised = _kept(layout, relaxed, goal), bound
    if value > aim and goal == CONTINUITY and layout.unplaced:
        fewer = relax_and_fix(part, layout, relaxed, program.counted, held, planned, budget)
        x = _better(program, x, layout.point(part, fewer))
        told(program.value(x), bound)
    elif guide is not None and relaxed.x is not None and value > aim:
        x = _rounded(part, program, layout, relaxed, held, rooms, goal, bound, x, budget, bold=True)
        told(program.value(x), bound)
        # in small shares of the time: what neither can do is left to the neighbourhoods
        soon = budget.within(budget.left_s * DEAL_SHARE)
        few = from_aggregated(part, held.load, layout, relaxed.x, aim, soon) if program.value(x) > aim else None
        x = x if few is None else _better(program, x, layout.point(part, few))
        told(program.value(x), bound)
    if program.value(x) > aim + (0 if guide is None else round(aim * NEARLY_BOUND)):
        x = _rounded(part, program, layout, relaxed, held, rooms, goal, bound, x, budget)
        told(program.value(x), bound)
    if (
        program.value(x) > aim
        and enough is None
        and priced is not None
        and has_aggregated_mip(part, held, layout, priced)
    ):
        sharp = solve_aggregated_mip(
            part, held, layout, priced, program.value(x), budget.within(budget.left_s * SHARPEN_SHARE)
        )
        raised, guide = sharp.bound, guide if sharp.stays is None else sharp.stays
        aim = max(aim, raised)
        told(program.value(x), raised)
    better = large_neighbourhood_search(
        part,
        program,
        layout,
        x,
        aim,
        certificate,
        budget,
        lambda y: told(program.value(y), raised),
        patience_for(goal, rooms),
        _exchanges(part, program, layout, held, goal, bound, certificate, budget),
        guide,
    )
    x = better.x
    if better.exhausted:
        raised = max(raised, program.value(x))
    if raised > bound:
        bound, proof, certificate = raised, Proof.SEARCH, None
    return LinearLevelResult(layout.planned(x), program.value(x), bound, proof, certificate)


def _better(program: IntegerProgram, x: Ints, other: Ints) -> Ints:
    """The other point where it is one of the program and better."""
    return other if program.value(other) < program.value(x) and program.allows(other) else x


def _kept(layout: VariableLayout, relaxed: LpSolution, goal: RankedGoal) -> Ints | None:
    """What stays in the pooled relaxation, which is whole there: a guide where nothing better is known."""
    if goal != CONTINUITY or relaxed.x is None or relaxed.again is None:
        return None
    return np.rint(relaxed.x[layout.columns : layout.at_unplaced]).astype(np.int64)


def _relaxed(
    part: Part, number: int, goal: RankedGoal, held: HeldGoals, budget: Budget
) -> tuple[IntegerProgram, VariableLayout, LpSolution, Certificate | None]:
    """The program of a level, its relaxation and what its prices prove.

    Where cases wait it is solved again, with rows for what can be kept of the others (``cover_inequalities.py``).
    """
    program, layout = level_program(part, held, goal)
    relaxed, priced = _relaxed_once(part, number, goal, held, program, layout, budget)
    if goal != CONTINUITY or not layout.unplaced or relaxed.x is None:
        return program, layout, relaxed, priced
    counted = waiting_from(part, relaxed.x[layout.at_unplaced : layout.at_excess])
    if not counted:
        return program, layout, relaxed, priced
    tighter, _ = level_program(part, held, goal, counted)
    again, priced_again = _relaxed_once(part, number, goal, held, tighter, layout, budget)
    if again.x is None or (priced is not None and (priced_again is None or priced_again.bound < priced.bound)):
        return program, layout, relaxed, priced
    return tighter, layout, again, priced_again


def _relaxed_once(
    part: Part,
    number: int,
    goal: RankedGoal,
    held: HeldGoals,
    program: IntegerProgram,
    layout: VariableLayout,
    budget: Budget,
) -> tuple[LpSolution, Certificate | None]:
    """The relaxation of a program and what its prices prove, from pools where that is quicker."""
    pooling = aggregation_of(part, held, goal)
    if pooling is not None:
        small, relaxed = solve_aggregated(part, held, goal, layout, budget, pooling, program.counted)
        if relaxed.x is not None or budget.over:
            return relaxed, certificate_from_duals(part, number, small, relaxed, goal, held)
    relaxed = relax(program, budget)
    return relaxed, certificate_from_duals(part, number, program, relaxed, goal, held)


def _exchanges(
    part: Part,
    program: IntegerProgram,
    layout: VariableLayout,
    held: HeldGoals,
    goal: RankedGoal,
    bound: int,
    certificate: Certificate | None,
    budget: Budget,
) -> Improver | None:
    """Exchanges between several officers at once, where they know all rules of the level."""
    if not has_ejection_chains(part, program, goal):
        return None
    exchange = EjectionChains(part, held, certificate, budget)

    def wander(x: Ints, steps: int, within: Budget) -> Ints:
        y = layout.point(part, exchange.run(layout.planned(x), bound, steps, within))
        if not program.allows(y) or program.value(y) > program.value(x):
            raise SolverFault("an exchange broke a rule of the level, or made it worse")
        return y

    return wander


def patience_for(goal: RankedGoal, rooms: dict[str, int]) -> int | None:
    """How long a level is worth trying: the last ones least, cost above all else as long as there is time."""
    if goal == COST:
        return PATIENCE[EVENNESS.name] if FAIRNESS.name in rooms else None
    return PATIENCE.get(goal.name, PATIENCE[CONTINUITY.name])


def _rounded(
    part: Part,
    program: IntegerProgram,
    layout: VariableLayout,
    relaxed: LpSolution,
    held: HeldGoals,
    rooms: dict[str, int],
    goal: RankedGoal,
    bound: int,
    x: Ints,
    budget: Budget,
    bold: bool = False,
) -> Ints:
    """A better start from the relaxation, rounded and repaired, where that holds the better-ranked levels.

    ``bold``: with as few moves as the bound, or one more, or not at all.
    """
    if relaxed.x is None:
        return x
    wanted = layout.planned(relaxed.x)
    move_limits: list[int | None] = [None]
    if goal == CONTINUITY:
        # what a few neighbourhoods close easily; a tighter budget costs the repair more time than it saves them
        extra = max(2, bound // 200)
        move_limits = [min(program.value(x) - 1, bound + extra * factor) for factor in (1, 2, 4, 8, 16, 64, 256)]
    elif CONTINUITY.name in rooms:
        move_limits = [rooms[CONTINUITY.name]]
    room = held.load
    if goal == EVENNESS:
        # aim at the loads of the relaxation, not at the limits
        load = np.zeros(len(part.officers))
        np.add.at(load, part.column_officer, wanted * part.column_effort)
        aim = np.maximum(part.fair_load, np.ceil(load - 1e-6).astype(np.int64))
        room = np.where(room >= 0, np.minimum(room, aim), -1)
    price = None if goal != COST else part.column_cost.astype(np.float64)
    best = x
    carefully = ((wanted, move_limit) for move_limit in move_limits)
    for start, move_limit in _boldly(relaxed, layout, bound, budget) if bold else carefully:
        rounded = round_fractional(part, start, near=goal == COST)
        if layout.unplaced and not part.coverage_by_hours:
            rounded = swap_in_shorter(part, place_by_chains(part, rounded, coverage_rooms(held)), room)
        mend = LocalSearch(part, rounded, room, move_limit, budget.seed, price, waiting=not part.coverage_by_hours)
        mended = mend.run(budget, QUICK)
        if mended and price is not None and move_limit is None:
            mend.polish(budget)
        planned = mend.planned
        if not mended and isinstance(goal, Coverage):
            doubles = PairExchange(part, planned, room, None)
            doubles.run(budget, budget.seed, 0)
            planned = drop_least_urgent(part, doubles.planned, room, goal.priority)
        point = layout.point(part, planned)
        if program.value(point) < program.value(best) and program.allows(point):
            best = point
            if mended:
                break
    return best


def _boldly(
    relaxed: LpSolution, layout: VariableLayout, bound: int, budget: Budget
) -> Iterator[tuple[Floats, int | None]]:
    """Ways to share out a pooled relaxation, with as few moves as the bound, then with one more."""
    soon = budget.within(budget.left_s * BOLD_SHARE)
    for more in (0, 1):
        for seed in range(BOLD):
            if relaxed.again is not None and not soon.over:
                yield layout.planned(relaxed.again(budget.seed + seed)), bound + more
