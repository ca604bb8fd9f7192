"""The cases of a plan in pieces, each found by the id of a case without opening the others.

A case lies on the piece that a checksum of its id names, with what a question needs of it. Those that are kept together
with others lie a second time on pieces of families, each family as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from solver.arrays import Indices, Ints, stable_argsort
from solver.problem import ALONE, NEW, Cases, Problem

CASES_A_PIECE = 4_096
COLUMNS = ("effort", "signature", "priority", "current", "officer", "ordered", "pinned", "bundle")
KINDS = (np.int8, np.int16, np.int32, np.int64)


class PiecesMissing(Exception):
    """These pieces are needed besides."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = frozenset(names)


@dataclass(frozen=True, slots=True)
class Layout:
    """How pieces are read.

    Attributes
    ----------
    cases, families : int
        Pieces of each kind.
    kinds : tuple of str
        The type of each of :data:`COLUMNS`, as numpy spells it.
    """

    cases: int
    families: int
    kinds: tuple[str, ...]

    def of_case(self, case_id: str) -> str:
        """The piece on which a case lies, if there is one of that id."""
        return f"cases-{crc32(case_id.encode(errors='surrogatepass')) % self.cases}.bin"

    def of_family(self, bundle: int) -> str:
        """The piece on which a family lies."""
        return f"families-{bundle % self.families}.bin"


@dataclass(frozen=True, slots=True)
class Unit:
    """A case and all that are kept together with it, in the order of the roster, and who has them in the plan."""

    cases: Cases
    officer: Indices


@dataclass(frozen=True)
class Piece:
    """Some cases.

    Attributes
    ----------
    ids : tuple of str
    columns : dict of name to array
        :data:`COLUMNS`.
    """

    ids: tuple[str, ...]
    columns: dict[str, npt.NDArray[Any]]

    @classmethod
    def unpack(cls, content: bytes, layout: Layout) -> Piece:
        """As :func:`pieces_of` wrote it."""
        count, at = int(np.frombuffer(content, "<u4", 1)[0]), 4
        columns = {}
        for name, kind in zip(COLUMNS, layout.kinds, strict=True):
            columns[name] = np.frombuffer(content, kind, count, at)
            at += columns[name].nbytes
        return cls(tuple(content[at:].decode().split("\n")) if count else (), columns)

    def unit(self, rows: Ints) -> Unit:
        """These cases as one unit."""
        found = {name: self.columns[name][rows] for name in COLUMNS}
        pin = found["ordered"].astype(np.int32)
        cases = Cases(
            ids=tuple(self.ids[row] for row in rows.tolist()),
            effort=found["effort"].astype(np.int64),
            signature=found["signature"].astype(np.int32),
            priority=found["priority"].astype(np.int8),
            current=found["current"].astype(np.int32),
            pinned=found["pinned"].astype(np.bool_),
            bundle=found["bundle"].astype(np.int32),
            case_type=np.full(len(rows), -1, np.int32),
            ordered=pin if bool((pin >= 0).any()) else None,
        )
        return Unit(cases, found["officer"].astype(np.int32))


@dataclass(frozen=True)
class Shelf:
    """The pieces that are at hand.

    Attributes
    ----------
    layout : Layout
    contents : mapping of name to bytes
    """

    layout: Layout
    contents: Mapping[str, bytes]

    @cached_property
    def _opened(self) -> dict[str, Piece]:
        return {}

    def units_with(self, ids: Iterable[str]) -> dict[str, Unit]:
        """The unit of each of these cases; those that there are not in the plan are left out.

        Raises
        ------
        PiecesMissing
            They are on pieces that are not at hand.
        """
        out: dict[str, Unit] = {}
        missing: set[str] = set()
        for case_id in ids:
            try:
                unit = self._unit_with(case_id)
            except PiecesMissing as error:
                missing |= error.names
            else:
                if unit is not None:
                    out[case_id] = unit
        if missing:
            raise PiecesMissing(missing)
        return out

    def _unit_with(self, case_id: str) -> Unit | None:
        piece = self._piece(self.layout.of_case(case_id))
        if case_id not in piece.ids:
            return None
        row = piece.ids.index(case_id)
        bundle = int(piece.columns["bundle"][row])
        if bundle == ALONE:
            return piece.unit(np.array([row]))
        piece = self._piece(self.layout.of_family(bundle))
        return piece.unit(np.flatnonzero(piece.columns["bundle"] == bundle))

    def _piece(self, name: str) -> Piece:
        if name not in self.contents:
            raise PiecesMissing([name])
        if name not in self._opened:
            self._opened[name] = Piece.unpack(self.contents[name], self.layout)
        return self._opened[name]


def pieces_of(problem: Problem, officer: Indices) -> tuple[Layout, dict[str, bytes]]:
    """All cases of a plan as pieces, by name.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds what, ``UNPLACED`` where nobody does.
    """
    cases, m = problem.cases, len(problem.cases)
    ordered = np.full(m, NEW, np.int32) if cases.ordered is None else cases.ordered
    given: dict[str, npt.NDArray[Any]] = {
        "effort": cases.effort,
        "signature": cases.signature,
        "priority": cases.priority,
        "current": cases.current,
        "officer": officer,
        "ordered": ordered,
        "pinned": cases.pinned.astype(np.int8),
        "bundle": cases.bundle,
    }
    columns = {name: _smallest(given[name]) for name in COLUMNS}
    tied = np.flatnonzero(cases.bundle != ALONE)
    layout = Layout(
        _pieces_for(m), _pieces_for(len(tied)), tuple(columns[name].dtype.newbyteorder("<").str for name in COLUMNS)
    )
    ids = "\n".join(cases.ids).encode().split(b"\n")
    by_id = np.fromiter(map(crc32, ids), np.int64, m) % layout.cases
    by_family = cases.bundle[tied].astype(np.int64) % layout.families
    shelves = (("cases", by_id, np.arange(m), layout.cases), ("families", by_family, tied, layout.families))
    out = {}
    for kind, place, which, count in shelves:
        for number, body in enumerate(_bodies(ids, columns, place, which, count)):
            out[f"{kind}-{number}.bin"] = body
    return layout, out


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


def _smallest(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    kind = next(each for each in KINDS if np.iinfo(each).min <= low and high <= np.iinfo(each).max)
    return values.astype(np.dtype(kind).newbyteorder("<"))
