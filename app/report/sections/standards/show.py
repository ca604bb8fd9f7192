"""Published standards: the figures of each, and who holds more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.report.blocks import Block, Column, Heading, Paragraph, Section, Table, present
from app.report.sections.standards.entry import (
    StandardBreachEntry,
    StandardCategoryEntry,
    StandardEntry,
    StandardFindings,
)
from app.report.source import Source
from app.report.text.sheet_names import FIGURES
from solver.analysis.words import counted

TITLE = "Beside published standards"
MOST_OFFICERS = 60
"""Officers whom the table of one standard lists."""
WITHIN = "within"


class Over(NamedTuple):
    """An officer who is over today or in the plan, in sentences."""

    officer_id: str
    today: str
    planned: str


class Finding(NamedTuple):
    """One breach of one standard, today or in the plan."""

    standard: str
    when: str
    breach: StandardBreachEntry


def show(source: Source) -> Section:
    """One part for each standard; nothing where none was named."""
    found = source.document.standards
    if found is None:
        return Section(TITLE, "standards")
    says = (
        "What the field has published about how much one officer can hold. A standard is a yardstick here, not a rule "
        "of the plan. A case type counts in the category of the same name. It knows nothing of the hours that officers "
        "really have: what these carry is under “What caseload is achievable”, and of the two the smaller number is "
        "the one to go by."
    )
    blocks = (Paragraph(says), *(block for entry in found for block in _standard(entry))) if found else ()
    return Section(TITLE, "standards", blocks=blocks, sheets=(_breaches(found),))


def _standard(entry: StandardEntry) -> Iterator[Block]:
    asked = "" if entry.supervisors is None else _supervisors(entry.supervisors)
    yield Heading(f"{entry.title} ({entry.name})")
    yield Paragraph(f"{says(entry)} {asked}".rstrip())
    yield from map(Paragraph, entry.remarks)
    meaning = entry.basis if entry.unit == "case" else f"{entry.basis} One case is a {entry.unit}."
    yield Paragraph(f"{meaning} Source: {entry.source}.", "note")
    yield _categories(entry)
    rows = list(officers_over(entry))
    if not rows:
        return
    if len(rows) > MOST_OFFICERS:
        yield Paragraph(f"Here are {MOST_OFFICERS} of {len(rows):,} officers who are over.")
    planned = Column[Over]("In the plan", "long", lambda row: row.planned)
    yield Table(
        f"Officers over {entry.name}",
        present(
            Column[Over]("Officer", "text", lambda row: row.officer_id, is_head=True),
            Column[Over]("Today", "long", lambda row: row.today),
            None if entry.plan is None else planned,
        ),
        rows,
        listed=rows[:MOST_OFFICERS],
        is_stacked=True,
    )


def _categories(entry: StandardEntry) -> Table[StandardCategoryEntry]:
    hours = Column[StandardCategoryEntry]("One case takes", "hours", lambda each: each.case_hours, digits=2)
    return Table(
        f"Categories of {entry.name}",
        present(
            Column[StandardCategoryEntry]("Category", "text", lambda each: each.name, is_head=True),
            None if entry.officer_hours is None else hours,
            Column[StandardCategoryEntry]("Cases of one officer", "figure", _most),
            Column[StandardCategoryEntry](
                "Case types that count", "long", lambda each: ", ".join(each.case_types) or "none of the roster"
            ),
        ),
        entry.categories,
    )


def _most(category: StandardCategoryEntry) -> str:
    if category.least_cases is None:
        return f"{category.cases:,}"
    return f"{category.least_cases:,} to {category.cases:,}"


def _supervisors(count: int) -> str:
    return f"For all officers of the roster the standard asks for {counted(count, 'supervisor')}."


def says(entry: StandardEntry) -> str:
    """How many are within, today and in the plan."""
    today = f"Today {_over(entry.today)}"
    if not (entry.today.counted_cases or (entry.plan and entry.plan.counted_cases)):
        return "Nobody holds a case that counts."
    return f"{today}." if entry.plan is None else f"{today}; in the plan {_over(entry.plan)}."


def _over(found: StandardFindings) -> str:
    among = found.officers_over + found.officers_within
    if not among:
        return "nobody holds a case that counts"
    is_are = "is" if found.officers_over == 1 else "are"
    over = f"{found.officers_over:,} of {counted(among, 'officer')} {is_are} over"
    return (
        over if found.officers_over else f"all {counted(among, 'officer')} are within" if among > 1 else "1 is within"
    )


def officers_over(entry: StandardEntry) -> Iterator[Over]:
    """Whoever is over today or in the plan, the furthest over in the plan first."""
    planned = _sentences(entry.plan) if entry.plan is not None else {}
    today = _sentences(entry.today)
    for name in [*planned, *(name for name in today if name not in planned)]:
        yield Over(name, today.get(name, WITHIN), planned.get(name, WITHIN))


def _sentences(found: StandardFindings) -> dict[str, str]:
    out: dict[str, str] = {}
    for breach in found.breaches:
        out[breach.officer_id] = f"{out.get(breach.officer_id, '')} {breach.sentence}".strip()
    return out


def _breaches(found: list[StandardEntry]) -> Table[Finding]:
    """Every breach, today and in the plan."""
    notes = [
        f"{each.name}: {counted(each.today.officers_over, 'officer')} over today"
        + ("" if each.plan is None else f", {each.plan.officers_over:,} in the plan")
        + f". {each.source}. {' '.join(each.remarks)}".rstrip()
        for each in found
    ]
    return Table(
        "Breaches of standards",
        (
            Column("Standard", "text", lambda row: row.standard, 22),
            Column("When", "text", lambda row: row.when, 10),
            Column("Officer", "text", lambda row: row.breach.officer_id, 16),
            Column("Rule", "text", lambda row: row.breach.rule),
            Column("Comes to", "number", lambda row: row.breach.need),
            Column("Allowed", "number", lambda row: row.breach.have),
            Column("Unit", "text", lambda row: row.breach.unit, 10),
            Column("Arithmetic", "long", lambda row: row.breach.sentence, 90),
        ),
        (
            Finding(each.name, when, breach)
            for each in found
            for when, findings in (("today", each.today), ("plan", each.plan))
            if findings is not None
            for breach in findings.breaches
        ),
        sheet=FIGURES,
        note=" | ".join(notes),
    )
