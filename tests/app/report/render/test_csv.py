"""assignments.csv, officers.csv and NDJSON."""

from __future__ import annotations

import csv
import io

import pytest

from app.report.render import csv as assignment_tables
from tests.app.report.planned import Planned, built_from, field_office, impossible, planned


def text_of(write: object, made: Planned) -> str:
    stream = io.StringIO(newline="")
    assert callable(write)
    write(stream, made.built, made.plan)
    return stream.getvalue()


def small() -> Planned:
    return planned(
        built_from(
            [
                {"officer_id": "Ada, the first", "available_hours": "0.5"},
                {"officer_id": "Bé", "available_hours": 10, "efficiency": 0.8, "skills": "x"},
                {"officer_id": "away", "available_hours": 0},
            ],
            [
                {"case_id": "+1+1", "weight_hours": "0.125", "current_officer": "Ada, the first", "pinned": "yes"},
                {"case_id": "2", "weight_hours": "0.125", "current_officer": "gone", "required_skills": "x"},
                {"case_id": "3", "weight_hours": "1", "required_skills": "nobody has it", "current_officer": "Bé"},
                {"case_id": "4", "weight_hours": "2", "required_skills": "x"},
            ],
        )
    )


def test_assignments_name_who_had_the_case_even_where_that_officer_has_left() -> None:
    assert text_of(assignment_tables.write_assignments, small()).split("\n") == [
        "case_id,officer_id,previous_officer,moved,reason",
        '+1+1,"Ada, the first","Ada, the first",no,pinned',
        "2,Bé,gone,yes,forced",
        "3,Bé,Bé,no,nobody_else",
        "4,Bé,,no,new",
        "",
    ]


def test_officers_have_exact_hours_and_rounded_quotients() -> None:
    # Bé: 3.125 h of 10 h x 0.8 = 39.0625 %, 1 h of it because nobody else may hold it; Ada: 0.125 h of 0.5 h
    assert text_of(assignment_tables.write_officers, small()).split("\n") == [
        "officer_id,caseload,workload_hours,available_hours,utilization,fair_share,moves_in,moves_out",
        '"Ada, the first",1,0.125,0.5,0.25,0.25,0,0',
        "Bé,3,3.125,10,0.390625,0.390625,1,0",
        "away,0,0,0,,,0,0",
        "",
    ]


def test_the_same_plan_gives_the_same_bytes() -> None:
    made = field_office()
    assert text_of(assignment_tables.write_assignments, made) == text_of(assignment_tables.write_assignments, made)


def test_every_case_is_there_once_in_the_order_of_the_roster() -> None:
    made = field_office()
    rows = list(csv.DictReader(io.StringIO(text_of(assignment_tables.write_assignments, made))))
    assert [row["case_id"] for row in rows] == list(made.built.problem.cases.ids)
    held = {row["officer_id"]: int(row["caseload"]) for row in csv.DictReader(officers_of(made))}
    assert sum(held.values()) == len(rows)
    assert made.document.plan is not None
    assert sum(row["moved"] == "yes" for row in rows) == made.document.plan.moves.cases


def officers_of(made: Planned) -> io.StringIO:
    return io.StringIO(text_of(assignment_tables.write_officers, made))


def test_moves_in_and_out_agree_with_the_rows() -> None:
    made = impossible()
    rows = list(assignment_tables.assignments(made.built, made.plan))
    for officer in assignment_tables.officers(made.built, made.plan):
        mine = [row for row in rows if row.moved == "yes" and row.officer_id == officer.officer_id]
        gone = [row for row in rows if row.moved == "yes" and row.previous_officer == officer.officer_id]
        assert (officer.moves_in, officer.moves_out) == (len(mine), len(gone))


def test_pages_are_slices_of_the_whole() -> None:
    made = field_office()
    rows = list(assignment_tables.assignments(made.built, made.plan))
    pages = [list(assignment_tables.assignments(made.built, made.plan, at, at + 1700)) for at in range(0, 6000, 1700)]
    assert [row for page in pages for row in page] == rows
    assert list(assignment_tables.assignments(made.built, made.plan, 6000)) == []


def test_batches_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    made = impossible()
    whole = list(assignment_tables.assignments(made.built, made.plan))
    monkeypatch.setattr(assignment_tables, "BATCH", 7)
    assert list(assignment_tables.assignments(made.built, made.plan)) == whole
