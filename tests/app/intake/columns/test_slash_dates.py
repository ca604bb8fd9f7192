"""Dates with slashes."""

from __future__ import annotations

import datetime as dt

import pytest

from app.intake.errors import RosterRefused
from app.intake.findings import Severity
from app.intake.roster import Roster
from tests.app.intake.rosters import Rows, codes, in_format

KINDS = ("csv", "xlsx", "json")


def opened(kind: str, *dates: str | None) -> Roster:
    cases: Rows = [["case_id", "weight_hours", "opened"], *([f"c{at}", 1, date] for at, date in enumerate(dates))]
    return in_format(kind, cases=cases)


def days(roster: Roster) -> list[str]:
    return ["" if day < 0 else dt.date.fromordinal(day).isoformat() for day in roster.cases.opened.tolist()]


@pytest.mark.parametrize("kind", KINDS)
def test_one_day_above_twelve_says_what_comes_first_in_the_whole_column(kind: str) -> None:
    german = opened(kind, "03/04/2026", None, "24/12/2026", "3/4/2026 10:30")
    assert days(german) == ["2026-04-03", "", "2026-12-24", "2026-04-03"]
    american = opened(kind, "03/04/2026", "12/24/2026", "2026-01-31", "03-04-2026 9:05 PM")
    assert days(american) == ["2026-03-04", "2026-12-24", "2026-01-31", "2026-03-04"]
    assert codes(german) == codes(american) == []


@pytest.mark.parametrize("kind", KINDS)
def test_two_readings_must_be_accepted(kind: str) -> None:
    roster = opened(kind, "2026-01-31", "03/04/2026", "05/06/2026")
    (found,) = roster.findings
    assert (found.code, found.severity, found.column, found.value) == (
        "ambiguous-date",
        Severity.CONFIRM,
        "opened",
        "03/04/2026",
    )
    assert found.row == (2 if kind == "json" else 3)
    assert days(roster) == ["2026-01-31", "2026-03-04", "2026-05-06"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("dates", "bad"),
    [
        (("24/12/2026", "12/24/2026"), 2),
        (("02/30/2026",), 1),
        (("24/24/2026",), 1),
        (("03/04/26",), 1),
        (("0/4/2026",), 1),
    ],
)
def test_what_contradicts_itself_or_never_was_is_refused(kind: str, dates: tuple[str, ...], bad: int) -> None:
    with pytest.raises(RosterRefused) as caught:
        opened(kind, *dates)
    assert [cell.column for cell in caught.value.cells] == ["opened"] * bad
