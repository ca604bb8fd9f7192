"""Whatever the prices are, what they prove is true: never above the best of all plans."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.arrays import Ints
from solver.bounds.lagrangian import (
    SAFE_SUM,
    cheapest_choice,
    choice_costs,
    exact_dot,
    lagrangian_bound,
    no_prices,
    sum_estimate,
    weighted_terms,
)
from solver.certificate import HeldGoals, Prices
from solver.formulation.cover_inequalities import keepable_at_most
from solver.formulation.goals.ranking import BY_NAME, held_after
from solver.goals import GRID, Goals, Measure, Policy
from solver.model.part import Part
from tests.solver.every_plan import EveryPlan, names_of, part_of, random_parts, random_rooms, torn_parts
from tests.solver.instances import make_problem

PARTS = [*random_parts(range(700), most=400), *torn_parts(range(100))]


def costs_of(part: Part, prices: Prices, objective: str, held: HeldGoals) -> tuple[Ints, Ints, Ints]:
    """What the choices of a level cost at some prices."""
    return choice_costs(part, prices, weighted_terms(part, prices, BY_NAME[objective], held))


def free(part: Part) -> HeldGoals:
    return HeldGoals(np.full(len(part.officers), -1, np.int64))


def priced(part: Part, denominator: int = 1, **prices: list[int]) -> Prices:
    none = [0] * len(part.officers)
    hours, standard, kept, excess = (np.array(prices.get(name, none), np.int64) for name in ARRAYS)
    return Prices(denominator, hours=hours, standard=standard, kept=kept, excess=excess)


ARRAYS = ("hours", "standard", "kept", "excess")


def draw_prices(data: st.DataObject, part: Part, held: HeldGoals, objective: str) -> Prices:
    """Any prices of 0 or more on what is limited."""
    denominator = data.draw(st.integers(1, 12), "denominator")
    size = st.integers(0, 3 * denominator)

    def some(there: list[bool], most: st.SearchStrategy[int]) -> Ints:
        return np.array([data.draw(most) if each else 0 for each in there], np.int64)

    loaded = (held.load >= 0).tolist()
    goals = {
        name: data.draw(st.integers(0, 4 * denominator) if name.startswith("coverage") else size, name)
        for name in held.rooms
    }
    ceiling = denominator if objective == "evenness" else goals.get("evenness", 0)
    return Prices(
        denominator=denominator,
        hours=some(loaded, size),
        standard=some((part.standard >= 0).tolist(), st.integers(0, 20)),
        kept=some(loaded, size),
        excess=some((part.limit > 0).tolist(), st.integers(0, ceiling * int(part.more_over.max(initial=1)))),
        goals=goals,
        counted=data.draw(st.dictionaries(st.integers(0, 5), st.integers(-1, 12), max_size=3), "counted"),
    )


def a_level(data: st.DataObject) -> tuple[Part, EveryPlan, str, dict[str, int]]:
    """A small part, the level in question, and rooms of better-ranked ones."""
    seed, instance, part = PARTS[data.draw(st.integers(0, len(PARTS) - 1), "part")]
    plans = EveryPlan.of(part)
    rng = random.Random(f"{seed} {data.draw(st.integers(0, 99), 'rooms')}")
    names = names_of(instance)
    name = data.draw(st.sampled_from(names), "level")
    rooms = random_rooms(rng, plans, names[: names.index(name)])
    return part, plans, name, rooms


@settings(max_examples=250)
@given(st.data())
def test_no_prices_prove_more_than_the_best_of_all_plans(data: st.DataObject) -> None:
    part, plans, name, rooms = a_level(data)
    if name == "fairness":
        step = data.draw(st.integers(0, 3 * GRID), "step")
        held = held_after(part, {**rooms, "fairness": step})
        bound = lagrangian_bound(part, draw_prices(data, part, held, name), BY_NAME[name], held)
        assert bound <= 0 or not plans.keeps(held).any()
        return
    held = held_after(part, rooms)
    best = plans.least(name, held)
    prices = draw_prices(data, part, held, name)
    assert best is not None
    assert lagrangian_bound(part, prices, BY_NAME[name], held) <= best * prices.denominator


def test_the_instances_have_everything_that_prices_must_bear() -> None:
    """A property over parts says nothing about what no part has."""
    parts = [part for _, _, part in PARTS]
    assert sum(bool(part.mixed.any()) for part in parts) > 90
    assert sum(bool(part.pinned.any() and not part.placeable_all) for part in parts) > 20
    assert sum(bool((part.standard >= 0).any()) for part in parts) > 50
    assert sum(bool((part.hard >= 0).any()) for part in parts) > 100
    assert sum(bool((part.limit == 0).any()) for part in parts) > 10
    assert sum(bool((part.column_effort != part.effort[part.column_class]).any()) for part in parts) > 10
    assert sum(bool((part.column_cost < 0).any()) for part in parts) > 2
    assert sum(bool((part.gain > 1).any()) for part in parts) > 50


def test_a_bound_worked_by_hand() -> None:
    """Three cases of 2 ticks are with D-1, who may carry 4: at half a move per tick, 3 less 4 halves is 1 move."""
    part = part_of(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    held = held_after(part, {"fairness": 1_000})
    assert held.load.tolist() == [4, 4]
    assert lagrangian_bound(part, priced(part, 2, hours=[1, 0]), BY_NAME["continuity"], held) == 2
    # what an officer can keep at most proves the same
    assert keepable_at_most(part, held.load).tolist() == [2, 0]
    assert lagrangian_bound(part, priced(part, 1, kept=[1, 0]), BY_NAME["continuity"], held) == 1


def test_a_goal_that_is_asked_and_held_counts_once() -> None:
    """Three pairs cost 5, 3 and 2 at least: counted twice they would prove 20, which no plan costs."""
    part = part_of(make_problem([9], [1, 1, 1], pairs=[(0, 0, 5, -1), (1, 0, 3, -1), (2, 0, 2, -1)]))
    held = HeldGoals(free(part).load, {"cost": 12})
    assert lagrangian_bound(part, no_prices(part), BY_NAME["cost"], held) == 10


def test_without_prices_everybody_takes_what_is_cheapest_for_them() -> None:
    part = part_of(make_problem([9, 9], [1, 1], pairs=[(0, 0, 5, -1), (0, 1, 3, -1), (1, 0, -2, -1)]))
    assert lagrangian_bound(part, no_prices(part), BY_NAME["cost"], free(part)) == 1
    assert lagrangian_bound(part, no_prices(part), BY_NAME["continuity"], free(part)) == 0
    # where hours are hard, a case may stay out and costs nothing then
    limited = part_of(
        make_problem([9, 9], [1, 1], pairs=[(0, 0, 5, -1), (0, 1, 3, -1), (1, 0, -2, -1)]),
        Goals(Policy.WITHIN_CAPACITY),
    )
    assert lagrangian_bound(limited, no_prices(limited), BY_NAME["cost"], free(limited)) == -2


def test_leaving_a_pinned_case_out_is_no_choice() -> None:
    problem = make_problem(
        [9, 9], [1, 1], current=[0, 0], pinned=[True, False], pairs=[(0, 0, 5, -1), (1, 0, 7, -1), (1, 1, 8, -1)]
    )
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    enter, _, unplaced = costs_of(part, no_prices(part), "cost", free(part))
    assert sorted(cheapest_choice(part, enter, unplaced).tolist()) == [0, 5]


def test_a_price_on_what_is_not_limited_is_refused() -> None:
    part = part_of(
        make_problem([9, 0], [4, 4], current=[0, 1], pinned=[False, True], eligible=[[0, 1]]), Goals(max_moves=9)
    )
    held = free(part)
    with pytest.raises(ValueError, match="a price on a limit that is not there"):
        lagrangian_bound(part, priced(part, hours=[1, 0]), BY_NAME["continuity"], held)
    with pytest.raises(ValueError, match="a price on a limit that is not there"):
        lagrangian_bound(part, priced(part, standard=[0, 1]), BY_NAME["continuity"], held)
    with pytest.raises(ValueError, match="a price on a goal that is not held"):
        lagrangian_bound(part, replace(priced(part), goals={"cost": 1}), BY_NAME["continuity"], held)
    with pytest.raises(ValueError, match="cannot be priced above what it costs"):
        lagrangian_bound(part, priced(part, excess=[2, 0]), BY_NAME["evenness"], held)
    with pytest.raises(ValueError, match="cannot be priced above what it costs"):
        lagrangian_bound(
            part, priced(part, excess=[0, 1]), BY_NAME["evenness"], held
        )  # D-2 has no hours: no fair share to exceed
    with pytest.raises(ValueError, match="cannot be priced above what it costs"):
        lagrangian_bound(part, priced(part, excess=[1, 0]), BY_NAME["continuity"], held)


lots = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=4)


@given(lots, st.integers(0, 60))
def test_what_an_officer_can_keep_is_exact_where_every_case_counts_one(each: list[tuple[int, int]], room: int) -> None:
    efforts = [effort for effort, held in each for _ in range(held)]
    part = part_of(make_problem([1], efforts, current=[0] * len(efforts)))
    best = max(
        sum(kept)
        for kept in product(*(range(held + 1) for _, held in each))
        if sum(effort * k for (effort, _), k in zip(each, kept, strict=True)) <= room
    )
    assert keepable_at_most(part, np.array([room])).tolist() == [best]


@given(
    st.lists(st.tuples(st.integers(0, 2**57), st.integers(1, 3)), min_size=1, max_size=3),
    st.integers(0, 2**58),
    st.data(),
)
@example([(2**53 + 1, 1), (2**53, 1)], 2**53, None)
def test_nobody_keeps_more_than_is_said(each: list[tuple[int, int]], room: int, data: st.DataObject | None) -> None:
    """Two cases of 2**53 + 1 and 2**53 ticks look equal in floating point; 0 was said to fit where the second does."""
    gains = [data.draw(st.integers(1, 2**57)) for _ in each] if data is not None else [1] * len(each)
    efforts = [effort for effort, _ in each]
    part = part_of(make_problem([1], list(range(1, len(each) + 1)), current=[0] * len(each)))
    part = replace(
        part,
        column_effort=np.array(efforts, np.int64),
        held=np.array([held for _, held in each], np.int64),
        gain=np.array(gains, np.int64),
    )
    best = max(
        sum(g * k for g, k in zip(gains, kept, strict=True))
        for kept in product(*(range(held + 1) for _, held in each))
        if sum(effort * k for (effort, _), k in zip(each, kept, strict=True)) <= room
    )
    assert keepable_at_most(part, np.array([room])).tolist()[0] >= best


def test_who_has_no_limit_keeps_without_one() -> None:
    part = part_of(make_problem([5, 5], [1, 2], current=[0, 1]))
    assert keepable_at_most(part, np.array([-1, 1])).tolist() == [-1, 0]


@pytest.mark.parametrize("bits", [24, 34, 36, 56])
def test_the_estimate_of_sums_is_not_below_any_sum(bits: int) -> None:
    """Where the estimate is below 2**60, 64 bits give what Python's integers give.

    With 24 bits, coverage in hours once had the bound -12,969,629: the estimate itself had wrapped round.
    """
    rng = random.Random(bits)
    safe = 0
    names = ("continuity", "coverage_3", "cost", "evenness")
    for turn in range(80):
        efforts = [rng.randrange(2 ** (bits - 1), 2**bits) for _ in range(3)]
        cost = 2 ** rng.randrange(1, bits)
        problem = make_problem(
            [2**bits, 2 ** (bits - 1)], efforts, current=[0, 1, 0], pairs=[(0, 0, -cost, -1), (0, 1, cost, 2**bits)]
        )
        part = part_of(problem, Goals(Policy.WITHIN_CAPACITY, moves=Measure.HOURS))
        name = names[turn % 4]
        rooms = {"fairness": rng.randrange(GRID), "cost": cost, "evenness": 0} | (
            {"coverage_3": 5} if name == "cost" else {}
        )
        held = held_after(part, rooms)
        d = 2 ** rng.randrange(0, 41)
        prices = replace(
            priced(part, d, hours=[rng.randrange(4 * d), 0], kept=[0, rng.randrange(d)], excess=[rng.randrange(d), 0]),
            goals={
                **({"coverage_3": rng.randrange(d)} if name == "cost" else {}),
                "evenness": d,
                "cost": rng.randrange(d),
            },
        )
        as_objects = replace(
            part,
            **{
                at: getattr(part, at).astype(object)
                for at in ("column_effort", "column_cost", "gain", "effort", "size")
            },
        )
        exact = replace(prices, **{at: getattr(prices, at).astype(object) for at in ARRAYS})
        sums = [each.tolist() for each in costs_of(as_objects, exact, name, held)]
        estimate = sum_estimate(part, prices, BY_NAME[name], held)
        assert all(abs(number) <= estimate * (1 + 1e-9) for each in sums for number in each)
        if estimate < SAFE_SUM:
            safe += 1
            assert [each.tolist() for each in costs_of(part, prices, name, held)] == sums
    assert safe > 5 or bits == 56


def test_sums_of_products_past_64_bits_are_exact() -> None:
    a = np.array([2**40, 2**40, -(2**40)], np.int64)
    assert exact_dot(a, a) == 3 * 2**80
    assert exact_dot(np.array([3, -4], np.int64), np.array([5, 6], np.int64)) == -9
    assert exact_dot(np.zeros(0, np.int64), np.zeros(0, np.int64)) == 0
