"""The achievable caseload: document, page and workbook."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.render.html import render
from tests.app.report.planned import (
    Planned,
    built_from,
    cells,
    dealt,
)
from tests.app.report.render.test_xlsx import book_of, table_of


def one_officer(hours: str, *kinds: tuple[str, int, int], period: str = "month") -> Any:
    """One officer with cases of these types: name, hours of one, how many."""
    weights = [{"case_type": name, "weight_hours": each} for name, each, _ in kinds]
    cases = [
        {"case_id": f"{name}-{at}", "case_type": name, "current_officer": "A"}
        for name, _, count in kinds
        for at in range(count)
    ]
    officers = [{"officer_id": "A", "available_hours": hours}]
    return dealt(built_from(officers, cases, weights=weights), target="1", period=period)


def achieved(made: Planned) -> Any:
    (tier,) = made.document.achievable.tiers
    return tier


def test_thirty_sixty_or_a_hundred_and_twenty() -> None:
    """120 h at 4, 2 or 1 h a case; a mix of one of each takes 7 h, so that 17.14 times the mix fits: 51 cases."""
    made = one_officer("120", ("maximum", 4, 1), ("medium", 2, 1), ("minimum", 1, 1))
    tier = achieved(made)
    assert dict(zip([row.case_type for row in tier.types], tier.officers[0].of_one_type, strict=True)) == {
        "maximum": 30,
        "medium": 60,
        "minimum": 120,
    }
    assert (tier.officers[0].cases_today, tier.officers[0].cases) == (3, 51)
    assert tier.multiple == pytest.approx(120 / 7, abs=1e-6)
    row = cells(" ".join(render(made.document).split()), "achievable")[-1]
    assert row == ["A", "1", "3", "40 h", "51", "30 maximum or 60 medium or 120 minimum"]
    sheet = table_of(book_of(made)["Figures"], "Achievable cases by officer")
    assert sheet[2] == ("A", 1, 3, 40, 51, "maximum 30; medium 60; minimum 120")
    rows = table_of(book_of(made)["Figures"], "Achievable cases by type")
    assert rows[1][-1] == "Times the mix of today"
    assert rows[2][:6] == (1, "maximum", 4, 1, 17, 17.14)


def test_fifty_nine_cases_of_thirty_five_hours() -> None:
    """2,080 h ÷ 35 h = 59.4: 59 of the 150 that the standard of 1973 allowed."""
    tier = achieved(one_officer("2080", ("felony-low", 35, 150), period="year"))
    assert (tier.cases_today, tier.cases, tier.officers[0].of_one_type) == (150, 59, [59])


def test_ten_and_a_half_minutes_for_each_of_ten_thousand_cases() -> None:
    """1,776.5 h × 60 ÷ 10,156 = 10.5 minutes a year."""
    made = one_officer("1776.5", ("check-in", 1, 10_156), period="year")
    assert achieved(made).officers[0].hours_per_case_today == pytest.approx(0.1749, abs=1e-4)
    page = " ".join(render(made.document).split())
    assert cells(page, "achievable")[-1][2:4] == ["10,156", "10.5 min"]


@pytest.mark.parametrize(("fte", "percent"), [(25, "83.3%"), (100, "90.9%")])
def test_the_target_depends_on_the_pool(fte: int, percent: str) -> None:
    """√25 ÷ 6 = 83.3 % and 10 ÷ 11 = 90.9 %: in a year one FTE is 1,776.5 h."""
    officers = [{"officer_id": "A", "available_hours": 1_000_000}]
    built = built_from(officers, [{"case_id": str(at), "weight_hours": "1776.5"} for at in range(fte)])
    document = dealt(built, period="year", fte_hours="1776.5").document
    rows = cells(" ".join(render(document).split()), "tightest")
    assert rows[1][7] == percent
    assert document.verdict.fte_basis_hours == 1776.5
