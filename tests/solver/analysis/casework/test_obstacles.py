"""Why an officer may not hold a case, and what is the least that would let somebody hold it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.analysis.casework.obstacles import obstacles, pin_of, why_nobody_may
from solver.model.units import units_of
from solver.problem import Need, Problem
from tests.solver.analysis.made_rosters import roster
from tests.solver.instances import make_problem


def team(need: Need) -> Problem:
    """Ann in the north speaks Creole, Ben in the south does not; the third has no hours."""
    return roster(
        [10, 10, 0],
        [(need, 1)],
        skills=[{"Creole"}, set(), {"Creole", "Mandarin"}],
        offices=[{"north"}, {"south"}, {"north"}],
        dockets=[{"adult"}, set(), {"adult"}],
    )


@pytest.mark.parametrize(
    ("need", "officer", "reasons"),
    [
        (Need("north"), 0, ()),
        (Need("North", None, frozenset({"creole"})), 0, ()),
        (Need("north"), 1, ("D-2 does not serve the office north",)),
        (Need("south", "youth"), 0, ("D-1 does not serve the office south", "D-1 does not serve the docket youth")),
        (
            Need(None, None, frozenset({"Creole"}), frozenset({1})),
            1,
            ("D-2 does not have Creole", "D-2 is excluded from it"),
        ),
        (Need("north"), 2, ("D-3 has no hours",)),
    ],
)
def test_every_reason_is_named(need: Need, officer: int, reasons: tuple[str, ...]) -> None:
    problem = team(need)
    assert obstacles(problem, units_of(problem), 0, officer) == reasons


def test_a_pin_is_the_only_reason() -> None:
    problem = make_problem([10, 10], [1], current=[0], pinned=[True])
    units = units_of(problem)
    assert obstacles(problem, units, 0, 0) == ()
    assert obstacles(problem, units, 0, 1) == ("it is pinned to D-1",)


@pytest.mark.parametrize(
    ("need", "sentence"),
    [
        (
            Need("north", None, frozenset({"Mandarn"})),
            "Nobody has the skill Mandarn (did you mean Mandarin?). Smallest change: give D-1 the skill Mandarn.",
        ),
        (Need("west"), "Nobody serves the office west. Smallest change: give D-1 or D-2 the office west."),
        (
            Need("north", None, frozenset(), frozenset({0, 2})),
            "Everybody who could hold it (north) is excluded. Smallest change: give D-2 the office north.",
        ),
        (
            Need("south", None, frozenset({"Creole"})),
            "Nobody has all that it needs at once: south and Creole. Smallest change: give D-1 the office south.",
        ),
    ],
)
def test_the_least_change_is_named(need: Need, sentence: str) -> None:
    assert why_nobody_may(team(need), [0]) == sentence


def test_a_list_of_officers_stands_in_the_way() -> None:
    problem = make_problem([10, 10], [1], [[0]], pairs=[(0, 1, 0, 1)])
    problem = replace(problem, needs=(Need(),))
    assert why_nobody_may(problem, [0]).startswith("The sheet costs lists nobody for it who may hold it.")


def test_nobody_is_there() -> None:
    problem = team(Need())
    empty = replace(
        problem,
        officers=type(problem.officers)((), *(np.zeros(0, np.int64),) * 3),
        eligible=np.zeros((1, 0), np.bool_),
    )
    assert why_nobody_may(empty, [0]) == "There are no officers in the roster."


def test_the_text_says_which_case_of_a_family_is_pinned() -> None:
    """It said that C-1 was pinned, where C-2 is."""
    problem = make_problem([10, 10], [1, 1], current=[1, 0], pinned=[False, True], bundle=[0, 0])
    units = units_of(problem)
    assert obstacles(problem, units, 0, 1) == ("C-2, which is kept together with it, is pinned to D-1",)
    assert obstacles(problem, units, 1, 1) == ("it is pinned to D-1",)
    assert [pin_of(problem, case) for case in (0, 1)] == [1, 1]
    with pytest.raises(ValueError, match="case C-1 is not pinned"):
        pin_of(make_problem([10], [1]), 0)
