"""The other ways, and chance, beside the plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from app.report.sections.baselines.build import build, random_draws
from solver.analysis import analyse
from solver.analysis.comparison import Distribution, RandomBenchmark
from solver.baselines import baselines
from solver.baselines import random_draws as drawn
from tests.app.report.planned import Planned, analysed, built_from, example, planned, probation


def kept(made: Planned) -> Any:
    assert made.document.record is not None
    return made.document.record


def test_chance_by_hand() -> None:
    """Each case can go to one officer only, so that chance has no choice: every draw is the plan."""
    officers = [{"officer_id": name, "available_hours": 10, "offices": name} for name in ("n", "s")]
    cases = [{"case_id": name, "weight_hours": hours, "office": name} for name, hours in (("n", 8), ("s", 5))]
    found = kept(planned(built_from(officers, cases))).random
    assert (found.draws, found.as_good) == (100, 100)
    assert found.peak_least == found.peak_median == found.peak_most == 0.8
    assert found.spread_least == found.spread_median == found.spread_most == 0.3


def test_chance_does_worse_than_the_plan() -> None:
    """Six cases of an hour for two officers: chance deals them out three and three in 20 of 64 draws, on average."""
    officers = [{"officer_id": name, "available_hours": 6} for name in "AB"]
    made = planned(built_from(officers, [{"case_id": f"c{n}", "weight_hours": 1} for n in range(6)]))
    found = kept(made).random
    assert found.peak_least == 0.5
    assert found.peak_most > 0.8
    assert 10 <= found.as_good <= 50
    held = [np.bincount(officer, minlength=2).max() for officer in drawn(made.built.problem, 100, 0)]
    assert found.as_good == sum(most == 3 for most in held)
    assert found.peak_median == pytest.approx(float(np.median(held)) / 6, abs=1e-6)


def test_the_first_draw_is_that_of_the_comparison() -> None:
    problem = example("probation").problem
    first, second = drawn(problem, 2, seed=7)
    assert (first == baselines(problem, seed=7)["random"]).all()
    assert (second == baselines(problem, seed=8)["random"]).all()
    assert (first != second).any()


def test_every_other_way_is_there_in_utilizations_and_cases() -> None:
    """Today P-1 has 171 h of work for 120 h; 480 cases, and nobody is moved today."""
    found = build(analysed(probation()))
    assert list(found) == ["current", "round_robin", "equal_counts", "greedy", "random"]
    today = found["current"]
    assert (today.peak_utilization, today.moves, today.unassigned_cases) == (1.425, 0, 0)
    assert list(build(analyse(probation().built.problem))) == ["current"]


def test_draws_are_rounded_to_six_decimals() -> None:
    third = Distribution(Fraction(1, 3), Fraction(2, 3), Fraction(1))
    found = random_draws(RandomBenchmark(2, third, Distribution(None, None, None), 1))
    assert (found.peak_least, found.peak_median, found.peak_most) == (0.333333, 0.666667, 1.0)
    assert (found.spread_least, found.spread_most, found.draws, found.as_good) == (None, None, 2, 1)
