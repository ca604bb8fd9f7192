"""Lists that are separated by something else than semicolons."""

from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from app.intake.findings import Severity
from app.intake.roster import Roster
from tests.app.intake.rosters import Rows, codes, in_format

KINDS = ("csv", "xlsx", "json")


def excluded(kind: str, text: str) -> Roster:
    cases: Rows = [["case_id", "weight_hours", "excluded_officers"], ["c1", 1, text], ["c2", 1, None]]
    return in_format(kind, cases=cases)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["A, B", "A,B", "A/B", "A | B", "A\nB", "A\r\nB", "A;B", " A ,B, "])
def test_officers_with_a_conflict_of_interest_are_split_where_all_are_known(kind: str, text: str) -> None:
    """``D-1, D-2`` was one officer whom nobody knows, and the case went to D-1."""
    roster = excluded(kind, text)
    assert roster.cases.excluded[0] == ("A", "B")
    assert roster.cases.excluded[1] is None
    assert codes(roster) == (["split-list"] if set(text) & set(",/|") else [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_split_list_is_the_same_roster_as_one_with_semicolons(kind: str) -> None:
    assert excluded(kind, "B, A").sha256 == excluded(kind, "B;A").sha256


@pytest.mark.parametrize("kind", KINDS)
def test_officers_of_whom_one_is_unknown_are_refused(kind: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        excluded(kind, "A, Q")
    assert [cell.code for cell in caught.value.cells] == ["unknown-conflict"]
    assert "partly-known-list" in [found.code for found in caught.value.findings]


def skills(kind: str, needed: str, *held: str) -> Roster:
    officers: Rows = [
        ["officer_id", "available_hours", "skills"],
        *([f"D-{at}", 9, each] for at, each in enumerate(held)),
    ]
    return in_format(kind, officers=officers, cases=[["case_id", "weight_hours", "required_skills"], ["c1", 1, needed]])


@pytest.mark.parametrize("kind", KINDS)
def test_skills_are_split_on_both_sides_where_their_parts_stand_alone_elsewhere(kind: str) -> None:
    roster = skills(kind, "dv, spanish", "DV", "Spanish", "DV / Spanish", "DV;Spanish")
    assert roster.cases.skills[0] == ("DV", "Spanish")
    assert roster.officers.skills[2] == ("DV", "Spanish")
    assert roster.officers.skills.codes.tolist() == [0, 1, 2, 2]
    assert codes(roster) == ["split-list"] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_with_a_comma_stays_one_where_its_parts_are_unknown_or_both_sides_have_it(kind: str) -> None:
    assert codes(skills(kind, "Fraud, white collar", "Fraud, white collar")) == []
    assert codes(skills(kind, "Fraud, white collar", "Fraud, white collar", "Fraud")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_which_one_part_is_unknown_must_be_accepted(kind: str) -> None:
    roster = skills(kind, "DV, Welsh", "DV", "Spanish")
    partly = next(found for found in roster.findings if found.code == "partly-known-list")
    assert (partly.severity, partly.row, partly.value) == (Severity.CONFIRM, 1 if kind == "json" else 2, "DV, Welsh")
    assert partly.message == "if this is a list, “DV” is known, but “Welsh” is not"


@pytest.mark.parametrize("kind", KINDS)
def test_several_officers_or_offices_where_one_is_expected_must_be_accepted(kind: str) -> None:
    cases: Rows = [["case_id", "weight_hours", "current_officer"], ["c1", 1, "A, B"]]
    assert "several-in-one" in codes(in_format(kind, cases=cases))
    officers: Rows = [["officer_id", "available_hours", "offices"], ["A", 1, "North;South"]]
    cases = [["case_id", "weight_hours", "office"], ["c1", 1, "North/South"]]
    assert "several-in-one" in codes(in_format(kind, officers=officers, cases=cases))


def test_an_officer_whose_id_holds_a_comma_is_not_split() -> None:
    officers: Rows = [["officer_id", "available_hours"], ["Doe, Jo", 1], ["Doe", 1], ["Jo", 1]]
    cases: Rows = [["case_id", "weight_hours", "excluded_officers"], ["c1", 1, "Doe, Jo"]]
    roster = in_format("csv", officers=officers, cases=cases)
    assert roster.cases.excluded[0] == ("Doe, Jo",)
    assert codes(roster) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["A & B", "A and B", "A und B", "A + B", "A - B", "A·B", "A, B und C", "A\\B"])
def test_officers_that_a_word_or_another_sign_joins_are_split_too(kind: str, text: str) -> None:
    """``North & South`` was one office that nobody else has, and the officer could serve neither."""
    officers: Rows = [["officer_id", "available_hours"], ["A", 9], ["B", 9], ["C", 9]]
    cases: Rows = [["case_id", "weight_hours", "excluded_officers"], ["c1", 1, text]]
    roster = in_format(kind, officers=officers, cases=cases)
    assert roster.cases.excluded[0] == (("A", "B", "C") if "C" in text else ("A", "B"))
    assert codes(roster) == ["split-list"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_with_an_and_in_it_stays_one_unless_both_parts_are_names_and_one_side_alone_joins_them(
    kind: str,
) -> None:
    joined = "Child & Family"
    assert skills(kind, joined, joined, "Child", "Family").cases.skills[0] == (joined,)
    assert codes(skills(kind, joined, joined, "Child")) == []
    assert skills(kind, joined, "Child", "Family").cases.skills[0] == ("Child", "Family")


SPACED: Rows = [
    ["officer_id", "available_hours", "offices"],
    ["D-1", 100, "North"],
    ["D-2", 100, "South"],
    ["D-3", 100, "North  South"],
]
IN_BOTH: Rows = [["case_id", "weight_hours", "office"], ["c1", 1, "North"], ["c2", 1, "South"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_offices_joined_by_two_spaces_were_one_office_that_no_case_is_of(kind: str) -> None:
    roster = in_format(kind, officers=SPACED, cases=IN_BOTH)
    assert roster.officers.offices[2] == ("North", "South")
    assert codes(roster) == ["split-list"]


def test_offices_joined_by_one_space_are_asked_about_unless_cases_have_that_name() -> None:
    officers: Rows = [*SPACED[:3], ["D-3", 100, "North South"]]
    roster = in_format("csv", officers=officers, cases=IN_BOTH)
    assert (roster.officers.offices[2], codes(roster)[0]) == (("North South",), "partly-known-list")
    assert codes(in_format("csv", officers=officers, cases=[*IN_BOTH, ["c3", 1, "North South"]])) == []


@pytest.mark.parametrize("written", ["D-1 D-2", "D-1  D-2", '["D-1", "D-2"]', "[D-1, D-2]"])
def test_officers_of_a_conflict_with_spaces_or_brackets_around_them_are_a_list(written: str) -> None:
    cases: Rows = [["case_id", "weight_hours", "excluded_officers"], ["c1", 1, written]]
    assert in_format("csv", officers=SPACED[:3], cases=cases).cases.excluded[0] == ("D-1", "D-2")


def test_two_holders_with_a_space_between_them_are_asked_about() -> None:
    cases: Rows = [["case_id", "weight_hours", "current_officer"], ["c1", 1, "D-1 D-2"]]
    assert "several-in-one" in codes(in_format("csv", officers=SPACED[:3], cases=cases))
