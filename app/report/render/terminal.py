"""The one page on a screen: 30 lines of 80 columns, readable without colours.

Where signs beyond ASCII are not wanted, ours are written in ASCII; names are not. Only the path of a file may be longer
than a line: broken in two it could not be copied.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.report.document import ReportDocument
from app.report.sections.one_page.said import Row
from app.report.sections.one_page.show import has_words, one_page

LINES = 30
WIDTH = 79
LABEL = 13
COLOURS = {"sustainable": "\x1b[1;32m", "strained": "\x1b[1;33m", "unsustainable": "\x1b[1;31m"}
RESET = "\x1b[0m"
ASCII = str.maketrans(
    {"→": "->", "÷": "/", "×": "x", "√": "sqrt ", "−": "-", "…": "...", "·": "-", "“": '"', "”": '"', "\u00a0": " "}
)
NO_BREAK = "\N{NO-BREAK SPACE}"
TOGETHER = re.compile(r"(?<=\d) (?=h\b)")
"""Between a number and its unit no line ends."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a screen can show; whoever has it finds out.

    Attributes
    ----------
    colour : bool
    unicode : bool
        Signs beyond ASCII; names stay as they are in any case.
    """

    colour: bool = False
    unicode: bool = False


PLAIN = Screen()


def summary(document: ReportDocument, out: Path | None = None, screen: Screen = PLAIN) -> str:
    """The one page, and where the files are.

    Parameters
    ----------
    document : ReportDocument
    out : Path or None
        Folder of the files, where there are any.
    screen : Screen
        Without colours and signs beyond ASCII by default.
    """
    files = [] if out is None else ["", *_files(out)]
    whole = one_page(document)
    head = [whole.eyebrow, "", *_laid_out([(whole.state.upper(), whole.lead)]), ""]
    room = LINES - len(files) - len(head)

    def fits(rows: Sequence[Row]) -> bool:
        return has_words(document, rows) and len(_laid_out(_labelled(rows))) <= room

    lines = [*head, *_laid_out(_labelled(one_page(document, fits).rows)), *files]
    text = "\n".join(lines)
    if not screen.unicode:
        text = text.translate(ASCII)  # our signs; names stay as they are
    state = whole.state.upper()
    return text.replace(state, f"{COLOURS[whole.state]}{state}{RESET}", 1) if screen.colour else text


def _labelled(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Labels and texts; what follows a line of the same row has no label."""
    return [("" if at else row.label, line) for row in rows for at, line in enumerate(row.lines)]


def _files(out: Path) -> Iterator[str]:
    """Where to read on; a path is never broken."""
    yield _line("To read", str(out / "report.html"))
    yield _line("To sort", str(out / "plan.xlsx"))
    table, others = _line("For programs", f"{out / 'assignments.csv'},"), "officers.csv, report.json"
    if len(table) + len(others) < WIDTH:
        yield f"{table} {others}"
    else:
        yield table
        yield _line("", others)


def _line(label: str, text: str) -> str:
    return f"{label:<{LABEL}} {text}"


def _laid_out(rows: Sequence[tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    for label, text in rows:
        wrapped = textwrap.wrap(
            TOGETHER.sub(NO_BREAK, text),
            WIDTH,
            initial_indent=f"{label:<{LABEL}} ",
            subsequent_indent=" " * (LABEL + 1),
            break_on_hyphens=False,
        )
        lines += [line.replace(NO_BREAK, " ") for line in wrapped] or [label]
    return lines
