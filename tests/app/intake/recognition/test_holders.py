"""Who holds the cases, and who is nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from app.intake.errors import RosterRefused
from app.intake.formats.raw_tables import RawTable, text_tables
from app.intake.recognition.holders import holders_of, without_plan
from app.intake.recognition.profile import Profile, Weight
from app.intake.recognition.understanding import understand
from tests.app.intake.recognition.exports import written


def test_officers_are_made_of_people_and_not_of_queues() -> None:
    found = holders_of(Counter({"Lee, A": 9, "Supervisor Queue": 3, "Unassigned": 2, "n/a": 1}), {})
    assert found.officers == ("Lee, A",)
    assert found.nobody == {"Supervisor Queue": 3}
    assert found.blank == 3


def test_a_person_called_like_a_queue_can_be_said_to_be_one() -> None:
    counts = Counter({"Queue, Sam": 3})
    assert holders_of(counts, {"queue, sam": "officer"}).officers == ("Queue, Sam",)
    assert holders_of(counts, {}, known=["Queue, Sam"]).officers == ("Queue, Sam",), "a sheet of officers has them"


def test_anybody_can_be_said_to_be_nobody() -> None:
    assert holders_of(Counter({"Desk 4": 3, "B": 1}), {"DESK 4": "nobody"}).officers == ("B",)


def test_spellings_of_one_name_are_one_officer() -> None:
    found = holders_of(Counter({"Lee, A": 9, "lee,  a": 1, "Lee, B": 1}), {})
    assert found.officers == ("Lee, A", "Lee, B")
    assert found.respelled == {"lee,  a": "Lee, A"}
    assert found.officer_of["lee,  a"] == "Lee, A"


def tables(name: str, rows: Sequence[Sequence[str]]) -> list[RawTable]:
    return text_tables(written(rows).encode(), name)


PLAN = [
    ("case_id", "officer_id", "previous_officer", "moved", "reason"),
    ("Zoë-1", "Müller, Ö", "Lee", "yes", "balance"),
    ("c2", "", "Lee", "no", "no skill"),
    ("closed", "Lee", "Lee", "no", "kept"),
]
EXPORT = [
    ("Case", "Type", "Officer"),
    ("Zoe\u0308-1", "x", "Lee"),
    ("c2", "x", "Lee"),
    ("c3", "x", "Lee"),
    ("c4", "x", "Kim"),
]


def test_the_officers_of_last_months_plan_hold_the_cases() -> None:
    """Ids match whether their letters are composed or not; what the plan does not have stays as it is."""
    profile = Profile(hours="100", weights={"x": Weight("1")})
    found = understand([*tables("cases.csv", EXPORT), *tables("assignments.csv", PLAN)], profile)
    assert found.document is not None
    holders = {row["case_id"]: row.get("current_officer") for row in found.document["cases"]}
    assert list(holders.values()) == ["Müller, Ö", None, "Lee", "Kim"]
    assert {row["officer_id"] for row in found.document["officers"]} == {"Müller, Ö", "Lee", "Kim"}
    (told,) = (each for each in found.findings if each.code == "holders-of-plan")
    assert "2 of 4 cases are in it; 1 of its cases" in told.message


def test_the_other_sheets_of_a_plan_are_no_roster() -> None:
    sheets = [
        RawTable("plan.xlsx", "Officers", [["Officer", "Available"], ["Lee", "9"]], range(1, 3)),
        RawTable(
            "plan.xlsx",
            "Assignments",
            [
                ["taken at the 80th percentile"],
                ["Case", "Type", "Officer", "Previous officer", "Moved", "Reason"],
                ["c2", "x", "Kim"],
                [],
            ],
            range(1, 5),
        ),
    ]
    others, plan = without_plan([*sheets, *tables("cases.csv", EXPORT)])
    assert [table.file for table in others] == ["cases.csv"]
    assert plan is not None
    assert plan.officer_of == {"c2": "Kim"}
    assert without_plan(others) == (others, None)


def test_a_plan_alone_is_no_roster() -> None:
    with pytest.raises(RosterRefused, match="is a plan; give the roster or the export"):
        understand(tables("assignments.csv", PLAN), Profile())
