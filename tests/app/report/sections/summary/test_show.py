"""The verdict in full, with the line that sums a plan up."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Bullets, Paragraph
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.percentile.entry import AsGiven, PercentileEntry
from app.report.sections.summary.entry import Counts, Moves, PlanFigures, Verdict, VerdictPart, VerdictParts
from app.report.sections.summary.show import headline, show
from tests.app.report.made import blocks, document, made, source, words

COUNTS = made(Counts, officers=2, cases=3)
PLAN = made(
    PlanFigures, peak_utilization=0.9, peak_before=1.5, peak_before_of_placed=1.5, moves=made(Moves, cases=1, hours=2)
)
HELD = made(OfficerEntry, caseload_before=3, utilization_before=1.5)
PARTS = made(
    VerdictParts,
    hours=made(VerdictPart, sentence="They suffice."),
    skills_and_offices=made(VerdictPart, sentence="5 cases wait."),
    standards=made(VerdictPart, sentence="There are none."),
)
VERDICT = made(Verdict, state="strained", sentence="Strained. The work fills 90% of all hours.", parts=PARTS)
HIGH = made(PercentileEntry, percentile=80, sentence="At the 80th.", as_given=made(AsGiven, sentence="Sustainable."))


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "2 officers, 3 cases"),
        ({"plan": made(PlanFigures)}, "2 officers, 3 cases"),
        ({"plan": PLAN}, "2 officers, 3 cases: nobody above 90%"),
        ({"plan": PLAN, "officers": [HELD]}, "2 officers, 3 cases: peak utilization goes from 150% to 90%"),
        (
            {"plan": PLAN.model_copy(update={"peak_before": 1.7}), "officers": [HELD]},
            "2 officers, 3 cases: peak utilization goes from 150% to 90% (today 170% with all cases)",
        ),
        ({"percentile": HIGH}, "2 officers, 3 cases (weights at their 80th percentile)"),
        (
            {"plan": PLAN, "percentile": HIGH},
            "2 officers, 3 cases: nobody above 90% (weights at their 80th percentile)",
        ),
    ],
)
def test_the_one_line_that_must_be_read(given: dict[str, Any], text: str) -> None:
    assert headline(document(counts=COUNTS, **given)) == text


def test_the_verdict_has_every_part_and_what_was_taken_of_the_weights() -> None:
    shown = show(source(counts=COUNTS, verdict=VERDICT, percentile=HIGH))
    assert (shown.title, shown.id, shown.sheets) == ("The verdict in full", "summary", ())
    told = [words(block.text) for block in blocks(shown, Paragraph)]
    assert told[:2] == [
        "2 officers, 3 cases (weights at their 80th percentile).",
        "Strained. The work fills 90% of all hours.",
    ]
    assert told[2].startswith("At the 80th. With the weights as they stand in the sheet: sustainable.")
    (parts,) = blocks(shown, Bullets)
    assert parts.items == (
        "Hours: They suffice.",
        "Skills and offices: 5 cases wait.",
        "Caseload standards: There are none.",
    )
