from __future__ import annotations

from typing import Any

import pytest

from app.intake.options import PlanOptions
from app.web.history.goals_in_words import goals_in_words


@pytest.mark.parametrize(
    ("goals", "words"),
    [
        ({}, "fair shares, few moves (within 1 point)"),
        ({"keep_within_points": 2.5}, "fair shares, few moves (within 2.5 points)"),
        ({"move_freely": True}, "fair shares, however many cases move"),
        ({"max_moves": 20}, "fair shares, at most 20 cases move"),
        ({"max_moves": 20, "moves": "hours"}, "fair shares, at most 20 hours of cases move"),
        (
            {"policy": "within-capacity", "objective": "cost", "target": "0.85"},
            "least cost, nobody above their hours, target 85%",
        ),
        ({"coverage": "hours"}, "fair shares, few moves (within 1 point), unplaced work counted in hours"),
        ({"percentile": 80}, "fair shares, few moves (within 1 point), weights at the 80th percentile"),
    ],
)
def test_goals_are_said_in_a_line(goals: dict[str, Any], words: str) -> None:
    assert goals_in_words(goals) == words
    PlanOptions.model_validate(goals)  # they are goals that can be given
