"""A docket as it begins: every case is found by its id, and what is kept can be read again."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from app.answers.docket.entries import CaseEvent, Event, happen
from app.answers.docket.opening import BY_CASE, BY_FAMILY, PAGE, Opened, found_on, opened
from app.answers.docket.records import added
from app.answers.docket.summary import Basis, Standings, Sums
from app.intake.errors import RosterRefused
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_document
from tests.app.answers.docket.offices import WEIGHTS

COUNT = 2 * PAGE + 50


def begun() -> Opened:
    """Two officers, one of whom holds every second case; three cases are a family, the ids are in no order."""
    cases = [
        {"case_id": f"Ä-{number * 7 % COUNT}", "case_type": "a", "keep_together": f"F-{number // 3}"}
        for number in range(COUNT)
    ]
    officers = [{"officer_id": name, "available_hours": 500, "skills": name} for name in ("A", "B")]
    options = PlanOptions.model_validate({"accept": ["other-period"]})
    built = prepare(read_document({"officers": officers, "cases": cases, "weights": WEIGHTS}), options)
    return opened(built, np.array([number // 3 % 2 - 1 for number in range(COUNT)], np.int32), options)


def test_every_case_is_on_the_page_where_it_is_looked_for() -> None:
    docket = begun()
    assert [page.kind for page in docket.pages].count(BY_CASE) == 3
    for kind, keys in (
        (BY_CASE, [f"Ä-{number}" for number in range(COUNT)]),
        (BY_FAMILY, [f"F-{number}" for number in range(COUNT // 3)]),
    ):
        pages = [page for page in docket.pages if page.kind == kind]
        assert [page.first for page in pages] == sorted(page.first for page in pages)
        for key in map(str.encode, keys):
            page = max((page for page in pages if page.first <= key), key=lambda page: page.first)
            assert len(found_on(kind, page.body, key)) == (1 if kind == BY_CASE else 3)
        assert found_on(kind, pages[0].body, b"Z") == []


def test_what_is_kept_is_what_all_cases_add_up_to() -> None:
    docket = begun()
    standings = Standings(Basis.unpack(docket.basis), Sums.unpack(docket.sums))
    nothing = np.zeros(2, np.int64)
    ids = [f"Ä-{number}".encode() for number in range(COUNT)]
    records = [
        record
        for page in docket.pages
        if page.kind == BY_CASE
        for key in ids
        for record in found_on(BY_CASE, page.body, key)
    ]
    assert len(records) == COUNT
    again = added(standings.with_sums(Sums(nothing, nothing, nothing)), records)
    assert again.pack() == docket.sums
    assert Basis.unpack(docket.basis).pack() == docket.basis
    assert standings.sums.counts.tolist() == [COUNT // 2 // 3 * 3, 0]


def test_a_case_that_is_opened_on_a_docket_takes_the_hours_of_its_age() -> None:
    """6 h in its first 30 days, then 1.5 h: opened on 12 November, it spends 11 of the 31 days of December in them."""
    weights = [
        {"case_type": "a", "weight_hours": "6"},
        {"case_type": "a", "weight_hours": "1.5", "from_age_days": 30},
    ]
    officers = [{"officer_id": "A", "available_hours": 500}]
    cases = [{"case_id": "old", "case_type": "a", "opened": "2026-01-01"}]
    options = PlanOptions.model_validate({"period_start": "2026-12-01"})
    built = prepare(read_document({"officers": officers, "cases": cases, "weights": weights}), options)
    docket = opened(built, np.zeros(1, np.int32), options)
    standings = Standings(Basis.unpack(docket.basis), Sums.unpack(docket.sums))
    new = {"case_id": "new", "case_type": "a", "opened": "2026-11-12"}
    done = happen(standings, CaseEvent(Event.OPENED, new, "A"), [])
    assert done.record.effort * standings.basis.tick_hours == Fraction(11 * 12 + 20 * 3, 2 * 31)
    late = {**new, "opened": "2027-01-02"}  # the docket of December is still kept: it is as new as can be
    assert happen(standings, CaseEvent(Event.OPENED, late, "A"), []).record.effort * standings.basis.tick_hours == 6
    with pytest.raises(RosterRefused, match="depends on its age"):
        happen(standings, CaseEvent(Event.OPENED, {"case_id": "new", "case_type": "a"}, "A"), [])
