"""Exchanges between several officers: within every rule, never worse, and mostly the best there is."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from solver.arrays import Ints
from solver.bounds.lp_bound import certificate_from_duals
from solver.budget import Budget
from solver.engines.highs import relax
from solver.errors import InvalidParameter
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.formulation.level_program import level_program
from solver.goals import Goals, Objective, Policy
from solver.heuristics.packing.ejection_chains import EjectionChains, EjectionChainsParams, has_ejection_chains
from solver.heuristics.packing.fill_diving import FillDivingParams
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, effort, how_many, level_of, parts_of
from tests.solver.instances import make_problem

CAPACITY = Goals(policy=Policy.WITHIN_CAPACITY, objective=Objective.COST)


def a_part(seed: int) -> Part:
    """Officers with hard hours and costs, now and then with standards, alike cases, bundles and missing pairs."""
    rng = random.Random(f"exchange {seed}")
    officers, cases = rng.randint(2, 4), rng.randint(3, 6)
    efforts = [rng.choice([3, 4, 5, 7]) for _ in range(cases)]
    pairs = [(c, o, rng.randint(1, 20), rng.randint(2, 8)) for c in range(cases) for o in range(officers)]
    if seed % 3 == 0:  # cases that are alike in everything
        pairs = [(c, o, (o * 7) % 5 + 1, 3) for c, o, _, _ in pairs]
    problem = make_problem(
        [rng.randint(6, 6 + 4 * cases) for _ in range(officers)],
        efforts,
        [range(officers), range(1, officers)],
        signature=[int(rng.random() < 0.2) for _ in range(cases)],
        standards=[rng.randint(1, cases) for _ in range(officers)] if seed % 4 == 1 else None,
        bundle=[0, 0, *[-1] * (cases - 2)] if seed % 5 == 2 else None,
        pairs=[pair for pair in pairs if rng.random() < 0.9],
    )
    return max(parts_of(problem, CAPACITY), key=how_many)


def test_small_plans_stay_within_the_rules_and_mostly_become_the_best() -> None:
    tried = best = 0
    for seed in range(60):
        part = a_part(seed)
        if how_many(part) > 5_000 or len(part.officers) < 2:
            continue
        plans = EveryPlan.of(part)
        least = plans.least("coverage_3", held_after(part, {}))
        assert least is not None
        held = held_after(part, {"coverage_3": least})
        kept = np.flatnonzero(plans.keeps(held))
        program, layout = level_program(part, held, BY_NAME["cost"])
        assert has_ejection_chains(level_of(part, held, "cost"))
        cost = plans.value("cost")
        certificate = certificate_from_duals(level_of(part, held, "cost"), program, relax(program, effort()))
        start = plans.planned[kept[np.argmax(cost[kept])]]
        planned = EjectionChains(part, held, certificate, effort()).run(start, 0, 60, effort())
        x = layout.point(part, planned)
        assert program.allows(x)
        assert (part.placed(planned) == part.placed(start)).all()
        assert cost[kept].min() <= program.value(x) <= cost[kept].max()
        same = kept[(plans.unplaced[kept] == part.count - part.placed(start)).all(axis=1)]
        tried += 1
        best += program.value(x) == cost[same].min()
    print(f"{best} of {tried} are the best")
    assert tried > 40
    assert best > 0.9 * tried


def test_dives_among_fills_begin_a_search_and_give_it_their_prices() -> None:
    params = EjectionChainsParams(fill_diving=FillDivingParams(least_officers=2, patience=3))
    tried = best = 0
    for seed in range(0, 30, 2):
        part = a_part(seed)
        plans = EveryPlan.of(part) if how_many(part) <= 5_000 and len(part.officers) > 1 else None
        least = None if plans is None else plans.least("coverage_3", held_after(part, {}))
        if plans is None or least is None:
            continue
        held = held_after(part, {"coverage_3": least})
        kept, cost = np.flatnonzero(plans.keeps(held)), plans.value("cost")
        start = plans.planned[kept[np.argmax(cost[kept])]]
        # without a step, so that only the dives count
        planned = EjectionChains(part, held, None, effort(), params).run(start, 0, 0, effort())
        assert (part.loads(planned) <= held.load).all()
        assert (part.placed(planned) == part.placed(start)).all()
        same = kept[(plans.unplaced[kept] == part.count - part.placed(start)).all(axis=1)]
        tried += 1
        best += int((planned * part.column_cost).sum()) == cost[same].min()
    print(f"{best} of {tried} are the best")
    assert tried > 8
    assert best > 0.9 * tried


def a_ring() -> tuple[Part, Ints]:
    """Three officers, each with one case that the next would do for less; nobody has room for two."""
    pairs = [(c, o, 1 if o == (c + 1) % 3 else 5 if o == c else 9, 4) for c in range(3) for o in range(3)]
    (part,) = parts_of(make_problem([5, 5, 5], [4, 4, 4], pairs=pairs), CAPACITY)
    planned = np.zeros(len(part.column_class), np.int64)
    for k in range(3):
        columns = np.flatnonzero(part.column_class == k)
        planned[columns[np.flatnonzero(part.column_cost[columns] == 5)]] = 1
    return part, planned


def test_a_ring_of_three_is_found_where_no_move_and_no_swap_helps() -> None:
    part, planned = a_ring()
    held = held_after(part, {"coverage_3": 0})
    assert (planned * part.column_cost).sum() == 15
    better = EjectionChains(part, held, None, effort()).run(planned, 0, 20, effort())
    assert (better * part.column_cost).sum() == 3
    assert (part.loads(better) <= held.load).all()


@pytest.mark.parametrize(
    ("aim", "over"), [(15, None), (0, Budget(time.monotonic() - 1, 1, 0))], ids=["aim is met", "no time"]
)
def test_it_ends_where_the_aim_is_met_or_the_time_is_over(aim: int, over: Budget | None) -> None:
    part, planned = a_ring()
    held = held_after(part, {"coverage_3": 0})
    assert (
        EjectionChains(part, held, None, effort()).run(planned, aim, 20, over or effort()).tolist() == planned.tolist()
    )


def test_the_same_seed_gives_the_same_plan() -> None:
    for seed in range(6):
        part = a_part(seed)
        held = held_after(part, {})
        plans = EveryPlan.of(part)
        start = plans.planned[np.flatnonzero(plans.keeps(held))[-1]]
        one, other = (EjectionChains(part, held, None, effort()).run(start, 0, 30, effort()) for _ in range(2))
        assert one.tolist() == other.tolist()


def test_a_level_with_rules_that_exchanges_do_not_know_is_left_alone() -> None:
    part, _ = a_ring()
    free = held_after(part, {"coverage_3": 0})
    assert has_ejection_chains(level_of(part, free, "cost"))
    bound = held_after(part, {"coverage_3": 0, "continuity": 1})
    assert not has_ejection_chains(level_of(part, bound, "cost"))
    assert not has_ejection_chains(level_of(part, free, "continuity"))
    assert not has_ejection_chains(level_of(part, free, "cost"), EjectionChainsParams(most_pairs=0))


def test_parameters_outside_their_range_are_refused_with_it() -> None:
    with pytest.raises(InvalidParameter, match=r"EjectionChainsParams.units must be from 1 to 60, not 61"):
        EjectionChainsParams(units=(24, 61))
    with pytest.raises(InvalidParameter, match=r"EjectionChainsParams.drift must be from 0 to 1, not 2"):
        EjectionChainsParams(drift=2)
