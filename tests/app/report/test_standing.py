"""The verdict by whole, office, docket, skill and officer, and the achievable caseload: document, page and workbook."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from app.report.render.html import render
from tests.app.report.planned import Planned, built_from, dealt, planned, probation
from tests.app.report.render.test_xlsx import book_of


@cache
def office() -> Planned:
    """Two in the north have 200 h for 190 h of work; one in the south has 100 h for 40 h, all of it in Spanish.

    With the target given as 85 %: the north is strained at 95 %, the south sustainable at 40 %.
    """
    officers = [
        {"officer_id": "N-1", "available_hours": 100, "offices": "north", "dockets": "detained"},
        {"officer_id": "N-2", "available_hours": 100, "offices": "north", "dockets": "detained"},
        {"officer_id": "S-1", "available_hours": 100, "offices": "south", "skills": "spanish"},
    ]
    cases = [
        {"case_id": f"n{n}", "weight_hours": 10, "office": "north", "docket": "detained", "current_officer": "N-1"}
        for n in range(19)
    ]
    cases += [
        {"case_id": f"s{n}", "weight_hours": 8, "office": "south", "required_skills": "spanish"} for n in range(5)
    ]
    return planned(built_from(officers, cases), target="0.85")


ROWS = {
    ("whole", "everybody"): ("24", "230 h", "3", "300 h", "76.7%", "95.0%", "85.0%", "strained", "none"),
    ("office", "north"): ("19", "190 h", "2", "200 h", "95.0%", "95.0%", "85.0%", "strained", "none"),
    ("office", "south"): ("5", "40 h", "1", "100 h", "40.0%", "40.0%", "85.0%", "sustainable", "none"),
    ("docket", "detained"): ("19", "190 h", "2", "200 h", "95.0%", "95.0%", "85.0%", "strained", "none"),
    ("docket", "none asked for"): ("5", "40 h", "1", "100 h", "40.0%", "40.0%", "85.0%", "sustainable", "none"),
    ("skill", "spanish"): ("5", "40 h", "1", "100 h", "40.0%", "40.0%", "85.0%", "sustainable", "none"),
    ("skill", "none asked for"): ("19", "190 h", "2", "200 h", "95.0%", "95.0%", "85.0%", "strained", "none"),
}
"""Cases, work, officers, their hours, utilization, tightest group, target, state, missing; each by hand."""


def cells(page: str, section: str) -> list[list[str]]:
    """Texts of the body rows of a section's tables."""
    part = page[page.index(f'aria-labelledby="{section}"') :]
    part = part[: part.index("</section>")]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", part, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]


def test_the_page_has_demand_hours_utilization_target_and_state_of_each() -> None:
    rows = cells(" ".join(render(office().document).split()), "kinds")
    assert rows[0][:3] == ["Kind", "Name", "Cases"]
    assert {(row[0], row[1]): tuple(row[2:]) for row in rows[1:]} == ROWS
    assert rows[1][0] == "whole"


def test_the_whole_stands_there_even_where_nothing_is_asked_for() -> None:
    """9 × 120 h for 900 h of work: 83.3 %; a load of 6.08 FTE, whose root is 2.466: 2.466 ÷ 3.466 = 71.1 %."""
    page = " ".join(render(probation().document).split())
    assert cells(page, "kinds")[1:] == [
        ["whole", "everybody", "480", "900 h", "9", "1,080 h", "83.3%", "83.3%", "71.1%", "strained", "none"]
    ]
    assert "No case asks for an office, a docket or a skill." in page


def test_the_workbook_has_the_same() -> None:
    header, *rows = list(book_of(office())["Office, docket, skill"].iter_rows(values_only=True))[1:]
    at = {title: place for place, title in enumerate(header)}
    found = {(row[0], row[1]): row for row in rows}
    north = found["office", "north"]
    wanted = {"Work (h)": 190, "Their hours (h)": 200, "Utilization": 0.95, "Target": 0.85, "State": "strained"}
    assert {title: north[at[title]] for title in wanted} == wanted
    whole = found["whole", "(everybody)"]
    assert [whole[at[title]] for title in ("Work (h)", "Their hours (h)", "Target", "State")] == [
        230,
        300,
        0.85,
        "strained",
    ]
    assert whole[at["Utilization"]] == pytest.approx(230 / 300, abs=1e-6)


def test_every_officer_has_a_target_and_a_state_today_in_the_plan_and_of_the_group() -> None:
    """N-1 has 190 h of work for 100 h today; 100 and 90 h in the plan. S-1 goes from nothing to 40 h."""
    document = office().document
    found = {each.officer_id: each for each in document.officers}
    assert {each.target for each in document.officers} == {0.85}
    assert [found[name].state_before for name in ("N-1", "N-2", "S-1")] == [
        "unsustainable",
        "sustainable",
        "sustainable",
    ]
    assert {found["N-1"].state, found["N-2"].state} == {"strained"}
    assert [found[name].tier_state for name in ("N-1", "N-2", "S-1")] == ["strained", "strained", "sustainable"]
    assert found["S-1"].state == "sustainable"
    rows = [row for row in cells(" ".join(render(document).split()), "officers") if row[0] == "S-1"]
    assert rows[0][-4:-2] == ["85.0%", "sustainable"]
    header, *lines = list(book_of(office())["Officers"].iter_rows(values_only=True))
    line = dict(zip(header, lines[0], strict=True))
    assert (line["Target"], line["State today"], line["State in plan"]) == (0.85, "unsustainable", "strained")


def test_nobody_without_hours_has_a_state() -> None:
    officers = [{"officer_id": "A", "available_hours": 0}, {"officer_id": "B", "available_hours": 10}]
    found = dealt(built_from(officers, [{"case_id": "c", "weight_hours": 1}]), target="0.5").document.officers
    assert (found[0].state_before, found[0].state, found[0].tier_state) == (None, None, None)
    assert (found[1].state_before, found[1].state) == ("sustainable", "sustainable")


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
    sheet = list(book_of(made)["Achievable by officer"].iter_rows(values_only=True))
    assert sheet[2] == ("A", 1, 3, 40, 51, "maximum 30; medium 60; minimum 120")
    rows = list(book_of(made)["Achievable"].iter_rows(values_only=True))
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
    document = dealt(built, period="year").document
    rows = cells(" ".join(render(document).split()), "tightest")
    assert rows[1][7] == percent
    assert document.verdict.fte_basis_hours == 1776.5
