"""The judge itself: it finds what is wrong, and is content with what is right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.axe import violations

pytestmark = pytest.mark.browser

PAGE = '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><main>{}</main></body></html>'
RIGHT = '<h1>Cases</h1><label for="a">Hours</label><input id="a">'
WRONG = {
    "color-contrast": '<p style="color: #aaa; background: #fff">Hours</p>',
    "label": "<input>",
    "image-alt": '<img src="data:,">',
    "aria-required-children": '<div role="table"><div>Hours</div></div>',
    "scrollable-region-focusable": '<div style="height: 9px; overflow: scroll"><p style="height: 99px">Hours</p></div>',
    "svg-img-alt": '<svg role="img" width="9" height="9"><rect width="9" height="9"/></svg>',
}


def rules(page: Any, body: str) -> list[str]:
    page.set_content(PAGE.format(body))
    return [each.split(":")[0] for each in violations(page)]


def test_a_page_that_is_right_passes(browser_page: Any) -> None:
    assert rules(browser_page, RIGHT) == []


@pytest.mark.parametrize("rule", WRONG)
def test_a_page_that_is_wrong_does_not(browser_page: Any, rule: str) -> None:
    assert rules(browser_page, RIGHT + WRONG[rule]) == [rule]


def test_a_page_without_a_language_does_not_pass(browser_page: Any) -> None:
    browser_page.set_content("<title>A page</title><main><h1>Cases</h1></main>")
    assert [each.split(":")[0] for each in violations(browser_page)] == ["html-has-lang"]
