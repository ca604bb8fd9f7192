"""Two pages about a study."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.answers.weights.study_report import sections_of, study_html
from tests.app.answers.weights.documents import LONG, document, panel_of, twenty, weight
from tests.app.report.conftest import browser_page
from tests.app.report.render.test_html import Page
from tests.axe import violations

__all__ = ["browser_page"]
SOURCE = "time study (9 officers, 4 weeks)"


def text_of(found: dict[str, Any]) -> str:
    page = Page(study_html(found, SOURCE))
    assert page.faults == []
    return page.text


def test_the_weights_stand_first_with_what_they_rest_on() -> None:
    text = text_of(document())
    assert "Time study (9 officers, 4 weeks) Hours of an open case a month" in text
    assert "55.0% of the recorded time belongs to cases (50.0% to 60.0%)." in text
    assert "A full-time officer has 95.50 hours for cases a month." in text
    assert "adult 2.00 1.60 2.50 40% 9 4 22 never" in text
    assert "Nothing was found in the study that is wrong" in text
    assert "a correlation of 0.37" in text
    assert "Signature" not in text
    assert "What is, and what should be" not in text


def test_what_is_wrong_is_said_on_the_first_page_and_stands_first() -> None:
    found = [
        {"code": "wide", "weight": "note", "text": "It is wide."},
        {"code": "x", "weight": "wrong", "text": "Bad."},
    ]
    text = text_of(document(findings=found))
    assert text.index("One thing is to be put right before these weights are used.") < text.index("Case type")
    assert text.index("WRONG: Bad.") < text.index("It is wide.")


def test_what_should_be_stands_beside_what_is_with_what_it_costs() -> None:
    should = {"types": [panel_of("adult")], "more_hours": 12.5, "more_fte": 0.13}
    text = text_of(document(should=should))
    assert "For all open cases that is +12 hours a month, or 0.1 full-time officers." in text
    assert "adult 2.00 2.40 1.20 1.10 to 1.50 no 5 +12.5" in text


def test_what_is_not_known_is_a_dash_and_a_study_without_weights_has_no_chart() -> None:
    unknown = weight("adult", None, case_cv=None, to_halve=None)
    page = Page(study_html(document([unknown], weight_correlation=None, case_share=None, fte_hours=None), SOURCE))
    assert "adult – – – – 9 4 – –" in page.text
    assert "fewer than two weights have an interval" in page.text
    assert not page.all("figure")


def test_weights_of_new_cases_say_so() -> None:
    text = text_of(document(unit="new", period=None, shared_cv=0.1))
    assert "Hours of a new case, from beginning to end" in text
    assert "divided by the new cases of the same time" in text
    assert "An error of 10% that all weights share" in text


def test_names_are_no_markup_and_the_page_needs_nothing_from_elsewhere() -> None:
    source = study_html(document([weight("<script>alert(1)</script>"), weight("=cmd()|'/C'!A0")]), "<b>x</b>")
    page = Page(source)
    assert page.faults == []
    assert not page.all("script")
    assert not page.all("link")
    assert "<b>x</b>" not in source
    assert not re.search(r"url\(|@import|https?:|//[a-z]", source)
    (picture,) = [each for each in page.all("svg") if each.get("role") == "img"]
    assert picture["aria-labelledby"] == "weights-title weights-desc"


def test_sections_are_in_the_order_of_the_page() -> None:
    assert [each.id for each in sections_of(document(), SOURCE)] == ["weights", "findings", "should", "sure", "method"]


@pytest.mark.browser
def test_twenty_types_a_panel_and_eight_findings_are_two_pages_that_anybody_can_use(browser_page: Any) -> None:
    """On either paper, on a phone, and in the dark."""
    browser_page.set_content(study_html(twenty(), SOURCE))
    assert LONG[:20] in browser_page.inner_text("main"), "nothing is folded"
    for paper in ("A4", "Letter"):
        pdf = browser_page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2, paper
    for width, scheme in ((1280, "light"), (320, "dark")):
        browser_page.set_viewport_size({"width": width, "height": 900})
        browser_page.emulate_media(color_scheme=scheme)
        assert violations(browser_page) == []
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
