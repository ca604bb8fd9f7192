"""What was understood of an export, on one screen: each column and what became of it, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.recognition.sheets import TableRead
from app.intake.recognition.understanding import Understanding
from solver.analysis.words import counted

SHOWN_UNREAD = 12
"""Columns left unread that are named on the screen; the findings of the roster name all."""
NAMED = frozenset(
    {"skills-unread", "unheld-language", "officers-by-name", "holders-of-plan", "respelled", "mended"}
    | {"skill-columns", "group-heading", "second-table", "converted-hours"}
)
"""Findings that the screen repeats."""
SHOWN_ROWS = 3
LABEL = 11


def understood(found: Understanding) -> list[str]:
    """The lines of the screen. They hold names of columns, types and queues, and no cell of a case."""
    lines: list[str] = []
    for table in found.tables:
        lines += [*_table(table), ""]
    lines += [f"{label:<{LABEL}} {text}" for label, text in _facts(found)]
    return lines


def _table(table: TableRead) -> Iterator[str]:
    if table.sheet is None:
        yield f"{table.name}: not read; it is none of a roster"
        return
    rows = counted(table.rows, "row")
    yield f"{table.name}: {rows} of the sheet {table.sheet}, with the header in row {table.header_row}"
    matched = [each for each in table.columns if each.column]
    names = max((len(each.name) for each in matched), default=0)
    ours = max((len(each.column) for each in matched), default=0)
    for each in matched:
        yield f"  {each.name:<{names}}  ->  {each.column:<{ours}}  {each.reason}; {each.holds}"
    used = [f"{each.name} ({each.reason})" for each in table.columns if each.is_used]
    if used:
        yield f"  of use: {', '.join(used)}"
    others = [each for each in table.columns if not each.column and not each.is_used]
    unread = [f"{each.name} ({each.reason})" if each.reason else each.name for each in others]
    if unread:
        more = f" and {len(unread) - SHOWN_UNREAD} more" if len(unread) > SHOWN_UNREAD else ""
        yield f"  left unread: {', '.join(unread[:SHOWN_UNREAD])}{more}"
    for reason, places in table.left_out.items():
        named = ", ".join(f"{row:,}" for row in places[:SHOWN_ROWS]) + (", …" if len(places) > SHOWN_ROWS else "")
        yield f"  left out: {counted(len(places), 'row')} ({named}): {reason}"
    for note in table.notes:
        yield f"  note: {note}"


def _facts(found: Understanding) -> Iterator[tuple[str, str]]:
    of = f", made of the column {found.officers_from}" if found.officers_from else ""
    hours = f", {found.profile.hours} h a month where they have none of their own" if found.profile.hours else ""
    yield "Officers", f"{found.officers:,}{of}{hours}"
    for each in found.findings:
        if each.code == "nobody-holds" and each.value:
            yield "Nobody", f"{each.value}: {each.message}"
    weights = found.profile.weights
    if weights:
        starting = sum(weight.source.startswith("starting value") for weight in weights.values())
        rest = f", {starting} of them starting values to be replaced by your own" if starting else ""
        yield "Weights", f"{counted(len(weights), 'type')}{rest}"
    levels: dict[int, list[str]] = {}
    for word, level in found.profile.priority.items():
        levels.setdefault(level, []).append(word)
    if levels:
        yield "Priority", "; ".join(f"{level}: {', '.join(words)}" for level, words in sorted(levels.items()))
    no_skills = [value for value, skill in found.profile.skills.items() if not skill]
    if no_skills:
        yield "No skill", ", ".join(no_skills)
    for each in found.findings:
        if each.code in NAMED:
            yield "Note", str(each)
