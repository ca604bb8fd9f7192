from __future__ import annotations

import pytest

from app.intake.findings import Finding, Severity
from app.web.page_wording import SAID_ON_THE_PAGE, found_on_the_page, on_the_page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "say which priority it is: --priority 'High=3'",
            "say which priority it is, in the profile below [priority]: “High” = 3",
        ),
        ("as --column 'Reference=case_id'", "in the profile below [columns.cases]: “Reference” = “case_id”"),
        ("into each row, or import with --fix", "into each row"),
        ("needs the first day of the period (--period-start)", "needs the first day of the period (More choices)"),
        ("is not a date", "is not a date"),
    ],
)
def test_what_says_the_same_on_the_page(said: str, shown: str) -> None:
    assert on_the_page(said) == shown


@pytest.mark.parametrize("code", sorted(SAID_ON_THE_PAGE))
def test_findings_with_a_field_say_so(code: str) -> None:
    found = Finding(code, Severity.NOTE, "cases", None, None, "X", "is odd", "", "say --holder-officer 'X'")
    assert found_on_the_page(found).todo == SAID_ON_THE_PAGE[code]
    assert found_on_the_page(Finding(code, Severity.NOTE, "cases", None, None, "X", "is odd", "", "")).todo == ""
