"""How good the plan is: goal by goal, and how unequal it is beside how unequal every plan must be."""

from __future__ import annotations

from app.report.blocks import Bullets, Column, Paragraph, Section, Table, paragraph, present
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.summary.facts import proven
from app.report.sections.summary.spread import sentence
from app.report.source import Source
from app.report.text.goals import WORDS
from app.report.text.levels import amount, goal_sentences, in_plan
from app.report.text.sheet_names import FIGURES


def show(source: Source) -> Section:
    """The goals in their order; nothing without a plan."""
    document = source.document
    title = "How good the plan is"
    if document.plan is None:
        return Section(title, "goals")
    table = Table("Goals in numbers", _columns(), document.levels, is_stacked=True, sheet=FIGURES)
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


def _columns() -> tuple[Column[LevelEntry], ...]:
    return (
        Column("Goal", "text", lambda level: WORDS[level.name].title, is_head=True),
        Column("What is counted", "long", lambda level: level.meaning),
        Column("In the plan", "figure", in_plan),
        Column("Least found", "figure", lambda level: amount(level.best, level.unit)),
        Column("Cannot be below", "figure", lambda level: amount(level.bound, level.unit)),
        Column("What shows it", "long", lambda level: level.certificate),
    )
