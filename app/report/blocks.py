"""What a section is made of, whoever shows it: paragraphs, lists, tables with typed columns, charts.

Cells stay numbers; the page and the workbook write them by the kind of their column. A table that stands in both is
typed once: ``where`` says which columns stand where, ``listed`` which rows the page has room for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Flag
from typing import Any, Generic, Literal, TypeVar

from app.report.charts.bars import BarChart
from app.report.charts.frontier import FrontierChart
from app.report.charts.lines import LineChart

RowT = TypeVar("RowT")
ItemT = TypeVar("ItemT")

Cell = str | float | int | Sequence[str] | None
Kind = Literal[
    "text",
    "phrase",
    "long",
    "id",
    "ids",
    "changes",
    "state",
    "count",
    "hours",
    "percent",
    "plain_percent",
    "points",
    "number",
    "fixed",
    "exact",
    "duration",
    "figure",
]
"""How a cell is written.

text, phrase, long: words; the same where they may wrap on the page; sentences, which wrap everywhere. id: words that do
not break. ids: a list of these, of which the first are shown. changes: a list of what can be typed behind ``caseload
whatif --change``. state: sustainable, strained or unsustainable. count: whole numbers. hours: with their unit. percent,
plain_percent: a fraction as per cent. points: a fraction as hundredths.
number: rounded to ``digits``. fixed: two decimals. exact: all decimals. duration: hours for one case, in minutes below
one. figure: a number in words of its own.
"""


class Where(Flag):
    """On which of the two a column stands, or a mark."""

    NOWHERE = 0
    PAGE = 1
    WORKBOOK = 2
    BOTH = 3


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column of a table.

    Attributes
    ----------
    title : str
        Its header on the page.
    kind : str
        See ``Kind``.
    value : callable
        The cell of a row; a number wherever it is one.
    width : int
        In the workbook, in characters.
    sheet_title : str
        Its header in the workbook; empty: the same.
    where : Where
    over : Where
        Where values above 100% stand out.
    is_head : bool
        Names the row, for somebody who has the page read aloud.
    digits : int or None
        Decimals on the page; None: all of hours, one of other numbers.
    unit : str
        Stands behind a number on the page; hours have theirs unless the header says it (``"-"``).
    absent : str
        What the page says in place of None; the workbook has an empty cell.
    sheet_absent : str or None
        What the workbook says in place of None.
    """

    title: str
    kind: Kind
    value: Callable[[RowT], Cell]
    width: int = 12
    sheet_title: str = ""
    where: Where = Where.BOTH
    over: Where = Where.NOWHERE
    is_head: bool = False
    digits: int | None = None
    unit: str = ""
    absent: str = ""
    sheet_absent: str | None = None


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A chart of the workbook, which it draws itself from the rows of a table.

    Attributes
    ----------
    title : str
    kind : str
        Columns side by side, or lines.
    category : str
        The column below the axis, by its header in the workbook.
    series : tuple of str
        The columns that are drawn.
    sheet : str
        Where it stands, below everything else.
    rows : int
        How many of the rows are drawn, from the first one; a table with fewer draws all.
    as_percent : bool
    """

    title: str
    kind: Literal["column", "line"]
    category: str
    series: tuple[str, ...]
    sheet: str
    rows: int
    as_percent: bool = False


@dataclass(frozen=True)
class Table(Generic[RowT]):
    """Rows below their headers: on the page, as a sheet of the workbook, or both.

    Attributes
    ----------
    title : str
        What the page calls it.
    columns : tuple of Column
        In the order of the page.
    rows : iterable
        All of them; they may be made as they are asked for, once.
    listed : sequence or None
        Rows that the page has room for; None: all.
    caption : str
        What is read aloud on the page; empty: the title.
    is_stacked : bool
        On a phone each row becomes a list: for tables with sentences in them.
    sheet : str
        Name of its sheet, which other tables may share; empty: it has none.
    sheet_columns : tuple of Column
        In the order of the workbook, where that is another; empty: the same.
    note : str
        Stands above the header of the sheet.
    is_as_given : bool
        From the weights as they stand in the sheet, whatever percentile the plan is for.
    drawn : SheetChart or None
        A chart of it in the workbook.
    """

    title: str
    columns: tuple[Column[RowT], ...]
    rows: Iterable[RowT]
    listed: Sequence[RowT] | None = None
    caption: str = ""
    is_stacked: bool = False
    sheet: str = ""
    sheet_columns: tuple[Column[RowT], ...] = ()
    note: str = ""
    is_as_given: bool = False
    drawn: SheetChart | None = None

    def columns_on(self, where: Where) -> tuple[Column[RowT], ...]:
        """Those that stand there, in the order that they have there."""
        columns = self.sheet_columns if self.sheet_columns and where is Where.WORKBOOK else self.columns
        return tuple(column for column in columns if where in column.where)


@dataclass(frozen=True, slots=True)
class Code:
    """Words to type, inside a text."""

    text: str
    is_quiet: bool = False
    """Beside the text, not part of its sentence."""


Text = str | tuple[str | Code, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several. A certificate is the arithmetic that shows a claim; a note explains and stands back."""

    text: Text
    tone: Literal["plain", "certificate", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered where the order counts."""

    items: tuple[Text, ...]
    is_ordered: bool = False
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """The one sentence that must be seen, in the colour of its state."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be known of everything that follows: the first sentence stands out."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, how much (and how much today), and what that means."""

    title: str
    figure: str
    meaning: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and texts: facts on the page, or a sheet of the workbook."""

    rows: tuple[tuple[str, str], ...]
    sheet: str = ""
    """Name of its sheet; empty: it has none."""
    has_title: bool = False
    """The first row is the title of the sheet."""
    state: str = ""
    """Of the verdict in the second row, which has its colour."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Questions in a word or two, and what is said to each, a line at a time."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


Picture = Literal["dumbbell", "bullets", "pairs", "bars", "spans", "intervals", "course", "frontier"]
"""How a chart is drawn: today's mark and the plan's joined by a line; work inside the time that there is; two bars a
row; one; a bar from low to high; a point on such a bar; a line with a band; what is gained against what it takes."""
Key = tuple[str, str]
"""A shape of the chart, and what it means."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its keys."""

    plot: BarChart | LineChart | FrontierChart
    picture: Picture
    keys: tuple[Key, ...] = ()


Block = Paragraph | Heading | Bullets | Banner | Notice | Cards | Pairs | Answers | Chart | Table[Any]
Sheet = Table[Any] | Pairs


@dataclass(frozen=True, slots=True)
class Section:
    """What one question gets for an answer.

    Attributes
    ----------
    title, id : str
        Its heading, and what links lead to.
    blocks : tuple of Block
        What stands on the page, in this order; empty: it is not there.
    sheets : tuple of Table or Pairs
        What stands in the workbook.
    is_in_head : bool
        Stands at the top of the page, without a heading of its own.
    """

    title: str
    id: str
    blocks: tuple[Block, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    is_in_head: bool = False


@dataclass(frozen=True, slots=True)
class Head(Section):
    """The first of all: its title is the headline of the page.

    Attributes
    ----------
    subject : str
        What the page is about, for the title of its window.
    eyebrow : str
        The line above the headline.
    footer : str
        The line below everything.
    is_brief : bool
        A page that has two sheets of paper: nothing is folded, tables are set close, and nobody signs it.
    """

    subject: str = ""
    eyebrow: str = ""
    footer: str = (
        "Hours are exact; utilizations are rounded to a tenth of a per cent here, and to 6 decimals in report.json."
    )
    is_brief: bool = False


def present(*given: ItemT | None) -> tuple[ItemT, ...]:
    """Those that are there, in their order: what a roster has no need of is None."""
    return tuple(each for each in given if each is not None)


def paragraph(*sentences: str, tone: Literal["plain", "certificate", "note"] = "plain") -> Paragraph | None:
    """A paragraph of the sentences that there are; None where there are none."""
    text = " ".join(filter(None, sentences))
    return Paragraph(text, tone) if text else None
