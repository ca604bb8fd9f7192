"""The sheet of plan.xlsx about remedies: each with what it does, and the changes to try with whatif."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.sections.remedies.entry import RemediesEntry
from app.report.sections.remedies.show import TITLES
from app.report.sheets import Cell, Column, Table


def remedies(found: RemediesEntry) -> Table:
    """Ranked remedies first, then hires by group, standards to lift, and what to give up."""
    columns = (
        Column("What", "text", 14),
        Column("What is done and what it does", "long", 90),
        Column("Hours gained", "hours", 12),
        Column("FTE", "number", 9),
        Column("Least peak before", "percent", 12, over=True),
        Column("Least peak after", "percent", 12, over=True),
        Column("How sure", "long", 60),
        Column("To try with whatif --change", "long", 60),
    )
    return Table("Remedies", columns, _rows(found), f"{found.sentence} {found.meaning} {found.search}")


def _rows(found: RemediesEntry) -> Iterator[tuple[Cell, ...]]:
    enough = [] if found.enough is None else [found.enough]
    for title, each in [*((TITLES[each.kind], each) for each in found.ranked), *(("Enough", each) for each in enough)]:
        yield (
            title,
            each.sentence,
            each.hours_gained,
            each.fte_gained,
            each.peak_before,
            each.peak_after,
            each.certainty,
            "\n".join(each.changes),
        )
    for hires in found.hires:
        yield (
            "Hire for a group",
            hires.sentence,
            None,
            None,
            hires.peak_before,
            hires.peak_after,
            "One fewer does not do.",
            hires.change,
        )
    for lift in found.lifts:
        yield "Lift a standard", lift.sentence, lift.hours_placed, None, None, None, "Planned again.", lift.change
    if found.drop is not None:
        drop = found.drop
        yield TITLES["drop"], drop.sentence, drop.hours, None, None, drop.peak_after, "", ", ".join(drop.case_ids)
