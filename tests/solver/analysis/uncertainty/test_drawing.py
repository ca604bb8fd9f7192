"""How errors of weights go together: widths of two types by hand, and each weight as unsure as its table says."""

from __future__ import annotations

from math import log
from statistics import NormalDist

import numpy as np
import pytest

from solver.analysis.uncertainty.drawing import CORRELATION, Drawing, weight_changes
from solver.analysis.uncertainty.weights import Weights
from solver.errors import InvalidGoals
from solver.problem import Need
from tests.solver.analysis.made_estimates import table
from tests.solver.analysis.made_rosters import roster

Z95 = NormalDist().inv_cdf(0.95)
WORLDS = 40_000


def two_types() -> Weights:
    """Both weigh 1 h, by 2 % either way in nine worlds of ten."""
    problem = roster([1], [(Need(), 1), (Need(), 1)], types=["a", "b"])
    return table(problem, {"a": (1, 1 / 1.02, 1.02, None), "b": (1, 1 / 1.02, 1.02, None)})


@pytest.mark.parametrize(
    ("correlation", "width"),
    [(0, (0.2**2 + 0.2**2) ** 0.5), (0.5, (0.2**2 + 0.2**2 + 2 * 0.5 * 0.2**2) ** 0.5), (1, 0.2 + 0.2)],
)
def test_widths_of_two_types_add_as_their_correlation_says(correlation: float, width: float) -> None:
    """10 h of each type, 0.2 h either way: variances add at 0, standard deviations at 1."""
    changes = weight_changes(two_types(), Drawing(WORLDS, 3, correlation))
    total = 10 * changes.sum(axis=0)
    low, high = np.quantile(total, [0.05, 0.95])
    assert (high - low) / 2 == pytest.approx(width, rel=0.03)


@pytest.mark.parametrize("correlation", [0, 0.3, 1])
def test_every_weight_alone_is_as_unsure_as_its_table_says(correlation: float) -> None:
    changes = weight_changes(two_types(), Drawing(WORLDS, 5, correlation))
    for each in changes:
        low, middle, high = np.quantile(each, [0.05, 0.5, 0.95])
        assert [low, middle, high] == pytest.approx([1 / 1.02 - 1, 0, 0.02], abs=0.0007)
    deviates = np.log1p(changes) * Z95 / log(1.02)
    assert float(np.asarray(np.corrcoef(deviates))[0, 1]) == pytest.approx(correlation, abs=0.02)


def test_wholly_dependent_weights_are_at_the_same_percentile_in_every_world() -> None:
    first, second = weight_changes(two_types(), Drawing(50, 0, 1))
    assert first.tolist() == second.tolist()


def test_half_way_is_what_is_taken_where_nothing_is_said() -> None:
    assert Drawing() == Drawing(1_000, 0, 0.5)
    assert CORRELATION == 0.5
    assert (weight_changes(two_types(), Drawing()) == weight_changes(two_types(), Drawing())).all()


@pytest.mark.parametrize(
    ("simulations", "correlation", "message"),
    [(19, 0.5, "20 or more, not 19"), (20, -0.1, "must be 0 to 1"), (20, 1.5, "1.5"), (20, float("nan"), "nan")],
)
def test_drawings_that_say_nothing_are_refused(simulations: int, correlation: float, message: str) -> None:
    with pytest.raises(InvalidGoals, match=message):
        Drawing(simulations, 0, correlation)


def test_one_unsure_weight_was_unsure_by_other_hours_for_another_correlation() -> None:
    """0 to 33.6 h at R = 0 and 0 to 27 h at 0.5, beside “if each weight were wrong on its own, 0 to 27 h”."""
    problem = roster([1], [(Need(), 1), (Need(), 1)], types=["a", "b"])
    alone = table(problem, {"a": (1, 0.5, 2, None), "b": (1, 1, 1, None)})
    drawn = [weight_changes(alone, Drawing(50, 0, correlation)).tolist() for correlation in (0, 0.5, 1)]
    assert drawn[0] == drawn[1] == drawn[2]
