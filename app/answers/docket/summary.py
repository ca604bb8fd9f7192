"""What is kept of an adopted plan beside its cases: its officers, what cases ask for, and sums over all that is open.

A million cases are a few thousand numbers here: what each officer holds, and how much work asks for the same officers.
That is all that fair shares and advice see of them, so nothing is estimated. The numbers are written as JSON.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from app.intake.options import PlanOptions
from solver.arrays import Flags, Ints
from solver.eligibility import eligibility
from solver.problem import Need, Officers

Amount = tuple[int, int]
"""Ticks and cases."""
OFFICER = "o"
"""Begins the key of work that is bound to one officer; other keys name needs."""


@dataclass(frozen=True)
class Basis:
    """What does not change as cases come and go.

    Attributes
    ----------
    tick_hours : Fraction
        So short that every time that a case can take is a whole number of ticks.
    officers : Officers
    needs : tuple of Need
        Of the cases of the plan.
    weights : list of rows of the sheet ``weights``
    options : PlanOptions
        Of the plan, those of the sheet ``settings`` among them.
    eligible : bool array, shape (needs, officers)
        Who may hold what, hours aside.
    """

    tick_hours: Fraction
    officers: Officers
    needs: tuple[Need, ...]
    weights: list[dict[str, Any]]
    options: PlanOptions
    eligible: Flags

    @cached_property
    def officer_of(self) -> dict[str, int]:
        """Position of each officer."""
        return {name: at for at, name in enumerate(self.officers.ids)}

    def pack(self) -> bytes:
        """As :meth:`unpack` reads it."""
        staff = self.officers
        return packed(
            {
                "tick_hours": str(self.tick_hours),
                "officers": list(staff.ids),
                "available": staff.available.tolist(),
                "limit": staff.limit.tolist(),
                "standard": staff.standard.tolist(),
                "skills": _coded(staff.skills),
                "offices": _coded(staff.offices),
                "dockets": _coded(staff.dockets),
                "needs": [_need_document(each) for each in self.needs],
                "weights": self.weights,
                "options": self.options.model_dump(mode="json", exclude_unset=True),
                "eligible": _packed_bits(self.eligible),
            }
        )

    @classmethod
    def unpack(cls, content: bytes) -> Basis:
        """What :meth:`pack` wrote."""
        found = unpacked(content)
        staff = Officers(
            ids=tuple(found["officers"]),
            available=np.array(found["available"], np.int64),
            limit=np.array(found["limit"], np.int64),
            standard=np.array(found["standard"], np.int64),
            skills=_decoded(found["skills"]),
            offices=_decoded(found["offices"]),
            dockets=_decoded(found["dockets"]),
        )
        return cls(
            Fraction(found["tick_hours"]),
            staff,
            tuple(map(_need, found["needs"])),
            found["weights"],
            PlanOptions.model_validate(found["options"]),
            _unpacked_bits(found["eligible"], len(found["needs"]), len(staff)),
        )


@dataclass(frozen=True)
class Sums:
    """What is open now, added up.

    Attributes
    ----------
    loads : int64 array, shape (officers,), ticks
    counts, fresh : int64 arrays, shape (officers,)
        Cases that each officer holds; of them, those that nobody held before.
    needs : tuple of Need
        Of new cases that ask for what no case of the plan did; numbered after those of the basis.
    work : dict of key to (ticks, cases)
        All that somebody can hold, by what it asks for (``2``; ``2,5`` where cases are kept together), or by the one
        officer whom it is bound to (``o7``).
    waiting : dict of key to (ticks, cases)
        What nobody holds, by what it asks for.
    eligible : bool array, shape (needs, officers), or None
        Who may hold what, hours aside; None: to be worked out.
    """

    loads: Ints
    counts: Ints
    fresh: Ints
    needs: tuple[Need, ...] = ()
    work: Mapping[str, Amount] = field(default_factory=dict)
    waiting: Mapping[str, Amount] = field(default_factory=dict)
    eligible: Flags | None = None

    def pack(self) -> bytes:
        """As :meth:`unpack` reads it."""
        return packed(
            {
                "loads": self.loads.tolist(),
                "counts": self.counts.tolist(),
                "fresh": self.fresh.tolist(),
                "needs": [_need_document(each) for each in self.needs],
                "work": dict(self.work),
                "waiting": dict(self.waiting),
                "eligible": None if self.eligible is None else _packed_bits(self.eligible),
            }
        )

    @classmethod
    def unpack(cls, content: bytes) -> Sums:
        """What :meth:`pack` wrote."""
        found = unpacked(content)
        return cls(
            np.array(found["loads"], np.int64),
            np.array(found["counts"], np.int64),
            np.array(found["fresh"], np.int64),
            tuple(map(_need, found["needs"])),
            {key: (ticks, cases) for key, (ticks, cases) in found["work"].items()},
            {key: (ticks, cases) for key, (ticks, cases) in found["waiting"].items()},
            found["eligible"] and _unpacked_bits(found["eligible"], len(found["needs"]), len(found["loads"])),
        )


@dataclass(frozen=True)
class Standings:
    """A basis and the sums beside it: what advice is given from."""

    basis: Basis
    sums: Sums

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Of the plan's cases and of new ones."""
        return self.basis.needs + self.sums.needs

    @cached_property
    def eligible(self) -> Flags:
        """Who may hold what, hours aside. Shape (needs, officers)."""
        more = self.sums.eligible
        if not self.sums.needs:
            return self.basis.eligible
        if more is None:
            more = eligibility(self.sums.needs, self.basis.officers)
        return np.concatenate([self.basis.eligible, more])

    def may(self, needs: Iterable[int]) -> Flags:
        """Officers with hours who may hold a case, or all of several that are kept together. Shape (officers,)."""
        found: Flags = self.basis.officers.limit > 0
        for need in needs:
            found = found & self.eligible[need]
        return found

    def with_sums(self, sums: Sums) -> Standings:
        """The same with other sums; what is known of who may hold what stays known."""
        found = Standings(self.basis, sums)
        if sums.needs == self.sums.needs:
            found.__dict__["eligible"] = self.eligible
        return found

    def with_need(self, need: Need) -> tuple[Standings, int]:
        """The number of a need, and the standings that know it."""
        wanted = _folded(need)
        for number, known in enumerate(self.needs):
            if _folded(known) == wanted:
                return self, number
        more = self.eligible[len(self.basis.needs) :]
        more = np.concatenate([more, eligibility((need,), self.basis.officers)])
        return Standings(self.basis, replace(self.sums, needs=(*self.sums.needs, need), eligible=more)), len(self.needs)


@lru_cache(maxsize=8)
def basis_of(content: bytes) -> Basis:
    """What :meth:`Basis.pack` wrote, read once: it is the same for all entries of a docket."""
    return Basis.unpack(content)


def needs_of_key(key: str) -> tuple[int, ...]:
    """The needs that a key names."""
    return tuple(map(int, key.split(",")))


def key_of(needs: Iterable[int]) -> str:
    """The key of work that asks for all of these."""
    return ",".join(map(str, sorted(set(needs))))


def packed(document: Any) -> bytes:
    """JSON, compressed."""
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(content: bytes) -> Any:
    """What :func:`packed` wrote."""
    return json.loads(zlib.decompress(content))


def _folded(need: Need) -> tuple[Any, ...]:
    office, docket = (None if name is None else name.casefold() for name in (need.office, need.docket))
    return office, docket, frozenset(skill.casefold() for skill in need.skills), need.excluded


def _need_document(need: Need) -> list[Any]:
    return [need.office, need.docket, sorted(need.skills), sorted(need.excluded)]


def _need(document: list[Any]) -> Need:
    office, docket, skills, excluded = document
    return Need(office, docket, frozenset(skills), frozenset(excluded))


def _packed_bits(flags: Flags) -> str:
    return b64encode(np.packbits(flags, axis=1).tobytes()).decode()


def _unpacked_bits(text: str, rows: int, columns: int) -> Flags:
    bits = np.frombuffer(b64decode(text), np.uint8).reshape(rows, -1)
    return np.unpackbits(bits, axis=1, count=columns).astype(np.bool_)


def _coded(sets: tuple[frozenset[str], ...]) -> list[Any]:
    """Each distinct set once, and the number of every officer's."""
    number: dict[frozenset[str], int] = {}
    codes = [number.setdefault(each, len(number)) for each in sets]
    return [[sorted(each) for each in number], codes]


def _decoded(coded: list[Any]) -> tuple[frozenset[str], ...]:
    values = [frozenset(each) for each in coded[0]]
    return tuple(values[code] for code in coded[1])
