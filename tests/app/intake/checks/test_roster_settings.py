"""The sheet ``settings``: what an office counts by, always the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.answers.advice import advice
from app.answers.assigned_roster import AssignedRoster
from app.answers.whatif import compare
from app.intake.checks.roster_settings import SETTINGS, unlike, with_settings
from app.intake.options import PlanOptions, read_plan_options
from app.intake.prepare import prepare
from app.intake.read import read_document, read_json
from app.intake.roster import Roster
from app.planning import report_roster
from tests.app.intake.rosters import DEFAULT_SHEETS, in_format, read, refusal, refusals

EVERY = [
    ["key", "value"],
    ["FTE hours", "130.5"],
    ["Period", "Quarter"],
    ["period_start", "2026-10-01"],
    ["target", "85%"],
    ["weight-correlation", "0.25"],
    ["standards", "appa; probation-hours"],
]


def read_with(*lines: str, **sheets: str) -> Roster:
    return read(settings="\n".join(["key,value", *lines]) + "\n", **sheets)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_every_setting_is_an_option_of_the_plan_whatever_holds_the_sheet(kind: str) -> None:
    roster = in_format(kind, settings=EVERY)
    options = with_settings(PlanOptions(), roster.settings)
    assert (options.fte_hours, options.period, options.target) == (Decimal("130.5"), "quarter", Decimal("0.85"))
    assert options.period_start == dt.date(2026, 10, 1)
    assert (options.weight_correlation, options.standards) == (Decimal("0.25"), ("appa", "probation-hours"))
    assert roster.counts["settings"] == 6


def test_a_workbook_holds_numbers_and_dates_and_not_only_texts() -> None:
    cells: list[list[Any]] = [
        ["key", "value"],
        ["fte_hours", 130],
        ["target", 0.85],
        ["period_start", dt.date(2026, 10, 1)],
    ]
    options = with_settings(PlanOptions(), in_format("xlsx", settings=cells).settings)
    assert (options.fte_hours, options.target, options.period_start) == (
        Decimal(130),
        Decimal("0.85"),
        dt.date(2026, 10, 1),
    )


def test_a_date_where_a_number_belongs_is_refused() -> None:
    (cell,) = refusals_of_workbook([["key", "value"], ["fte_hours", dt.date(2026, 10, 1)]])
    assert (cell.row, cell.column) == (2, "value")
    assert "is not a number" in cell.message


def refusals_of_workbook(cells: list[list[Any]]) -> list[Any]:
    from app.intake.errors import RosterRefused

    with pytest.raises(RosterRefused) as caught:
        in_format("xlsx", settings=cells)
    return caught.value.cells


def test_a_document_takes_numbers_and_lists() -> None:
    sheets = {
        "officers": [{"officer_id": "A", "available_hours": 100}],
        "cases": [{"case_id": "c1", "weight_hours": 1}],
        "settings": [{"key": "fte_hours", "value": 130}, {"key": "standards", "value": ["appa", "probation-hours"]}],
    }
    options = with_settings(PlanOptions(), read_document(sheets).settings)
    assert (options.fte_hours, options.standards) == (Decimal(130), ("appa", "probation-hours"))


def test_an_unknown_setting_is_refused_by_name_with_the_nearest_one() -> None:
    cell = refusal(settings="key,value\nfte_hour,130\n")
    assert (cell.file, cell.row, cell.column, cell.value) == ("settings.csv", 2, "key", "fte_hour")
    assert "is not a setting (did you mean fte_hours?); there are fte_hours, period," in cell.message


def test_what_is_asked_of_one_plan_is_no_setting() -> None:
    for name in ("policy", "seed", "time_limit_s", "max_moves", "accept"):
        assert "is not a setting" in refusal(settings=f"key,value\n{name},1\n").message
    assert set(SETTINGS) < set(PlanOptions.model_fields)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("fte_hours,0", "must be greater than 0"),
        ("fte_hours,many", "is not a number"),
        ('fte_hours,"1,776"', "may be thousands or a decimal comma"),
        ("target,85", "write 0.85 for 85 %"),
        ("target,185%", "write 0.85 for 85 %"),
        ("beta,-1", "must be greater than or equal to 0"),
        ("period,fortnight", "must be 'week', 'month', 'quarter' or 'year'"),
        ("period_start,soon", "is not a date"),
        ("period_start,9999-12-31", "must be 9799-12-31 or earlier"),
        ("standards,apa", "did you mean appa?"),
        ("weight_correlation,2", "must be less than or equal to 1"),
    ],
)
def test_a_value_that_the_option_does_not_take_is_refused_where_it_stands(line: str, message: str) -> None:
    cell = refusal(settings=f"key,value\n{line}\n")
    assert (cell.row, cell.column) == (2, "value")
    assert message in cell.message


def test_a_setting_stands_once_and_target_without_beta() -> None:
    (again,) = refusals(settings="key,value\nbeta,1\nBeta,2\n")
    assert (again.row, again.column) == (3, "key")
    assert "is in row 2 already" in again.message
    both = refusal(settings="key,value\nbeta,2\ntarget,0.8\n")
    assert (both.row, both.value) == (2, "beta")


def test_a_decimal_comma_is_read() -> None:
    assert with_settings(PlanOptions(), read(settings="key;value\nfte_hours;130,5\n").settings).fte_hours == Decimal(
        "130.5"
    )


def test_what_is_asked_for_wins_over_the_sheet_also_where_it_is_the_default() -> None:
    roster = read_with("fte_hours,130", "period,quarter", "target,0.8")
    given = read_plan_options({"period": "month", "fte_hours": 120})
    options = with_settings(given, roster.settings)
    assert (options.period, options.fte_hours, options.target) == ("month", Decimal(120), Decimal("0.8"))
    assert with_settings(options, roster.settings) is options, "nothing is left to be taken from it"
    assert unlike(options, roster.settings) == ("fte_hours", "period")


def test_beta_asked_for_puts_the_target_of_the_sheet_aside_and_the_other_way_round() -> None:
    """Together they are refused: “give target or beta, not both”, although only one of them was given."""
    aside = with_settings(read_plan_options({"beta": 2}), read_with("target,0.8").settings)
    assert (aside.beta, aside.target) == (Decimal(2), None)
    other = with_settings(read_plan_options({"target": 0.8}), read_with("beta,2").settings)
    assert (other.beta, other.target) == (Decimal(1), Decimal("0.8"))


def test_the_sheet_travels_with_the_roster_and_is_part_of_its_hash() -> None:
    roster = in_format("json", settings=EVERY)
    again = read_document(roster.to_document())
    assert again.settings.by_name == roster.settings.by_name
    assert again.sha256 == roster.sha256 != in_format("json").sha256


def test_a_report_uses_the_hours_of_the_sheet_and_says_so() -> None:
    roster = read_with("fte_hours,50", "period,week", cases="case_id,weight_hours\nc1,250\n")
    document = report_roster(roster, PlanOptions(simulations=0, remedies_s=0))
    assert (document.verdict.fte_basis_hours, document.verdict.fte_gap) == (50, 1)
    assert [(each.key, each.value, each.holds) for each in document.provenance.settings] == [
        ("fte_hours", "50", True),
        ("period", "week", True),
    ]
    other = report_roster(roster, PlanOptions(simulations=0, remedies_s=0, fte_hours=Decimal(100)))
    assert (other.verdict.fte_basis_hours, other.verdict.fte_gap) == (100, 0.5)
    assert [each.holds for each in other.provenance.settings] == [False, True]


def test_findings_questions_and_changes_use_the_settings_too() -> None:
    """150 hours are none of a week; whoever joins has those of the sheet; advice counts by its target."""
    roster = read_with(
        "fte_hours,40", "period,week", "target,0.5", officers="officer_id,available_hours\nA,100\nB,200\n"
    )
    options = PlanOptions(accept=("too-many-hours",))
    assert "a week has 168" in prepare(roster, options).findings[0].message
    found = compare(roster, options, ["add 1 officers"])
    assert found.basis.productive_hours == 40
    assert found.changed.verdict.available_hours == 340
    built = prepare(roster, options)
    assigned = AssignedRoster(built.problem, built.problem.cases.current, settings=roster.settings)
    (told,) = advice(assigned, ["c1"], options)
    assert {each.target.value for each in told.candidates if each.target is not None} == {Fraction(1, 2)}


def test_a_roster_without_the_sheet_is_as_it_was() -> None:
    roster = read_json(
        b'{"officers": [{"officer_id": "A", "available_hours": 1}], "cases": [{"case_id": "c", "weight_hours": 1}]}'
    )
    assert with_settings(PlanOptions(), roster.settings) == PlanOptions()
    assert "settings" not in roster.to_document()
    assert DEFAULT_SHEETS.keys() == {"officers", "cases"}
