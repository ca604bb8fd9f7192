"""What standard output can show: the process that has the terminal need not be the one that writes the summary."""

from __future__ import annotations

import os
import sys

from app.report.render.terminal import Screen

SIGNS = "→÷×√−…"
"""Characters beyond ASCII that a summary uses."""


def shows_colour() -> bool:
    """Whether colours reach a person. ``NO_COLOR`` and ``TERM=dumb`` are respected."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def shows_unicode() -> bool:
    """Whether signs beyond ASCII reach a person; pipes get none of ours, whatever they end in."""
    try:
        SIGNS.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return sys.stdout.isatty()


def as_encoded(text: str) -> str:
    """The text with a question mark for what the encoding of standard output cannot hold; names stay as they are."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        return text.encode(encoding, "replace").decode(encoding)
    except LookupError:
        return text.encode("ascii", "replace").decode()


def screen() -> Screen:
    """What a summary may use of the standard output that there is."""
    return Screen(colour=shows_colour(), unicode=shows_unicode())
