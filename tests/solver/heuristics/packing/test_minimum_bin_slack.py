"""Whole cases into nearly full hours: everything that fits is placed, and what cannot be known is not claimed."""

from __future__ import annotations

import random
from typing import Any

import pytest

from solver.bounds.level_relaxation import relax_level
from solver.errors import InvalidParameter
from solver.formulation.goals.coverage import COVERAGE
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_model import LevelModel
from solver.goals import Goals, Measure, Policy, SolveConfig
from solver.heuristics.construction import first_fit
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.packing.minimum_bin_slack import MinimumBinSlack
from solver.heuristics.packing.repacking import RepackingParams
from solver.model.part import Part
from solver.plan import UNPLACED
from solver.problem import Problem
from solver.solve import solve
from tests.solver.bin_packing import offices, triplets, uniform
from tests.solver.every_plan import EveryPlan, effort, incumbent_of, level_of, part_of, random_parts, random_rooms
from tests.solver.instances import make_problem

WITHIN = Goals(policy=Policy.WITHIN_CAPACITY)
PACK = MinimumBinSlack()


def start(part: Part, priority: int = 3, rooms: dict[str, int] | None = None) -> Incumbent:
    """A first plan of a level of coverage, with the relaxation."""
    level = LevelModel.of(part, 0, COVERAGE[priority - 1], rooms or {})
    level, relaxed, certificate = relax_level(level, effort())
    incumbent, _ = incumbent_of(level, first_fit(part), certificate)
    incumbent.relaxed = relaxed
    return incumbent


def waits(problem: Problem, goals: Goals = WITHIN, params: MinimumBinSlack = PACK) -> int:
    """How much waits once every priority was packed."""
    part = part_of(problem, goals)
    rooms: dict[str, int] = {}
    for priority in sorted(set(problem.cases.priority.tolist())):
        incumbent = start(part, priority, rooms)
        assert params.supports(incumbent.level)
        incumbent.offer(params(incumbent, effort()))
        rooms[incumbent.level.goal.name] = incumbent.value
    return sum(rooms.values())


@pytest.mark.parametrize("seed", range(1, 5))
def test_120_cases_at_99_percent_are_placed_whole(seed: int) -> None:
    assert waits(uniform(seed)) == 0


@pytest.mark.parametrize("cases", [60, 120])
@pytest.mark.parametrize("seed", range(2))
def test_triplets_fill_everybody_to_the_last_tick(seed: int, cases: int) -> None:
    assert waits(triplets(seed, cases=cases)) == 0


@pytest.mark.parametrize(
    "kind",
    [
        {"places": 1, "officers": 40},
        {"anywhere": 0.5},
        {"held": 0.7},
        {"priorities": True},
        {"bundles": True},
        {"standards": True},
        {"places": 6, "officers": 8},
    ],
    ids=str,
)
def test_unequal_hours_offices_holders_families_standards(kind: dict[str, Any]) -> None:
    assert waits(offices(1, **kind)) == 0


def test_cases_waited_of_120_that_all_fit() -> None:
    """Through the whole solver: 14 cases waited after ten seconds, although all of them fit."""
    told: list[str] = []
    plan = solve(
        uniform(3),
        WITHIN,
        SolveConfig(time_limit_s=60, workers=1),
        on_progress=lambda news: told.append(news.phase),
        should_stop=lambda: "fairness" in told,
    )
    assert (plan.officer != UNPLACED).all()
    assert plan.level("coverage_3").best == plan.level("coverage_3").bound == 0


def test_what_is_held_stays_where_that_packs_as_well() -> None:
    """Four officers of 10 h hold two cases each that fill them; one case more fits only beside a short one."""
    problem = make_problem([10, 10, 10, 12], [6, 4, 7, 3, 5, 5, 6, 4, 2], current=[0, 0, 1, 1, 2, 2, 3, 3, -1])
    part = part_of(problem, WITHIN)
    incumbent = start(part)
    incumbent.x = incumbent.level.point(incumbent.planned * 0)
    assert incumbent.offer(PACK(incumbent, effort()))
    assert incumbent.value == 0
    assert part.kept(incumbent.planned) == 8


def test_hours_are_filled_where_hours_count() -> None:
    """50 h + 50 h waits, not 60 h + 45 h: 100 h of 100 h."""
    problem = make_problem([100], [60, 50, 50, 45])
    assert waits(problem, Goals(policy=Policy.WITHIN_CAPACITY, coverage=Measure.HOURS)) == 105


def test_three_long_cases_do_not_fit_two_officers_though_the_hours_suffice() -> None:
    """61 h, 62 h, 63 h into 2 × 110 h: a relaxation places them all; a search among all fills proves that one waits."""
    incumbent = start(part_of(make_problem([110, 110], [61, 62, 63]), WITHIN))
    assert incumbent.bound == 0
    incumbent.offer(PACK(incumbent, effort()))
    assert (incumbent.value, incumbent.bound) == (1, 1)


def test_nothing_is_proven_where_a_more_urgent_case_may_wait() -> None:
    problem = make_problem([110, 110], [61, 62, 63, 20], priority=[1, 2, 2, 2])
    incumbent = start(part_of(problem, WITHIN), 2, {"coverage_1": 1})
    PACK(incumbent, effort())
    assert incumbent.bound == 0


def test_the_same_seed_packs_the_same() -> None:
    part = part_of(offices(1, places=6, officers=8), WITHIN)
    first, second = (PACK(start(part), effort(seed=5)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first == second).all()


def test_without_a_step_it_still_gives_a_plan() -> None:
    params = MinimumBinSlack(starts=1, most_fills=1, repacking=RepackingParams(steps=0))
    assert 0 <= waits(uniform(0), params=params) < 5


def test_levels_that_it_supports() -> None:
    part = part_of(make_problem([9, 9], [1, 2]), WITHIN)
    assert PACK.supports(level_of(part, held_after(part, {}), "coverage_3"))
    assert not PACK.supports(level_of(part, held_after(part, {}), "continuity"))
    assert not MinimumBinSlack(most_units=1).supports(level_of(part, held_after(part, {}), "coverage_3"))
    soft = part_of(make_problem([9, 9], [1, 2], standards=[1, 1]))
    assert not PACK.supports(level_of(soft, held_after(soft, {}), "coverage_3")), "hours are not hard"
    times = part_of(make_problem([9, 9], [1, 2], pairs=[(0, 0, 0, 1), (0, 1, 0, 3)]), WITHIN)
    assert not PACK.supports(level_of(times, held_after(times, {}), "coverage_3")), "times differ by officer"


@pytest.mark.parametrize("wrong", [{"starts": 0}, {"most_units": -1}, {"most_fills": 0}, {"nodes": 0}, {"tries": 0}])
def test_bad_parameters_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameter, match=next(iter(wrong))):
        MinimumBinSlack(**wrong)


def test_against_every_plan_of_small_parts() -> None:
    """No bound above the best, no plan that breaks a rule; and where hours are hard nearly always the best itself."""
    asked = best_found = 0
    params = MinimumBinSlack(repacking=RepackingParams(patience=5))
    for seed, instance, part in random_parts(range(60), most=150):
        names = [f"coverage_{p}" for p in sorted(set(part.priority.tolist())) if p]
        if not names:
            continue
        rng = random.Random(f"packing {seed}")
        plans = EveryPlan.of(part)
        at = rng.randrange(len(names))
        held = held_after(part, random_rooms(rng, plans, names[:at]))
        level, relaxed, certificate = relax_level(level_of(part, held, names[at]), effort())
        if not params.supports(level):
            continue
        fine = plans.planned[plans.keeps(held)]
        incumbent, _ = incumbent_of(level, fine[rng.randrange(len(fine))], certificate)
        incumbent.relaxed = relaxed
        before = incumbent.value
        planned = params(incumbent, effort())
        if planned is not None and level.value(planned) < before:
            assert incumbent.offer(planned), seed
        best = plans.least(names[at], held)
        assert best is not None
        assert incumbent.bound <= best <= incumbent.value, (seed, instance.name)
        asked += 1
        best_found += incumbent.value == best
    assert asked > 8
    assert best_found >= 0.8 * asked, (best_found, asked)
