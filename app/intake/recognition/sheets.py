"""Raw tables → the sheets of a roster as text: each table with its header, its matched columns and its real rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from app.intake.columns.cell_types import Kind
from app.intake.columns.schema import BY_NAME, CASES
from app.intake.errors import Complaints
from app.intake.findings import Place
from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.content import Content
from app.intake.recognition.headers import Header, Named, find_header
from app.intake.recognition.matching import Matched, match_table
from app.intake.recognition.profile import Profile
from app.intake.recognition.rows.headings import NAMELESS, Headed, Heading, fill_below, headed, headings_within
from app.intake.recognition.rows.left_out import LeftOut, Shape, left_out, telling_rows
from app.intake.recognition.rows.refused_rows import cell_at, refuse_wider, tell_hidden, unmerge
from app.intake.recognition.rows.tables_within import tables_within
from app.intake.recognition.synonyms import EXACT, likeness, normal
from app.intake.recognition.values.conversion import Origin

FAMILY_NAMES = (
    "last name|family name|surname|lname|nachname|familienname|nom|nom famille|apellido|apellidos|cognome|achternaam"
    "|sobrenome"
)
GIVEN_NAMES = "first name|given name|forename|fname|vorname|prenom|nombre|nome|voornaam"
NUMBERS = {Kind.HOURS, Kind.RATIO, Kind.COST, Kind.COUNT}
BY_HEADINGS = "by the rows that head the others"
"""Why a column is recognised that is none in the export."""
TELLING = ("case_type", "current_officer", "opened", "officer_id")


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column of an export, and what became of it.

    Attributes
    ----------
    name : str
        In the export.
    column : str
        Of the roster; empty where it was left unread.
    reason : str
        How it was recognised, or why not.
    holds : str
        Its content in words.
    samples : tuple of str
        Up to five different values, for a page that shows them to whoever sent them.
    recognised : str
        What it was taken for before something spoke against it; empty where ``column`` says it.
    is_used : bool
        Whether it is of use although it is no column of a roster; ``reason`` says for what.
    """

    name: str
    column: str
    reason: str
    holds: str
    samples: tuple[str, ...] = ()
    recognised: str = ""
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table of an export, and what became of it.

    Attributes
    ----------
    name : str
    sheet : str or None
        Of the roster; None: it is none, and was not read.
    header_row : int
        As a person sees it.
    rows : int
        That became rows of the sheet.
    columns : tuple of ColumnRead
    left_out : dict of reason to rows
    notes : tuple of str
    last_row : int
        As a person sees it.
    """

    name: str
    sheet: str | None
    header_row: int
    rows: int
    columns: tuple[ColumnRead, ...]
    left_out: dict[str, tuple[int, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    last_row: int = 0

    def holds(self, file: str, row: int) -> bool:
        """Whether a row of a file is one below the header of this table."""
        return file == self.name and self.header_row < row <= self.last_row


@dataclass(slots=True)
class SheetText:
    """A sheet of a roster as the export has it.

    Attributes
    ----------
    cells : dict of column of the roster to its texts
    others : dict of name in the export to its texts
        Columns that were not matched; among them may be the one by which cases name their officers.
    origin : Origin
    is_typed : bool
    headings : list of (Place, Heading)
        Rows that were taken for headings of those below them.
    """

    cells: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)
    is_typed: bool = False
    headings: list[tuple[Place, Heading]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.origin.places)

    def leave_out(self, rows: Collection[int]) -> None:
        """Take rows out, by their positions."""
        if not rows:
            return
        for cells in (*self.cells.values(), *self.others.values()):
            cells[:] = [cell for at, cell in enumerate(cells) if at not in rows]
        self.origin.places[:] = [place for at, place in enumerate(self.origin.places) if at not in rows]


def sheets_of(
    tables: Sequence[RawTable], profile: Profile, complaints: Complaints, *, fix: bool = False
) -> tuple[dict[str, SheetText], tuple[TableRead, ...]]:
    """Read every table.

    Parameters
    ----------
    tables : sequence of RawTable
    profile : Profile
        What it says of columns counts before anything that is recognised.
    complaints : Complaints
        Told about cells that are merged across rows.
    fix : bool
        Write the value of merged cells into each of their rows.
    """
    sheets: dict[str, SheetText] = {}
    read = []
    for table in _cut(tables, complaints):
        header = find_header(table.rows)
        if header is None:
            continue
        below = table.rows[header.last + 1 :]
        contents = _contents(header, telling_rows(below, table.rows[header.last]), below)
        matched = match_table(_plain_name(table), header.columns, contents, profile.columns)
        if matched.sheet is None:
            read.append(_not_read(table, header, matched, contents))
            continue
        into = sheets.setdefault(matched.sheet, SheetText())
        read.append(_add(table, header, matched, into, complaints, profile, fix=fix))
    return sheets, tuple(read)


def _cut(tables: Sequence[RawTable], complaints: Complaints) -> Iterator[RawTable]:
    for table in tables:
        blocks = tables_within(table)
        for block in blocks[1:]:
            complaints.findings.add(
                "second-table",
                Place(table.name, block.numbers[0] if block.numbers else None),
                "another table begins here",
                done="each was read by itself",
            )
        yield from blocks


def _contents(header: Header, telling: Sequence[Sequence[str]], every: Sequence[Sequence[str]]) -> dict[int, Content]:
    """What the columns hold, by the rows that say more than one thing, and by all where these leave them empty."""
    found = {named.at: Content.of(_cells(telling, named.at)) for named in header.columns}
    for at, content in found.items():
        if not content.filled:
            found[at] = Content.of(_cells(every, at))
    return found


def _plain_name(table: RawTable) -> str:
    return table.sheet or PurePath(table.file).stem


def _cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at] if at < len(row) else "" for row in rows]


def _not_read(table: RawTable, header: Header, matched: Matched, contents: dict[int, Content]) -> TableRead:
    columns = tuple(ColumnRead(named.name, "", why, contents[named.at].words) for named, why in matched.unread)
    return TableRead(table.name, None, table.numbers[header.last], 0, columns, notes=table.notes)


def _add(
    table: RawTable,
    header: Header,
    matched: Matched,
    into: SheetText,
    complaints: Complaints,
    profile: Profile,
    *,
    fix: bool,
) -> TableRead:
    """Put the rows of a table below those that its sheet has already."""
    sheet = BY_NAME[matched.sheet or ""]
    at_of = {match.column: match.at for match in matched.matches}
    below = [list(row) for row in table.rows[header.last + 1 :]]
    unmerge(table, header, below, {match.at: match.name for match in matched.matches}, complaints, fix=fix)
    names = [""] * (1 + max(named.at for named in header.columns))
    for named in header.columns:
        names[named.at] = named.name if named.has_name else ""
    key = at_of[sheet.columns[0].name]
    hours = [at_of[column.name] for column in sheet.columns if column.kind in NUMBERS and column.name in at_of]
    telling = [at_of[name] for name in TELLING if name in at_of and at_of[name] != key]
    out = left_out(below, Shape(key, telling, hours, list(at_of.values()), names))
    numbers = table.numbers[header.last + 1 :]
    heads = Headed()
    if sheet is CASES:
        declined = {normal(name) for name, ours in profile.columns.get(sheet.name, {}).items() if not ours}
        heads = headed(table.rows[: header.first], below, out, at_of, declined)
        inside = headings_within(below, out, key, at_of)
        out |= dict.fromkeys((*heads.rows, *inside), LeftOut.HEADING)
        fill_below(below, inside, out, at_of)
        into.headings += [
            (Place(table.name, numbers[at], names[at_of[each.column]], each.value), replace(each, label=each.column))
            for at, each in inside.items()
        ]
    why: defaultdict[str, list[int]] = defaultdict(list)
    for at, reason in out.items():
        if reason is not LeftOut.BLANK or any(below[at]) or at < len(below) - 1:
            why[reason.value].append(numbers[at])
    kept = [at for at in range(len(below)) if at not in out]
    tell_hidden(table, [numbers[at] for at in kept], complaints)
    refuse_wider(table, header, below, kept, complaints)
    before = len(into)
    into.origin.places.extend((table.file if not table.sheet else table.name, numbers[at]) for at in kept)
    into.is_typed = into.is_typed or table.is_typed
    for match in matched.matches:
        into.origin.names.setdefault(match.column, match.name)
        _extend(into.cells, match.column, before, [cell_at(below[at], match.at) for at in kept])
    for column, texts in heads.values.items():
        into.origin.names.setdefault(column, heads.labels[column])
        _extend(into.cells, column, before, [texts[at] for at in kept])
    told = [*((None, each) for each in heads.above), *((numbers[at], each) for at, each in heads.rows.items())]
    into.headings += [
        (Place(table.name, row, each.label or NAMELESS, each.value), each)
        for row, each in told
        if each.column in heads.labels
    ]
    for named, _ in matched.unread:
        _extend(into.others, named.name, before, [cell_at(below[at], named.at) for at in kept])
    if matched.sheet == "officers":
        _join_names(into.others)
    for cells in (*into.cells.values(), *into.others.values()):
        cells.extend([""] * (len(into) - len(cells)))
    columns = _columns(
        header.columns, matched, {named.at: [cell_at(below[at], named.at) for at in kept] for named in header.columns}
    )
    columns += tuple(
        ColumnRead(heads.labels[column], column, BY_HEADINGS, Content.of([texts[at] for at in kept]).words)
        for column, texts in heads.values.items()
    )
    rows = {reason: tuple(found) for reason, found in why.items()}
    last = numbers[-1] if numbers else 0
    return TableRead(table.name, matched.sheet, table.numbers[header.last], len(kept), columns, rows, table.notes, last)


def _join_names(others: dict[str, list[str]]) -> None:
    """Add the whole names of officers whose family and given names stand in two columns: cases may call them so."""
    family = next((name for name in others if likeness(name, FAMILY_NAMES) == EXACT), None)
    given = next((name for name in others if likeness(name, GIVEN_NAMES) == EXACT), None)
    if family is not None and given is not None:
        pairs = zip(others[family], others[given], strict=True)
        others[f"{family}, {given}"] = [", ".join(filter(None, pair)) for pair in pairs]


def _extend(columns: dict[str, list[str]], name: str, before: int, cells: list[str]) -> None:
    columns.setdefault(name, [""] * before).extend(cells)


def _columns(every: Sequence[Named], matched: Matched, cells: dict[int, list[str]]) -> tuple[ColumnRead, ...]:
    match_at = {match.at: match for match in matched.matches}
    why = {named.at: reason for named, reason in matched.unread}
    out = []
    for named in every:
        content = Content.of(cells[named.at])
        match = match_at.get(named.at)
        samples = tuple(list(content.counts)[:5])
        column, reason = (match.column, match.reason) if match else ("", why.get(named.at, ""))
        out.append(ColumnRead(named.name, column, reason, content.words, samples))
    return tuple(out)
