"""What sections show: with the cases or without, and when there are too many for a workbook."""

from __future__ import annotations

import pytest

from app.report.source import CaseList, Source
from tests.app.report.made import document
from tests.app.report.planned import built_from, dealt_plan

OFFICERS = [{"officer_id": "A", "available_hours": 10}]
CASES = [{"case_id": f"{n}", "weight_hours": 1} for n in range(3)]


@pytest.mark.parametrize(("most", "is_large"), [(2, True), (3, False), (4, False)])
def test_a_workbook_lists_as_many_cases_as_it_has_room_for_and_one_more_is_too_many(most: int, is_large: bool) -> None:
    built = built_from(OFFICERS, CASES)
    assert CaseList(built, dealt_plan(built), most_cases=most).is_large is is_large


def test_a_hundred_thousand_cases_fit_and_half_as_many_moves() -> None:
    built = built_from(OFFICERS, CASES)
    cases = CaseList(built, dealt_plan(built))
    assert (cases.most_cases, cases.most_rows, cases.is_large) == (100_000, 50_000, False)


def test_a_document_may_stand_alone() -> None:
    assert Source(document()).cases is None
