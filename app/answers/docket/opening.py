"""From a plan that is there to its docket: the sums, and every case at a place where it is found by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.answers.docket.adding_up import basis_for, sums_of
from app.answers.docket.records import Record, kept_row
from app.answers.docket.summary import packed, unpacked
from app.intake.build.problem import Built, days_of
from app.intake.limits import HOUR
from app.intake.options import PlanOptions
from app.intake.rows import document_of
from solver.analysis.ticks import fine
from solver.arrays import Indices
from solver.problem import NEW, Problem

PAGE = 200
"""Cases that are read to find one."""
BY_CASE, BY_FAMILY = "case", "family"
"""What the cases of a page are in the order of."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases of a plan, in the order of their ids, or of what they are kept together by.

    Attributes
    ----------
    kind : str
    first : bytes
        The first of their keys, in UTF-8: bytes compare the same in every database.
    body : bytes
    """

    kind: str
    first: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A docket as it begins."""

    basis: bytes
    sums: bytes
    pages: tuple[Page, ...]


def opened(built: Built, officer: Indices, options: PlanOptions) -> Opened:
    """The docket of a plan.

    Parameters
    ----------
    built : Built
        What was planned.
    officer : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does.
    options : PlanOptions
        With those of the sheet ``settings``.
    """
    problem = fine(built.problem, Fraction(1, HOUR * days_of(built.weights)))
    roster = built.roster
    sheets = document_of(roster.officers, roster.cases, roster.weights, roster.costs, roster.flow, roster.settings)
    basis = basis_for(problem, roster, options)
    records = list(_records(problem, sheets["cases"], officer))
    sums = sums_of(basis, problem.cases, officer)
    return Opened(basis.pack(), sums.pack(), (*_pages(BY_CASE, records), *_pages(BY_FAMILY, records)))


def _records(problem: Problem, rows: Sequence[Mapping[str, Any]], officer: Indices) -> Iterator[Record]:
    cases, ids = problem.cases, (*problem.officers.ids, "")
    columns = (officer.tolist(), cases.effort.tolist(), cases.signature.tolist(), (cases.current == NEW).tolist())
    for row, holder, effort, need, fresh in zip(rows, *columns, strict=True):
        yield Record(kept_row(row, ids[holder]), ids[holder], effort, need, fresh)


def _pages(kind: str, records: Iterable[Record]) -> Iterator[Page]:
    """Pages of cases; all that are kept together are on one."""
    page: list[Record] = []
    last = b""
    keyed = ((key_in(kind, record), record) for record in records)
    for key, record in sorted((pair for pair in keyed if pair[0]), key=lambda pair: pair[0]):
        if len(page) >= PAGE and key != last:
            yield _page(kind, page)
            page = []
        page.append(record)
        last = key
    if page:
        yield _page(kind, page)


def _page(kind: str, records: Sequence[Record]) -> Page:
    return Page(kind, key_in(kind, records[0]), packed([each.to_list() for each in records]))


def key_in(kind: str, record: Record) -> bytes:
    """The key of a case on pages of a kind; empty: it is on none."""
    return (record.case_id if kind == BY_CASE else record.family).encode()


def found_on(kind: str, body: bytes, key: bytes) -> list[Record]:
    """The cases of a page that have this key."""
    column, wanted = ("case_id" if kind == BY_CASE else "keep_together"), key.decode()
    return [Record.from_list(each) for each in unpacked(body) if each[0].get(column) == wanted]
