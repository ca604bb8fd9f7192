"""One person at one page of the service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import FilePayload

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_MS = 300_000


class Visit:
    """One person at one page."""

    def __init__(self, browser: Browser, url: str, *, width: int = 1280, javascript: bool = True) -> None:
        self.context = browser.new_context(
            base_url=url, viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url, url))

    def _note(self, address: str, ours: str) -> None:
        if not address.startswith((ours, "data:", "blob:")):
            self.strangers.append(address)

    def choose(self, **files: bytes) -> None:
        """Put files into the form."""
        self.page.set_input_files(
            "#files", [FilePayload(name=f"{name}.csv", mimeType="text/csv", buffer=files[name]) for name in files]
        )

    def wait_for_report(self) -> None:
        """Wait until the plan is there; say at once why it is not where it has failed."""
        ended = re.compile("^(HYPOTHETICAL: )?(This caseload is|The plan was )")
        self.page.get_by_role("heading", level=1, name=ended).wait_for()
        assert self.page.title() != "No plan yet – Caseload", self.page.locator("main").inner_text()

    def check(self) -> None:
        """What holds on every page: nothing blocked, nothing from elsewhere, nothing cut off, everything labelled."""
        self.page.wait_for_load_state("load")
        assert not self.strangers
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
        nameless = self.page.evaluate(
            """[...document.querySelectorAll('input:not([type=hidden]), select, textarea:not([hidden]), button, a')]
            .filter(each => each.offsetParent && !(each.labels?.length || each.ariaLabel || each.textContent.trim()))
            .map(each => each.outerHTML)"""
        )
        assert nameless == []
        assert self.page.evaluate("document.querySelectorAll('h1').length") == 1
        assert self.page.evaluate("document.documentElement.lang") == "en"
        assert self.page.title()
        repeated = self.page.evaluate(
            """[...document.querySelectorAll('[id]')].map(each => each.id)
            .filter((id, at, all) => all.indexOf(id) !== at)"""
        )
        assert repeated == []
