"""Documents made by hand: a test says what it is about, the rest is the plainest value that there can be."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from app.report.blocks import Section, Sheet, Table, Text, Where
from app.report.document import ReportDocument
from app.report.entry import Entry
from app.report.render.grid import grid_of
from app.report.sections.provenance.entry import Provenance
from app.report.source import Source

EntryT = TypeVar("EntryT", bound=Entry)
BlockT = TypeVar("BlockT")


def made(kind: type[EntryT], /, **given: Any) -> EntryT:
    """An entry with the values given, and otherwise null, 0, nothing, and the first of what may be chosen."""
    plainest = {
        name: plain(field.annotation)
        for name, field in kind.model_fields.items()
        if field.is_required() and name not in given
    }
    return kind(**plainest, **given)


def plain(annotation: Any) -> Any:
    """The plainest value of a type."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return None if NoneType in arguments else plain(arguments[0])
    if issubclass(annotation, Entry) if isinstance(annotation, type) and origin is None else False:
        return made(annotation)
    return (origin or annotation)()


def document(**given: Any) -> ReportDocument:
    """A document without a plan, of a roster without anybody, unless something else is said.

    ``goals`` are those of its provenance.
    """
    goals = given.pop("goals", {})
    provenance = made(Provenance, created="2026-11-24T09:30:00+00:00", goals=goals)
    return made(ReportDocument, **{"provenance": provenance, **given})


def source(**given: Any) -> Source:
    """What a section is shown from."""
    return Source(document(**given))


def entries() -> list[type[Entry]]:
    """Every kind of entry that the document is made of."""
    found: dict[type[Entry], None] = {}

    def look(annotation: Any) -> None:
        for argument in get_args(annotation):
            look(argument)
        if isinstance(annotation, type) and issubclass(annotation, Entry) and annotation not in found:
            found[annotation] = None
            for field in annotation.model_fields.values():
                look(field.annotation)

    look(ReportDocument)
    return list(found)


def blocks(section: Section, kind: type[BlockT]) -> list[BlockT]:
    """The blocks of a kind, in their order on the page."""
    return [block for block in section.blocks if isinstance(block, kind)]


def words(text: Text) -> str:
    """A text as it is read, with what is to be typed in it."""
    return text if isinstance(text, str) else "".join(part if isinstance(part, str) else part.text for part in text)


def on_page(table: Table[Any]) -> Iterator[dict[str, str]]:
    """The rows that the page has room for, as they are read: header and text."""
    for row in grid_of(table).rows:
        yield {column.title: "; ".join(cell.names) or cell.text for column, cell in row}


def in_workbook(table: Sheet) -> Iterator[dict[str, Any]]:
    """All rows with their cells, which are numbers wherever they can be, below the headers of the sheet."""
    assert isinstance(table, Table)
    columns = table.columns_on(Where.WORKBOOK)
    for row in table.rows:
        yield {column.sheet_title or column.title: column.value(row) for column in columns}
