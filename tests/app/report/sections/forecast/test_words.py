"""What comes next, in sentences and names."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.report.sections.forecast.words import office_name, period_names, sentences, when
from tests.app.report.made import document
from tests.app.report.sections.forecast.made import ahead, band, course, forecast, period

CALM = course(period(1), period(2), period(3))
OFFICES = re.compile(r"\boffices? of\b")
FLAT = course(period(1, closures=3, closing=10))


def test_what_becomes_of_the_open_cases_and_under_which_assumption() -> None:
    first, second = sentences(ahead(forecast(CALM)))
    assert first == (
        "After 3 months, 10 open cases become 16, if cases go on arriving and being closed as the sheet flow says. "
        "Nobody is hired, leaves or is lent, and everybody keeps today's hours."
    )
    assert second == "With the weights as they stand, the hours suffice for every group of officers through month 3."


def test_as_many_as_before_stay() -> None:
    assert next(sentences(ahead(forecast(FLAT)))).startswith("After 1 month, 10 open cases stay 10, if")


def test_work_that_finds_no_hours_is_said_with_its_range() -> None:
    last = course(period(1), period(2, missing_hours=12.34, band=band((10, 14), (0, 20.5))))
    assert list(sentences(ahead(forecast(last))))[-1] == (
        "In the last month, 12.3 h of work find no hours (0 to 20.5 h in nine worlds of ten)."
    )
    bare = forecast(course(period(1), period(2, missing_hours=12.34)), period="week")
    assert list(sentences(ahead(bare)))[-1] == "In the last week, 12.3 h of work find no hours."


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ([None, None], None),
        ([2, None], "1 office of 2 has more work than hours by then."),
        ([2, 1], "2 offices of 2 have more work than hours by then."),
    ],
)
def test_offices_that_become_too_full_are_counted(late: list[int | None], said: str | None) -> None:
    offices = [course(period(1), office=f"o{n}", unsustainable_from=at) for n, at in enumerate(late)]
    counted = [line for line in sentences(ahead(forecast(CALM, *offices))) if OFFICES.search(line)]
    assert counted == ([] if said is None else [said])


def test_one_office_is_the_whole_and_is_not_counted() -> None:
    alone = course(period(1), office="north", unsustainable_from=1)
    assert not any(OFFICES.search(line) for line in sentences(ahead(forecast(CALM, alone))))


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"unsustainable_from": 1}, "Some officers have more work than hours from the start."),
        ({"unsustainable_from": 2}, "From month 2 on, some officers have more work than hours."),
        (
            {"possibly_from": 1, "likely_from": 2, "surely_from": 3},
            (
                "With the weights as they stand, the hours suffice for every group of officers through month 3. It is "
                "possible (a chance of 5% or more) from month 1 on, more likely than not from month 2 on, nearly sure "
                "(95%) from month 3 on."
            ),
        ),
        (
            {"unsustainable_from": 2, "possibly_from": 2, "likely_from": 2},
            ("From month 2 on, some officers have more work than hours. It is more likely than not from month 2 on."),
        ),
        (
            {"unsustainable_from": 3, "possibly_from": 2},
            (
                "From month 3 on, some officers have more work than hours. It is possible (a chance of 5% or more) "
                "from month 2 on."
            ),
        ),
    ],
)
def test_from_when_on_it_is_too_much(given: dict[str, int], text: str) -> None:
    late = course(period(1), period(2), period(3), **given)
    assert when(ahead(forecast(late)), late) == text


@pytest.mark.parametrize(
    ("length", "start", "names"),
    [
        ("month", None, ["month 1", "month 2", "month 3"]),
        ("month", "2026-12-01", ["Dec 2026", "Jan 2027", "Feb 2027"]),
        ("month", "2026-12-15", ["15 Dec 2026", "15 Jan 2027", "15 Feb 2027"]),
        ("year", "2026-01-01", ["2026", "2027", "2028"]),
        ("quarter", "2026-10-01", ["1 Oct 2026", "1 Jan 2027", "1 Apr 2027"]),
        ("week", "2026-12-21", ["21 Dec 2026", "28 Dec 2026", "4 Jan 2027"]),
    ],
)
def test_periods_have_names_where_the_first_day_is_known(length: Any, start: str | None, names: list[str]) -> None:
    assert period_names(ahead(forecast(CALM, period=length), period_start=start)) == names


def test_without_a_forecast_there_is_nothing_to_say() -> None:
    assert list(sentences(document())) == []
    assert period_names(document()) == []


def test_cases_that_ask_for_no_office_are_no_office_without_a_name() -> None:
    assert (office_name(None), office_name("north")) == ("no office asked for", "north")
