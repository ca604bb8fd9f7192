"""The summary of a plan on one screen: at most 24 lines of 80 columns, readable without colours.

Where signs beyond ASCII are not wanted, ours are written in ASCII; names are not. Only the path of a file may be longer
than a line: broken in two it could not be copied.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.report.document import ReportDocument
from app.report.sections.forecast import words as forecast_words
from app.report.sections.remedies import show as remedies_show
from app.report.sections.summary.facts import (
    enough,
    fte_basis,
    has_today,
    least_peak,
    left_to_nobody,
    peak_with_all,
    period,
    proven,
)
from app.report.sections.uncertainty import show as uncertainty_show
from app.report.text.numbers import about, hours_text, percent
from solver.analysis.words import counted

LINES = 24
WIDTH = 79
LABEL = 18
COLOURS = {"sustainable": "\x1b[1;32m", "strained": "\x1b[1;33m", "unsustainable": "\x1b[1;31m"}
RESET = "\x1b[0m"
ASCII = str.maketrans({"→": "->", "÷": "/", "×": "x", "√": "sqrt ", "−": "-", "…": "...", "·": "-", "\u00a0": " "})


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
    """What a supervisor reads at a glance.

    Parameters
    ----------
    document : ReportDocument
    out : Path or None
        Folder of the files, where there are any.
    screen : Screen
        Without colours and signs beyond ASCII by default.
    """
    rows = list(_rows(document, out))
    files = [] if out is None else ["", *_files(out)]
    lines = _laid_out(rows)
    for beside in (BESIDES, (STAYING,), (PINS,)):
        if len(lines) + len(files) > LINES:
            rows = [row for row in rows if row[0] not in beside]
            lines = _laid_out(rows)
    excess = len(lines) + len(files) - LINES
    if excess > 0:  # long ids can make the sum of the tightest group long; it stands elsewhere, too
        mark = f" … ({_whole(out)})"
        lines = _laid_out(
            [(label, _shortened(text, excess, mark) if label == TIGHTEST else text) for label, text in rows]
        )
    text = "\n".join([*lines[: LINES - len(files)], *files])
    if not screen.unicode:
        text = text.translate(ASCII)  # our signs; names stay as they are
    state = document.verdict.state
    return text.replace(state.upper(), f"{COLOURS[state]}{state.upper()}{RESET}", 1) if screen.colour else text


TIGHTEST = "Tightest group"
BESIDES = ("How sure", "What comes next", "What would help")
"""Lines that are left out where there is no room for all."""
STAYING, PINS = "Nobody may hold", "Pins"
"""Lines that are left out next, one after the other: the verdict says that cases stay and for want of what, and which
rules pins break."""
NO_MOVES = "none: no case changes hands"
NO_BREAK = "\N{NO-BREAK SPACE}"
TOGETHER = re.compile(r"(?<=\d) (?=h\b)")
"""Between a number and its unit no line ends."""


def _rows(document: ReportDocument, out: Path | None) -> Iterator[tuple[str, str]]:
    """Labels and texts; an empty label and text is a blank line."""
    verdict, plan = document.verdict, document.plan
    head, _, rest = verdict.sentence.partition(". ")
    named_state = head.casefold() == verdict.state
    yield verdict.state.upper(), rest if named_state else verdict.sentence
    yield "", ""
    if plan is not None:
        yield "Peak utilization", _peak(document)
        yield "Proof", proven(document)
        yield "Moves", _moves(document)
    else:
        yield "Least peak", f"{percent(verdict.peak_utilization)} on the fullest officer, whoever holds what"
    if document.unassigned:
        yield "Without officer", _unassigned(document, out)
    if document.nobody_else:
        stay = "it stays with its officer" if len(document.nobody_else) == 1 else "they stay with their officers"
        yield STAYING, f"{counted(len(document.nobody_else), 'case')}; {stay}; {_whole(out)}"
    if document.breaches:
        rules = counted(len(document.breaches), "rule")
        yield PINS, f"{rules} broken by pins or cases that stay; {_whole(out)}"
    yield "Missing staff", _staff(document)
    if (helps := remedies_show.in_a_line(document)) is not None:
        yield BESIDES[2], helps
    if document.uncertainty is not None:
        yield BESIDES[0], uncertainty_show.in_a_line(document.uncertainty)
    if document.forecast is not None:
        yield BESIDES[1], forecast_words.in_a_line(document)
    if document.tiers:
        yield TIGHTEST, document.tiers[0].certificate


def _whole(out: Path | None) -> str:
    """Where everything stands: no report is written where there is no folder for it."""
    return "--json prints all of it" if out is None else "see the report"


def _files(out: Path) -> Iterator[str]:
    """A line for each file; a path is never broken."""
    yield _line("To read or mail", str(out / "report.html"))
    yield _line("For a spreadsheet", str(out / "plan.xlsx"))
    table, others = _line("For programs", f"{out / 'assignments.csv'},"), "officers.csv, report.json"
    if len(table) + len(others) < WIDTH:
        yield f"{table} {others}"
    else:
        yield table
        yield _line("", others)


def _line(label: str, text: str) -> str:
    return f"{label:<{LABEL}} {text}"


def _peak(document: ReportDocument) -> str:
    plan, least = document.plan, least_peak(document)
    if plan is None:
        raise ValueError("there is no plan to speak of")
    if plan.peak_utilization is None:
        return "nobody has hours"
    text = f"{percent(plan.peak_utilization)} in the plan"
    if has_today(document):
        text = f"{percent(plan.peak_before_of_placed)} → {percent(plan.peak_utilization)}"
        text += f" ({peak_with_all(plan)})" if peak_with_all(plan) else ""
    if least is not None:
        text += f"  (it cannot be below {percent(least)})"
    return text


def _moves(document: ReportDocument) -> str:
    if document.plan is None:
        raise ValueError("there is no plan to speak of")
    moves = document.plan.moves
    if not moves.cases:
        return f"none: no case changes hands.{left_to_nobody(moves)}" if moves.lost else NO_MOVES
    change = "changes" if moves.cases == 1 else "change"
    text = f"{moves.cases:,} of {counted(document.counts.cases, 'case')} {change} hands ({hours_text(moves.hours)})"
    text = f"{text}; {moves.forced:,} of them must" if moves.forced else text
    return f"{text}.{left_to_nobody(moves)}" if moves.lost else text


def _unassigned(document: ReportDocument, out: Path | None) -> str:
    count = len(document.unassigned)
    why = "the reason" if count == 1 else "each reason"
    return f"{counted(count, 'case')}; {f'--json prints {why}' if out is None else f'{why} is in the report'}"


def _staff(document: ReportDocument) -> str:
    verdict = document.verdict
    missing = verdict.parts.hours
    if not missing.hours:
        said = enough(verdict)
        return f"none: {said[0].lower()}{said[1:].rstrip('.')}"
    basis = fte_basis(verdict, period(document))
    return f"{about(missing.fte or 0, 2)} FTE, {hours_text(missing.hours)} ({basis[0].lower()}{basis[1:].rstrip('.')})"


def _laid_out(rows: list[tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    for label, text in rows:
        if not label and not text:
            lines.append("")
            continue
        wrapped = textwrap.wrap(
            TOGETHER.sub(NO_BREAK, text),
            WIDTH,
            initial_indent=f"{label:<{LABEL}} ",
            subsequent_indent=" " * (LABEL + 1),
            break_on_hyphens=False,
        )
        lines += [line.replace(NO_BREAK, " ") for line in wrapped] or [label]
    return lines


def _shortened(text: str, lines: int, mark: str) -> str:
    """Shorter by at least so many lines, and marked as such."""
    room = WIDTH - LABEL - 1
    wrapped = textwrap.wrap(text, room, break_on_hyphens=False)
    kept = " ".join(wrapped[: max(1, len(wrapped) - lines)])
    return kept[: max(0, len(kept) - len(mark))] + mark
