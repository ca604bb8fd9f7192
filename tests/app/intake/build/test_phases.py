"""Case weights by the age of a case: a whole month by hand, and what is refused because an age is not known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from app.intake.admission import admit
from app.intake.build.problem import Built, build_problem
from app.intake.errors import BadCell, RosterRefused
from app.intake.options import PlanOptions, read_plan_options
from app.intake.prepare import prepare
from app.intake.read import read_document
from app.intake.roster import Roster
from solver.analysis.uncertainty.weights import UNKNOWN, parts_of
from solver.plan import Status
from solver.solve import solve
from tests.app.intake.rosters import read, refusal, refusals

WEIGHTS = "case_type,weight_hours,low_hours,high_hours,from_age_days,phase\n"
INTAKE = WEIGHTS + "check,2,,,,\nintake,6,5,8,,new\nINTAKE,1.5,1,2,30,after\n"
CASES = """case_id,case_type,weight_hours,opened
young,intake,,2026-12-01
passing,Intake,,2026-11-12
old,intake,,2026-01-01
own,intake,4,
check,check,,
"""
DECEMBER = read_plan_options({"period_start": "2026-12-01"})
THIRTY_FIRST = Fraction(1, 31)


def hours(built: Built) -> list[Fraction]:
    return [built.problem.hours(int(ticks)) for ticks in built.problem.cases.effort]


def office() -> Roster:
    return read(cases=CASES, weights=INTAKE)


def refused(roster: Roster, options: PlanOptions) -> BadCell:
    with pytest.raises(RosterRefused) as caught:
        admit(roster, options)
    with pytest.raises(RosterRefused) as again:
        prepare(roster, options)
    assert caught.value.cells == again.value.cells
    (cell,) = caught.value.cells
    return cell


def test_every_case_takes_the_hours_of_the_days_that_it_spends_in_each_phase() -> None:
    """December has 31 days. Opened on its first: 30 at 6 h, one at 1.5 h; on 12 November: 11 and 20."""
    built = prepare(office(), DECEMBER)
    young, passing = (30 * 6 + Fraction(3, 2)) * THIRTY_FIRST, (11 * 6 + 20 * Fraction(3, 2)) * THIRTY_FIRST
    assert hours(built) == [young, passing, Fraction(3, 2), 4, 2]
    assert built.problem.cases.type_names == ("check", "intake")


def test_next_month_a_case_falls_from_six_hours_to_one_and_a_half() -> None:
    """Opened on 1 November: its first 30 days are those of November, and none of December."""
    case = "case_id,case_type,opened\na,intake,2026-11-01\n"
    months = [read_plan_options({"period_start": first}) for first in ("2026-11-01", "2026-12-01")]
    assert [hours(prepare(read(cases=case, weights=INTAKE), each)) for each in months] == [[6], [Fraction(3, 2)]]


def test_the_period_counts_not_only_its_first_day() -> None:
    week = read_plan_options({"period_start": "2026-12-07", "period": "week"})
    assert hours(prepare(office(), week))[1] == (5 * 6 + 2 * Fraction(3, 2)) / 7
    setting = read(cases=CASES, weights=INTAKE, settings="key,value\nperiod_start,2026-12-01\n")
    assert hours(prepare(setting, read_plan_options({}))) == hours(prepare(office(), DECEMBER))


def test_a_case_that_is_opened_within_the_period_counts_as_one_that_is_open_for_all_of_it() -> None:
    case = "case_id,case_type,opened\na,intake,2026-12-20\n"
    assert hours(prepare(read(cases=case, weights=INTAKE), DECEMBER)) == [6]


def test_the_table_has_a_row_for_each_phase_and_simulations_know_which_hours_rest_on_it() -> None:
    built = build_problem(office(), DECEMBER)
    weights = built.weights
    assert weights.weight.tolist() == [20_000, 60_000, 15_000]
    assert weights.low.tolist() == [UNKNOWN, 50_000, 10_000]
    assert weights.phases is not None
    assert weights.phases.from_day.tolist() == [0, 0, 30]
    parts = parts_of(built.problem, weights)
    assert (parts.case.tolist(), parts.row.tolist()) == ([0, 0, 1, 1, 2, 4], [1, 2, 1, 2, 2, 0])
    by_day = [built.problem.hours(int(each)) * 31 for each in parts.effort]
    assert by_day == [180, Fraction(3, 2), 66, 30, Fraction(93, 2), 62]


def test_at_a_percentile_both_phases_are() -> None:
    """At the 95th: 8 h and 2 h."""
    built = prepare(office(), read_plan_options({"period_start": "2026-12-01", "percentile": 95}))
    assert hours(built)[1] == (11 * 8 + 20 * 2) * THIRTY_FIRST
    assert hours(built)[3:] == [4, 2]


def test_changes_reach_all_phases() -> None:
    doubled = prepare(office(), DECEMBER, ["effort of intake *2"])
    assert doubled.weights.weight.tolist() == [20_000, 120_000, 30_000]
    assert hours(doubled)[2] == 3
    stated = prepare(office(), DECEMBER, ["effort of intake = 3 h"])
    assert stated.weights.phases is not None
    assert not stated.weights.phases.has_several.any()
    assert hours(stated)[:3] == [3, 3, 3]
    copied = prepare(office(), DECEMBER, ["intake of intake +100%"])
    assert sorted(hours(copied))[:3] == sorted([Fraction(3, 2), Fraction(3, 2), Fraction(2)])


def test_without_a_period_start_it_is_refused_with_what_to_do() -> None:
    cell = refused(office(), read_plan_options({}))
    assert (cell.file, cell.column, cell.value) == ("weights", "from_age_days", "intake")
    assert "--period-start" in cell.message


def test_a_case_that_was_opened_after_the_period_is_refused() -> None:
    cell = refused(read(cases="case_id,case_type,opened\na,intake,2027-01-01\n", weights=INTAKE), DECEMBER)
    assert (cell.file, cell.column, cell.value) == ("cases", "opened", "2027-01-01")


def test_a_case_without_a_date_is_refused_unless_it_has_hours_of_its_own() -> None:
    cell = refusal(cases="case_id,case_type,weight_hours,opened\na,check,,\nb,intake,,\nc,intake,3,\n", weights=INTAKE)
    assert (cell.file, cell.row, cell.column) == ("cases.csv", 3, "opened")
    assert "weight_hours" in cell.message


def test_phases_begin_at_0_and_at_different_days() -> None:
    none, twice, plain = refusals(weights=WEIGHTS + "a,1,,,30,\nb,1,,,,\nb,2,,,9,\nb,3,,,9,\nc,1,,,,\nc,2,,,,\n")
    assert (none.row, none.column) == (2, "from_age_days")
    assert "less than 30 days" in none.message
    assert (twice.row, twice.column) == (5, "from_age_days")
    assert (plain.row, plain.column, plain.code) == (7, "case_type", "repeated-id")


def test_it_is_written_and_read_again_the_same_and_without_phases_the_hash_is_what_it_was() -> None:
    roster = office()
    assert read_document(roster.to_document()).sha256 == roster.sha256
    assert roster.to_document()["weights"][2]["from_age_days"] == 30
    plain = read(cases="case_id,case_type\na,check\n", weights="case_type,weight_hours\ncheck,2\n")
    named = replace(plain.weights, from_age=np.array([0], np.int64))
    assert replace(plain, weights=named).sha256 != plain.sha256


def test_it_can_be_planned() -> None:
    built = prepare(office(), DECEMBER)
    assert solve(built.problem).status is Status.OPTIMAL
