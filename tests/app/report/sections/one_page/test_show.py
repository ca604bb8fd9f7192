"""One page to sign: short, in plain words, and every alarm stands on it, whoever shows it."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import textstat

from app.report.blocks import Answers, Banner, Head, Pairs
from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render import terminal, xlsx
from app.report.render.html import render
from app.report.sections.one_page.show import OnePage, one_page, show
from app.report.source import CaseList, Source
from tests.app.report.made import document
from tests.app.report.planned import (
    Planned,
    built_from,
    crowd,
    dealt,
    dealt_plan,
    field_office,
    impossible,
    office,
    planned,
    probation,
)

MOST_WORDS = 249
GRADE = 8
EXAMPLES = [field_office, probation, impossible, office, crowd]


def text_of(page: OnePage) -> str:
    return " ".join([f"{page.title}.", page.lead, *(line for row in page.rows for line in row.lines)])


def grade(text: str) -> float:
    """The school year that a text asks for; a number is a word, and what stands between numbers is none."""
    plain = re.sub(r"\d[\d,.]*\d|\d", "ten", text)
    found: float = textstat.flesch_kincaid_grade(re.sub(r"[→÷=·(){}“”%;:/-]", " ", plain))
    return found


def some_office(seed: int) -> Planned:
    """A made-up office with something of everything that can be wrong, dealt out."""
    draw = random.Random(seed)
    skills = ["spanish", "Vietnamese", "complex litigation", "minors"]
    officers = [
        {
            "officer_id": f"Officer {n:02d}",
            "available_hours": draw.choice([0, 80, 120, 120, 140]),
            "skills": ";".join(draw.sample(skills, draw.randint(0, 3))),
            "caseload_standard": draw.choice(["", "", 5, 40]),
        }
        for n in range(draw.randint(1, 9))
    ]
    names = [each["officer_id"] for each in officers]
    cases = [
        {
            "case_id": f"Case {n:03d}",
            "weight_hours": draw.choice([1, "2.5", 4, 60]),
            "required_skills": draw.choice(["", "", *skills]),
            "priority": draw.randint(1, 5),
            "current_officer": draw.choice([*names, "", "Somebody who left"]),
            "pinned": "",
        }
        for n in range(draw.randint(1, 120))
    ]
    return dealt(built_from(officers, cases), simulations=20, forecast_periods=0, remedies_s=0)


@pytest.mark.parametrize("make", EXAMPLES)
def test_it_has_fewer_than_250_words_in_plain_english(make: Callable[[], Planned]) -> None:
    page = one_page(make().document)
    assert page.words <= MOST_WORDS
    assert grade(text_of(page)) <= GRADE


@pytest.mark.parametrize("seed", range(12))
def test_random_offices_fit_and_are_plain(seed: int) -> None:
    found = some_office(seed).document
    page = one_page(found)
    assert page.words <= MOST_WORDS
    assert grade(text_of(page)) <= GRADE
    assert alarms(found, text_of(page)) == []


def alarms(found: ReportDocument, text: str) -> list[str]:
    """Alarms of a document that its page does not sound."""
    parts, plan = found.verdict.parts, found.plan
    wanted = {
        "state": {"unsustainable": "not sustainable", "strained": "strained", "sustainable": "is sustainable"}[
            found.verdict.state
        ],
        "hours": "missing" if parts.hours.hours else "",
        "skills": _counts(parts.skills_and_offices.cases, parts.skills_and_offices.staying),
        "standards": _counts(parts.standards.cases, parts.standards.staying),
        "unplaced": _many(len(found.unassigned), "case"),
        "staying": _many(len(found.nobody_else), "case"),
        "broken": _many(len(found.breaches), "rule"),
        "overload": "more work than hours in the plan"
        if plan is not None and any((officer.utilization or 0) > 1 for officer in found.officers)
        else "",
        "lost": f"{plan.moves.lost:,}" if plan is not None and plan.moves.lost else "",
        "doubts": "about the roster" if any(each.severity != "note" for each in found.findings) else "",
        "no plan": "No plan was made" if plan is None else "",
        "no proof": "" if plan is None or found.status == "optimal" else "not",
        "risk": "more work than hours" if found.forecast and found.forecast.whole.unsustainable_from else "",
        "chance": "chance that hours are missing" if found.uncertainty else "",
    }
    return [name for name, words in wanted.items() if words not in text]


def _counts(cases: int, staying: int) -> str:
    return _many(cases - staying or staying, "case") if cases else ""


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count else ""


SPANISH = {"required_skills": "spanish"}
STATES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "sustainable": ([{"officer_id": "A", "available_hours": 100}], [{"case_id": "1", "weight_hours": 10}]),
    "strained": ([{"officer_id": "A", "available_hours": 100}], [{"case_id": "1", "weight_hours": 95}]),
    "missing hours": ([{"officer_id": "A", "available_hours": 100}], [{"case_id": "1", "weight_hours": 150}]),
    "nobody has hours": ([{"officer_id": "A", "available_hours": 0}], [{"case_id": "1", "weight_hours": 1}]),
    "most wait": (
        [{"officer_id": "A", "available_hours": 100}],
        [{"case_id": f"{n}", "weight_hours": 1, **SPANISH} for n in range(3)],
    ),
    "no place": (
        [{"officer_id": "A", "available_hours": 100, "caseload_standard": 2}],
        [{"case_id": f"{n}", "weight_hours": 1} for n in range(3)],
    ),
    "stays": (
        [{"officer_id": "A", "available_hours": 100}],
        [{"case_id": "1", "weight_hours": 1, "current_officer": "A", **SPANISH}, {"case_id": "2", "weight_hours": 1}],
    ),
    "pin": (
        [{"officer_id": "A", "available_hours": 9}, {"officer_id": "B", "available_hours": 9, "skills": "spanish"}],
        [{"case_id": "1", "weight_hours": 1, "current_officer": "A", "pinned": "yes", **SPANISH}],
    ),
    "too large": (
        [{"officer_id": name, "available_hours": 100} for name in "ABC"],
        [{"case_id": f"{n}", "weight_hours": 70} for n in range(4)],
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_keeps_its_alarm(state: str) -> None:
    made = planned(built_from(*STATES[state]), forecast_periods=0, simulations=0, remedies_s=0)
    for found in (made.document, build_document(made.built, made.goals, None)):
        page = one_page(found)
        assert alarms(found, text_of(page)) == [], state
        assert page.words <= MOST_WORDS
        assert grade(text_of(page)) <= GRADE
    is_fine = made.document.verdict.state == "sustainable"
    assert is_fine is (state == "sustainable")
    assert ("None is needed." in text_of(one_page(made.document))) is is_fine, "no calm where there is alarm"


def test_an_interrupted_plan_and_one_that_is_a_question_say_so() -> None:
    found = probation().document
    assert found.plan is not None
    stopped = found.model_copy(
        update={"plan": found.plan.model_copy(update={"interrupted": True}), "status": "feasible", "levels": []}
    )
    assert "The search was stopped early." in text_of(one_page(stopped))
    assert "How much better a plan could be is not known." in text_of(one_page(stopped))
    assert "Proven" not in text_of(one_page(stopped))


@pytest.mark.parametrize("make", [office, impossible])
def test_page_workbook_and_terminal_say_the_same(make: Callable[[], Planned]) -> None:
    made = make()
    page = one_page(made.document)
    lines = [page.lead, *(line for row in page.rows for line in row.lines)]
    head = " ".join(re.sub(r"<[^>]+>", " ", render(made.document).partition("<main")[0]).split())
    stream = io.BytesIO()
    xlsx.write(stream, made.document, CaseList(made.built, made.plan))
    sheet = [row[1] for row in openpyxl.load_workbook(stream)["One page"].iter_rows(values_only=True)]
    screen = " ".join(terminal.summary(made.document, screen=terminal.Screen(unicode=True)).split())
    for line in lines:
        assert line.replace("'", "&#39;") in head
        assert line in sheet
        assert line in screen


def test_it_is_the_head_of_the_page_and_the_first_sheet() -> None:
    head = show(Source(probation().document))
    assert isinstance(head, Head)
    assert [type(block) for block in head.blocks] == [Banner, Answers]
    (sheet,) = head.sheets
    assert isinstance(sheet, Pairs)
    assert (sheet.sheet, sheet.has_title, sheet.state) == ("One page", True, "strained")


@pytest.mark.parametrize(
    ("goals", "eyebrow"),
    [
        ({}, "0 officers, 0 cases · Month · 24 November 2026"),
        ({"period": "quarter"}, "0 officers, 0 cases · Quarter · 24 November 2026"),
        ({"period_start": "2026-12-01"}, "0 officers, 0 cases · Month from 1 December 2026 · 24 November 2026"),
    ],
)
def test_which_period_it_is_about(goals: dict[str, str], eyebrow: str) -> None:
    assert one_page(document(goals=goals)).eyebrow == eyebrow


@pytest.mark.parametrize(("most", "is_said"), [(2, True), (3, False)])
def test_a_workbook_that_does_not_list_every_case_says_so(most: int, is_said: bool) -> None:
    cases = [{"case_id": f"{n}", "weight_hours": 1} for n in range(3)]
    built = built_from([{"officer_id": "A", "available_hours": 10}], cases)
    (sheet,) = show(Source(document(), CaseList(built, dealt_plan(built), most_cases=most, most_rows=1000))).sheets
    assert isinstance(sheet, Pairs)
    told = (
        "There are more than 2 cases: this workbook holds the summaries and up to 1,000 moves; "
        "assignments.csv lists every case."
    )
    assert (("This workbook", told) in sheet.rows) is is_said


def test_long_names_and_everything_at_once_still_fit() -> None:
    long = "an officer with the longest name allowed " + "x" * 10
    officers = [{"officer_id": f"{n} {long}", "available_hours": 1, "skills": f"skill {n} {long}"} for n in range(4)]
    cases = [
        {"case_id": f"{n} {long}", "weight_hours": 99, "required_skills": f"skill {n % 5} {long}"} for n in range(20)
    ]
    made = dealt(built_from(officers, cases), simulations=0, forecast_periods=0, remedies_s=0)
    assert one_page(made.document).words <= MOST_WORDS
    assert alarms(made.document, text_of(one_page(made.document))) == []
