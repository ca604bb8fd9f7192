"""Every look of a page: on a desk and on phones, in light and in dark, on the design system and without, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from tests.axe import BEST_PRACTICES, STYLE, WCAG_2, violations
from tests.e2e.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALL = (*WCAG_2, *BEST_PRACTICES)
Look = tuple[int, Literal["light", "dark"]]
LOOKS: list[Look] = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light"), (320, "dark")]
DESK_AND_PHONE = LOOKS[:4]
PLAIN: list[Look] = [(1280, "light"), (390, "dark")]
"""Without the design system: both widths and both schemes, once each."""
HAS_DESIGN_SYSTEM = "document.querySelector('link[href*=uswds]') !== null"
SWITCH = "off => { const link = document.querySelector('link[href*=uswds]'); if (link) link.disabled = off; }"
"""Takes the design system away from a page, and gives it back: what is left is the page of a machine without npm."""
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"
NEXT_FRAME = "new Promise(requestAnimationFrame)"
"""A script that follows the scheme has done so by then."""
IS_SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"


def judge(
    person: Visit, *, on_paper: bool = False, looks: Sequence[Look] = LOOKS, plain: Sequence[Look] = PLAIN
) -> None:
    """Fail where axe finds anything in any look of the page that is open, or something is cut off."""
    page: Page = person.page
    page.wait_for_load_state("load")  # a heading is there before the styles are
    page.evaluate(OPEN)
    found: dict[str, list[str]] = {}
    has_two = page.evaluate(HAS_DESIGN_SYSTEM)
    for is_plain, each_look in ((True, plain if has_two else ()), (False, looks)):
        page.evaluate(SWITCH, is_plain)
        for width, scheme in each_look:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(media="screen", color_scheme=scheme)
            page.evaluate(NEXT_FRAME)
            rules = STYLE if is_plain or scheme == "dark" else ()
            sideways = ["it scrolls sideways"] if page.evaluate(IS_SIDEWAYS) else []
            found[f"{width}, {scheme}{', plain' if is_plain else ''}"] = sideways + violations(page, ALL, rules=rules)
    page.set_viewport_size({"width": 1280, "height": 900})
    if on_paper:
        page.emulate_media(media="print", color_scheme="light")
        found["paper"] = violations(page)
    page.emulate_media(media="screen", color_scheme="light")
    all_wrong = {look: wrong for look, wrong in found.items() if wrong}
    assert not all_wrong, all_wrong
    assert person.strangers == []
