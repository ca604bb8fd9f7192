from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.jobs.progress import EVERY_S, PHASES, plain, seldom
from solver.goals import Unit
from solver.plan import Progress


@pytest.mark.parametrize(
    ("phase", "counts", "value", "shown", "unit"),
    [
        ("fairness", Unit.STEPS, 150, 1.5, "points"),
        ("continuity", Unit.CASES, 12, 12, "cases"),
        ("continuity", Unit.HOURS, 12, 6.0, "hours"),
        ("coverage_1", Unit.CASES, 3, 3, "cases"),
        ("coverage_5", Unit.HOURS, 3, 1.5, "hours"),
        ("evenness", Unit.GRAINS, 7, 3.5, "hours"),
        ("cost", Unit.COST, 9, 9, "cost"),
        ("checking", None, None, None, None),
    ],
)
def test_values_are_in_units_that_people_read(
    phase: str, counts: Unit | None, value: int | None, shown: float | None, unit: str | None
) -> None:
    message = plain(Progress(phase, value, value, 0.5, 1.23456, Fraction(1, 2), unit=counts))
    assert message == {
        "phase": phase,
        "label": PHASES[phase],
        "value": shown,
        "bound": shown,
        "gap": 0.5,
        "unit": unit,
        "elapsed_s": 1.2,
    }


def test_an_unknown_phase_is_shown_by_its_name() -> None:
    assert plain(Progress("polishing", None, None, None, 0.0))["label"] == "polishing"


def test_of_several_parts_it_says_how_many_are_done_and_no_sum_of_some() -> None:
    message = plain(Progress("parts", None, None, None, 3.0, parts=20, parts_done=12))
    assert message["label"] == "Planning part by part: 12 of 20 done"
    assert (message["value"], message["bound"], message["gap"], message["unit"]) == (None, None, None, None)


def test_a_new_phase_is_told_at_once_and_the_rest_now_and_then() -> None:
    now = 0.0
    told: list[Any] = []
    steps = (("a", 0.0), ("a", EVERY_S / 2), ("b", 1.0), ("b", 1.0 + EVERY_S / 2), ("b", 1.0 + EVERY_S), ("a", 2.0))
    tell = seldom(told.append, lambda: now)
    for phase, at in steps:
        now = at
        tell({"phase": phase, "at": at})
    assert [message["at"] for message in told] == [0.0, 1.0, 1.0 + EVERY_S, 2.0]
