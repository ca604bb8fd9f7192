"""Pages are written with the parts of the design system: whoever adds a button, a field or a table uses them, too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.web.rendering import ENVIRONMENT, FOLDER

PARTS = FOLDER / "components.html"
PAGES = sorted(path for path in FOLDER.rglob("*.html") if path != PARTS)
FIELDS = re.compile(
    r"<(?:select|textarea(?! hidden)|input(?! type=\"(?:hidden|file)\"| class=\"usa-\{\{ kind \}\}__input\"))\b[^>]*>"
)
MACROS = {"<table": "table", 'class="alert': "alert", 'type="radio"': "choice", 'type="file"': "files"}
STYLE = (FOLDER.parent / "static" / "app.css").read_text("utf-8")


def ui() -> Any:
    """The parts, as a page has them."""
    return ENVIRONMENT.get_template("components.html").module


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_page_uses_the_parts(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [tag for tag in re.findall(r"<button\b[^>]*>", text) if 'class="usa-button' not in tag] == []
    assert [tag for tag in FIELDS.findall(text) if 'class="usa-' not in tag] == []
    assert [tag for tag in re.findall(r"<label\b[^>]*>", text) if 'class="usa-label"' not in tag] == []
    for what, macro in MACROS.items():
        assert what not in text, f"ui.{macro}(…) of components.html writes it"


def test_what_a_part_is_told_is_escaped() -> None:
    parts = ui()
    hostile = "<b>&\"'"
    for written in (
        parts.back("1", hostile, hostile, (hostile, "cases")),
        parts.alert("bad", hostile, hostile),
        parts.choice("radio", "n", hostile, hostile, "i", hint=hostile),
        parts.text("n", hostile, hostile),
        parts.menu("n", [(hostile, hostile)], hostile, names=(hostile,)),
        parts.tag(hostile),
    ):
        assert "<b>" not in written
        assert "&lt;b&gt;&amp;&#34;&#39;" in written


def test_a_field_and_its_hint_belong_together() -> None:
    written = str(ui().text("hours", "8", "Hours", hint="A day.", is_short=True))
    assert 'for="hours"' in written
    assert 'aria-describedby="hours-hint"' in written
    assert 'id="hours-hint"' in written


def test_a_list_of_one_page_has_no_pages() -> None:
    assert str(ui().pages(1, 1, str)).strip() == ""
    first = str(ui().pages(1, 3, "/cases?page={}".format))
    assert 'rel="next" href="/cases?page=2"' in first
    assert 'rel="prev"' not in first


def test_the_style_sheet_asks_nobody_and_gives_way_to_the_design_system() -> None:
    """Its plain rules stand in a layer below the design system's; its addresses are images within it."""
    assert STYLE.index("@layer plain, uswds;") < STYLE.index("{")
    assert set(re.findall(r"url\(['\"]?(\w+:)", STYLE)) == {"data:"}
    assert "@import" not in STYLE
