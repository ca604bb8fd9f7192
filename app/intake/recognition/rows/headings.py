"""Rows that head the rows below them, as `Officer: Smith, John` above the cases of that officer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.intake.recognition.rows.left_out import LeftOut
from app.intake.recognition.synonyms import EXACT, NAMES, likeness, normal
from app.intake.recognition.values.cell_values import is_nothing

HEADED = ("current_officer", "office", "docket", "case_type")
"""Columns of cases that a heading may stand for."""
NAMELESS = "headings"
"""What headings are called that hold a name without a label."""
MOST_CELLS = 3
"""Filled cells of a row that is a heading: its label, its value, a count."""
COUNT = re.compile(
    r"\s*(?:\([^()]*\)|[-–:] ?[0-9]+(?: \w+)?|\b[0-9]+ (?:cases?|f[aä]lle|dossiers|casos|casi))$", re.IGNORECASE
)
"""What may stand behind the value: ``(12 cases)``, ``- 12``."""
LABELLED = re.compile(r"([^:0-9]{2,40}?)(?: ?:| [-–] ) ?(.*)")
CASES_OF = re.compile(r"(?:open |active )?(?:case ?load|cases) (?:of|for|assigned to)[: ] ?(?=[^\W\d_])", re.IGNORECASE)
"""``Caseload of Smith``."""
NUMBERED = re.compile(r"[0-9]{1,8} ?[-–:] ?")
"""The number of an officer before the name."""
LONGEST = 120
"""Characters of a heading."""
PERSON = re.compile(r"[^\W\d_][^\d:;/]*, ?[^\W\d_][^\d:;/]*|[^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]*){0,3}")
"""``Smith, John``, ``John Smith`` or ``Smith``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a row says of those below it.

    Attributes
    ----------
    column : str
        Of the roster.
    label : str
        As it stands there; empty where the row holds a name alone.
    value : str
    """

    column: str
    label: str
    value: str


@dataclass(slots=True)
class Headed:
    """What the headings of a table say of its rows.

    Attributes
    ----------
    values : dict of column of the roster to one text for each row below the header
    rows : dict of position below the header to Heading
    labels : dict of column to what the headings call it
    above : list of Heading
        Those over the header, which count for all rows until another.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[int, Heading] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    above: list[Heading] = field(default_factory=list)


def headed(
    above: Sequence[Sequence[str]],
    below: Sequence[Sequence[str]],
    out: Mapping[int, LeftOut],
    there: Collection[str],
    declined: Collection[str] = (),
) -> Headed:
    """Give the rows of a list of cases what their headings say, in columns that the list does not have itself.

    Parameters
    ----------
    above : sequence of rows
        Over the header: a heading there counts for all rows until another.
    below : sequence of rows
        Below the header.
    out : mapping of position to reason
        Rows that are none; a name alone is a heading only where it was left out.
    there : collection of str
        Columns that the list has.
    declined : collection of str
        Labels that somebody has said mean nothing, as :func:`normal` has them; :data:`NAMELESS` for names alone.
    """
    found = Headed()
    rows = {at: each for at, row in enumerate(below) if (each := heading_of(row)) is not None}
    first = [each for row in above if (each := heading_of(row)) is not None and each.column not in there]
    found.above = [each for each in first if normal(each.label) not in declined]
    for each in (*found.above, *rows.values()):
        if each.column not in there and normal(each.label) not in declined:
            found.labels.setdefault(each.column, each.label)
    may_be_alone = not {"current_officer"} & {*there, *found.labels} and NAMELESS not in declined
    if may_be_alone:
        alone = {at: Heading("current_officer", "", name) for at, name in _names_alone(below, out)}
        if alone:
            rows |= alone
            found.labels["current_officer"] = NAMELESS
    if not rows and not found.labels:
        return found
    now = {each.column: each.value for each in found.above}
    columns: dict[str, list[str]] = {column: [] for column in found.labels}
    for at in range(len(below)):
        if at in rows:
            now[rows[at].column] = rows[at].value
        for column, cells in columns.items():
            cells.append(now.get(column, ""))
    found.rows = rows
    found.values = columns
    return found


def headings_within(
    below: Sequence[Sequence[str]], out: dict[int, LeftOut], key: int, positions: Mapping[str, int]
) -> dict[int, Heading]:
    """Rows that hold a value of one column and nothing else, above rows that have ids and nothing there.

    Parameters
    ----------
    below : sequence of rows
    out : dict of position to reason
        Rows that are none.
    key : int
        Position of the id.
    positions : mapping of column of the roster to its position
        Of those that a heading may stand for.
    """
    found = {}
    column_at = {at: column for column, at in positions.items() if column in HEADED and at != key}
    for at, row in enumerate(below):
        filled = [(place, cell) for place, cell in enumerate(row) if cell]
        if len(filled) != 1 or filled[0][0] not in column_at or at + 1 >= len(below):
            continue
        place, value = filled[0][0], filled[0][1][:LONGEST]
        follows = below[at + 1]
        is_case = at + 1 not in out and key < len(follows) and bool(follows[key])
        if is_case and not (place < len(follows) and follows[place]):
            found[at] = Heading(column_at[place], "", COUNT.sub("", value).strip())
    return found


def fill_below(
    below: Sequence[list[str]], headings: Mapping[int, Heading], out: Collection[int], at_of: Mapping[str, int]
) -> None:
    """Write what a row says of those below it into their empty cells, until the next one."""
    now: dict[str, str] = {}
    for at, row in enumerate(below):
        if at in headings:
            now[headings[at].column] = headings[at].value
        for column, value in now.items() if at not in out else ():
            row.extend([""] * (at_of[column] + 1 - len(row)))
            row[at_of[column]] = row[at_of[column]] or value


def heading_of(row: Sequence[str]) -> Heading | None:
    """The heading that a row is by its label; None: it is none."""
    filled = [cell for cell in row if cell]
    if not filled or len(filled) > MOST_CELLS or len(filled[0]) > LONGEST:
        return None
    of = CASES_OF.match(filled[0])
    if of is not None and len(filled) == 1:
        return Heading("current_officer", of[0].strip(" :"), COUNT.sub("", filled[0][of.end() :]).strip())
    match = LABELLED.fullmatch(filled[0])
    if match is None:
        return None
    label, value = match[1].strip(), match[2].strip()
    if not value and len(filled) > 1:
        value = filled[1][:LONGEST]
    column = next((name for name in HEADED if likeness(label, NAMES[f"cases.{name}"]) == EXACT), None)
    value = COUNT.sub("", value).strip()
    return Heading(column, label, "" if is_nothing(value) else value) if column is not None else None


def _names_alone(below: Sequence[Sequence[str]], out: Mapping[int, LeftOut]) -> Iterator[tuple[int, str]]:
    """Rows that hold the name of a person and nothing else, directly above rows that stay."""
    for at, why in out.items():
        filled = [cell for cell in below[at] if cell] if why in {LeftOut.HEADING, LeftOut.REMARK} else []
        follows = next((each for each in range(at + 1, len(below)) if out.get(each) is not LeftOut.BLANK), None)
        is_above = follows is not None and (follows not in out or out[follows] is LeftOut.HEADER)
        is_short = len(filled) == 1 and len(filled[0]) <= LONGEST
        name = COUNT.sub("", NUMBERED.sub("", filled[0], count=1)).strip() if is_short and is_above else ""
        if name and PERSON.fullmatch(name):
            yield at, name
