"""Small offices that are made up by chance, who holds what in them, and the same office as a roster of what is open."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from app.answers.assigned_roster import AssignedRoster
from app.answers.docket.opening import BY_CASE, Opened, found_on, opened
from app.answers.docket.records import Record
from app.answers.docket.summary import Basis, Standings, Sums
from app.intake.build.problem import Built
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_document
from solver.arrays import Indices
from solver.model.units import units_of
from solver.plan import UNPLACED

SKILLS, OFFICES = ("spanish", "juvenile"), ("north", "south")
WEIGHTS = [
    {"case_type": "a", "weight_hours": "1.5", "low_hours": "1", "high_hours": "2"},
    {"case_type": "b", "weight_hours": "0.3333"},
]


def row(chance: random.Random, case_id: str, officers: list[str]) -> dict[str, Any]:
    """A case, which nobody holds."""
    found: dict[str, Any] = {"case_id": case_id}
    found |= {"case_type": chance.choice("aAb")} if chance.random() < 0.6 else {"weight_hours": chance.randint(0, 30)}
    if chance.random() < 0.3:
        found["required_skills"] = chance.choice([*SKILLS, "sign language"])
    if chance.random() < 0.4:
        found["office"] = chance.choice(OFFICES)
    if chance.random() < 0.15:
        found["excluded_officers"] = chance.sample(officers, chance.randint(1, len(officers)))
    if chance.random() < 0.3:
        found["keep_together"] = f"F-{chance.randint(1, 4)}"
    return found


def office(chance: random.Random) -> dict[str, Any]:
    """Officers and cases."""
    officers = [
        {
            "officer_id": f"D-{number}",
            "available_hours": chance.choice([0, 20, 25.5, 40, 80]),
            "efficiency": chance.choice([None, 0.75]),
            "skills": ";".join(skill for skill in SKILLS if chance.random() < 0.5),
            "offices": chance.choice([None, *OFFICES]),
            "caseload_standard": chance.choice([None, None, 3]),
        }
        for number in range(chance.randint(2, 5))
    ]
    names = [str(each["officer_id"]) for each in officers]
    cases = [row(chance, f"C-{number}", names) for number in range(chance.randint(1, 14))]
    for case in cases:
        if chance.random() < 0.6:
            case["current_officer"] = chance.choice([*names, "gone"])
    for case in cases:
        own = case.get("current_officer", "gone") != "gone" and "keep_together" not in case
        if own and case["current_officer"] not in case.get("excluded_officers", ()) and chance.random() < 0.3:
            case["pinned"] = True
    return {"officers": officers, "cases": cases, "weights": WEIGHTS}


def planned(document: dict[str, Any], options: PlanOptions, chance: random.Random) -> tuple[Built, Indices]:
    """A plan by chance that keeps every rule but hours and standards; one case in five that could be held is not."""
    built = prepare(read_document(document), options)
    units = units_of(built.problem)
    officer = np.full(len(built.problem.cases), UNPLACED, np.int32)
    for unit in range(len(units)):
        may = np.flatnonzero(units.allowed[units.group[unit]]).tolist()
        if may and (units.pinned[unit] or chance.random() < 0.8):
            officer[units.cases_of(unit)] = chance.choice(may)
    return built, officer


def begun(built: Built, officer: Indices, options: PlanOptions) -> tuple[Standings, dict[str, Record]]:
    """The docket of a plan as it is kept, and every case of it."""
    made: Opened = opened(built, officer, with_settings(options, built.roster.settings))
    pages = [page for page in made.pages if page.kind == BY_CASE]
    ids = built.problem.cases.ids
    records = {each: found_on(BY_CASE, page.body, each.encode()) for each in ids for page in pages}
    found = {name: next(found_on(BY_CASE, page.body, name.encode())[0] for page in pages) for name in records}
    return Standings(Basis.unpack(made.basis), Sums.unpack(made.sums)), found


def whole(document: dict[str, Any], records: dict[str, Record], options: PlanOptions) -> AssignedRoster:
    """All that is open, as a roster with who holds what: what advice had to look at without a docket."""
    rows = [
        {**each.row, "current_officer": (each.officer or "gone") if not each.fresh or each.pinned else None}
        for each in records.values()
        if each.is_open
    ]
    roster = read_document({**document, "cases": rows})
    problem = prepare(roster, options).problem
    number = {name: at for at, name in enumerate(problem.officers.ids)}
    officer = np.array([number.get(records[name].officer, UNPLACED) for name in problem.cases.ids], np.int32)
    return AssignedRoster(problem, officer, settings=roster.settings)
