"""A toy section with every kind of block, which the tests of blocks and renderers share."""

from __future__ import annotations

from typing import NamedTuple

from app.report.blocks import (
    Banner,
    Bullets,
    Card,
    Cards,
    Chart,
    Code,
    Column,
    Head,
    Heading,
    Notice,
    Pairs,
    Paragraph,
    Section,
    Table,
    Where,
)
from app.report.charts.bars import BarChart, Row, axis


class Toy(NamedTuple):
    """One row, with a cell of every kind."""

    name: str
    pieces: int
    hours: float | None
    used: float | None
    names: tuple[str, ...] = ()


TOYS = (
    Toy("Ball", 1234, 1.25, 1.5, ("red", "blue")),
    Toy("Kite", 0, None, None),
    Toy("Top", 2, 3, 0.5, tuple("abcdef")),
)

NAME = Column[Toy]("Toy", "text", lambda toy: toy.name, 16, is_head=True)
COUNT = Column[Toy]("Pieces", "count", lambda toy: toy.pieces, 9)
HOURS = Column[Toy]("Work,\u00a0h", "hours", lambda toy: toy.hours, 10, sheet_title="Work (h)", unit="-")
USED = Column[Toy]("Used", "percent", lambda toy: toy.used, over=Where.BOTH, absent="not at all", sheet_absent="(none)")
NAMES = Column[Toy]("Colours", "ids", lambda toy: toy.names, 30)
STATE = Column[Toy]("State", "state", lambda toy: "strained", where=Where.PAGE)
CHANGES = Column[Toy]("To try", "changes", lambda toy: ("drop <toy>", "buy a;b"), where=Where.PAGE)
SECRET = Column[Toy]("Price", "number", lambda toy: 2.5, where=Where.WORKBOOK)


def toy_table() -> Table[Toy]:
    """The page has room for two rows; the workbook has all, in another order of columns."""
    return Table(
        "All toys",
        (NAME, COUNT, HOURS, USED, NAMES, STATE, CHANGES),
        iter(TOYS),
        listed=TOYS[:2],
        caption="Toys, one a row",
        sheet="Toys",
        sheet_columns=(COUNT, NAME, HOURS, USED, NAMES, SECRET),
        note="Made up.",
    )


def toy_chart() -> Chart:
    end, ticks = axis(1234, as_percent=False)
    rows = (Row(label="Ball", full="Ball", note="Ball: 1,234", after=100 * 1234 / end),)
    return Chart(BarChart("toys", "Pieces of each toy", "One bar.", ticks, rows), "bars", (("work", "pieces"),))


def toy_sections() -> list[Section]:
    """A head, a remark in it, a section with everything, and one that has nothing to show."""
    table = toy_table()
    return [
        Head(
            "A toy report",
            "summary",
            blocks=(Banner("Strained. <So> it is.", "strained"),),
            sheets=(Pairs((("Toys", "A toy report"), ("Verdict", "Strained")), sheet="Summary", has_title=True),),
            is_in_head=True,
            subject="3 toys",
            eyebrow="Toys · today",
        ),
        Section(
            "At the top",
            "top",
            blocks=(Notice("Mind this.", "And that."), Cards((Card("Pieces", "1,236", "of all toys", before="9"),))),
            is_in_head=True,
        ),
        Section(
            "What there is to play with",
            "toys",
            blocks=(
                Paragraph("One & all."),
                Paragraph("1 + 1 = 2", "certificate"),
                Bullets(("first", ("then ", Code("--play", is_quiet=True), "."))),
                Bullets(("one",), is_ordered=True),
                Bullets(("aside",), is_note=True),
                Heading("In numbers"),
                toy_chart(),
                table,
                Pairs((("Made", "by hand"),)),
                Paragraph("A note.", "note"),
            ),
            sheets=(table,),
        ),
        Section("Nothing here", "nothing"),
    ]
