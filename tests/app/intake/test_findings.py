"""Findings: one list of codes, one finding for one kind."""

from __future__ import annotations

import pickle
import re

from app.intake.findings import BY_CODE, CODES, Finding, FindingList, Place, Severity, those


def test_every_code_is_once_in_the_list_in_kebab_case_with_a_sentence() -> None:
    assert len(BY_CODE) == len(CODES)
    for code in CODES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)
        assert code.meaning.endswith(".")


def test_those_alike_are_one_finding_that_counts_them_and_names_the_first_places() -> None:
    found = FindingList()
    for row in range(2, 378):
        found.add("hidden-rows", Place("cases.csv", row), "is hidden")
    found.add("hidden-rows", Place("officers.csv", 9), "is hidden")
    first, other = found.sorted()
    assert (first.count, first.row, other.count) == (376, 2, 1)
    assert first.message == "is hidden; also row 3, row 4, row 5, row 6, row 7"


def test_the_worst_stand_first_and_the_others_keep_their_order() -> None:
    found = FindingList()
    for code in ("unread-sheet", "hidden-rows", "merged-cells", "total-row"):
        found.add(code, Place("a"), "message")
    assert [each.code for each in found.sorted()] == ["merged-cells", "hidden-rows", "total-row", "unread-sheet"]
    assert [each.code for each in those(found.sorted(), Severity.CONFIRM)] == ["hidden-rows", "total-row"]


def test_a_finding_says_where_what_what_was_done_and_what_to_do() -> None:
    found = Finding(
        "total-row", Severity.CONFIRM, "cases", 9, "case_id", "Total", "is a sum", "it is read", "delete it", 2
    )
    assert str(found) == "cases, row 9, column case_id, value “Total”: is a sum (2 alike). It is read. Delete it."
    assert pickle.loads(pickle.dumps(found)) == found


def test_what_a_file_says_is_shortened_and_stays_on_one_line() -> None:
    found = FindingList()
    found.add("unread-sheet", Place("a" * 500, value="x\ny" * 100), "message")
    (only,) = found.sorted()
    assert len(only.file) == 64
    assert only.value is not None
    assert len(only.value) == 64
    assert "\n" not in only.value
