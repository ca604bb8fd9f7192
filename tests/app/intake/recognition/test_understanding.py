"""Exports become rosters: what is known is not asked, and what cannot be meant is refused with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.intake.errors import BadCell, RosterRefused
from app.intake.formats.raw_tables import RawTable
from app.intake.read import read_document
from app.intake.recognition.profile import Profile, Weight, read_profile, write_profile
from app.intake.recognition.questions import Asked, accept_offers
from app.intake.recognition.understanding import Understanding, placed, understand
from tests.app.intake.recognition.exports import PEOPLE, english, german, table, written

WEIGHED = Profile(hours="100", weights={"Felony": Weight("2")})
HEAD = ("Case #", "Case Type", "Assigned To")
ROWS = [("1-a", "Felony", "Lee, A"), ("2-a", "Felony", "Lee, B"), ("3-a", "Felony", "Lee, A")]
OFFICERS = [("Name", "Hours", "Languages"), ("Lee, A", "100", "Spanish"), ("Lee, B", "80", "")]


def of(*rows: Sequence[str], head: Sequence[str] = HEAD, file: str = "export.csv") -> RawTable:
    return table(written([head, *rows]), file)


def officers(*rows: Sequence[str]) -> RawTable:
    return table(written(rows or OFFICERS), "staff.csv")


def read(*tables: RawTable, profile: Profile = WEIGHED, fix: bool = False) -> dict[str, Any]:
    found = understand(tables, profile, fix=fix)
    assert found.document is not None, found.questions
    read_document(found.document)
    return found.document


def refused(*tables: RawTable, profile: Profile = WEIGHED) -> list[BadCell]:
    with pytest.raises(RosterRefused) as caught:
        understand(tables, profile)
    return caught.value.cells


def codes(found: Understanding) -> dict[str, int]:
    return {each.code: each.count for each in found.findings}


def answered(found: Understanding, profile: Profile) -> Profile:
    for question in found.questions:
        profile = accept_offers(profile, question)
    return profile


def test_an_english_export_of_three_thousand_rows_asks_two_questions() -> None:
    export = table(english())
    first = understand([export], Profile())
    assert [each.about for each in first.questions] == [Asked.HOURS, Asked.WEIGHTS]
    assert first.document is None
    whole = understand([export], answered(first, Profile()))
    assert whole.document is not None
    roster = read_document(whole.document)
    assert roster.counts["cases"] == 3_000
    assert roster.officers.ids == tuple(sorted(PEOPLE))
    assert "required_skills" not in set().union(*whole.document["cases"]), "English takes no case from anybody"
    assert {row["priority"] for row in whole.document["cases"]} == {1, 3, 5}
    assert all(row["source"].startswith("starting value") for row in whole.document["weights"])
    said = codes(whole)
    assert said["left-out-row"] == 1
    assert {"nobody-holds", "skills-unread", "officers-made", "starting-weight"} <= said.keys()


def test_with_its_profile_the_next_export_asks_nothing() -> None:
    export = table(english())
    profile = understand([export], answered(understand([export], Profile()), Profile())).profile
    kept = read_profile(write_profile(profile).encode())
    again = understand([export], kept)
    assert again.questions == ()
    assert again.profile == profile


def test_a_german_export_with_decimal_commas_asks_for_hours_alone() -> None:
    export = table(german())
    first = understand([export], Profile())
    assert [each.about for each in first.questions] == [Asked.HOURS]
    found = understand([export], Profile(hours="120"))
    assert found.document is not None
    roster = read_document(found.document)
    assert roster.counts["cases"] == 3_000
    assert {row["weight_hours"] for row in found.document["cases"]} == {"0.5", "0.75", "1.25", "1.5"}
    assert all("2025" <= row["opened"][:4] <= "2026" for row in found.document["cases"])
    assert "Müller, Jörg" in roster.officers.ids
    assert "weights" not in found.document


def test_offices_of_nobody_are_harmless_and_those_that_no_officer_serves_are_left_unread() -> None:
    export = of(*((*row, "Kern") for row in ROWS), head=(*HEAD, "County"))
    assert read(export)["cases"][0]["office"] == "Kern"
    staff = officers(("Name", "Hours", "Office"), ("Lee, A", "100", "North"), ("Lee, B", "80", "North"))
    assert "office" not in read(export, staff)["cases"][0]


def test_languages_are_skills_where_officers_are_known_to_speak_them() -> None:
    rows = [(f"{number}-a", "Felony", "Lee, B", "English") for number in range(20)]
    rows += [("90-a", "Felony", "Lee, B", "Spanish"), ("91-a", "Felony", "Lee, B", "Farsi")]
    export = of(*rows, head=(*HEAD, "Language"))
    found = understand([export, officers()], WEIGHED)
    assert found.document is not None
    needs = {row["case_id"]: row.get("required_skills") for row in found.document["cases"]}
    assert needs["90-a"] == ["Spanish"]
    assert needs["0-a"] is None
    assert needs["91-a"] is None
    assert {"ordinary-skill", "unheld-language"} <= codes(found).keys()
    kept = understand([export, officers()], replace(WEIGHED, skills={"English": "English"}))
    assert kept.document is not None
    assert kept.document["cases"][0]["required_skills"] == ["English"], "as the profile says"


def test_officers_have_the_hours_that_somebody_says() -> None:
    profile = replace(WEIGHED, officers={"lee, a": "40"})
    hours = {row["officer_id"]: row["available_hours"] for row in read(of(*ROWS), profile=profile)["officers"]}
    assert hours == {"Lee, A": "40", "Lee, B": "100"}
    assert read(of(*ROWS), officers())["officers"][0]["available_hours"] == "100", "those of the table"


def test_cases_may_name_their_officers_by_another_column() -> None:
    staff = officers(("Officer ID", "Full name", "Hours"), ("D-1", "Lee, A", "100"), ("D-2", "Lee, B", "80"))
    assert [row["officer_id"] for row in read(of(*ROWS), staff)["officers"]] == ["Lee, A", "Lee, B"]


def test_totals_repeated_headers_and_remarks_are_no_cases() -> None:
    found = understand([of(*ROWS, HEAD, ("Total", "", ""), ("Printed on 24 November", "", ""), ("", "", ""))], WEIGHED)
    assert found.document is not None
    assert len(found.document["cases"]) == 3
    assert found.tables[0].left_out == {"the header again": (5,), "totals": (6,), "remarks": (7,)}


def test_a_case_without_an_id_is_refused_and_not_left_out() -> None:
    export = of(*ROWS, ("", "Felony", "Lee, A"))
    found = understand([export], WEIGHED)
    assert found.document is not None
    with pytest.raises(RosterRefused) as caught:
        read_document(found.document)
    (cell,) = placed(caught.value, found.origins).cells
    assert (cell.file, cell.row, cell.column) == ("export.csv", 5, "Case #")


def test_every_refusal_names_the_place_in_the_export() -> None:
    (cell,) = refused(of(*ROWS, ("4-a", "#N/A", "Lee, A")))
    assert (cell.file, cell.row, cell.column, cell.value) == ("export.csv", 5, "Case Type", "#N/A")


def test_dates_with_two_readings_are_asked_for_and_never_guessed() -> None:
    export = of(*((*row, "03/04/2026") for row in ROWS), head=(*HEAD, "Open Date"))
    (question,) = understand([export], WEIGHED).questions
    assert question.about is Asked.DATES
    assert read(export, profile=replace(WEIGHED, dates="day-first"))["cases"][0]["opened"] == "2026-04-03"
    assert read(export, profile=replace(WEIGHED, dates="month-first"))["cases"][0]["opened"] == "2026-03-04"


def test_dates_that_contradict_each_other_are_refused() -> None:
    dates = ("13/04/2026", "04/13/2026", "01/02/2026")
    export = of(*((*row, date) for row, date in zip(ROWS, dates, strict=True)), head=(*HEAD, "Open Date"))
    assert "the day first and others the month" in refused(export)[0].message


def test_merged_cells_are_refused_or_mended() -> None:
    export = replace(of(*ROWS[:1], ("2-a", "", "Lee, B"), ROWS[2]), merged=((1, 2, 1),))
    (cell,) = refused(export)
    assert (cell.row, cell.column) == (2, "Case Type")
    assert "--fix" in cell.message
    assert [row["case_type"] for row in read(export, fix=True)["cases"]] == ["Felony"] * 3


def test_rows_that_are_there_twice_are_mended() -> None:
    export = of(*(ROWS * 1), *((f"{at}-b", "Felony", "Lee, A") for at in range(200)), ROWS[0])
    found = understand([export], WEIGHED, fix=True)
    assert found.document is not None
    assert len(found.document["cases"]) == 203
    assert codes(found)["mended"] == 1


def test_types_that_have_no_weight_are_asked_for_once() -> None:
    (question,) = understand([of(*ROWS, ("4-a", "Theft", "Lee, A"), ("5-a", "theft", "Lee, A"))], WEIGHED).questions
    assert [each.case_type for each in question.offers] == ["Theft"]
    assert "--weight 'Theft=2'" in question.option


def test_a_table_of_weights_is_taken() -> None:
    weights = table(written([("Type", "Hours"), ("Felony", "3,5"), ("Theft", "1,25")], ";"), "weights.csv")
    assert read(of(*ROWS), weights, profile=Profile(hours="1"))["weights"][0]["weight_hours"] == "3.5"


def test_without_any_type_every_case_is_of_one() -> None:
    export = of(*((row[0], row[2]) for row in ROWS), head=("Case #", "Assigned To"))
    (question,) = understand([export], replace(WEIGHED, weights={})).questions
    assert [each.case_type for each in question.offers] == ["case"]


def test_without_officers_there_is_no_roster() -> None:
    (cell,) = refused(of(*((row[0], row[1]) for row in ROWS), head=HEAD[:2]))
    assert "no table of officers" in cell.message


def test_without_cases_what_was_found_is_listed() -> None:
    (cell,) = refused(of(("x", "y"), ("x", "z"), head=("Foo", "Bar")))
    assert "Foo" in cell.message
    assert "--column 'Reference=case_id'" in cell.message
    (cell,) = refused(of(*ROWS, *ROWS))
    assert "Case # (called like case_id, but its values repeat)" in cell.message


def test_two_files_of_cases_are_one_sheet() -> None:
    found = understand([of(*ROWS[:2]), of(*ROWS[2:], ("4-a", "#REF!", "Lee, A")[:1], file="more.csv")], WEIGHED)
    assert found.document is None or len(found.document["cases"]) == 4
    assert found.origins["cases"].places[-1] == ("more.csv", 3)


def test_spaces_and_order_of_columns_do_not_count() -> None:
    turned = of(*((f" {row[2]} ", f"{row[1]}\u00a0", row[0]) for row in ROWS), head=tuple(reversed(HEAD)))
    assert read_document(read(turned)).sha256 == read_document(read(of(*ROWS))).sha256
