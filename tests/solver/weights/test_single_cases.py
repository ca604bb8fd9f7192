"""How much single cases differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.weights.cells import cells_of
from solver.weights.single_cases import case_variation
from solver.weights.study import NONE, TimeStudy
from tests.solver.weights.made import MONDAY, entries, made


def of_cases(minutes: list[float], open_cases: float, named: list[int] | None = None) -> TimeStudy:
    base = made([[[1.0]]], [[[open_cases]]])
    who = [0] * len(minutes)
    case = list(range(len(minutes))) if named is None else named
    return replace(base, entries=entries(who, [MONDAY] * len(who), minutes, who, case))


def test_ten_cases_on_paper() -> None:
    """Five cases of 60 minutes and five of 180: the mean is 120, the variance 5 · 2 · 60² / 9 = 4,000."""
    study = of_cases([60.0] * 5 + [180.0] * 5, 10)
    assert case_variation(study, cells_of(study))[0] == pytest.approx(4_000**0.5 / 120)


def test_cases_on_which_nobody_worked_count_with_nothing() -> None:
    """Ten of 60 minutes and ten of none: mean 30, variance 20 · 30² / 19."""
    study = of_cases([60.0] * 10, 20)
    assert case_variation(study, cells_of(study))[0] == pytest.approx((20 * 900 / 19) ** 0.5 / 30)


def test_entries_of_one_case_are_added_up() -> None:
    study = of_cases([30.0] * 20, 10, [at // 2 for at in range(20)])
    assert case_variation(study, cells_of(study))[0] == pytest.approx(0)


def test_nothing_is_said_of_few_cases_or_where_too_many_entries_name_none() -> None:
    few = of_cases([60.0] * 9, 9)
    assert np.isnan(case_variation(few, cells_of(few))[0])
    unnamed = of_cases([60.0] * 20, 20, [NONE] * 3 + list(range(17)))
    assert np.isnan(case_variation(unnamed, cells_of(unnamed))[0])
