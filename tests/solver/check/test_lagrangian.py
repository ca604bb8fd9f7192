"""The priced sum: by hand, beside a plain sum over every unit and officer, and the prices that it refuses."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from solver.arrays import Ints
from solver.certificate import Certificate, Prices
from solver.check.choices import Choices, choices_of
from solver.check.facts import Facts, facts_of
from solver.check.lagrangian import PRICED, Rooms, Unpriceable, priced_sum
from solver.goals import Goals
from solver.problem import Problem
from tests.solver.check.certificates import certificate, prices
from tests.solver.instances import make_problem, random_instance
from tests.solver.unrelated_instances import unrelated_instance


def rooms(
    n: int,
    *,
    load: list[int | None] | None = None,
    standard: list[int | None] | None = None,
    fair_load: list[int | None] | None = None,
    first: list[int] | None = None,
    more: int = 1,
    **goals: int,
) -> Rooms:
    """What is limited; nothing else is. A tick above the fair load counts ``more``, the first one ``first``."""
    none: list[int | None] = [None] * n
    return Rooms(load or none, standard or none, fair_load or none, first or [more] * n, [more] * n, goals, [])


class Priced:
    """A roster with the raw material of its sums."""

    def __init__(self, problem: Problem, goals: Goals | None = None) -> None:
        self.facts: Facts = facts_of(problem)
        self.parts = int(self.facts.part_of_officer.max(initial=-1)) + 1
        self.choices: Choices = choices_of(self.facts, self.facts.part_of_case, self.parts, goals or Goals())

    def officers(self, part: int = 0) -> list[int]:
        found: list[int] = np.flatnonzero(self.facts.part_of_officer == part).tolist()
        return found

    def sum(self, level: str, priced: Prices, given: Rooms, placed: bool = True, part: int = 0) -> int:
        claim = certificate(level, part, self.officers(part), priced, 0, None)
        return priced_sum(
            self.choices, self.facts.allowed, claim, given, np.full(len(self.choices.part), placed, np.bool_)
        )


# By hand


def test_without_prices_everything_stays_and_nothing_is_proven() -> None:
    three = Priced(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    assert three.sum("continuity", prices(2), rooms(2)) == 0


def test_a_price_of_hours() -> None:
    """Three cases of 2 ticks with D-1, who may carry 4: kept at 1 a tick (2 each) or moved at 3: 6 - 4 * 1."""
    three = Priced(make_problem([10, 10], [2, 2, 2], current=[0, 0, 0]))
    assert three.sum("continuity", prices(2, 3, hours=[1, 0]), rooms(2, load=[4, None])) == 2
    # at 2 a tick they would rather move
    assert three.sum("continuity", prices(2, 3, hours=[2, 0]), rooms(2, load=[4, None])) == 9 - 8


def test_a_price_of_places() -> None:
    """Two families of two cases for three places: whoever holds one pays 2 * 5 of 15; left out it costs 14."""
    problem = make_problem([10, 10], [1, 1, 1, 1], bundle=[0, 0, 1, 1], standards=[2, 1])
    pairs = Priced(problem)
    places = rooms(2, standard=[2, 1])
    assert pairs.sum("coverage_3", prices(2, 7, standard=[5, 5]), places, placed=False) == 20 - 15
    assert pairs.sum("coverage_3", prices(2, 4, standard=[5, 5]), places, placed=False) == 16 - 15
    # where none may stay out, each takes the cheapest officer
    assert pairs.sum("coverage_3", prices(2, 4, standard=[5, 4]), places) == 16 - 14


def test_a_price_of_what_is_carried_above_the_fair_load() -> None:
    """7 ticks, of which each of two officers has 3 for nothing; the excess counts 2, and its price may be that much."""
    seven = Priced(make_problem([10, 10], [7]))
    fair = rooms(2, fair_load=[3, 3])
    assert seven.sum("evenness", prices(2, 2, excess=[2, 2]), fair) == 14 - 12
    assert seven.sum("evenness", prices(2, 2, excess=[2, 1]), fair) == 7 - 9


def test_the_first_tick_above_the_fair_load_counts_as_far_as_it_is_above_the_share() -> None:
    """7 ticks of 5 grains; the fair shares are 3 ticks and 3 (of D-1) and 1 grain (of D-2) more.

    At 5 grains a tick: 35, less 5 * 3 for each fair load, less 3 and 1, because first ticks that count 2 and 4 are
    taken. At 4 of D-1 and 3 of D-2 a tick of D-2 is cheaper: 7 * 3 - 4 * 3 - 3 * 3, less 2 for the first tick of D-1.
    """
    seven = Priced(make_problem([10, 10], [1] * 7))
    fair = rooms(2, fair_load=[3, 3], first=[2, 4], more=5)
    assert seven.sum("evenness", prices(2, 1, excess=[5, 5]), fair) == 35 - 30 - 3 - 1
    assert seven.sum("evenness", prices(2, 1, excess=[4, 3]), fair) == 21 - 12 - 9 - 2
    # three ticks for each, and the seventh as the cheapest first one: no bound is higher than that
    assert seven.sum("evenness", prices(2, 1, excess=[2, 2]), fair) == 14 - 12
    with pytest.raises(Unpriceable, match="higher than it counts"):
        seven.sum("evenness", prices(2, 1, excess=[6, 5]), fair)


def test_a_price_on_a_better_ranked_level() -> None:
    """Each of two cases costs 5 with D-1, where it is, and 1 with D-2. One move is free: at 3 a move, 2 * 4 - 3."""
    problem = make_problem(
        [9, 9], [1, 1], current=[0, 0], pairs=[(0, 0, 5, -1), (0, 1, 1, -1), (1, 0, 5, -1), (1, 1, 1, -1)]
    )
    two = Priced(problem)
    assert two.sum("cost", prices(2), rooms(2)) == 2
    paid = replace(prices(2), goals={"continuity": 3})
    assert two.sum("cost", paid, rooms(2, continuity=1)) == 8 - 3
    # at 9 a move everything stays
    assert two.sum("cost", replace(prices(2), goals={"continuity": 9}), rooms(2, continuity=1)) == 10 - 9


def test_a_price_of_what_is_kept() -> None:
    """D-1 has 8 ticks for cases of 4, 6 and 6: one, and two thirds of another, that is one. At 2 a case 3 * 2 - 2."""
    three = Priced(make_problem([10, 10], [4, 6, 6], current=[0, 0, 0]))
    kept = prices(2, 2, kept=[2, 0])
    assert three.sum("continuity", kept, rooms(2, load=[8, None])) == 6 - 2
    # cases of this priority count up to 5 ticks only: the short one fits, the others stay for nothing
    short = replace(kept, counted={3: 5})
    assert three.sum("continuity", short, rooms(2, load=[8, None])) == 2 - 2
    assert three.sum("continuity", replace(kept, counted={2: 5}), rooms(2, load=[8, None])) == 6 - 2


def test_cases_without_effort_are_kept_in_no_time() -> None:
    idle = Priced(make_problem([10, 10], [0, 0, 5], current=[0, 0, 0]))
    assert idle.sum("continuity", prices(2, 1, kept=[1, 0]), rooms(2, load=[0, None])) == 3 - 2


def test_what_others_may_keep_too_does_not_count_in_what_is_kept() -> None:
    family = Priced(make_problem([10, 10], [4, 4], current=[0, 1], bundle=[0, 0]))
    # it may stay with either, for one move; both officers could keep one case at no price
    assert family.sum("continuity", prices(2, 1, kept=[1, 1]), rooms(2, load=[0, 0])) == 1


def test_a_pinned_unit_is_never_left_out() -> None:
    pinned = Priced(make_problem([9, 9], [4], current=[0], pinned=[True]))
    assert pinned.sum("coverage_3", prices(1, 1, hours=[5]), rooms(1, load=[4]), placed=False) == 20 - 20


def test_every_part_is_summed_by_itself() -> None:
    two = Priced(make_problem([9, 9], [3, 5], [[0], [1]], signature=[0, 1]))
    assert two.sum("coverage_3", prices(1, 9, hours=[1]), rooms(1, load=[0])) == 3
    assert two.sum("coverage_3", prices(1, 9, hours=[1]), rooms(1, load=[0]), part=1) == 5


# What is refused


@pytest.mark.parametrize(
    ("priced", "given"),
    [
        (prices(2, hours=[1, 0]), rooms(2)),
        (prices(2, hours=[-1, 0]), rooms(2, load=[9, 9])),
        (prices(2, standard=[0, 1]), rooms(2, standard=[9, None])),
        (prices(2, standard=[0, -1]), rooms(2, standard=[9, 9])),
        (prices(2, kept=[1, 0]), rooms(2)),
        (prices(2, kept=[-1, 0]), rooms(2, load=[9, 9])),
        (replace(prices(2), goals={"cost": 1}), rooms(2)),
        (replace(prices(2), goals={"cost": -1}), rooms(2, cost=4)),
        (replace(prices(2), goals={"fairness": 1}), rooms(2, fairness=4)),
        (replace(prices(2), goals={"novelty": 0}), rooms(2, novelty=4)),
        (prices(2, 3, excess=[1, 0]), rooms(2, fair_load=[9, 9])),
    ],
)
def test_prices_that_do_not_fit_the_rules_are_refused(priced: Prices, given: Rooms) -> None:
    roster = Priced(make_problem([9, 9], [4, 4], current=[0, 0]))
    with pytest.raises(Unpriceable):
        roster.sum("continuity", priced, given)


def test_the_excess_is_priced_up_to_what_it_counts() -> None:
    roster = Priced(make_problem([9, 9], [4, 4]))
    fair = rooms(2, fair_load=[4, 4], evenness=3)
    roster.sum("evenness", prices(2, 3, excess=[3, 3]), fair)
    with pytest.raises(Unpriceable, match="higher than it counts"):
        roster.sum("evenness", prices(2, 3, excess=[4, 0]), fair)
    held = replace(prices(2, 3, excess=[2, 0]), goals={"evenness": 2})
    roster.sum("cost", held, fair)
    with pytest.raises(Unpriceable, match="higher than it counts"):
        roster.sum("cost", replace(held, excess=np.array([0, 3])), fair)


# Beside a plain sum


def plainly(choices: Choices, facts: Facts, claim: Certificate, given: Rooms, placed: bool) -> int:
    """The same sum, unit by unit and officer by officer, in Python integers; no prices of what is kept."""
    priced, d = claim.prices, claim.prices.denominator
    level = "continuity" if claim.level == "continuity_again" else claim.level
    worth = {name: d if name == level else priced.goals.get(name, 0) for name in PRICED}
    total = -sum(price * given.goals[name] for name, price in priced.goals.items())
    of: dict[int, tuple[int, int]] = {}
    for k, o in enumerate(claim.officers.tolist()):
        hours, case, excess = (int(each[k]) for each in (priced.hours, priced.standard, priced.excess))
        total -= hours * (given.load[k] or 0) + case * (given.standard[k] or 0) + excess * (given.fair_load[k] or 0)
        least = int(priced.least[k]) if len(priced.least) else 0
        total += least * given.least[k] if least else 0
        # whole ticks above the fair load, none of which is cheaper than the first
        total += min(worth["evenness"] * e - excess * ticks for ticks, e in ((0, 0), (1, given.first_over[k])))
        of[o] = hours + excess - least, case
    for u in choices.units_of_part[claim.part].tolist():
        stays = {int(choices.keep_officer[k]): k for k in np.flatnonzero(choices.keep_unit == u).tolist()}
        weight = sum(int(choices.keep_weight[k]) for k in stays.values())
        if choices.paired[u]:
            ways = {
                int(choices.pair_officer[p]): (int(choices.pair_time[p]), int(choices.pair_cost[p]))
                for p in np.flatnonzero(choices.pair_unit == u).tolist()
            }
        else:
            may: Ints = np.flatnonzero(facts.allowed[choices.row[u]])
            ways = {o: (int(choices.effort[u]), 0) for o in may.tolist()}
        costs = []
        for o, (time, cost) in ways.items():
            moved = weight - (int(choices.keep_weight[stays[o]]) if o in stays else 0)
            costs.append(
                of[o][0] * time + of[o][1] * int(choices.size[u]) + worth["cost"] * cost + worth["continuity"] * moved
            )
        if not placed and not choices.pinned[u]:
            left = sum(worth[f"coverage_{p}"] * int(choices.unplaced[u, p]) for p in range(1, 6))
            costs.append(left + worth["continuity"] * weight)
        total += min(costs)
    return total


def some_prices(rng: random.Random, n: int, level: str, size: int, more: int) -> Prices:
    """Prices of anything but what is kept; ``more``: grains in a tick."""
    d = rng.randint(1, size)
    goals = {name: rng.randint(0, size) for name in PRICED - {level} if rng.random() < 0.4}
    ceiling = d if level == "evenness" else goals.get("evenness", 0)
    return replace(
        prices(
            n,
            d,
            hours=[rng.choice([0, rng.randint(0, size)]) for _ in range(n)],
            standard=[rng.choice([0, rng.randint(0, size)]) for _ in range(n)],
            excess=[rng.randint(0, min(ceiling * more, 2**62)) for _ in range(n)],
        ),
        goals=goals,
        least=np.array([rng.choice([0, rng.randint(0, size)]) for _ in range(n)], np.int64)[: rng.choice([0, n])],
    )


LEVELS = sorted(PRICED | {"fairness", "continuity_again", "shortfall"})


@pytest.mark.parametrize("size", [9, 10**6, 2**61])
def test_it_is_the_sum_of_every_units_cheapest_choice(size: int) -> None:
    """Also where 64 bits hold neither the prices nor the sum."""
    compared = Counter[str]()
    for seed in range(150):
        rng = random.Random(f"plain sum {size} {seed}")
        instance = unrelated_instance(seed) if seed % 3 == 0 else random_instance(seed)
        roster = Priced(instance.problem, instance.goals)
        for part in range(roster.parts):
            officers = roster.officers(part)
            n = len(officers)
            level, placed = (
                rng.choice(sorted(PRICED | {"fairness", "continuity_again", "shortfall"})),
                rng.random() < 0.5,
            )
            load: list[int | None] = [rng.randint(0, 99) for _ in range(n)]
            least = [rng.randint(0, 99) for _ in range(n)]
            more = rng.choice([1, 10_000])
            first = [rng.randint(1, more) for _ in range(n)]
            allowed = {name: rng.randint(0, 9) for name in PRICED}
            given = Rooms(load, load[::-1], load, first, [more] * n, allowed, least)
            claim = certificate(level, part, officers, some_prices(rng, n, level, size, more), 0, None)
            told = priced_sum(
                roster.choices,
                roster.facts.allowed,
                claim,
                given,
                np.full(len(roster.choices.part), placed, np.bool_),
            )
            assert told == plainly(roster.choices, roster.facts, claim, given, placed), (seed, level)
            compared[level] += 1
    assert min(compared.values()) > 5
