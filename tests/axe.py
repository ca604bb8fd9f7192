"""Axe, the judge of whether a page can be used by everybody, run inside the browser that shows the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WCAG_2 = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
"""Every rule of WCAG 2, level A and AA, whatever minor version brought it."""
BEST_PRACTICES = ("best-practice",)
"""What no level of WCAG asks for, and a screen reader is glad of: landmarks, the order of headings."""
STYLE = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""The rules to which it makes a difference how the same page is drawn: in dark, or by another style sheet."""
SHORTLY = """.then(found => ({
    passes: found.passes.length,
    violations: found.violations.map(each => ({
        id: each.id, help: each.help, nodes: each.nodes.slice(0, 12).map(node => node.html.slice(0, 200)),
    })),
}))"""
"""What is wanted of axe's answer, which is long."""


def violations(page: Page, tags: Sequence[str] = WCAG_2, *, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong with the page as it is shown now, one line for each rule that is broken.

    Parameters
    ----------
    tags : sequence of str
        Which rules are looked at.
    rules : sequence of str
        These alone, where there are any.
    """
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(tags)}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    options = json.dumps({"runOnly": only, "resultTypes": ["violations"]})
    found: dict[str, Any] = page.evaluate(f"axe.run({options}){SHORTLY}")
    assert found["passes"], "axe looked at something"
    return [f"{broken['id']}: {broken['help']}: " + "; ".join(broken["nodes"]) for broken in found["violations"]]
