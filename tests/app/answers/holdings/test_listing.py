from __future__ import annotations

from dataclasses import replace

import pytest

from app.answers.holdings.case_lines import Change
from app.answers.holdings.listing import PAGE, CasePage, Order, Selection, select
from tests.app.answers.holdings.plans import lines


def found(**wanted: object) -> list[str]:
    return [line.case_id for line in select(lines(), Selection(**wanted)).lines]  # type: ignore[arg-type]


def test_without_a_wish_all_are_there_as_the_roster_has_them() -> None:
    assert found() == ["C-1", "C-2", "C-3", "D-4", "D-5"]


@pytest.mark.parametrize(
    ("wanted", "cases"),
    [
        ({"text": " d-"}, ["D-4", "D-5"]),
        ({"text": "COURT"}, ["C-1", "C-3"]),
        ({"text": "north"}, ["C-1"]),
        ({"text": "nowhere"}, []),
        ({"officer": "ann"}, ["C-1", "C-2", "C-3"]),
        ({"officer": "bo"}, ["C-2", "D-4"]),
        ({"officer": "an"}, []),
        ({"change": Change.LOST}, ["D-4"]),
        ({"officer": "Bo", "change": Change.MOVES}, ["C-2"]),
        ({"order": Order.HOURS}, ["C-1", "C-3", "C-2", "D-4", "D-5"]),
        ({"order": Order.PRIORITY}, ["C-2", "C-1", "C-3", "D-4", "D-5"]),
        ({"order": Order.AFTER}, ["D-4", "D-5", "C-1", "C-3", "C-2"]),
        ({"order": Order.TYPE}, ["D-4", "D-5", "C-1", "C-3", "C-2"]),
    ],
)
def test_what_is_looked_for_is_found(wanted: dict[str, object], cases: list[str]) -> None:
    assert found(**wanted) == cases


def test_pages_follow_each_other_and_end() -> None:
    many = [replace(lines()[0], number=number, case_id=f"C-{number:03}") for number in range(1, 2 * PAGE + 2)]
    pages = [select(many, Selection(page=page)) for page in (1, 2, 3)]
    assert [line for page in pages for line in page.lines] == many
    assert [(page.found, page.page, page.pages) for page in pages] == [(101, 1, 3), (101, 2, 3), (101, 3, 3)]
    assert select(many, Selection(page=10**9)) == pages[2]
    assert select(many, Selection(text="none")) == CasePage((), 0, 101, 1, 1)
