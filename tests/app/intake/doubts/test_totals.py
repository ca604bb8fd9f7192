"""Rows that sum up the others."""

from __future__ import annotations

from typing import Any

import pytest

from app.intake.doubts.totals import is_total
from app.intake.findings import Severity
from app.intake.roster import Roster
from tests.app.intake.rosters import Rows, codes, in_format

KINDS = ("csv", "xlsx", "json")


def officers(kind: str, *rows: list[Any]) -> Roster:
    return in_format(kind, officers=[["officer_id", "available_hours"], *rows])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["Total", "TOTAL:", "Grand total", "Summe", "Gesamtsumme", "Totale", "Somme", "Suma"])
def test_a_row_that_is_called_total_must_be_accepted(kind: str, name: str) -> None:
    """It became an officer with everybody's hours, and was given cases."""
    (found,) = officers(kind, ["D-1", 100], ["D-2", 100], [name, 7]).findings
    assert (found.code, found.severity, found.column) == ("total-row", Severity.CONFIRM, "officer_id")
    assert found.row == (3 if kind == "json" else 4)
    assert found.value == name


def test_subtotals_are_counted_with_the_total() -> None:
    (found,) = officers("csv", ["D-1", 100], ["Subtotal", 100], ["D-2", 90], ["Total", 190]).findings
    assert (found.value, found.count) == ("Subtotal", 2)
    assert found.message.endswith("also “Total” in row 5")


WORDS = (
    "Ukupno Σ Gesamtergebnis Загалом Skupaj Jumlah مجموع Totaal Total "
    "Gesamt Insgesamt Razem Итого 合計 总计 합계 Toplam Yhteensä Összesen Celkem Summa"
)


@pytest.mark.parametrize("name", WORDS.split())
def test_ten_languages_and_more_have_a_word_for_it(name: str) -> None:
    assert is_total(name)
    assert is_total(name.upper())


@pytest.mark.parametrize(
    "name", ["", "D-1", "Totalizer", "Sumner", "total-17", "Summer Field", "Gesa", "Alle-3", "sum-1", "T" * 300]
)
def test_other_names_are_nobodys_sum(name: str) -> None:
    assert not is_total(name)


@pytest.mark.parametrize(
    "name", ["Count: 40", "Total (190)", "Anzahl: 40", "40 cases", "1,200 cases", "Total D-1..D-6", "Total: D-1 to D-6"]
)
def test_a_line_that_counts_the_others_is_no_case(name: str) -> None:
    """It was planned as a case, since the number in it made it look like an id."""
    assert is_total(name)


@pytest.mark.parametrize(
    "name", ["Total 17", "Case (40)", "40 days", "unit: 40", "Totals-1..6", "cases 40", "D-1 to D-6"]
)
def test_a_number_beside_another_word_counts_nothing(name: str) -> None:
    assert not is_total(name)


@pytest.mark.parametrize("name", ["Grand total 2026", "∑", "Summe 2026", "Total (2026)"])
def test_a_title_with_a_year_or_the_sign_of_sums_is_no_officer(name: str) -> None:
    """It became an officer with everybody's hours."""
    assert is_total(name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_that_is_called_total_or_is_the_sum_of_the_others_must_be_accepted(kind: str) -> None:
    header = ["case_id", "weight_hours"]
    rows = [[f"c{at}", at] for at in range(1, 5)]
    assert codes(in_format(kind, cases=[header, *rows, ["Total", 3]])) == ["total-row"]
    (found,) = in_format(kind, cases=[header, *rows, ["All", 10]]).findings
    assert (found.code, found.value) == ("total-row", "All")


@pytest.mark.parametrize("kind", KINDS)
def test_hours_that_are_the_sum_of_all_others_must_be_accepted(kind: str) -> None:
    names = [[f"D-{at}", 90 + at] for at in range(4)]
    (found,) = officers(kind, *names, ["D-9", 366]).findings
    assert (found.code, found.value) == ("total-row", "D-9")
    (found,) = officers(kind, ["D-1", 100], ["D-2", 100], ["Alles", 200]).findings
    assert found.value == "Alles"
    first = officers(kind, ["Staff", 366], *names).findings
    assert [each.value for each in first] == ["Staff"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_timer_beside_two_half_timers_is_no_sum(kind: str) -> None:
    assert codes(officers(kind, ["Ana", 80], ["Ben", 80], ["Carl", 160])) == []
    assert codes(officers(kind, ["D-1", 100], ["D-2", 100])) == []


def test_a_weight_that_is_called_total_must_be_accepted() -> None:
    weights: Rows = [["case_type", "weight_hours"], ["a", 1], ["Total", 1]]
    assert codes(in_format("csv", weights=weights)) == ["total-row"]
