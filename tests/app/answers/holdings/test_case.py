from __future__ import annotations

from app.answers.holdings.case import CaseFile, case_file_in
from app.answers.holdings.case_lines import lines_of
from app.intake.options import PlanOptions
from tests.app.answers.office import CASES, office, roster


def case_file_of(number: int) -> CaseFile:
    assigned = office()
    rows = [
        {"case_id": case["case_id"], "officer_id": holder, "previous_officer": holder, "moved": "no", "reason": "kept"}
        for case in CASES
        for holder in [case.get("current_officer", "")]
    ]
    return case_file_in(assigned, lines_of(assigned.problem, roster(), rows), number, PlanOptions())


def test_who_else_could_have_a_case_and_what_that_would_do() -> None:
    """B has 4 of 20 hours and would hold nothing; A with 4 of 10 would be at 80 %."""
    file = case_file_of(2)
    assert file.line.case_id == "2"
    assert (file.could, [each.officer_id for each in file.others], file.nobody) == (2, ["A"], ())
    load = next(load for load in file.others[0].loads if load.officer_id == "A")
    assert (load.utilization_now, load.utilization_then) == (0.4, 0.8)


def test_of_a_case_that_one_officer_alone_may_hold_there_is_nobody_else() -> None:
    file = case_file_of(1)
    assert (file.could, file.others) == (1, ())


def test_a_case_that_nobody_has_can_be_given_to_all_who_may_hold_it() -> None:
    file = case_file_of(3)
    assert [each.officer_id for each in file.others] == ["B", "A"]
