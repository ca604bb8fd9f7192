from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.holdings.case_index import (
    CaseIndex,
    changed_lines,
    find_in,
    index_in,
    index_of,
    lines_of_officer,
    packed_index,
)
from app.answers.holdings.case_lines import CaseLine, Change, lines_of
from app.answers.holdings.listing import Order, Selection, select
from app.answers.holdings.officer import officer_file
from app.intake.options import PlanOptions
from app.intake.read import read_document
from app.planning import Outcome, plan_roster
from app.report.render.csv import assignments

OFFICERS = ["Ann", "Bo", "Ça"]
CASES = [
    ("C-1", "Court", "North", 3, "Ann"),
    ("c-2", "court", "", 1.25, "Ann"),
    ("D-ß", "", "south", 2, "Gone"),
    ("D-4", "Visit", "", 8, ""),
    ("E-5.*", "Visit", "North", 0.5, "Bo"),
    ("F-6", "Court", "", 4, "Ann"),
]


@cache
def made(*scenario: str, is_plain: bool = False) -> Outcome:
    cases = [
        {
            "case_id": case,
            "case_type": kind,
            "office": office,
            "weight_hours": hours,
            "current_officer": who,
            "priority": 1 + at % 3,
        }
        for at, (case, kind, office, hours, who) in enumerate(CASES)
        if case.isascii() or not is_plain
    ]
    office: dict[str, Any] = {
        "officers": [{"officer_id": name, "available_hours": 10} for name in OFFICERS],
        "cases": cases,
    }
    return plan_roster(read_document(office), PlanOptions(time_limit_s=5), scenario=list(scenario))


def both(outcome: Outcome) -> tuple[CaseIndex, list[CaseLine]]:
    """A plan's index, after it was kept; and the lines that it stands for, from the roster and assignments.csv."""
    index = index_in(packed_index(index_of(outcome.built, outcome.plan)))
    rows = [each._asdict() for each in assignments(outcome.built, outcome.plan)]
    return index, lines_of(outcome.built.problem, outcome.built.roster, rows)


SELECTIONS = st.builds(
    Selection,
    st.sampled_from(["", "c", "-", "COURT", "visit", "north", "ß", "ss", ".*", "6", "\n", "x"]),
    st.sampled_from(["", *OFFICERS, "ann", "GONE", "nobody"]),
    st.none() | st.sampled_from(Change),
    st.sampled_from(Order),
    st.integers(1, 3),
)


@pytest.mark.parametrize("outcome", [made(), made(is_plain=True), made("add 1 officers", "intake of Visit +3")])
@given(wanted=SELECTIONS)
def test_the_index_finds_what_the_lines_say(outcome: Outcome, wanted: Selection) -> None:
    index, lines = both(outcome)
    assert find_in(index, wanted) == select(lines, wanted)


@pytest.mark.parametrize("name", [*OFFICERS, "nobody"])
def test_an_officer_is_the_same_from_the_index(name: str) -> None:
    index, lines = both(made())
    assert officer_file(lines_of_officer(index, name), name) == officer_file(lines, name)


@pytest.mark.parametrize("outcome", [made(), made("remove officer Bo"), made("add 1 officers")])
def test_what_changes_hands_is_the_same_from_the_index(outcome: Outcome) -> None:
    index, lines = both(outcome)
    changed = [line for line in lines if line.before != line.after]
    assert 0 < len(changed) < len(lines)
    assert changed_lines(index) == changed


def test_it_is_kept_in_as_few_bytes_as_the_values_allow() -> None:
    index = both(made())[0]
    assert {name: each.dtype.name for name, each in index.columns.items() if name != "effort"} == dict.fromkeys(
        ("before", "after", "case_type", "office", "priority", "reason"), "int8"
    )
