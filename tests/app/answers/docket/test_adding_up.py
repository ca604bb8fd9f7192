"""Sums of all cases at once are those of one case after the other."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.answers.docket.adding_up import basis_for, sums_of
from app.answers.docket.records import Record, added
from app.answers.docket.summary import Standings, Sums
from app.intake.findings import CODES, Severity
from app.intake.options import PlanOptions
from solver.analysis.ticks import fine
from tests.app.answers.docket.offices import begun, office, planned

ALL = [each.name for each in CODES if each.severity is Severity.CONFIRM]


@pytest.mark.parametrize("seed", range(12))
def test_all_at_once_is_one_after_the_other(seed: int) -> None:
    chance = random.Random(seed)
    options = PlanOptions.model_validate({"accept": ALL, "release_ineligible": bool(seed % 2)})
    built, officer = planned(office(chance), options, chance)
    problem = fine(built.problem)  # as dockets count
    basis = basis_for(problem, built.roster, options)
    found = sums_of(basis, problem.cases, officer)
    nothing = np.zeros(len(basis.officers), np.int64)
    records: list[Record] = [*begun(built, officer, options)[1].values()]
    again = added(Standings(basis, Sums(nothing, nothing, nothing)), records)
    assert (dict(found.work), dict(found.waiting)) == (again.work, again.waiting)
    for name in ("loads", "counts", "fresh"):
        assert getattr(found, name).tolist() == getattr(again, name).tolist()


def test_families_that_ask_for_the_same_are_one_amount() -> None:
    document = {
        "officers": [
            {"officer_id": "A", "available_hours": 10, "skills": "s"},
            {"officer_id": "B", "available_hours": 9},
        ],
        "cases": [
            {"case_id": f"{family}{number}", "weight_hours": 1, "keep_together": family, "required_skills": skill}
            for family in "FG"
            for number, skill in enumerate(("", "s"))
        ],
    }
    built, officer = planned(document, PlanOptions(), random.Random(3))
    found = sums_of(basis_for(built.problem, built.roster, PlanOptions()), built.problem.cases, officer)
    assert dict(found.work) == {"0,1": (4, 4)}, "in ticks of an hour"
