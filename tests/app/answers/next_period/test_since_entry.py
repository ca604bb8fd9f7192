from __future__ import annotations

from app.answers.next_period.last_plan import LastPlan
from app.answers.next_period.since import Became, since
from app.answers.next_period.since_entry import SinceEntry
from tests.app.answers.next_period.offices import export, plan


def test_programs_are_told_how_many_of_each_kind_and_every_case_that_is_not_as_adopted() -> None:
    found = SinceEntry.of(since(plan(), export())).model_dump(mode="json")
    assert found["counts"] == {
        "closed": 1,
        "new": 1,
        "not_handed_over": 1,
        "otherwise": 1,
        "unnamed": 1,
        "without": 1,
        "as_adopted": 3,
    }
    assert [each["case_id"] for each in found["cases"]] == ["M-3", "N-4", "N-5", "O-7", "X-9", "G-6"]
    assert found["cases"][1] == {
        "case_id": "N-4",
        "became": "unnamed",
        "before": None,
        "adopted": "Bo",
        "real": None,
        "now": "Bo",
    }
    assert (found["officers_left"], found["officers_came"]) == (["Cy"], ["Di"])
    assert found["hours"] == [{"officer_id": "Ann", "before_hours": 160.0, "now_hours": 80.0}]
    assert (found["trust"], found["handed_over"]) == ("export", 1)
    assert found["respelled"] == {}
    assert set(found["counts"]) == set(Became)


def test_of_officers_who_are_not_known_nothing_is_said() -> None:
    found = SinceEntry.of(since(LastPlan(plan().adopted, plan().before, None), export()))
    assert (found.officers_left, found.officers_came, found.hours) == (None, None, None)
