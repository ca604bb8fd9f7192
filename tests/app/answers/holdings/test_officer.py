from __future__ import annotations

from app.answers.holdings.officer import OfficerFile, TypeLine, officer_file
from tests.app.answers.holdings.plans import lines


def test_what_an_officer_holds_gets_and_hands_on() -> None:
    """Ann: 4 h of court and 2.5 h of review today; twice 4 h of court in the plan."""
    found = officer_file(lines(), "Ann")
    assert found.types == (TypeLine("court", 1, 4.0, 2, 8.0), TypeLine("review", 1, 2.5, 0, 0.0))
    assert [line.case_id for line in found.comes] == ["C-3"]
    assert [line.case_id for line in found.goes] == ["C-2"]
    assert found.kept == 1


def test_a_case_that_nobody_has_any_more_goes() -> None:
    found = officer_file(lines(), "Bo")
    assert [line.case_id for line in found.goes] == ["D-4"]
    assert (found.types[0].case_type, found.types[1].case_type) == ("review", "")


def test_somebody_without_cases_has_an_empty_file() -> None:
    assert officer_file(lines(), "Cy") == OfficerFile("Cy")
