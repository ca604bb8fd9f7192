"""The summary on one screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.report.build import build_document
from app.report.render import terminal
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
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert "Tightest group" in text
    assert str(OUT / "report.html") in text, "where the files are is never what is left out"


def test_it_says_what_a_supervisor_must_know() -> None:
    text = " ".join(shown(impossible()).split())
    assert text.startswith("STRAINED The work fills 61.7% of all hours. The hours suffice, but the tightest group")
    assert "2 cases wait for a skill, 2 cases wait for hours of those who may hold them and 1 case is" in text
    assert "3 cases stay with officers who may not hold them, for want of a skill." in text
    assert "A-7 has 1 case above the caseload standard: pinned, or staying there." in text
    assert "4 cases wait for a place under the caseload standards." in text
    assert "Missing staff none: the hours suffice; 17.5 h of work wait for somebody who may do it" in text
    assert "Peak utilization 135% → 67.5% (today 165% with all cases)" in text
    assert "Proof Proven: no plan is better" in text
    assert "Moves 10 of 75 cases change hands (84.5 h); 1 of them must. 5 more lose their officer and get none," in text
    assert "Without officer 7 cases; each reason is in the report" in text
    assert "1 case is pinned to an officer who may not hold it." in text
    assert "Pins" not in text, "said above, and there is no room for both it and the sum"
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
    assert f"Moves {text}" in " ".join(told.split())


def test_without_unicode_it_is_plain_ascii() -> None:
    text = shown(impossible(), unicode=False)
    assert text.isascii()
    assert "208.5 h / 300 h" in " ".join(text.split())
    assert "135% -> " in text


def test_colour_is_on_the_state_alone() -> None:
    made = probation()
    plain = terminal.summary(made.document, OUT, screen=terminal.Screen(colour=False, unicode=True))
    coloured = terminal.summary(made.document, OUT, screen=terminal.Screen(colour=True, unicode=True))
    assert coloured.replace("\x1b[1;33m", "").replace("\x1b[0m", "") == plain
    assert coloured.startswith("\x1b[1;33mSTRAINED\x1b[0m")


def test_a_report_without_a_plan_says_the_least_peak_and_no_files() -> None:
    made = probation()
    text = terminal.summary(
        build_document(made.built, made.goals, None), screen=terminal.Screen(colour=False, unicode=True)
    )
    assert "Least peak         83.3% on the fullest officer, whoever holds what" in text
    assert "report.html" not in text
    assert "Moves" not in text


def test_a_command_that_writes_no_report_does_not_say_in_the_report() -> None:
    made = impossible()
    text = terminal.summary(
        build_document(made.built, made.goals, None), screen=terminal.Screen(colour=False, unicode=True)
    )
    assert "Without officer    3 cases; --json prints each reason" in text
    crowded = long_names()
    cut = terminal.summary(
        build_document(crowded.built, crowded.goals, None), screen=terminal.Screen(colour=False, unicode=True)
    )
    for shown_text in (text, cut, terminal.summary(made.document, screen=terminal.Screen(colour=False, unicode=True))):
        assert "the report" not in shown_text


@pytest.mark.parametrize("deep", [40, 50, 60, 200])
def test_a_long_path_is_not_broken_in_two(deep: int) -> None:
    out = Path("/") / "with a blank" / ("x" * deep)
    lines = terminal.summary(
        long_names().document, out, screen=terminal.Screen(colour=False, unicode=True)
    ).splitlines()
    assert f"To read or mail    {out / 'report.html'}" in lines
    assert f"For a spreadsheet  {out / 'plan.xlsx'}" in lines
    for_programs = next(at for at, line in enumerate(lines) if line.startswith("For programs"))
    assert f"For programs       {out / 'assignments.csv'}," in lines[for_programs]
    assert "officers.csv, report.json" in " ".join(lines[for_programs:])
    assert len(lines) <= 24
    assert all(len(line) <= 80 or str(out) in line for line in lines)


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    """“They have 1,080” ended a line, and “h” began the next."""
    for each in (probation(), impossible(), field_office()):
        assert not [line for line in shown(each).splitlines() if re.match(r" *h\b", line)]


def test_probation_by_hand() -> None:
    """90 × 4 + 150 × 2 + 240 × 1 = 900 hours; nine officers of 120 hours have 1,080; 900 ÷ 1,080 = 83.3 %."""
    text = " ".join(shown(probation()).split())
    assert "These 480 cases need 900 h." in text
    assert "they have 1,080 h. 900 h ÷ 1,080 h = 83.3%." in text
    assert "→ 83.3% (it cannot be below 83.3%)" in text or "→ 84" in text


def test_where_nobody_held_anything_there_is_no_today() -> None:
    officers = [{"officer_id": "A", "available_hours": 10}]
    text = shown(planned(built_from(officers, [{"case_id": "1", "weight_hours": 1}])))
    assert "Peak utilization   10% in the plan  (it cannot be below 10%)" in text
    assert "Moves              none: no case changes hands" in text
    away = [{"officer_id": "A", "available_hours": 0}]
    text = shown(planned(built_from(away, [{"case_id": "1", "weight_hours": 1}])))
    assert "Peak utilization   nobody has hours" in text
    assert "Without officer    1 case; the reason is in the report" in text


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
