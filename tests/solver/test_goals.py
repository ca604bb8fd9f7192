"""Goals that contradict themselves are refused, with the range that is expected."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from solver.errors import CaseloadError, InvalidGoals
from solver.goals import (
    GRID,
    POINT,
    SAFE_GRAINS,
    Goals,
    Measure,
    Objective,
    Policy,
    SolveConfig,
    grain_hours,
    grains_of,
)
from tests.solver.instances import make_problem


def test_defaults_are_those_of_the_interface() -> None:
    goals = Goals()
    assert (goals.policy, goals.objective) == (Policy.ASSIGN_ALL, Objective.BALANCE)
    assert (goals.moves, goals.coverage) == (Measure.CASES, Measure.CASES)
    assert goals.keep_within == POINT == 100
    assert GRID == 10_000
    config = SolveConfig()
    assert (config.time_limit_s, config.seed) == (60, 0)
    assert config.workers >= 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"keep_within": -1}, "keep_within must be 0 or more, not -1"),
        ({"max_moves": -3}, "max_moves must be 0 or more, not -3"),
        ({"max_moves": 3, "move_freely": True}, "contradict each other: give one of them"),
        ({"objective": Objective.COST, "max_moves": 3}, "belong to the objective 'balance'"),
        ({"objective": Objective.COST, "move_freely": True}, "belong to the objective 'balance'"),
    ],
)
def test_contradictions_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidGoals, match=message) as refusal:
        Goals(**given)
    assert isinstance(refusal.value, CaseloadError)
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize("given", [{"keep_within": 0}, {"max_moves": 0}, {"move_freely": True}])
def test_the_edge_of_the_range_is_allowed(given: dict[str, Any]) -> None:
    Goals(**given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"time_limit_s": 0}, "time_limit_s must be above 0, not 0"),
        ({"time_limit_s": float("nan")}, "time_limit_s must be above 0, not nan"),
        ({"workers": 0}, "workers must be 1 or more, not 0"),
        ({"seed": -1}, "seed must be 0 to 2147483647, not -1"),
        ({"seed": 2**31}, "seed must be 0 to 2147483647, not 2147483648"),
    ],
)
def test_impossible_configurations_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidGoals, match=message):
        SolveConfig(**given)


def test_values_are_the_words_of_the_command_line() -> None:
    assert Policy("within-capacity") is Policy.WITHIN_CAPACITY
    assert Objective("cost") is Objective.COST
    assert Measure("hours") is Measure.HOURS


@pytest.mark.parametrize(
    ("tick_hours", "grains"),
    [
        (Fraction(1, 10_000), 1),
        (Fraction(1, 20_000), 1),
        (Fraction(1, 2), 5_000),
        (Fraction(5), 50_000),
        (Fraction(1, 4_000), 5),  # two and a half times 0.0001 h: two grains make 0.0001 h
    ],
)
def test_a_grain_is_at_most_a_ten_thousandth_of_an_hour(tick_hours: Fraction, grains: int) -> None:
    problem = make_problem([9], [4], tick_hours=tick_hours)
    assert grains_of(problem) == grains
    assert grain_hours(problem) * grains == tick_hours
    assert grain_hours(problem) <= Fraction(1, 10_000)


@pytest.mark.parametrize(
    ("more", "pairs"), [(0, None), (9, [(0, 0, 0, 9)])], ids=["hours and cases", "pairs of their own time"]
)
def test_where_there_are_too_many_ticks_a_grain_is_a_tick(
    more: int, pairs: list[tuple[int, int, int, int]] | None
) -> None:
    """All hours, in grains of a tick of 1 h, stay below 2**50."""
    most = SAFE_GRAINS // 10_000
    some = make_problem([most - more - 5], [5], pairs=pairs, tick_hours=Fraction(1))
    assert grains_of(some) == 10_000
    assert grains_of(make_problem([most - more - 4], [5], pairs=pairs, tick_hours=Fraction(1))) == 1
