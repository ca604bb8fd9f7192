"""A plan in which hardly anything moves."""

from __future__ import annotations

import random

from solver.formulation.goals.ranking import held_after
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.place_arrivals import PlaceArrivals
from tests.solver.bounds.test_arrival_packing import full_office
from tests.solver.every_plan import EveryPlan, effort, level_of, names_of, part_of, random_parts, random_rooms, without
from tests.solver.instances import make_problem

PLACE = PlaceArrivals(share=1.0)


def test_the_plan_worked_by_hand_is_found_and_proven() -> None:
    """13 h each: the 3 goes to the second, who has 3 h left, and the new 6 to the first, who then has 8."""
    part = part_of(make_problem([13, 13], [5, 3, 9, 1, 6], [[0, 1]], current=[0, 0, 1, 1, -1]))
    level = level_of(part, held_after(part, {"fairness": 800}), "continuity")
    assert level.held.load.tolist() == [13, 13]
    plans = EveryPlan.of(part)
    worst = max(plans.planned[plans.keeps(level.held)], key=level.value)
    assert level.value(worst) > 1
    incumbent = Incumbent(level, level.point(worst), 0, lambda _value, _bound: None)
    planned = PLACE(incumbent, effort())
    assert planned is not None
    assert (level.value(planned), incumbent.bound) == (1, 1)
    assert part.loads(planned).tolist() == [11, 13]


def test_from_any_plan_the_fewest_moves_are_found_in_most_parts_and_never_fewer_than_there_are() -> None:
    looked = met = 0
    for seed, instance, part in random_parts(range(500)):
        plans = EveryPlan.of(part)
        rng = random.Random(f"place {seed}")
        held = without(held_after(part, random_rooms(rng, plans, names_of(instance))), "continuity", "cost")
        level = level_of(part, held, "continuity")
        kept = plans.planned[plans.keeps(held)]
        if not len(kept) or not PLACE.supports(level):
            continue
        start = kept[rng.randrange(len(kept))]
        incumbent = Incumbent(level, level.point(start), 0, lambda _value, _bound: None)
        incumbent.offer(PLACE(incumbent, effort()))
        least = plans.least("continuity", held)
        assert least is not None
        assert incumbent.bound <= least <= incumbent.value <= level.value(start), seed
        looked, met = looked + 1, met + (incumbent.value == least)
    assert looked >= 30, looked
    assert met >= looked * 9 // 10, (met, looked)


def test_where_a_value_is_good_enough_nothing_is_searched() -> None:
    _, level = full_office()
    part = level.part
    plans = EveryPlan.of(part)
    start = plans.planned[plans.keeps(level.held)][0]
    incumbent = Incumbent(level, level.point(start), 0, lambda _value, _bound: None, enough=5)
    assert PLACE(incumbent, effort()) is None
    assert incumbent.bound == 0
