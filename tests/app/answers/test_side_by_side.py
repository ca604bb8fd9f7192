"""Two plans side by side: the same roster, other rosters, and page after page of what differs."""

from __future__ import annotations

import random

import pytest

from app.answers.side_by_side import CasePair, StoredPlan, side_by_side
from app.report.document import ReportDocument
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.officers.entry import OfficerEntry
from tests.app.report.made import made

HEADER = "case_id,officer_id,previous_officer,moved,reason\n"


def officer(name: str, caseload: int, hours: float) -> OfficerEntry:
    return made(OfficerEntry, officer_id=name, caseload=caseload, workload_hours=hours, utilization=hours / 10)


def level(name: str, value: float) -> LevelEntry:
    return made(LevelEntry, name=name, unit="cost" if name == "cost" else "utilization", value=value)


def plan(rows: str, officers: list[OfficerEntry] | None = None, levels: list[LevelEntry] | None = None) -> StoredPlan:
    report = made(ReportDocument, officers=officers or [], levels=levels or [])
    return StoredPlan(report.model_dump_json().encode(), f"\ufeff{HEADER}{rows}".encode())


FIRST = plan(
    'c1,A,A,no,kept\nc2,B,A,yes,balance\nc3,,A,yes,hours\n"c,4",A,,no,new\n',
    [officer("A", 2, 6), officer("B", 1, 3)],
    [
        made(LevelEntry, name="fairness", unit="utilization", value=0.1),
        made(LevelEntry, name="cost", unit="cost", value=3),
    ],
)
SECOND = plan(
    '"c,4",B,,no,new\nc1,A,A,no,kept\nc2,A,A,no,kept\nc9,B,,no,new\nc3,B,A,yes,balance\n',
    [officer("B", 3, 9), officer("N", 0, 0)],
    [level("fairness", 0.2)],
)


def test_cases_are_the_same_where_their_ids_are() -> None:
    found = side_by_side(FIRST, SECOND, 0, 10)
    counts = found.cases_in_both, found.cases_only_in_first, found.cases_only_in_second, found.cases_that_differ
    assert counts == (4, 0, 1, 3)
    assert [(each.case_id, each.officer_first, each.officer_second) for each in found.items] == [
        ("c2", "B", "A"),
        ("c3", None, "B"),
        ("c,4", "A", "B"),
    ]
    assert found.items[2] == CasePair(
        case_id="c,4",
        number_first=4,
        number_second=1,
        today=None,
        officer_first="A",
        officer_second="B",
        reason_first="new",
        reason_second="new",
    )


def test_officers_of_one_plan_alone_have_nothing_in_the_other() -> None:
    found = side_by_side(FIRST, SECOND, 0, 10)
    assert [(each.officer_id, each.caseload_first, each.caseload_second) for each in found.officers] == [
        ("A", 2, None),
        ("B", 1, 3),
        ("N", None, 0),
    ]
    assert (found.officers[1].utilization_first, found.officers[1].hours_second) == (0.3, 9)


def test_goals_stand_in_pairs() -> None:
    found = side_by_side(FIRST, SECOND, 0, 10)
    assert [(each.name, each.first, each.second) for each in found.levels] == [
        ("fairness", 0.1, 0.2),
        ("cost", 3, None),
    ]


@pytest.mark.parametrize(
    ("officer", "cases"), [(1, ["c2", "c,4"]), (2, ["c2", "c3", "c,4"]), (3, []), (4, []), (None, ["c2", "c3", "c,4"])]
)
def test_cases_of_one_officer(officer: int | None, cases: list[str]) -> None:
    """A, B and N are officers 1 to 3; c2 goes from B to A, c3 from nobody to B, c,4 from A to B."""
    found = side_by_side(FIRST, SECOND, 0, 10, officer)
    assert [each.case_id for each in found.items] == cases
    assert (found.cases_that_differ, found.cases_listed) == (3, len(cases))
    assert side_by_side(FIRST, SECOND, 1, 1, officer).items == found.items[1:2]


def test_a_plan_is_like_itself() -> None:
    found = side_by_side(FIRST, FIRST, 0, 10)
    assert (found.first, found.cases_that_differ, found.items) == (found.second, 0, [])
    assert all(each.first == each.second for each in found.levels)


@pytest.mark.parametrize("seed", range(10))
def test_pages_are_all_of_it_and_the_other_way_round_is_the_same(seed: int) -> None:
    chance = random.Random(seed)

    def rows() -> dict[str, str]:
        names = [f"c{at}" for at in range(30) if chance.random() < 0.8]
        chance.shuffle(names)
        return {name: chance.choice(["A", "B", ""]) for name in names}

    first, second = rows(), rows()
    a, b = (plan("".join(f"{case},{who},,no,new\n" for case, who in each.items())) for each in (first, second))
    whole = side_by_side(a, b, 0, 1_000)
    assert [each.case_id for each in whole.items] == [
        case for case, who in first.items() if case in second and second[case] != who
    ]
    pages = [side_by_side(a, b, skip, 4).items for skip in range(0, 32, 4)]
    assert [each for page in pages for each in page] == whole.items
    back = side_by_side(b, a, 0, 1_000)
    assert back.cases_that_differ == whole.cases_that_differ
    assert {each.case_id for each in back.items} == {each.case_id for each in whole.items}
    assert (back.cases_only_in_first, back.cases_only_in_second) == (
        len(second.keys() - first),
        len(first.keys() - second),
    )
