"""How good the plan is: goal by goal, and how unequal it is beside how unequal every plan must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.report.blocks import Bullets, Column, Paragraph, Section, Table, paragraph, present
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.summary.facts import proven
from app.report.sections.summary.spread import sentence
from app.report.source import Source
from app.report.text.goals import COVERAGE, WORDS
from app.report.text.levels import amount, goal_sentences, in_plan
from app.report.text.sheet_names import FIGURES
from solver.analysis.words import named


class Line(NamedTuple):
    """A goal in the table, or several that are met in the same way."""

    title: str
    meaning: str
    level: LevelEntry


def show(source: Source) -> Section:
    """The goals in their order; nothing without a plan."""
    document = source.document
    title = "How good the plan is"
    if document.plan is None:
        return Section(title, "goals")
    table = Table("Goals in numbers", _columns(), _rows(document.levels), is_stacked=True, sheet=FIGURES)
    each = f"{proven(document)} The goals, most important first; each was held while the next was improved."
    return Section(
        title,
        "goals",
        blocks=present(
            Paragraph(each),
            Bullets(tuple(goal_sentences(document.levels, document.plan.moves)), is_ordered=True),
            paragraph(sentence(document)),
            table,
        ),
        sheets=(table,),
    )


def _rows(levels: Sequence[LevelEntry]) -> list[Line]:
    """One a goal; priorities of which every case has an officer are one."""
    served = [level for level in levels if level.name in COVERAGE and not level.value and level.status == "optimal"]
    lines = []
    for level in levels:
        if level not in served or len(served) == 1:
            lines.append(Line(WORDS[level.name].title, level.meaning, level))
        elif level is served[0]:
            ranks = named([each.name[-1] for each in served])
            lines.append(Line(f"Coverage, priorities {ranks}", "Cases of these priorities that nobody holds.", level))
    return lines


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column("Goal", "text", lambda line: line.title, 26, is_head=True),
        Column("What is counted", "long", lambda line: line.meaning, 40),
        Column("In the plan", "figure", lambda line: in_plan(line.level)),
        Column("Least found", "figure", lambda line: amount(line.level.best, line.level.unit)),
        Column("Cannot be below", "figure", lambda line: amount(line.level.bound, line.level.unit)),
        Column("What shows it", "long", lambda line: line.level.certificate, 40),
    )
