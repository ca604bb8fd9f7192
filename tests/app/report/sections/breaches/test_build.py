"""What pins break."""

from __future__ import annotations

from tests.app.report.planned import (
    impossible,
)


def test_breaches_say_what_a_pin_breaks() -> None:
    sentences = {breach.rule: breach.sentence for breach in impossible().document.breaches}
    assert sentences == {
        "eligibility": "pinned-to-the-wrong-docket is pinned to A-1, who may not hold it.",
        "standard": "3 cases are pinned to A-7, whose caseload standard is 2.",
        "hours": "Cases pinned to A-4 need 3.5 h; A-4 has 0 h.",
    }
