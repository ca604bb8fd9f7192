from __future__ import annotations

import io

from app.answers.checking import rule, verdict
from app.intake.assignments import assignments_in
from app.intake.options import read_plan_options
from app.intake.prepare import prepare
from app.intake.read import read_document
from tests.app.serving import ROSTER


def test_what_does_not_fit_comes_first_and_a_case_is_told_once() -> None:
    options = read_plan_options({})
    problem = prepare(read_document(ROSTER), options).problem
    rows = b"case_id,officer_id\nC-1,B\nC-2,Z\nC-3,A\nC-4,\n"
    found = rule(problem, assignments_in("theirs.csv", io.BytesIO(rows), problem), options)
    assert found.violations[0] == "row 3: case C-2 is with Z, who is not in the roster"
    assert sum("C-2" in each for each in found.violations) == 1
    assert any("C-1" in each for each in found.violations), "B does not speak Spanish"
    assert any("C-4" in each for each in found.violations), "somebody has room for it"
    assert verdict(problem, options, len(found.violations)) == "3 violations: 4 cases with 2 officers, assign-all."
    assert verdict(problem, options, 0) == "The plan obeys every rule: 4 cases with 2 officers, assign-all."
