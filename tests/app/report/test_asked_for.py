"""Sections that must be asked for, looked at by a browser: published standards, and the frontier with a band."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from app.report.build import build_document
from app.report.render.html import render
from app.report.sections.frontier.entry import FrontierEntry, FrontierPlanEntry
from tests.app.report.planned import Planned, example, planned
from tests.app.report.sections.frontier.test_chart import point
from tests.app.report.test_accessibility import CONTRAST, LOOKS, show
from tests.axe import violations

pytestmark = pytest.mark.browser

OPEN = FrontierEntry(
    moves_unit="cases",
    fairest_points=1,
    fairest_points_bound=1,
    points=[point(1, 12_345, 9_000), point(1.5, 12_000, 8_000), point(40, 400, 400), point(407.34, 0, 0)],
    plan=FrontierPlanEntry(points_above_fair_share=1.5, moves=12_000, bound=8_000),
)


@cache
def asked_for() -> Planned:
    """examples/probation beside three standards, with a frontier that is not proven to the end."""
    made = planned(example("probation"), standards=("probation-hours", "npdws-2023", "cwla-foster-care"))
    document = build_document(made.built, made.goals, made.plan, name="probation")
    return replace(made, document=document.model_copy(update={"frontier": OPEN}))


def test_axe_has_nothing_to_say(browser_page: Any) -> None:
    found = {}
    for look in LOOKS:
        show(browser_page, asked_for(), look)
        found[look] = [*violations(browser_page), *browser_page.evaluate(CONTRAST)]
    assert {look: wrong for look, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_cut_off(browser_page: Any, look: str) -> None:
    show(browser_page, asked_for(), look)
    width = LOOKS[look]["width"]
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
    outside = browser_page.evaluate(
        "width => [...document.querySelectorAll('.plot text')].filter(t => { const b = t.getBoundingClientRect();"
        " return b.left < 0 || b.right > width + 1 }).map(t => t.textContent)",
        width,
    )
    assert outside == []


def test_labels_below_the_chart_do_not_run_into_each_other(browser_page: Any) -> None:
    show(browser_page, asked_for(), "phone")
    boxes = browser_page.evaluate(
        "[...document.querySelectorAll('section[aria-labelledby=frontier] svg > text[text-anchor=middle]')]"
        ".map(t => t.getBoundingClientRect()).filter(b => b.width).map(b => [b.left, b.right])"
    )
    assert len(boxes) >= 2
    assert all(left > right for (_, right), (left, _) in pairwise(boxes))


def test_the_marks_stand_on_the_line(browser_page: Any) -> None:
    """The plan and the right end are where their numbers say: at the points of the line."""
    browser_page.set_content(render(asked_for().document))
    centres = browser_page.evaluate(
        "[...document.querySelectorAll('section[aria-labelledby=frontier] circle')].map(c => {"
        " const b = c.getBoundingClientRect(); return [(b.left + b.right) / 2, (b.top + b.bottom) / 2, b.width] })"
    )
    small, large = [c for c in centres if c[2] < 6], [c for c in centres if c[2] > 11]
    assert (len(small), len(large)) == (4, 1)
    assert large[0][:2] == pytest.approx(small[1][:2], abs=1)
