from __future__ import annotations

import datetime as dt

import pytest

from app.intake.build.problem import Built, build_problem
from app.intake.columns.cell_types import BLANK
from app.intake.options import read_plan_options
from app.intake.read import read_document
from app.intake.scenario.apply import with_changes
from solver.errors import InvalidChange

GOALS = read_plan_options({})


def built() -> Built:
    return build_problem(
        read_document(
            {
                "officers": [{"officer_id": "A", "available_hours": 10}, {"officer_id": "B", "available_hours": 10}],
                "cases": [
                    {"case_id": "1", "case_type": "a", "current_officer": "A", "opened": "2026-01-01"},
                    {"case_id": "2", "case_type": "a", "current_officer": "gone"},
                    {"case_id": "3", "case_type": "b", "current_officer": "B", "weight_hours": 4},
                ],
                "weights": [
                    {"case_type": "a", "weight_hours": 2, "low_hours": 1, "high_hours": 3},
                    {"case_type": "b", "weight_hours": 1, "low_hours": "0.0001", "high_hours": 1},
                ],
            }
        )
    )


def test_no_changes_no_difference() -> None:
    before = built()
    assert with_changes(before, (), GOALS) is before


def test_what_is_known_of_a_case_goes_with_it() -> None:
    after = with_changes(built(), ["intake of a +50%", "intake of b -1"], GOALS)
    assert after.problem.cases.ids == ("1", "2", "1 (new 1)")
    assert [after.previous[row] for row in range(3)] == ["A", "gone", None]
    assert after.opened.tolist() == [dt.date(2026, 1, 1).toordinal(), BLANK, BLANK]
    assert after.weights.from_table.tolist() == [True, True, True]
    assert after.changes == (
        ("intake of a +50%", "50% more cases of type a"),
        ("intake of b -1", "1 fewer cases of type b"),
    )
    assert "50% more cases of type a" in after.warnings[0]


def test_weights_grow_with_the_efforts_of_their_type() -> None:
    after = with_changes(built(), ["effort of A +25%", "effort of b *0.0001"], GOALS)
    assert after.weights.weight.tolist() == [25_000, 1]
    assert after.weights.low.tolist() == [12_500, 1], "a low above nothing stays above nothing"
    assert after.weights.high.tolist() == [37_500, 1]
    after = with_changes(built(), ["effort of a *0"], GOALS)
    assert (after.weights.weight[0], after.weights.low[0], after.weights.high[0]) == (0, 0, 0)


def test_hours_that_are_stated_are_known() -> None:
    after = with_changes(built(), ["effort of a =3", "intake of a +1"], GOALS)
    assert after.weights.from_table.tolist() == [False, False, False, False]
    assert after.problem.hours(int(after.problem.cases.effort[3])) == 3


def test_officers_who_leave_are_still_who_held_it() -> None:
    after = with_changes(built(), ["remove officer A"], GOALS)
    assert after.problem.officers.ids == ("B",)
    assert after.previous[0] == "A"
    assert after.roster.counts["officers"] == 2, "the roster is the one that was read"


@pytest.mark.parametrize("text", ["remove officer Z", "do something", "intake of b -2", "detail officer A hours=11"])
def test_what_cannot_be_done_is_named(text: str) -> None:
    with pytest.raises(InvalidChange):
        with_changes(built(), [text], GOALS)


def test_dates_need_the_first_day() -> None:
    text = "detail officer A from=2026-12-01 until=2026-12-31"
    with pytest.raises(InvalidChange, match="first day"):
        with_changes(built(), [text], GOALS)
    away = with_changes(built(), [text], read_plan_options({"period_start": "2026-12-01"}))
    assert away.problem.officers.available.tolist()[0] == 0


def test_cases_that_came_later_are_not_counted() -> None:
    after = with_changes(built(), ["intake of a +100%"], GOALS, frozenset({"1", "3"}))
    assert after.problem.cases.ids == ("1", "2", "3", "1 (new 1)")
