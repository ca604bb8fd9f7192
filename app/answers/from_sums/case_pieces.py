"""The cases of a plan in pieces, each found by the id of a case without opening the others.

A case lies on the piece that a checksum of its id names, with what a question needs of it. Those that are of a family
lie a second time on the piece that a checksum of the family's name names, each family as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from app.answers.from_sums.piece_names import piece_of_cases, piece_of_families
from solver.arrays import Indices, Ints
from solver.problem import ALONE, Cases

OF_PROBLEM = ("effort", "signature", "priority", "current", "officer", "ordered", "pinned")
"""As in ``Problem``, and who has the case in the plan."""
COLUMNS = (*OF_PROBLEM, "family", "shelf", "case_type", "office")
"""Besides: the number of its family (-1: none) and the piece of that; its type and its office in the roster."""


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
        return piece_of_cases(checksum(case_id) % self.cases)

    def of_family(self, name: str) -> str:
        """The piece on which a family lies, if there is one of that name."""
        return piece_of_families(checksum(name) % self.families)


@dataclass(frozen=True, slots=True)
class Unit:
    """A case and all that are kept together with it.

    Attributes
    ----------
    cases : Cases
        In the order of the roster.
    officer : int32 array
        Who has each of them in the plan.
    labels : tuple of (int, int)
        Of each the codes of its type and of its office in the roster; -1: none.
    family : str
        What the roster calls them together; empty: nothing.
    """

    cases: Cases
    officer: Indices
    labels: tuple[tuple[int, int], ...]
    family: str = ""


@dataclass(frozen=True)
class Piece:
    """Some cases.

    Attributes
    ----------
    ids : tuple of str
    columns : dict of name to array
        :data:`COLUMNS`.
    names : tuple of str
        Of a piece of families: the name of each, in the order of their numbers.
    """

    ids: tuple[str, ...]
    columns: dict[str, npt.NDArray[Any]]
    names: tuple[str, ...] = ()

    @classmethod
    def unpack(cls, content: bytes, layout: Layout) -> Piece:
        """As :func:`app.answers.from_sums.into_pieces.pieces_of` wrote it."""
        count, at = int(np.frombuffer(content, "<u4", 1)[0]), 4
        columns = {}
        for name, kind in zip(COLUMNS, layout.kinds, strict=True):
            columns[name] = np.frombuffer(content, kind, count, at)
            at += columns[name].nbytes
        lines = content[at:].decode().split("\n")
        return cls(tuple(lines[:count]), columns, tuple(lines[count:]))

    def family(self, number: int) -> Unit:
        """A family of this piece by its number."""
        numbers = np.unique(self.columns["family"])
        return self.unit(
            np.flatnonzero(self.columns["family"] == number), self.names[int(np.searchsorted(numbers, number))]
        )

    def family_named(self, name: str) -> Unit | None:
        """A family of this piece by its name; None: there is none."""
        if name not in self.names:
            return None
        return self.family(int(np.unique(self.columns["family"])[self.names.index(name)]))

    def unit(self, rows: Ints, family: str = "") -> Unit:
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
            bundle=np.full(len(rows), 0 if len(rows) > 1 else ALONE, np.int32),
            case_type=np.full(len(rows), -1, np.int32),
            ordered=pin if bool((pin >= 0).any()) else None,
        )
        labels = tuple(zip(found["case_type"].tolist(), found["office"].tolist(), strict=True))
        return Unit(cases, found["officer"].astype(np.int32), labels, family)


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

    def units_with(self, ids: Iterable[str], families: Iterable[str] = ()) -> tuple[dict[str, Unit], dict[str, Unit]]:
        """The unit of each of these cases, and of each of these families by its name; where there are none, nothing.

        Raises
        ------
        PiecesMissing
            They are on pieces that are not at hand.
        """
        missing: set[str] = set()
        found = tuple(
            self._each(find, keys, missing) for find, keys in ((self._unit_with, ids), (self._family_named, families))
        )
        if missing:
            raise PiecesMissing(missing)
        return found[0], found[1]

    def _each(self, find: Callable[[str], Unit | None], keys: Iterable[str], missing: set[str]) -> dict[str, Unit]:
        out: dict[str, Unit] = {}
        for key in keys:
            try:
                unit = find(key)
            except PiecesMissing as error:
                missing |= error.names
            else:
                if unit is not None:
                    out[key] = unit
        return out

    def _family_named(self, name: str) -> Unit | None:
        return self._piece(self.layout.of_family(name)).family_named(name)

    def _unit_with(self, case_id: str) -> Unit | None:
        piece = self._piece(self.layout.of_case(case_id))
        if case_id not in piece.ids:
            return None
        row = piece.ids.index(case_id)
        family, shelf = (int(piece.columns[name][row]) for name in ("family", "shelf"))
        if family < 0:
            return piece.unit(np.array([row]))
        return self._piece(piece_of_families(shelf)).family(family)

    def _piece(self, name: str) -> Piece:
        if name not in self.contents:
            raise PiecesMissing([name])
        if name not in self._opened:
            self._opened[name] = Piece.unpack(self.contents[name], self.layout)
        return self._opened[name]


def checksum(name: str) -> int:
    """By which a piece is chosen."""
    return crc32(name.encode(errors="surrogatepass"))
