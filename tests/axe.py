"""Axe, the judge of whether a page can be used by everybody, run inside the browser that shows the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WCAG_2 = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
"""Every rule of WCAG 2, level A and AA, whatever minor version brought it."""


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is shown now, one line for each rule that is broken."""
    options = {"runOnly": {"type": "tag", "values": WCAG_2}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    assert found["passes"], "axe looked at something"
    return [
        f"{broken['id']}: {broken['help']}: " + "; ".join(node["html"][:200] for node in broken["nodes"][:3])
        for broken in found["violations"]
    ]
