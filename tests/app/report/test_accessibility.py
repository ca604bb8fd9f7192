"""report.html for everybody: on a desk, on a phone and on paper, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.report.render.html import render
from tests.app.report.planned import Planned, crowd, field_office, impossible, probation
from tests.axe import violations

pytestmark = pytest.mark.browser

LOOKS = {
    "desk": {"width": 1280, "media": "screen", "scheme": "light"},
    "desk in the dark": {"width": 1280, "media": "screen", "scheme": "dark"},
    "phone": {"width": 390, "media": "screen", "scheme": "light"},
    "phone in the dark": {"width": 390, "media": "screen", "scheme": "dark"},
    "paper": {"width": 720, "media": "print", "scheme": "light"},
    "paper from a dark screen": {"width": 720, "media": "print", "scheme": "dark"},
}
CONTRAST = """() => {
  const colour = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = rgb => rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const paper = colour(getComputedStyle(document.body).backgroundColor);
  const faint = [];
  const best = (mark, ground) => Math.max(...["fill", "stroke"].map(property => getComputedStyle(mark)[property])
    .filter(shown => shown.startsWith("rgb")).map(shown => ratio(colour(shown), ground)));
  const judge = (selector, least, ground) => {
    for (const mark of document.querySelectorAll(`svg ${selector}`)) {
      const seen = best(mark, ground);
      if (seen < least) faint.push(`${selector}.${mark.getAttribute("class")} ${seen.toFixed(2)}`);
    }
  };
  judge("text", 4.5, paper);
  for (const shape of ["circle", "rect", "path", "line:not(.grid)"]) judge(shape, 3, paper);
  const room = document.querySelector("rect.room");
  if (room) for (const over of ["rect.work", "line.share"]) judge(over, 3, colour(getComputedStyle(room).fill));
  return [...new Set(faint)];
}"""
"""Marks of a chart need 3:1 against what they lie on, letters 4.5:1 (WCAG 1.4.11, 1.4.3); axe does not look there."""


UNFOLDED = "document.querySelectorAll('details').forEach(each => { each.open = true })"


def show(page: Any, made: Planned, look: str) -> None:
    wanted = LOOKS[look]
    page.set_viewport_size({"width": wanted["width"], "height": 900})
    page.emulate_media(media=wanted["media"], color_scheme=wanted["scheme"])
    page.set_content(render(made.document))
    page.evaluate(UNFOLDED)


@pytest.mark.parametrize("make", [field_office, impossible, crowd])
def test_axe_has_nothing_to_say_and_charts_stand_out(browser_page: Any, make: Callable[[], Planned]) -> None:
    found = {}
    for look in LOOKS:
        show(browser_page, make(), look)
        found[look] = [*violations(browser_page), *browser_page.evaluate(CONTRAST)]
    assert {look: wrong for look, wrong in found.items() if wrong} == {}


def test_what_is_folded_on_a_screen_is_open_on_paper_behind_the_one_page(browser_page: Any, tmp_path: Any) -> None:
    browser_page.set_content(render(impossible().document))
    is_shown = (
        "document.querySelector('section[aria-labelledby=goals] table').checkVisibility({contentVisibilityAuto: true})"
    )
    assert not browser_page.evaluate(is_shown)
    browser_page.emulate_media(media="print")
    browser_page.wait_for_function(is_shown)  # what was folded counts as shown from the next frame on, not at once
    assert browser_page.evaluate("getComputedStyle(document.querySelector('header')).breakAfter") == "page"


def test_a_chart_that_is_too_faint_would_be_seen(browser_page: Any) -> None:
    show(browser_page, impossible(), "desk")
    browser_page.add_style_tag(content=":root { --today: #ddd; --ink: #999; }")
    faint = browser_page.evaluate(CONTRAST)
    assert any(each.startswith("path.today 1.") for each in faint)
    assert any(each.startswith("text.name 2.") for each in faint)


@pytest.mark.parametrize("make", [field_office, impossible, probation, crowd])
def test_the_browser_asks_nobody_for_anything(browser_page: Any, make: Callable[[], Planned], tmp_path: Any) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    file = tmp_path / "report.html"
    file.write_text(render(make().document), "utf-8")
    browser_page.goto(file.as_uri())
    browser_page.wait_for_load_state("networkidle")
    assert asked == [file.as_uri()]


@pytest.mark.parametrize("make", [field_office, impossible])
def test_whatever_is_cut_off_can_be_reached_with_the_keyboard(browser_page: Any, make: Callable[[], Planned]) -> None:
    show(browser_page, make(), "phone")
    cut = browser_page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 "
        "&& getComputedStyle(e).overflowX !== 'visible')"
        ".map(e => [e.tabIndex, e.getAttribute('role'), e.getAttribute('aria-label')])"
    )
    assert cut, "the widest tables scroll in themselves on a phone"
    assert all(tab == 0 and role == "region" and label for tab, role, label in cut)
