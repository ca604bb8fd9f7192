"""Advice from sums is advice from all cases, whatever has happened since."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.answers.advice import advice, advice_entry
from app.answers.docket.entries import CaseEvent, Event, happen
from app.answers.docket.ranked import advice_on, unit_of
from app.answers.docket.records import Record, added, families
from app.answers.docket.summary import Standings, Sums
from app.intake.errors import RosterRefused
from app.intake.findings import CODES, Severity
from app.intake.options import PlanOptions
from solver.analysis.casework.advice import Pace
from tests.app.answers.docket.offices import begun, office, planned, row, whole

PACE = Pace()
ALL = [each.name for each in CODES if each.severity is Severity.CONFIRM]
GOALS: list[dict[str, Any]] = [{}, {"release_ineligible": True}, {"percentile": 90, "target": 0.8}]


def known_of(records: dict[str, Record], *rows: dict[str, Any]) -> list[Record]:
    """What a docket looks up for a row: the case, and all that are or shall be kept together with it."""
    named = {each["case_id"] for each in rows}
    families = {each.get("keep_together") for each in rows} | {records[n].family for n in named if n in records}
    return [each for each in records.values() if each.case_id in named or (each.family and each.family in families)]


def wanted(chance: random.Random, standings: Standings, records: dict[str, Record]) -> CaseEvent:
    names = list(standings.basis.officers.ids)
    open_ = [each for each in records.values() if each.is_open]
    event = chance.choice(list(Event)) if open_ else Event.OPENED
    if event is Event.OPENED:
        return CaseEvent(event, row(chance, f"N-{len(records)}", names))
    case = chance.choice(open_)
    named = {"case_id": case.case_id}
    if event is Event.CHANGED:
        return CaseEvent(event, {**row(chance, case.case_id, names), "excluded_officers": None})
    if event is Event.ASSIGNED:
        needs = [each.need for each in unit_of(open_, case.case_id)]
        may = [names[o] for o in np.flatnonzero(standings.may(needs)).tolist()]
        return CaseEvent(event, named, case.officer if case.pinned or not may else chance.choice([*may, ""]))
    return CaseEvent(event, named)


def stays_although_new(standings: Standings, unit: list[Record]) -> bool:
    """Whether a roster cannot say what a docket says: nobody held it before, nobody may, and somebody took it."""
    nobody = not np.any(standings.may(each.need for each in unit))
    return nobody and any(each.fresh and each.officer for each in unit)


@pytest.mark.parametrize("seed", range(18))
def test_advice_from_sums_is_that_from_all_cases(seed: int) -> None:
    chance = random.Random(seed)
    document = office(chance)
    options = PlanOptions.model_validate({"accept": ALL, **GOALS[seed % 3]})
    standings, records = begun(*planned(document, options, chance), options)
    for _ in range(8):
        asked = wanted(chance, standings, records)
        try:
            done = happen(standings, asked, known_of(records, asked.row))
        except RosterRefused:  # a family is pinned to an officer whom one of it excludes
            continue
        standings, records = done.standings, {**records, done.record.case_id: done.record}
        open_ = [each for each in records.values() if each.is_open]
        if not open_ or any(stays_although_new(standings, unit) for unit in families(open_)):
            continue
        assigned = whole(document, records, options)
        for case in chance.sample(sorted(each.case_id for each in open_), 1):
            (full,) = advice(assigned, [case], options, PACE)
            unit = unit_of([records[name] for name in assigned.problem.cases.ids], case)
            assert advice_on(standings, unit, case, PACE) == advice_entry(assigned.problem, full), asked
    assert standings.sums.pack() == sums_of(standings, records).pack(), "entries can be added up again"


def test_a_case_that_is_ordered_to_somebody_counts_among_their_new_ones() -> None:
    """Nobody held it before and it is pinned to A: A was told of no new case, although there is one."""
    document = {
        "officers": [{"officer_id": "A", "available_hours": 10}, {"officer_id": "B", "available_hours": 10}],
        "cases": [{"case_id": "C", "weight_hours": 1, "pinned_to": "A"}],
    }
    options = PlanOptions()
    standings, records = begun(*planned(document, options, random.Random(1)), options)
    (best,) = advice_on(standings, [records["C"]], "C").candidates
    assert (best.officer_id, best.new_cases_after, best.caseload_after) == ("A", 1, 1)


def sums_of(standings: Standings, records: dict[str, Record]) -> Sums:
    nothing = np.zeros(len(standings.basis.officers), np.int64)
    again = added(standings.with_sums(Sums(nothing, nothing, nothing, standings.sums.needs)), records.values())
    work = {key: again.work[key] for key in standings.sums.work}
    return replace(
        again,
        eligible=standings.sums.eligible,
        work=work,
        waiting={key: again.waiting[key] for key in standings.sums.waiting},
    )
