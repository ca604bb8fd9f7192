"""What is said of case weights that depend on the age of a case."""

from __future__ import annotations

from app.intake.build.problem import build_problem
from app.intake.options import read_plan_options
from app.report.sections.notes.build import of_phases
from tests.app.intake.rosters import read

WEIGHTS = "case_type,weight_hours,from_age_days\na,2,\na,1,30\nb,3,\nb,1,9\nc,1,\n"


def test_types_in_use_are_named_with_their_hours_and_how_many_cases_pass_on() -> None:
    cases = "case_id,case_type,opened\n1,a,2026-11-12\n2,a,2026-01-01\n3,c,\n"
    built = build_problem(read(cases=cases, weights=WEIGHTS), read_plan_options({"period_start": "2026-12-01"}))
    (note,) = of_phases(built)
    assert note.startswith("The weight of a depends on the age of the case: 2 h, 1 h from 30 days on. A case takes")
    assert note.endswith("from 2026-12-01 to 2026-12-31; 1 of 2 pass from one phase to the next in that time.")


def test_without_phases_there_is_nothing_to_say() -> None:
    assert of_phases(build_problem(read())) == []
