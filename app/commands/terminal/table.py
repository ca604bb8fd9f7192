"""Tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from app.commands.terminal.capabilities import as_encoded, shows_unicode
from app.report.render.terminal import ASCII


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines whose columns line up: the first one to the left, all others to the right."""
    every = [header, *rows]
    widths = [max(len(row[column]) for row in every) for column in range(len(header))]
    return [
        "  ".join(
            text.rjust(width) if column else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    ]


def as_shown(text: str) -> str:
    """The text as standard output can show it: in a pipe without our own signs, and with every name as it is."""
    return as_encoded(text if shows_unicode() else text.translate(ASCII))
