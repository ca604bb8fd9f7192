"""Names that look alike and are not the same."""

from __future__ import annotations

import pytest

from app.intake.doubts.similar import bare_ids, is_slip
from app.intake.findings import Severity
from app.intake.roster import Roster
from tests.app.intake.rosters import Rows, codes, in_format

KINDS = ("csv", "xlsx", "json")
COMPOSED, DECOMPOSED = "M\u00fcller", "Mu\u0308ller"


def named(kind: str, *ids: str, **columns: str) -> Roster:
    officers: Rows = [["officer_id", "available_hours"], *([name, 100] for name in ids)]
    cases: Rows = [["case_id", "weight_hours", *columns], ["c1", 1, *columns.values()]]
    return in_format(kind, officers=officers, cases=cases)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("one", "other"), [("D-1", "d-1"), ("Müller", "Muller"), ("D 1", "D1"), ("Ana Diaz", "Ana Díaz")]
)
def test_officers_that_differ_by_case_accents_or_spaces_must_be_accepted(kind: str, one: str, other: str) -> None:
    (found,) = named(kind, one, other).findings
    assert (found.code, found.severity, found.value) == ("similar-spelling", Severity.CONFIRM, other)
    assert found.row == (2 if kind == "json" else 3)


@pytest.mark.parametrize("kind", KINDS)
def test_numbered_ids_and_different_names_are_fine(kind: str) -> None:
    assert codes(named(kind, "D-1", "D-2", "D-11", "D-1-1", "Müller", "Möller", "Meyer", "Meier")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_composed_and_decomposed_letters_are_the_same_in_ids(kind: str) -> None:
    roster = named(kind, COMPOSED, "B", current_officer=DECOMPOSED, excluded_officers=DECOMPOSED)
    assert roster.officers.ids[0] == COMPOSED
    assert roster.cases.current[0] == COMPOSED
    assert roster.findings == ()
    assert named(kind, DECOMPOSED, "B").officers.ids[0] == COMPOSED


@pytest.mark.parametrize("kind", KINDS)
def test_a_skill_that_differs_by_one_letter_from_one_that_is_held_must_be_accepted(kind: str) -> None:
    officers: Rows = [["officer_id", "available_hours", "skills"], ["A", 100, "Spanish"]]
    usual = [[f"c{at}", 1, "Spanish"] for at in range(40)]
    cases: Rows = [["case_id", "weight_hours", "required_skills"], *usual, ["x", 1, "Spannish"]]
    assert codes(in_format(kind, officers=officers, cases=cases)) == ["similar-spelling", "unheld-name"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_office_that_only_officers_have_and_that_is_nearly_one_of_the_cases_must_be_accepted(kind: str) -> None:
    officers: Rows = [["officer_id", "available_hours", "offices"], ["A", 100, "Norht"], ["B", 100, "North"]]
    cases: Rows = [["case_id", "weight_hours", "office"], ["c1", 1, "North"]]
    assert codes(in_format(kind, officers=officers, cases=cases)) == ["similar-spelling"]


@pytest.mark.parametrize("kind", KINDS)
def test_families_and_cases_that_differ_by_case_must_be_accepted(kind: str) -> None:
    cases: Rows = [["case_id", "weight_hours", "keep_together"], ["c1", 1, "F1"], ["c2", 1, "f1"], ["C2", 1, None]]
    (first, second) = in_format(kind, cases=cases).findings
    assert {first.column, second.column} == {"case_id", "keep_together"}


@pytest.mark.parametrize(
    ("one", "other"), [("Spanish", "Spannish"), ("Spanish", "Spansh"), ("Meyer", "Meier"), ("Norht wing", "North wing")]
)
def test_slips(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Type A", "Type B"), ("unita", "unitb"), ("D-1001", "D-1002"), ("cat", "bat"), ("North", "South"), ("a b", "a")],
)
def test_names_that_only_resemble_each_other(one: str, other: str) -> None:
    assert not is_slip(one, other)


def test_ids_are_bared_all_at_once_as_one_by_one() -> None:
    names = ["D 1", "Ána", "ß", "a-b_c", "が", "か", "", "Ünï Çödé", "D\u00a07"]
    assert bare_ids(names) == ["d1", "ana", "ss", "a-b_c", "\u304b\u3099", "か", "", "unicode", "d7"]
    assert [bare_ids([name]) for name in names] == [[each] for each in bare_ids(names)]
