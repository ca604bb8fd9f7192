"""What a roster says beyond the problem reaches the library."""

from __future__ import annotations

import datetime as dt

from app.intake.build.problem import build_problem
from app.intake.columns.cell_types import BLANK
from solver.analysis.forecast.flow import BY_HOURS
from solver.analysis.uncertainty.weights import UNKNOWN
from tests.app.intake.rosters import read

WEIGHTS = """case_type,weight_hours,low_hours,high_hours,case_cv,unit,source
Detained,8,6.5,10.25,0.4,case,time study 2025
check-in,0.5,,0.75,,family,
"""


def test_the_table_is_in_the_order_of_the_types_and_knows_which_cases_it_is_for() -> None:
    cases = "case_id,case_type,weight_hours\na,CHECK-IN,\nb,detained,3\nc,odd,2\nd,,1\ne,detained,\n"
    built = build_problem(read(cases=cases, weights=WEIGHTS))
    weights = built.weights
    assert built.problem.cases.type_names == ("Detained", "check-in", "odd")
    assert weights.weight.tolist() == [80_000, 5_000, UNKNOWN]
    assert weights.low.tolist() == [65_000, UNKNOWN, UNKNOWN]
    assert weights.high.tolist() == [102_500, 7_500, UNKNOWN]
    assert weights.case_cv.tolist() == [4_000, UNKNOWN, UNKNOWN]
    assert weights.unit == ("case", "family", None)
    assert weights.source == ("time study 2025", None, None)
    assert weights.from_table.tolist() == [True, False, False, False, True]


def test_without_a_table_nothing_is_known() -> None:
    built = build_problem(read())
    assert len(built.weights.weight) == 0
    assert built.weights.from_table.tolist() == [False]
    assert built.weights.is_certain
    assert len(built.flow) == 0


def test_flow_says_which_closures_depend_on_the_hours() -> None:
    flow = """case_type,office,arrivals_per_period,closures_per_period
Check-in,North,12.5,10
detained,,,3.0001
detained,south,4,
"""
    built = build_problem(read(weights=WEIGHTS, flow=flow))
    assert built.flow.case_type == ("Check-in", "detained", "detained")
    assert built.flow.office == ("North", None, "south")
    assert built.flow.arrivals.tolist() == [125_000, 0, 40_000]
    assert built.flow.closures.tolist() == [100_000, 30_001, BY_HOURS]


def test_opened_is_the_ordinal_of_the_day() -> None:
    cases = "case_id,weight_hours,opened\na,1,2026-11-24\nb,1,\n"
    assert build_problem(read(cases=cases)).opened.tolist() == [dt.date(2026, 11, 24).toordinal(), BLANK]
