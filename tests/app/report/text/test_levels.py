"""Levels in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.report.entry import PlanStatus
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.summary.entry import Moves
from app.report.text.levels import amount, certificate, in_plan, level_sentence, meaning
from solver.goals import Unit
from solver.plan import LevelResult, Proof


def entry(name: str, unit: Any, best: float, value: float, bound: float, **more: Any) -> LevelEntry:
    status: PlanStatus = "optimal" if best == bound else "feasible"
    texts = {"meaning": "", "certificate": ""}
    defaults: dict[str, Any] = {"slack": 0, "gap": 0, "gap_unit": "fraction", "of_hours": None, **texts}
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
                "No officer is more than 1.39 points above their fair share. At best it could be 0.39 points; that is "
                "proven. Up to 1 point more was allowed so that fewer cases move."
            ),
        ),
        (
            entry("fairness", "utilization", 0.0039, 0.0139, 0.001, slack=0.01),
            (
                "No officer is more than 1.39 points above their fair share. The least found is 0.39 points. "
                "Up to 1 point more was allowed so that fewer cases move. "
                "Whether less is possible is not proven; less than 0.1 points is not."
            ),
        ),
        (
            entry("continuity", "cases", 3, 50, 3, slack=47),
            (
                "50 cases leave an officer who may keep them. At best it could be 3 cases; that is proven. "
                "Up to 47 cases more were allowed for the sake of fair shares."
            ),
        ),
        (entry("fairness", "utilization", 0, 0, 0), "No officer is above their fair share. Nothing can be better."),
        (
            entry("continuity", "cases", 1990, 1990, 1990),
            "1,990 cases leave an officer who may keep them. Fewer is impossible: proven.",
        ),
        (
            entry("evenness", "hours", 1, 1, 1, of_hours=100),
            "Work above the fair shares adds up to 1 h, 1% of the officers' 100 h. Less is impossible: proven.",
        ),
        (
            entry("evenness", "hours", 24.5, 24.5, 20.25, of_hours=7000),
            (
                "Work above the fair shares adds up to 24.5 h, 0.4% of the officers' 7,000 h. "
                "Whether less is possible is not proven; less than 20.25 h is not."
            ),
        ),
        (
            entry("evenness", "hours", 0.0001, 0.0001, 0.0001, of_hours=40),
            (
                "Work above the fair shares adds up to 0.0001 h, less than 0.1% of the officers' 40 h. "
                "Less is impossible: proven."
            ),
        ),
        (
            entry("evenness", "hours", 0, 0, 0, of_hours=40),
            "Nobody's workload is above the fair share. Nothing can be better.",
        ),
        (entry("cost", "cost", 12.25, 12.25, 12.25), "The assignment costs 12.25. Less is impossible: proven."),
    ],
)
def test_a_goal_says_how_well_it_is_met_and_whether_better_is_possible(level: LevelEntry, sentence: str) -> None:
    assert level_sentence(level, moved(50)) == sentence


def moved(cases: int, forced: int = 0, held_back: int = 0) -> Moves:
    return Moves(cases=cases, hours=float(cases), forced=forced, held_back=held_back, lost=held_back)


def continuity(value: float, unit: Any = "cases") -> LevelEntry:
    return entry("continuity", unit, value, value, value)


@pytest.mark.parametrize(
    ("moves", "level", "sentence"),
    [
        (moved(35), continuity(35), "35 cases leave an officer who may keep them. Fewer is impossible: proven."),
        (moved(1), continuity(1), "1 case leaves an officer who may keep it. Fewer is impossible: proven."),
        (
            moved(2196, forced=206),
            continuity(1990),
            (
                "1,990 cases leave an officer who may keep them. Fewer is impossible: proven. With 206 other cases, "
                "whose officer has left or may not keep them, 2,196 change hands in all."
            ),
        ),
        (
            moved(10, forced=1, held_back=4),
            continuity(13),
            (
                "13 cases leave an officer who may keep them: 9 go to somebody else, 4 to nobody. Fewer is "
                "impossible: proven. With 1 other case, whose officer has left or may not keep it, 10 change hands "
                "in all."
            ),
        ),
        (
            moved(3, forced=3, held_back=4),
            continuity(4),
            (
                "4 cases leave an officer who may keep them: 4 to nobody. Fewer is impossible: proven. 3 cases change "
                "hands, because their officer has left or may not keep them."
            ),
        ),
        (
            moved(1, forced=1),
            continuity(0),
            (
                "No case leaves an officer who may keep it. Nothing can be better. 1 case changes hands, because its "
                "officer has left or may not keep it."
            ),
        ),
        (
            moved(3, forced=1),
            continuity(7.5, "hours"),
            (
                "7.5 h of cases leave an officer who may keep them: 2 cases go to somebody else. Less is impossible: "
                "proven. With 1 other case, whose officer has left or may not keep it, 3 change hands in all."
            ),
        ),
        (
            moved(0, held_back=1),
            continuity(7.5, "hours"),
            "7.5 h of cases leave an officer who may keep them: 1 case to nobody. Less is impossible: proven.",
        ),
    ],
)
def test_thirteen_cases_leave_an_officer_and_ten_change_hands_is_said_as_one_sum(
    moves: Moves, level: LevelEntry, sentence: str
) -> None:
    assert level_sentence(level, moves) == sentence


def level(best: int, bound: int, proof: Proof) -> LevelResult:
    return LevelResult("continuity", np.array([best]), np.array([bound]), np.array([best]), proof=proof)


def test_seven_cases_without_an_officer_are_not_proven_by_nothing_being_below_0() -> None:
    def said(best: int, bound: int, proof: Proof) -> str:
        parts = np.array([best]), np.array([bound]), np.array([best])
        return certificate(LevelResult("coverage_3", *parts, set_aside=7, proof=proof))

    assert said(0, 0, Proof.TRIVIAL) == (
        "Proven: nobody can hold these cases, see their reasons; every other case has an officer."
    )
    others = "Counts cases that nobody can hold, see their reasons. For the others: "
    assert said(4, 4, Proof.ARITHMETIC).startswith(f"{others}Proven: sums of whole numbers")
    assert said(4, 3, Proof.ARITHMETIC).startswith(f"{others}Not proven: a better")


def test_what_a_bound_rests_on() -> None:
    assert "checker has repeated" in certificate(level(3, 3, Proof.ARITHMETIC))
    assert "CP-SAT" in certificate(level(3, 3, Proof.SEARCH))
    assert "below 0" in certificate(level(0, 0, Proof.TRIVIAL))
    assert certificate(level(3, 2, Proof.ARITHMETIC)).startswith("Not proven")


@pytest.mark.parametrize(
    ("name", "unit", "sentence"),
    [
        ("coverage_2", Unit.CASES, "Cases of priority 2 that nobody holds."),
        ("coverage_2", Unit.HOURS, "Hours of cases of priority 2 that nobody holds."),
        (
            "continuity",
            Unit.CASES,
            "Cases that lose an officer who holds them today and may keep them, to somebody else or to nobody.",
        ),
        ("fairness", Unit.STEPS, "How far the worst-off officer is above their fair share, as utilization."),
        ("cost", Unit.COST, "Cost of all assigned pairs."),
    ],
)
def test_a_level_says_what_it_counts_in_its_own_unit(name: str, unit: Unit, sentence: str) -> None:
    one = np.array([1])
    assert meaning(LevelResult(name, one, one, one, unit=unit)) == sentence


def test_amounts_carry_their_unit() -> None:
    assert amount(0.0139, "utilization") == "1.39 points"
    assert amount(1.25, "hours") == "1.25 h"
    assert amount(1, "cases") == "1 case"
    assert amount(1234.5678, "cost") == "1,234.57"


def test_the_table_has_hours_above_fair_shares_as_a_share_of_all_hours_too() -> None:
    assert in_plan(entry("evenness", "hours", 1, 2.5, 1, of_hours=100)) == "2.5 h (2.5%)"
    assert in_plan(entry("evenness", "hours", 0, 0, 0, of_hours=100)) == "0 h"
    assert in_plan(entry("continuity", "hours", 1, 2.5, 1)) == "2.5 h"
    assert in_plan(entry("evenness", "hours", 0, 0, 0, of_hours=0)) == "0 h"
