"""What a plan keeps so that a question about one of its cases need not read all of them: sums, and cases in pieces."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from app.answers.docket.adding_up import basis_for, sums_of
from app.answers.docket.summary import Basis, Standings, Sums
from app.answers.from_sums.case_pieces import Layout, PiecesMissing, Shelf, Unit
from app.answers.from_sums.into_pieces import Labels, pieces_of
from app.answers.holdings.case_index import of_roster
from app.intake.build.problem import Built
from app.intake.columns.arrays import Coded
from app.intake.options import PlanOptions
from solver.analysis.casework.assignment_totals import Totals
from solver.arrays import Indices
from solver.check.rules import Loads
from solver.goals import GRAINS_PER_HOUR
from solver.problem import Problem

Answer = TypeVar("Answer")
SUMS = "sums-1.json"
"""The file of what is kept once for the whole plan. What is written otherwise one day has another number: plans that
have only this one are answered for from their rosters then."""
MOST = 2**25
"""Needs times officers: what a warm child has in memory of a plan, in bytes."""


@dataclass(frozen=True)
class Kept:
    """What is known of a plan without its cases.

    Attributes
    ----------
    standings : Standings
        In ticks of the problem that was planned.
    totals : Totals
        Under the goals of the plan.
    layout : Layout
        Of its cases.
    names : (tuple of str, tuple of str)
        The types and the offices of its roster.
    is_changed : bool
        The roster was changed before it was planned.
    """

    standings: Standings
    totals: Totals
    layout: Layout
    names: tuple[tuple[str, ...], tuple[str, ...]]
    is_changed: bool

    def pack(self) -> bytes:
        """As :func:`kept_in` reads it."""
        totals, layout = self.totals, self.layout
        number: dict[Fraction | None, int] = {}
        document = {
            "basis": b64encode(self.standings.basis.pack()).decode(),
            "sums": b64encode(self.standings.sums.pack()).decode(),
            "held": {each.name: getattr(totals.held, each.name).tolist() for each in fields(Loads)},
            "part_of_officer": totals.part_of_officer.tolist(),
            "values": {name: list(parts) for name, parts in totals.values.items()},
            "set_aside": dict(totals.set_aside),
            "share": [number.setdefault(share, len(number)) for share in totals.share],
            "shares": [None if share is None else str(share) for share in number],
            "grains": totals.grains,
            "layout": [layout.cases, layout.families, list(layout.kinds)],
            "names": [list(each) for each in self.names],
            "is_changed": self.is_changed,
        }
        return json.dumps(document, separators=(",", ":")).encode()

    def problem_of(self, unit: Unit) -> Problem:
        """The cases of a unit, among all officers."""
        basis = self.standings.basis
        return Problem(
            basis.officers,
            unit.cases,
            basis.eligible,
            basis.needs,
            basis.tick_hours,
            release_ineligible=basis.options.release_ineligible,
        )


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What a question is given of what a plan keeps.

    Attributes
    ----------
    sums : bytes
        :data:`SUMS`, compressed.
    pieces : mapping of name to bytes
        Those that are at hand, compressed.
    """

    sums: bytes
    pieces: Mapping[str, bytes] = field(default_factory=dict)

    def opened(self) -> tuple[Kept, Shelf]:
        """The same, read."""
        kept = kept_in(self.sums)
        return kept, Shelf(kept.layout, {name: zlib.decompress(body) for name, body in self.pieces.items()})

    def answer(self, question: Callable[..., Answer], *about: Any) -> Answer | MorePieces:
        """What a question of ``app.answers.from_sums.about_case`` answers, or which pieces it needs besides."""
        try:
            return question(*self.opened(), *about)
        except PiecesMissing as missing:
            return MorePieces(missing.names)


@dataclass(frozen=True, slots=True)
class MorePieces:
    """There is no answer without these pieces: ask again with them."""

    names: frozenset[str]


def files_for(built: Built, officer: Indices, options: PlanOptions, totals: Totals) -> dict[str, bytes]:
    """What a plan keeps, by the name of the file; nothing where sums do not say all that questions ask.

    Costs and times of pairs of a case and an officer are in no sums; and who may hold what has to fit into a child.

    Parameters
    ----------
    officer : int32 array, shape (cases,)
        Who holds what in the plan.
    options : PlanOptions
        With those of the sheet ``settings``.
    totals : Totals
    """
    problem = built.problem
    is_usual = totals.grains == (problem.tick_hours * GRAINS_PER_HOUR).numerator and problem.eligible.size <= MOST
    if problem.pairs is not None or not is_usual:
        return {}
    basis = basis_for(problem, built.roster, options)
    standings = Standings(basis, sums_of(basis, problem.cases, officer))
    rows = built.roster.cases
    families = rows.keep_together
    if built.changes:  # cases that changes have made are of no family
        families = Coded(problem.cases.bundle, families.values)
    labels = Labels(families, of_roster(built, rows.case_type), of_roster(built, rows.office))
    layout, pieces = pieces_of(problem, officer, labels)
    names = rows.case_type.values, rows.office.values
    return {SUMS: Kept(standings, totals, layout, names, bool(built.changes)).pack(), **pieces}


@lru_cache(maxsize=4)
def kept_in(content: bytes) -> Kept:
    """What :meth:`Kept.pack` wrote, compressed; it is read once for all questions about a plan."""
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    basis, sums = (b64decode(found[name]) for name in ("basis", "sums"))
    shares = [None if share is None else Fraction(share) for share in found["shares"]]
    cases, families, kinds = found["layout"]
    totals = Totals(
        held=Loads(**{name: np.array(numbers, np.int64) for name, numbers in found["held"].items()}),
        part_of_officer=np.array(found["part_of_officer"], np.int32),
        values={name: tuple(parts) for name, parts in found["values"].items()},
        set_aside=found["set_aside"],
        share=tuple(shares[at] for at in found["share"]),
        grains=found["grains"],
    )
    standings = Standings(Basis.unpack(basis), Sums.unpack(sums))
    types, offices = map(tuple, found["names"])
    layout = Layout(cases, families, tuple(kinds))
    return Kept(standings, totals, layout, (types, offices), found["is_changed"])


def finer_standings(standings: Standings, factor: int) -> Standings:
    """The same in ticks of ``1 / factor``."""
    if factor == 1:
        return standings
    basis, sums = standings.basis, standings.sums
    staff = basis.officers
    officers = replace(staff, available=staff.available * factor, limit=staff.limit * factor)
    work, waiting = (
        {key: (ticks * factor, cases) for key, (ticks, cases) in amounts.items()}
        for amounts in (sums.work, sums.waiting)
    )
    return Standings(
        replace(basis, officers=officers, tick_hours=basis.tick_hours / factor),
        replace(sums, loads=sums.loads * factor, work=work, waiting=waiting),
    )
