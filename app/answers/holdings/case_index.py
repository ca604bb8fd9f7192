"""Every case of a plan as arrays: made with the plan, kept beside its files, and searched without opening a roster.

A list of a million cases is read in a tenth of a second; as rows and objects it took many. What is found is exactly
what :func:`app.answers.holdings.listing.select` finds among :func:`app.answers.holdings.case_lines.lines_of`.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from app.answers.holdings.case_lines import CaseLine, Change, change_of
from app.answers.holdings.listing import PAGE, CasePage, Order, Selection
from app.intake.build.problem import Built
from app.intake.columns.arrays import Coded
from app.intake.columns.cell_types import BLANK
from app.report.text.numbers import number
from solver.arrays import smallest
from solver.plan import Plan, Reason

Rows = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
NAMES = "names"
IDS = "ids"
COLUMNS = ("before", "after", "case_type", "office", "effort", "priority", "reason")


@dataclass(frozen=True, slots=True, eq=False)
class CaseIndex:
    """Every case of a plan, in the order of the roster.

    Attributes
    ----------
    ids : bytes
        A case id a line, UTF-8.
    names : dict of str to list of str
        What the codes of ``officer`` (of ``before`` and ``after``), ``case_type``, ``office`` and ``reason`` stand for;
        the last one is empty, and stands for -1 as well.
    tick : Fraction
        Hours of a unit of ``effort``.
    columns : dict of str to array, shape (cases,)
        ``before``, ``after``, ``case_type``, ``office``, ``reason``: codes. ``effort``: in ticks. ``priority``.
    """

    ids: bytes
    names: dict[str, list[str]]
    tick: Fraction
    columns: dict[str, npt.NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.columns["effort"])


def index_of(built: Built, plan: Plan) -> CaseIndex:
    """The index of a plan that was just made."""
    problem = built.problem
    officers = {name: code for code, name in enumerate(problem.officers.ids)}
    for name in built.previous.values:
        officers.setdefault(name, len(officers))  # somebody who has left
    before = _recoded(built.previous.codes, [officers[name] for name in built.previous.values])
    words = {reason.value: code for code, reason in enumerate(Reason)}
    types, offices = of_roster(built, built.roster.cases.case_type), of_roster(built, built.roster.cases.office)
    return CaseIndex(
        "\n".join(problem.cases.ids).encode(),
        {
            "officer": [*officers, ""],
            "case_type": [*built.roster.cases.case_type.values, ""],
            "office": [*built.roster.cases.office.values, ""],
            "reason": [reason.label for reason in Reason],
        },
        problem.tick_hours,
        {
            "before": before,
            "after": np.asarray(plan.officer, np.int64),
            "case_type": types,
            "office": offices,
            "effort": np.asarray(problem.cases.effort, np.int64),
            "priority": np.asarray(problem.cases.priority, np.int64),
            "reason": np.array([words[value] for value in plan.reason.tolist()], np.int64),
        },
    )


def packed_index(index: CaseIndex) -> bytes:
    """As it is kept: each column as small as its values allow."""
    head = json.dumps({NAMES: index.names, "tick": str(index.tick)}, ensure_ascii=False).encode()
    arrays: dict[str, Any] = {name: smallest(index.columns[name]) for name in COLUMNS}
    out = io.BytesIO()
    np.savez(out, head=np.frombuffer(head, np.uint8), ids=np.frombuffer(index.ids, np.uint8), **arrays)
    return out.getvalue()


def index_in(kept: bytes) -> CaseIndex:
    """As it was kept."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        head = json.loads(found["head"].tobytes())
        columns = {name: found[name] for name in COLUMNS}
        return CaseIndex(found[IDS].tobytes(), head[NAMES], Fraction(head["tick"]), columns)


def find_in(index: CaseIndex, wanted: Selection) -> CasePage:
    """The page of the cases that fit."""
    rows = _fitting(index, wanted)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, wanted.page), pages)
    if wanted.order is not Order.ROSTER:
        rows = rows[np.argsort(_keys(index, rows, wanted.order), kind="stable")]
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return CasePage(tuple(lines_at(index, shown)), len(rows), len(index), page, pages)


def lines_of_officer(index: CaseIndex, officer_id: str) -> list[CaseLine]:
    """The cases that an officer has today or in the plan."""
    codes = [code for code, name in enumerate(index.names["officer"]) if name == officer_id]
    return lines_at(index, np.flatnonzero(_held_by(index, codes)))


def changed_lines(index: CaseIndex) -> list[CaseLine]:
    """The cases that have another officer in the plan than today."""
    return lines_at(index, np.flatnonzero(index.columns["before"] != index.columns["after"]))


def lines_at(index: CaseIndex, rows: Rows) -> list[CaseLine]:
    """These cases, a line each."""
    ids = _some_ids(index.ids, rows)
    found = {name: index.columns[name][rows].tolist() for name in COLUMNS}
    lines = []
    for at, row in enumerate(rows.tolist()):
        before, after = (index.names["officer"][found[name][at]] for name in ("before", "after"))
        lines.append(
            CaseLine(
                number=row + 1,
                case_id=ids[at],
                case_type=index.names["case_type"][found["case_type"][at]],
                office=index.names["office"][found["office"][at]],
                hours=number(found["effort"][at] * index.tick),
                priority=found["priority"][at],
                before=before,
                after=after,
                change=change_of(before, after),
                reason=index.names["reason"][found["reason"][at]],
            )
        )
    return lines


def _fitting(index: CaseIndex, wanted: Selection) -> Rows:
    fits = np.ones(len(index), bool)
    if wanted.change is not None:
        fits &= _changes(index, wanted.change)
    if officer := wanted.officer.strip().casefold():
        named = [code for code, name in enumerate(index.names["officer"]) if name.casefold() == officer]
        fits &= _held_by(index, named)
    if text := wanted.text.strip().casefold():
        found = _with_text(index.ids, text, len(index))
        for name in ("case_type", "office"):
            codes = [code for code, each in enumerate(index.names[name]) if text in each.casefold()]
            found |= np.isin(index.columns[name], codes)
        fits &= found
    return np.flatnonzero(fits)


def _held_by(index: CaseIndex, codes: list[int]) -> npt.NDArray[np.bool_]:
    held: npt.NDArray[np.bool_] = np.isin(index.columns["before"], codes) | np.isin(index.columns["after"], codes)
    return held


def _changes(index: CaseIndex, change: Change) -> npt.NDArray[np.bool_]:
    before, after = index.columns["before"], index.columns["after"]
    had, has = before != BLANK, after != BLANK
    found: dict[Change, npt.NDArray[np.bool_]] = {
        Change.KEPT: had & has & (before == after),
        Change.MOVES: had & has & (before != after),
        Change.NEW: ~had & has,
        Change.LOST: had & ~has,
        Change.WAITS: ~had & ~has,
    }
    return found[change]


def _with_text(ids: bytes, text: str, count: int) -> npt.NDArray[np.bool_]:
    """Which lines have a text in them, capitals or not."""
    found = np.zeros(count, bool)
    if not ids.isascii():
        found[[row for row, each in enumerate(ids.decode().split("\n")) if text in each.casefold()]] = True
        return found
    if text.isascii():
        places = [match.start() for match in re.finditer(re.escape(text.encode()), ids.lower())]
        ends = np.flatnonzero(np.frombuffer(ids, np.uint8) == ord("\n"))
        found[np.searchsorted(ends, places)] = True
    return found


def _keys(index: CaseIndex, rows: Rows, order: Order) -> npt.NDArray[np.int64]:
    if order is Order.HOURS:
        return -index.columns["effort"][rows].astype(np.int64)
    if order is Order.PRIORITY:
        return index.columns["priority"][rows].astype(np.int64)
    if order is Order.CASE:
        ids = index.ids.decode().split("\n")
        return _ranks([ids[row] for row in rows.tolist()])
    column, names = {
        Order.TYPE: ("case_type", "case_type"),
        Order.OFFICE: ("office", "office"),
        Order.BEFORE: ("before", "officer"),
        Order.AFTER: ("after", "officer"),
    }[order]
    return _ranks(index.names[names])[index.columns[column][rows]]


def _ranks(names: list[str]) -> npt.NDArray[np.int64]:
    """The place of each name among all, capitals or not; equal ones share one."""
    folded = [name.casefold() for name in names]
    rank = {name: place for place, name in enumerate(sorted(set(folded)))}
    return np.array([rank[name] for name in folded], np.int64)


def _some_ids(ids: bytes, rows: Rows) -> list[str]:
    breaks = np.flatnonzero(np.frombuffer(ids, np.uint8) == ord("\n"))
    starts, ends = np.append(0, breaks + 1), np.append(breaks, len(ids))
    return [ids[a:b].decode() for a, b in zip(starts[rows].tolist(), ends[rows].tolist(), strict=True)]


def _recoded(codes: Codes, new: list[int]) -> npt.NDArray[np.int64]:
    """Codes of other names; blank stays blank."""
    return np.append(np.array(new, np.int64), BLANK)[codes]


def of_roster(built: Built, column: Coded[str]) -> npt.NDArray[np.int64]:
    """A column of the roster for the cases of the problem; cases that only changes have made have nothing there."""
    if not built.changes:
        return np.asarray(column.codes, np.int64)
    code_of = dict(zip(built.roster.cases.ids, column.codes.tolist(), strict=True))
    return np.array([code_of.get(case_id, BLANK) for case_id in built.problem.cases.ids], np.int64)
