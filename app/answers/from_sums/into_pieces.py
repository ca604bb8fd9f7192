"""The cases of a plan are laid out in pieces, all at once: no loop looks at each of a million."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from app.answers.from_sums.case_pieces import COLUMNS, Layout, checksum
from app.answers.from_sums.piece_names import piece_of_cases, piece_of_families
from app.intake.columns.arrays import Coded
from solver.arrays import Indices, Ints, smallest, stable_argsort
from solver.problem import NEW, Problem

CASES_A_PIECE = 4_096


@dataclass(frozen=True, slots=True)
class Labels:
    """What a roster says of the cases of a problem besides.

    Attributes
    ----------
    families : Coded of str, shape (cases,)
        What they are kept together by, also where that is said of one case alone.
    case_type, office : int arrays, shape (cases,)
        Codes; -1: none.
    """

    families: Coded[str]
    case_type: npt.NDArray[Any]
    office: npt.NDArray[Any]


def pieces_of(problem: Problem, officer: Indices, labels: Labels) -> tuple[Layout, dict[str, bytes]]:
    """All cases of a plan as pieces, by name.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does.
    labels : Labels
    """
    families = labels.families
    cases, m = problem.cases, len(problem.cases)
    family = families.codes
    tied = np.flatnonzero(family >= 0)
    counts = _pieces_for(m), _pieces_for(len(tied))
    shelf = np.array([*(checksum(name) % counts[1] for name in families.values), -1], np.int64)
    given: dict[str, npt.NDArray[Any]] = {
        "effort": cases.effort,
        "signature": cases.signature,
        "priority": cases.priority,
        "current": cases.current,
        "officer": officer,
        "ordered": np.full(m, NEW, np.int32) if cases.ordered is None else cases.ordered,
        "pinned": cases.pinned.astype(np.int8),
        "family": family,
        "shelf": shelf[family],
        "case_type": labels.case_type,
        "office": labels.office,
    }
    found = {name: smallest(given[name]) for name in COLUMNS}
    columns = {name: each.astype(each.dtype.newbyteorder("<")) for name, each in found.items()}
    layout = Layout(*counts, tuple(each.dtype.str for each in columns.values()))
    ids = "\n".join(cases.ids).encode().split(b"\n")
    by_id = np.fromiter(map(crc32, ids), np.int64, m) % layout.cases
    bodies = _bodies(ids, columns, by_id, np.arange(m), layout.cases)
    out = {piece_of_cases(number): body for number, body in enumerate(bodies)}
    bodies = _bodies(ids, columns, shelf[family[tied]], tied, layout.families)
    there = np.unique(family[tied])
    names = _names_of_shelves(families.values, there, shelf[there], layout.families)
    out |= {piece_of_families(number): body + names[number] for number, body in enumerate(bodies)}
    return layout, out


def _names_of_shelves(values: Sequence[str], there: Indices, shelf: Ints, count: int) -> list[bytes]:
    """The names of the families of each piece in the order of their numbers, a line each after those of the cases."""
    out: list[list[str]] = [[] for _ in range(count)]
    for number, place in zip(there.tolist(), shelf.tolist(), strict=True):
        out[place].append(values[number])
    return ["".join(f"\n{name}" for name in names).encode() for names in out]


def _bodies(
    ids: list[bytes], columns: Mapping[str, npt.NDArray[Any]], place: Ints, which: Ints, count: int
) -> Iterator[bytes]:
    """Each piece: how many cases, a column after the other, their ids."""
    order = which[stable_argsort(place, count)]
    ends = np.cumsum(np.bincount(place, minlength=count)).tolist()
    names = np.array([*ids, b""], object)[order]
    moved = [columns[name][order] for name in COLUMNS]
    start = 0
    for end in ends:
        here = slice(start, end)
        head = np.array([end - start], "<u4").tobytes()
        yield b"".join([head, *(each[here].tobytes() for each in moved), b"\n".join(names[here].tolist())])
        start = end


def _pieces_for(cases: int) -> int:
    return max(1, cases // CASES_A_PIECE)
