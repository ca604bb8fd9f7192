"""From a plan that is there to its docket: the sums, and every case at a place where it is found by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from app.answers.docket.records import Record, kept_row, work_of
from app.answers.docket.summary import OFFICER, Amount, Basis, Standings, Sums, key_of, packed, unpacked
from app.intake.build.problem import Built, days_of
from app.intake.limits import HOUR
from app.intake.options import PlanOptions
from app.intake.rows import document_of
from solver.analysis.ticks import fine
from solver.arrays import Flags, Indices
from solver.problem import ALONE, NEW, Problem

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
    weights = sheets.get("weights", [])
    basis = Basis(problem.tick_hours, problem.officers, problem.needs, weights, options, problem.eligible)
    records = list(_records(problem, sheets["cases"], officer))
    sums = _sums(basis, problem, officer, records)
    return Opened(basis.pack(), sums.pack(), (*_pages(BY_CASE, records), *_pages(BY_FAMILY, records)))


def _records(problem: Problem, rows: Sequence[Mapping[str, Any]], officer: Indices) -> Iterator[Record]:
    cases, ids = problem.cases, (*problem.officers.ids, "")
    columns = (officer.tolist(), cases.effort.tolist(), cases.signature.tolist(), (cases.current == NEW).tolist())
    for row, holder, effort, need, fresh in zip(rows, *columns, strict=True):
        yield Record(kept_row(row, ids[holder]), ids[holder], effort, need, fresh)


def _sums(basis: Basis, problem: Problem, officer: Indices, records: Sequence[Record]) -> Sums:
    """What :func:`app.answers.docket.records.added` would make of all cases, for all at once where they stand alone."""
    n, cases = len(problem.officers), problem.cases
    held = np.flatnonzero(officer >= 0)
    loads, counts = np.zeros(n, np.int64), np.bincount(officer[held], minlength=n)
    np.add.at(loads, officer[held], cases.effort[held])
    fresh = np.bincount(officer[held][cases.current[held] == NEW], minlength=n)
    empty = Sums(loads, counts, fresh)
    standings = Standings(basis, empty)
    alone = cases.bundle == ALONE
    may: Flags = standings.eligible & (problem.officers.limit > 0)
    placeable = np.any(may, axis=1, keepdims=True)[cases.signature, 0]
    pinned = cases.pinned & (officer >= 0)
    # a plan leaves a case that nobody may hold with an officer only where it stays there
    bound = alone & (officer >= 0) & (pinned | ~placeable)
    work = _totals(cases.effort, cases.signature, alone & ~pinned & placeable, len(problem.needs), "")
    work |= _totals(cases.effort, officer, bound, n, OFFICER)
    waiting = _totals(cases.effort, cases.signature, alone & (officer < 0), len(problem.needs), "")
    families: dict[int, list[Record]] = {}
    for case in np.flatnonzero(~alone).tolist():
        families.setdefault(int(cases.bundle[case]), []).append(records[case])
    for unit in families.values():
        for key, amount in work_of(standings, unit):
            _count(work, key, amount)
        free = [each for each in unit if not each.officer]
        if free:
            _count(waiting, key_of(each.need for each in free), (sum(each.effort for each in free), len(free)))
    return replace(empty, work=work, waiting=waiting)


def _totals(effort: Any, of: Any, which: Any, length: int, prefix: str) -> dict[str, Amount]:
    ticks = np.zeros(length, np.int64)
    np.add.at(ticks, of[which], effort[which])
    cases = np.bincount(of[which], minlength=length)
    return {f"{prefix}{at}": (int(ticks[at]), int(cases[at])) for at in np.flatnonzero(cases).tolist()}


def _count(sums: dict[str, Amount], key: str, amount: Amount) -> None:
    ticks, cases = sums.get(key, (0, 0))
    sums[key] = ticks + amount[0], cases + amount[1]


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
