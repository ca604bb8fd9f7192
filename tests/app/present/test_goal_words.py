"""Goals in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.present.goal_words import amount, certificate, level_sentence, meaning
from app.present.model import LevelEntry, PlanStatus
from solver.goals import Measure
from solver.plan import Level, Proof


def entry(name: str, unit: Any, best: float, value: float, bound: float, **more: Any) -> LevelEntry:
    status: PlanStatus = "optimal" if best == bound else "feasible"
    defaults: dict[str, Any] = {"slack": 0, "gap": 0, "gap_unit": "fraction", "meaning": "", "certificate": ""}
    return LevelEntry(name=name, unit=unit, best=best, value=value, bound=bound, status=status, **(defaults | more))


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        (entry("coverage_1", "cases", 0, 0, 0), "Every case of priority 1 has an officer. Nothing can be better."),
        (entry("coverage_2", "cases", 4, 4, 4), "4 cases of priority 2 have no officer. Fewer is impossible: proven."),
        (entry("coverage_2", "cases", 1, 1, 1), "1 case of priority 2 has no officer. Fewer is impossible: proven."),
        (
            entry("coverage_2", "hours", 4.5, 4.5, 2),
            (
                "4.5 h of cases of priority 2 have no officer. "
                "Whether less is possible is not proven; less than 2 h is not."
            ),
        ),
        (
            entry("fairness", "utilization", 0.0039, 0.0139, 0.0039, slack=0.01),
            (
                "Nobody lies more than 1.39 points above their fair share. The least possible is 0.39 points: proven. "
                "Up to 1 point more was allowed so that fewer cases move."
            ),
        ),
        (
            entry("fairness", "utilization", 0.0039, 0.0139, 0.001, slack=0.01),
            (
                "Nobody lies more than 1.39 points above their fair share. The least found is 0.39 points. "
                "Up to 1 point more was allowed so that fewer cases move. "
                "Whether less is possible is not proven; less than 0.1 points is not."
            ),
        ),
        (
            entry("continuity", "cases", 3, 50, 3, slack=47),
            (
                "50 cases leave an officer who may keep them. The least possible is 3 cases: proven. "
                "Up to 47 cases more were allowed for the sake of fair shares."
            ),
        ),
        (entry("fairness", "utilization", 0, 0, 0), "Nobody lies above their fair share. Nothing can be better."),
        (
            entry("continuity", "cases", 1990, 1990, 1990),
            "1,990 cases leave an officer who may keep them. Fewer is impossible: proven.",
        ),
        (
            entry("evenness", "hours", 24.5, 24.5, 24.5),
            "Workloads lie 24.5 h above the fair shares, all officers together. Less is impossible: proven.",
        ),
        (entry("cost", "cost", 12.25, 12.25, 12.25), "The assignment costs 12.25. Less is impossible: proven."),
    ],
)
def test_a_goal_says_how_well_it_is_met_and_whether_better_is_possible(level: LevelEntry, sentence: str) -> None:
    assert level_sentence(level) == sentence


def level(best: int, bound: int, proof: Proof) -> Level:
    return Level("continuity", np.array([best]), np.array([bound]), np.array([best]), proof=proof)


def test_what_a_bound_rests_on() -> None:
    assert "checker has repeated" in certificate(level(3, 3, Proof.ARITHMETIC))
    assert "CP-SAT" in certificate(level(3, 3, Proof.SEARCH))
    assert "below 0" in certificate(level(0, 0, Proof.TRIVIAL))
    assert certificate(level(3, 2, Proof.ARITHMETIC)).startswith("Not proven")


def test_every_goal_says_what_it_counts() -> None:
    names = [*(f"coverage_{n}" for n in range(1, 6)), "fairness", "continuity", "evenness", "cost"]
    one = np.array([1])
    sentences = {
        meaning(Level(name, one, one, one), moves, moves) for name in names for moves in (Measure.CASES, Measure.HOURS)
    }
    assert len(sentences) == 5 * 2 + 2 + 3


def test_amounts_carry_their_unit() -> None:
    assert amount(0.0139, "utilization") == "1.39 points"
    assert amount(1.25, "hours") == "1.25 h"
    assert amount(1, "cases") == "1 case"
    assert amount(1234.5678, "cost") == "1,234.57"
