"""What a plan keeps is read again as it was."""

from __future__ import annotations

import zlib
from dataclasses import fields

import numpy as np

from app.answers.from_sums.kept import SUMS, files_for, finer_standings, kept_in
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_document
from solver.analysis.casework.assignment_totals import Totals
from solver.check.rules import Loads
from tests.app.answers.office import CASES, OFFICERS

COSTS = [{"case_id": "2", "officer_id": "B", "cost": 1}]


def kept_of(**sheets: object) -> tuple[Totals, dict[str, bytes]]:
    options = PlanOptions()
    built = prepare(read_document({"officers": OFFICERS, "cases": CASES, **sheets}), options)
    officer = built.problem.cases.current.clip(min=-1)
    totals = Totals.of(built.problem, officer, options.to_solver(built.problem)[0])
    return totals, files_for(built, officer, options, totals)


def test_it_is_read_again_as_it_was() -> None:
    totals, files = kept_of()
    kept = kept_in(zlib.compress(files[SUMS]))
    assert kept.pack() == files[SUMS]
    for each in fields(Loads):
        assert np.array_equal(getattr(kept.totals.held, each.name), getattr(totals.held, each.name))
    assert (kept.totals.values, kept.totals.set_aside, kept.totals.share) == (
        totals.values,
        totals.set_aside,
        totals.share,
    )
    assert not kept.is_changed


def test_costs_of_pairs_are_in_no_sums() -> None:
    assert kept_of(costs=COSTS)[1] == {}


def test_shorter_ticks_are_the_same_hours() -> None:
    standings = kept_in(zlib.compress(kept_of()[1][SUMS])).standings
    finer = finer_standings(standings, 6)
    assert finer.basis.tick_hours * 6 == standings.basis.tick_hours
    assert finer.sums.loads.tolist() == (6 * standings.sums.loads).tolist()
    assert finer.basis.officers.limit.tolist() == (6 * standings.basis.officers.limit).tolist()
    assert finer.sums.work == {key: (6 * ticks, cases) for key, (ticks, cases) in standings.sums.work.items()}
