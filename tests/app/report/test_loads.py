"""What officers hold, counted from the cases."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from app.report.loads import held, held_back, moved, moves_by_officer, peak, spread
from tests.app.report.planned import built_from

OFFICERS = [
    {"officer_id": "A", "available_hours": 10},
    {"officer_id": "B", "available_hours": 20, "efficiency": 0.5},
    {"officer_id": "C", "available_hours": 0},
]


def officer(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, np.int32)


def test_workload_is_measured_against_hours_times_efficiency() -> None:
    problem = built_from(
        OFFICERS,
        [
            {"case_id": "1", "weight_hours": "2.5"},
            {"case_id": "2", "weight_hours": 5},
            {"case_id": "3", "weight_hours": 1},
        ],
    ).problem
    found = held(problem, officer(0, 1, 1))
    assert found.count.tolist() == [1, 2, 0]
    assert [problem.hours(ticks) for ticks in found.load.tolist()] == [Fraction(5, 2), 6, 0]
    used = found.utilization(problem)
    assert used == [Fraction(1, 4), Fraction(3, 5), None]
    assert peak(used) == Fraction(3, 5)
    assert spread(used, np.array([True, True, True])) == Fraction(7, 20)
    assert spread(used, np.array([True, False, True])) == 0
    assert peak([None]) is None
    assert spread([None], np.array([True])) is None


def test_a_pair_with_its_own_time_takes_that_and_any_other_takes_the_weight() -> None:
    problem = built_from(
        OFFICERS,
        [{"case_id": "1", "weight_hours": 4}, {"case_id": "2", "weight_hours": 4}, {"case_id": "3", "weight_hours": 4}],
        costs=[
            {"case_id": "1", "officer_id": "A", "weight_hours": 3},
            {"case_id": "1", "officer_id": "B", "weight_hours": 8},
            {"case_id": "2", "officer_id": "A", "cost": 1},
        ],
    ).problem
    a_holds_all = held(problem, officer(0, 0, 0))
    assert problem.hours(int(a_holds_all.load[0])) == 3 + 4 + 4
    b_holds_all = held(problem, officer(1, 1, 1))
    # 8 hours of B's own time are 4 of the limit that B's 20 hours carry; the pair (2, B) is not listed, so 2 takes 4
    assert problem.hours(int(b_holds_all.load[1])) == 4 + 4 + 4
    assert b_holds_all.utilization(problem)[1] == Fraction(12, 10)


def test_a_new_case_has_not_moved_and_one_whose_officer_left_has() -> None:
    problem = built_from(
        OFFICERS,
        [
            {"case_id": "new", "weight_hours": 1},
            {"case_id": "kept", "weight_hours": 1, "current_officer": "A"},
            {"case_id": "moved", "weight_hours": 1, "current_officer": "B"},
            {"case_id": "left", "weight_hours": 1, "current_officer": "Z"},
            {"case_id": "nowhere", "weight_hours": 1, "current_officer": "A"},
        ],
    ).problem
    now = officer(0, 0, 0, 1, -1)
    assert moved(problem, now).tolist() == [False, False, True, True, False]
    arrived, gone = moves_by_officer(problem, now)
    assert arrived.tolist() == [1, 1, 0]
    assert gone.tolist() == [0, 1, 0]


def test_held_back_is_what_nobody_holds_though_its_officer_may_keep_it() -> None:
    problem = built_from(
        [*OFFICERS, {"officer_id": "D", "available_hours": 5, "skills": "spanish"}],
        [
            {"case_id": "may keep", "weight_hours": 1, "current_officer": "A"},
            {"case_id": "may not", "weight_hours": 1, "current_officer": "A", "required_skills": "spanish"},
            {"case_id": "no hours", "weight_hours": 1, "current_officer": "C"},
            {"case_id": "new", "weight_hours": 1},
            {"case_id": "left", "weight_hours": 1, "current_officer": "Z"},
            {"case_id": "with one who may not", "weight_hours": 1, "current_officer": "A", "keep_together": "x"},
            {"case_id": "spanish", "weight_hours": 1, "required_skills": "spanish", "keep_together": "x"},
            {"case_id": "together", "weight_hours": 1, "current_officer": "D", "keep_together": "y"},
            {"case_id": "with", "weight_hours": 1, "required_skills": "spanish", "keep_together": "y"},
            {"case_id": "not listed", "weight_hours": 1, "current_officer": "A"},
        ],
        costs=[{"case_id": "not listed", "officer_id": "B"}],
    ).problem
    back = held_back(problem, np.full(len(problem.cases), -1, np.int32))
    assert [problem.cases.ids[case] for case in np.flatnonzero(back)] == ["may keep", "together"]
    assert not held_back(problem, np.zeros(len(problem.cases), np.int32)).any()
