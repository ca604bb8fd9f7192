"""Shortages added up again: one that holds, and every way in which one may be wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solver.plan import Reason, Shortage
from tests.solver.check.judged import claims, shortage_of_places


def test_a_shortage_is_added_up_again() -> None:
    problem, plan = shortage_of_places()
    assert claims(problem, plan) == []
    (shortage,) = plan.shortages
    assert (shortage.need, shortage.have, shortage.reason) == (3, 2, Reason.STANDARDS)
    wrong = replace(plan, shortages=(replace(shortage, have=1),))
    assert claims(problem, wrong) == [
        "shortage 1 (standards): it says that 3 places are needed and 1 places are there; it is 3 places and 2 places"
    ]


def test_a_shortage_must_name_every_officer_who_may_help() -> None:
    problem, plan = shortage_of_places()
    fewer = replace(plan.shortages[0], officers=np.array([0], np.int32), have=1)
    found = claims(problem, replace(plan, shortages=(fewer,)))
    assert "shortage 1 (standards): officer D-2 may hold some of its cases too" in found


def test_what_is_no_shortage_explains_nothing() -> None:
    problem, plan = shortage_of_places()
    small = replace(plan.shortages[0], cases=np.array([0, 1], np.int32), need=2)
    found = claims(problem, replace(plan, shortages=(small,)))
    assert "shortage 1 (standards): 2 places needed and 2 places there is no shortage" in found


def test_hours_are_no_reason_where_every_case_is_to_be_placed() -> None:
    problem, plan = shortage_of_places()
    hours = Shortage(Reason.HOURS, plan.shortages[0].cases, plan.shortages[0].officers, 3, 2)
    found = claims(problem, replace(plan, shortages=(hours,)))
    assert "shortage 1 (hours): hours are not a limit where every case is to be placed" in found
