"""Values of keep_together that are no families."""

from __future__ import annotations

import pytest

from app.intake.findings import Severity
from app.intake.roster import Roster
from tests.app.intake.rosters import codes, in_format

KINDS = ("csv", "xlsx", "json")


def families(kind: str, *values: str | None) -> Roster:
    rows = [[f"c{at}", 1, value] for at, value in enumerate(values)]
    return in_format(kind, cases=[["case_id", "weight_hours", "keep_together"], *rows])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["no", "N/A", "n/a", "none", "-", "0", "FALSE", "nein", "Yes", "NULL"])
def test_an_answer_binds_strangers_together_and_must_be_accepted(kind: str, word: str) -> None:
    (found,) = families(kind, "F1", "F1", word, word, None).findings
    assert (found.code, found.severity, found.value) == ("no-family", Severity.CONFIRM, word)
    assert found.row == (3 if kind == "json" else 4)
    assert found.message.startswith("2 cases share this value")


@pytest.mark.parametrize("kind", KINDS)
def test_a_family_of_more_than_ten_must_be_accepted(kind: str) -> None:
    assert codes(families(kind, *["F1"] * 10)) == []
    (found,) = families(kind, *["F1"] * 11, *["F2"] * 12).findings
    assert (found.code, found.count) == ("large-family", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_that_one_case_has_alone_binds_nobody(kind: str) -> None:
    assert codes(families(kind, "no", "F1", "F1")) == []
