"""Findings of the reader in report.json."""

from __future__ import annotations

from app.intake.findings import Finding, Severity
from app.report.sections.findings.build import build
from app.report.sections.findings.show import in_words


def test_an_entry_says_what_the_finding_says_in_the_same_words() -> None:
    found = Finding(
        "total-row", Severity.CONFIRM, "cases", 1009, "case_id", "Total", "is a sum", "it is read", "mend it", 2
    )
    (entry,) = build([found])
    assert entry.model_dump() == {
        "code": "total-row",
        "severity": "confirm",
        "file": "cases",
        "row": 1009,
        "column": "case_id",
        "value": "Total",
        "message": "is a sum",
        "done": "it is read",
        "todo": "mend it",
        "count": 2,
    }
    assert in_words(entry) == str(found)
    bare = Finding("unread-sheet", Severity.NOTE, "notes.csv", None, None, None, "is no sheet", "", "")
    assert in_words(build([bare])[0]) == str(bare) == "notes.csv: is no sheet."
