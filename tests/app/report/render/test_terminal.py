"""The summary on one screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.report.build import build_document
from app.report.render import terminal
from app.report.sections.one_page.show import one_page
from app.report.sections.summary.entry import Counts, Moves, PlanFigures
from tests.app.report.made import document, made
from tests.app.report.planned import Planned, built_from, crowd, dealt, field_office, impossible, planned, probation

OUT = Path("some") / "folder"


def shown(made: Planned, *, unicode: bool = True) -> str:
    return terminal.summary(made.document, OUT, screen=terminal.Screen(colour=False, unicode=unicode))


def long_names() -> Planned:
    """Ids of 64 characters in the sentence of the tightest group, and something for every line to say."""
    officers = [
        {"officer_id": f"{n}-" + "officer with the longest name allowed " + "x" * 24, "available_hours": 0.0001}
        for n in range(6)
    ]
    cases = [
        {"case_id": f"c{n}", "weight_hours": "99999999.1234", "current_officer": officers[n % 6]["officer_id"]}
        for n in range(20)
    ]
    broken = {"case_id": "none", "weight_hours": 1, "required_skills": "none"}
    return dealt(built_from(officers, [*cases, broken]))


@pytest.mark.parametrize("made", [impossible, probation, field_office, crowd, long_names])
@pytest.mark.parametrize("unicode", [True, False])
def test_it_fits_one_screen(made: object, unicode: bool) -> None:
    assert callable(made)
    lines = shown(made(), unicode=unicode).splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert "What decides" in text
    assert str(OUT / "report.html") in text, "where the files are is never what is left out"


@pytest.mark.parametrize("made", [impossible, probation, field_office])
def test_it_is_the_one_page(made: object) -> None:
    assert callable(made)
    document = made().document
    text = " ".join(shown(made()).split())
    page = one_page(document)
    assert f"{page.state.upper()} {page.lead}" in text
    said = [line for row in page.rows for line in row.lines]
    assert [line for line in said if line not in text] == []


def test_it_says_what_a_supervisor_must_know() -> None:
    text = " ".join(shown(impossible()).split())
    assert "Skills and offices: 5 cases wait, 4 stay" in text
    assert "Caseload standards: 4 cases wait, 1 stays" in text
    assert "10 of 75 cases change hands (84.5 h)." in text
    assert "5 lose their officer." in text
    assert "7 cases (46.5 h) have no officer, 4 of priority 1 or 2." in text
    assert "3 rules are broken" in text
    assert "208.5 h ÷ 300 h = 69.5%" in text
    for name in ("report.html", "plan.xlsx", "assignments.csv", "officers.csv", "report.json"):
        assert name in text


@pytest.mark.parametrize(
    ("cases", "text"), [(1, "1 of 75 cases changes hands (2 h)"), (2, "2 of 75 cases change hands (2 h)")]
)
def test_one_case_changes_hands_and_two_change(cases: int, text: str) -> None:
    """“1 of 75 cases change hands”."""
    plan = made(PlanFigures, moves=made(Moves, cases=cases, hours=2))
    found = document(plan=plan, counts=made(Counts, cases=75))
    told = terminal.summary(found, OUT, screen=terminal.Screen(colour=False, unicode=True))
    assert f"For staff {text}" in " ".join(told.split())


def test_without_unicode_it_is_plain_ascii() -> None:
    text = shown(impossible(), unicode=False)
    assert text.isascii()
    assert "208.5 h / 300 h" in " ".join(text.split())
    assert "83.3% -> 75%" in " ".join(shown(probation(), unicode=False).split())


def test_colour_is_on_the_state_alone() -> None:
    made = probation()
    plain = terminal.summary(made.document, OUT, screen=terminal.Screen(colour=False, unicode=True))
    coloured = terminal.summary(made.document, OUT, screen=terminal.Screen(colour=True, unicode=True))
    assert coloured.replace("\x1b[1;33m", "").replace("\x1b[0m", "") == plain
    assert "\n\n\x1b[1;33mSTRAINED\x1b[0m " in coloured


def test_a_report_without_a_plan_says_so_and_names_no_files() -> None:
    made = probation()
    text = terminal.summary(
        build_document(made.built, made.goals, None), screen=terminal.Screen(colour=False, unicode=True)
    )
    assert "No plan was made: this is the verdict alone." in " ".join(text.split())
    assert "report.html" not in text
    assert "change hands" not in text


@pytest.mark.parametrize("deep", [40, 50, 60, 200])
def test_a_long_path_is_not_broken_in_two(deep: int) -> None:
    out = Path("/") / "with a blank" / ("x" * deep)
    lines = terminal.summary(
        long_names().document, out, screen=terminal.Screen(colour=False, unicode=True)
    ).splitlines()
    assert f"To read       {out / 'report.html'}" in lines
    assert f"To sort       {out / 'plan.xlsx'}" in lines
    for_programs = next(at for at, line in enumerate(lines) if line.startswith("For programs"))
    assert f"For programs  {out / 'assignments.csv'}," in lines[for_programs]
    assert "officers.csv, report.json" in " ".join(lines[for_programs:])
    assert len(lines) <= 31
    assert all(len(line) <= 80 or str(out) in line for line in lines)


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    """“They have 1,080” ended a line, and “h” began the next."""
    for each in (probation(), impossible(), field_office()):
        assert not [line for line in shown(each).splitlines() if re.match(r" *h\b", line)]


def test_probation_by_hand() -> None:
    """90 × 4 + 150 × 2 + 240 × 1 = 900 hours; nine officers of 120 hours have 1,080; 900 ÷ 1,080 = 83.3 %."""
    text = " ".join(shown(probation()).split())
    assert "480 cases need 900 h." in text
    assert "they have 1,080 h. 900 h ÷ 1,080 h = 83.3%." in text


def test_where_nobody_held_anything_there_is_no_today() -> None:
    officers = [{"officer_id": "A", "available_hours": 10}]
    text = shown(planned(built_from(officers, [{"case_id": "1", "weight_hours": 1}])))
    assert "No case changes hands. 1 new case gets an officer. Officers are 10% full in the plan." in " ".join(
        text.split()
    )
    away = [{"officer_id": "A", "available_hours": 0}]
    text = shown(planned(built_from(away, [{"case_id": "1", "weight_hours": 1}])))
    assert "No officer has hours for cases." in text
    assert "1 case (1 h) has no officer." in text


def test_names_beyond_ascii_stay_as_they_are_where_signs_are_not_wanted() -> None:
    """Müller and Möller were both M?ller as soon as the output went into a pipe."""
    made = planned(built_from([{"officer_id": "Zoë", "available_hours": 10}], [{"case_id": "ç", "weight_hours": 1}]))
    text = shown(made, unicode=False)
    assert "Zoë" in text
    assert text.replace("Zoë", "").isascii()


def test_nobody_asked_means_no_colours_and_ascii() -> None:
    document = impossible().document
    assert terminal.summary(document) == terminal.summary(document, screen=terminal.Screen())
    assert terminal.summary(document).isascii()
    assert "\x1b" not in terminal.summary(document)
