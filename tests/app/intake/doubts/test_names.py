"""What is no error, but most often a slip."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.intake.errors import RosterRefused
from app.intake.findings import Finding, Severity
from app.intake.read import read_document
from tests.app.intake.rosters import Rows, cases, codes, in_format, read, refusal

WEIGHTS = "case_type,weight_hours\nNon-Detained,1.5\ndetained,8\n"


def kinds(findings: Iterable[Finding]) -> list[tuple[str, str | None, str | None]]:
    return [(found.code, found.column, found.value) for found in findings]


def test_a_skill_that_one_case_in_thirty_lacks_is_a_note_and_one_that_many_need_must_be_accepted() -> None:
    officers = "officer_id,available_hours,skills,offices,dockets\nA,1,Spanish;creole,north,detained\n"
    columns = "required_skills,office,docket"
    usual = ["SPANISH,NORTH,Detained"] * 30
    assert read(officers, cases(*usual, columns=columns)).findings == ()
    (found,) = read(officers, cases(*usual, "Welsh,north,", columns=columns)).findings
    assert (found.code, found.row, found.severity) == ("unheld-name", 32, Severity.NOTE)
    assert found.message == "no officer has the skill “Welsh”, which 1 of 31 cases needs"
    found = read(officers, cases(*usual, *["English,north,"] * 2, columns=columns)).findings[0]
    assert (found.code, found.severity, found.value) == ("nobody-has", Severity.CONFIRM, "English")
    assert "which 2 of 32 cases need" in found.message
    found = read(officers, cases(*usual, *[",south,"] * 2, columns=columns)).findings[0]
    assert (found.code, found.column) == ("nobody-has", "office")


def test_officers_without_offices_serve_any_so_no_office_is_without_officer() -> None:
    officers = "officer_id,available_hours,offices\nA,1,north\nB,1,\n"
    assert read(officers, cases("south", columns="office")).findings == ()


def test_an_officer_who_is_not_there_has_left_unless_somebody_is_called_so_alike() -> None:
    assert kinds(read(cases=cases("a", "Q", columns="current_officer")).findings) == [
        ("similar-spelling", "current_officer", "a"),
        ("officer-has-left", "current_officer", "Q"),
    ]
    officers = "officer_id,available_hours\nD-01,1\nMeier,1\n"
    (found,) = read(officers, cases("D-1", "Meyer", columns="current_officer")).findings
    assert (found.code, found.value, found.count) == ("similar-spelling", "Meyer", 2)
    (found,) = read(officers, cases("D-02", "Maier", columns="current_officer")).findings[1:]
    assert (found.code, found.value) == ("officer-has-left", "D-02")


def test_many_who_have_left_are_one_finding_and_must_be_accepted() -> None:
    rows = [f"Q{at}" for at in range(50)]
    most, left = read(cases=cases(*rows, columns="current_officer")).findings
    assert (most.code, left.code, left.count) == ("most-have-left", "officer-has-left", 50)
    assert "also “Q1” in row 3" in left.message


@pytest.mark.parametrize("excluded", ["a", "Z", "A;Z", "none", "N/A", "D-1, D-2"])
def test_a_conflict_of_interest_that_names_nobody_is_refused(excluded: str) -> None:
    """It was a warning on page 12, and the case went to the officer who was excluded."""
    cell = refusal(cases=cases(f'"{excluded}"', columns="excluded_officers"))
    assert (cell.code, cell.row, cell.column) == ("unknown-conflict", 2, "excluded_officers")
    with pytest.raises(RosterRefused):
        read_document(
            {
                "officers": [{"officer_id": "A", "available_hours": 1}],
                "cases": [{"case_id": "c", "weight_hours": 1, "excluded_officers": [excluded]}],
            }
        )


def test_types_of_the_flow_that_nothing_else_has_are_noted() -> None:
    flow = "case_type,arrivals_per_period\nNON-DETAINED,1\ndetaned,2\n"
    (found,) = read(weights=WEIGHTS, flow=flow).findings
    assert (found.code, found.row, found.value) == ("unknown-type", 3, "detaned")
    assert "(did you mean detained?)" in found.message


def test_hints_are_looked_for_among_so_many_names_only() -> None:
    """Ten thousand strange types and officers: every one is an error or a warning, and none takes long."""
    rows = "".join(f"c{at},type-{at:05d},Q{at},{'yes' if at % 2 else 'no'}\n" for at in range(10_000))
    weights = "case_type,weight_hours\n" + "".join(f"kind-{at:05d},1\n" for at in range(5_000))
    with pytest.raises(RosterRefused) as caught:
        read(cases="case_id,case_type,current_officer,pinned\n" + rows, weights=weights)
    assert caught.value.total == 15_000


@pytest.mark.parametrize("name", ["N/A", "-", "none", "0"])
def test_an_office_called_not_available_is_asked_about_and_keeps_nobody_from_every_case(name: str) -> None:
    """The officer could hold no case of any office, and nothing was said."""
    officers: Rows = [["officer_id", "available_hours", "offices"], ["A", 9, "North"], ["B", 9, name]]
    cases: Rows = [["case_id", "weight_hours", "office"], ["c1", 1, "North"]]
    (found,) = in_format("csv", officers=officers, cases=cases).findings
    assert (found.code, found.column, found.value, found.row) == ("no-name", "offices", name, 3)
    named = [*cases, ["c2", 1, name]]
    assert codes(in_format("csv", officers=officers, cases=named)) == [], "it is an office of both sides"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("column", ["office", "docket"])
def test_an_officer_of_an_office_that_no_case_is_of_is_not_idle_without_a_word(kind: str, column: str) -> None:
    """`north or south` and a misspelling were offices of their own: two of four officers were given nothing."""
    officers: Rows = [["officer_id", "available_hours", column + "s"], ["A", 9, "North"], ["B", 9, "South"]]
    idle: Rows = [["C", 9, "North or South"], ["D", 9, "Midlands"]]
    cases: Rows = [["case_id", "weight_hours", column], ["c1", 1, "North"], ["c2", 1, "South"]]
    (found,) = in_format(kind, officers=[*officers, *idle], cases=cases).findings
    assert (found.code, found.severity, found.column, found.value) == (
        "serves-nowhere",
        Severity.NOTE,
        column + "s",
        "North or South",
    )
    assert found.count == 2
    assert codes(in_format(kind, officers=[*officers, ["E", 9, "North; East"]], cases=cases)) == []
    anywhere: Rows = [*cases, ["c3", 1, None]]
    assert codes(in_format(kind, officers=[*officers, *idle], cases=anywhere)) == [], "they can hold what names none"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(("column", "theirs"), [("office", "offices"), ("required_skills", "skills")])
def test_a_single_case_of_the_office_or_skill_na_went_to_nobody_with_a_note(
    kind: str, column: str, theirs: str
) -> None:
    officers: Rows = [["officer_id", "available_hours", theirs], ["D-1", 100, "North"]]
    rows = [[f"c{at}", 1, "N/A" if at == 7 else "North"] for at in range(30)]
    roster = in_format(kind, officers=officers, cases=[["case_id", "weight_hours", column], *rows])
    assert [(each.code, each.value) for each in roster.findings if each.severity is Severity.CONFIRM] == [
        ("no-name", "N/A")
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("name", ["x", "X", "N/A", "vacant", "-"])
def test_an_officer_called_by_a_tick_or_an_answer_got_cases(kind: str, name: str) -> None:
    officers: Rows = [["officer_id", "available_hours"], ["D-1", 100], [name, 100]]
    assert "no-name" in codes(in_format(kind, officers=officers))


def test_an_officer_called_x_among_officers_called_by_their_initials_is_one() -> None:
    assert codes(in_format("csv", officers=[["officer_id", "available_hours"], ["A", 100], ["X", 100]])) == []
