"""Roster → problem, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from app.intake.build.problem import Built, build_problem
from app.intake.read import read_document
from solver.errors import TooLarge
from solver.problem import ALONE, LEFT, NEW, NO_STANDARD, OWN_EFFORT, Need


def built(officers: list[dict[str, Any]], cases: list[dict[str, Any]], **sheets: list[dict[str, Any]]) -> Built:
    for at, row in enumerate(officers):
        row.setdefault("officer_id", f"O{at}")
        row.setdefault("available_hours", 10)
    for at, row in enumerate(cases):
        row.setdefault("case_id", f"c{at}")
        if "case_type" not in row:
            row.setdefault("weight_hours", 1)
    return build_problem(read_document({"officers": officers, "cases": cases, **sheets}))


def test_three_cases_of_an_eighth_of_an_hour_fill_three_eighths() -> None:
    problem = built(
        [{"available_hours": "0.375"}], [{"weight_hours": "0.125"}] * 0 + [{"weight_hours": "0.125"} for _ in "abc"]
    ).problem
    assert int(problem.cases.effort.sum()) == int(problem.officers.limit[0])
    assert problem.tick_hours == Fraction(1, 8)


def test_ten_and_a_half_minutes_a_year_stay_what_they_are() -> None:
    problem = built([{"available_hours": "1776.5"}], [{"weight_hours": "0.175"}]).problem
    assert problem.hours(int(problem.cases.effort[0])) == Fraction(105, 10) / 60
    assert problem.hours(int(problem.officers.limit[0])) == Fraction("1776.5")
    assert problem.officers.limit[0] // problem.cases.effort[0] == 10_151  # cases of that size in a year


def test_tick_is_the_greatest_that_rounds_nothing() -> None:
    assert built([{}], [{"weight_hours": 2}, {"weight_hours": 4}]).problem.tick_hours == 2
    assert built([{"available_hours": "0.0003"}], [{"weight_hours": "0.0006"}]).problem.tick_hours == Fraction(
        3, 10_000
    )
    assert built([{"available_hours": 0}], [{"weight_hours": 0}]).problem.tick_hours == Fraction(1, 10_000)


def test_efficiency_is_floored_once_in_ten_thousandths() -> None:
    problem = built(
        [{"available_hours": "0.0101", "efficiency": "0.5"}, {"available_hours": 40, "efficiency": "0.77"}], [{}]
    ).problem
    assert [problem.hours(int(limit)) for limit in problem.officers.limit] == [Fraction("0.005"), Fraction("30.8")]
    assert [problem.hours(int(hours)) for hours in problem.officers.available] == [Fraction("0.0101"), 40]


def test_weight_of_the_case_comes_before_that_of_its_type() -> None:
    outcome = built(
        [{}],
        [{"case_type": "ATD"}, {"case_type": "atd", "weight_hours": 3}, {"case_type": "odd", "weight_hours": 0}],
        weights=[{"case_type": "Detained", "weight_hours": 8}, {"case_type": "Atd", "weight_hours": "0.5"}],
    )
    problem = outcome.problem
    assert [problem.hours(int(effort)) for effort in problem.cases.effort] == [Fraction(1, 2), 3, 0]
    assert problem.cases.type_names == ("Detained", "Atd", "odd")
    assert problem.cases.case_type.tolist() == [1, 1, 2]


def test_signatures_are_distinct_needs_in_the_order_of_the_cases() -> None:
    officers: list[dict[str, Any]] = [
        {"offices": "North", "skills": "Spanish; Creole"},
        {"offices": "north; south", "dockets": "detained"},
        {"skills": "spanish"},
    ]
    problem = built(
        officers,
        [
            {"office": "NORTH", "required_skills": "creole;SPANISH"},
            {},
            {"office": "north", "required_skills": "Spanish;Creole"},
            {"docket": "Detained", "excluded_officers": "O2;O2"},
            {"docket": "detained", "excluded_officers": "O2"},
        ],
    ).problem
    assert problem.cases.signature.tolist() == [0, 1, 0, 2, 2]
    assert problem.needs == (
        Need("NORTH", None, frozenset({"creole", "SPANISH"})),
        Need(),
        Need(None, "Detained", frozenset(), frozenset({2})),
    )
    assert problem.eligible.tolist() == [[True, False, False], [True, True, True], [True, True, False]]


def test_current_officers_pins_and_bundles() -> None:
    problem = built(
        [{}, {"caseload_standard": 7}],
        [
            {"current_officer": "O1", "pinned": True, "keep_together": "f"},
            {"current_officer": "gone", "keep_together": "F"},
            {"keep_together": "f", "priority": 1},
        ],
    ).problem
    assert problem.cases.current.tolist() == [1, LEFT, NEW]
    assert problem.cases.pinned.tolist() == [True, False, False]
    assert problem.cases.bundle.tolist() == [0, ALONE, 0]  # values compare exactly, and one alone is no bundle
    assert problem.cases.priority.tolist() == [3, 3, 1]
    assert problem.officers.standard.tolist() == [NO_STANDARD, 7]
    assert problem.pairs is None


def test_costs_are_scaled_exactly() -> None:
    problem = built(
        [{}, {}],
        [{}, {}],
        costs=[
            {"case_id": "c1", "officer_id": "O1", "cost": "2.5"},
            {"case_id": "c1", "officer_id": "O0", "cost": "1.25", "weight_hours": 3},
            {"case_id": "c0", "officer_id": "O1"},
        ],
    ).problem
    pairs = problem.pairs
    assert pairs is not None
    assert list(zip(pairs.case.tolist(), pairs.officer.tolist(), strict=True)) == [(0, 1), (1, 0), (1, 1)]
    assert [cost * pairs.cost_unit for cost in pairs.cost.tolist()] == [0, Fraction("1.25"), Fraction("2.5")]
    assert pairs.effort.tolist() == [OWN_EFFORT, 3 // problem.tick_hours, OWN_EFFORT]


def test_a_pairs_own_time_is_not_changed_by_efficiency() -> None:
    """0.3333 h of an officer of efficiency 0.77 take 0.3333 of their available hours, so 0.256641 h of their limit."""
    problem = built(
        [{"available_hours": "0.3333", "efficiency": "0.77"}, {}],
        [{"weight_hours": 1}],
        costs=[
            {"case_id": "c0", "officer_id": "O0", "weight_hours": "0.3333"},
            {"case_id": "c0", "officer_id": "O1", "weight_hours": "0.3333"},
        ],
    ).problem
    assert problem.pairs is not None
    assert problem.pairs.effort[0] == problem.officers.limit[0]
    assert problem.hours(int(problem.pairs.effort[0])) == Fraction("0.256641")
    assert problem.hours(int(problem.pairs.effort[1])) == Fraction("0.3333")


def test_hours_beyond_64_bits_are_refused_not_wrapped() -> None:
    most = 10**14
    assert built([{"available_hours": most}], [{"weight_hours": most}]).problem.tick_hours == most
    odd = [{"weight_hours": "99999999999999.9999"}, {"weight_hours": "99999999999999.9998"}]
    with pytest.raises(TooLarge, match="efforts add up to more than"):
        built([{}], odd)
    with pytest.raises(TooLarge, match="officers' hours add up to more than"):
        built([{"available_hours": "99999999999999.9999"}, {"available_hours": "99999999999999.9998"}], [{}])
    with pytest.raises(TooLarge):
        built(
            [{"available_hours": most, "efficiency": "0.99"}],
            [{}],
            costs=[{"case_id": "c0", "officer_id": "O0", "weight_hours": most}],
        )


def test_many_combinations_are_told_apart_where_their_product_passes_64_bits() -> None:
    rows: list[dict[str, Any]] = [
        {
            "office": f"o{at % 50}",
            "docket": f"d{at % 49}",
            "required_skills": f"s{at % 47}",
            "excluded_officers": f"x{at}",
        }
        for at in range(3_000)
    ]
    problem = built([{"officer_id": f"x{at}"} for at in range(3_000)], rows).problem
    for at in (0, 1, 2, 3, 1_500, 2_999):
        need = problem.needs[problem.cases.signature[at]]
        assert need == Need(f"o{at % 50}", f"d{at % 49}", frozenset({f"s{at % 47}"}), frozenset({at}))
    assert len(np.unique(problem.cases.signature)) == len(problem.needs) == 3_000
