"""Names of columns in several languages, however they are spelled."""

from __future__ import annotations

import pytest

from app.intake.columns.schema import SHEETS
from app.intake.recognition.synonyms import EXACT, NAMES, best, normal, says


def test_case_signs_and_accents_do_not_count() -> None:
    assert normal("CaseID") == normal("case_id") == normal("Case - ID") == "case id"
    assert normal("Case #") == normal("Case No.") == normal("case number") == "case number"
    assert normal("Eröffnet am") == "eroffnet am"


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Case #", "cases.case_id"),
        ("Assigned To", "cases.current_officer"),
        ("Open Date", "cases.opened"),
        ("Risk Level", "cases.priority"),
        ("Aktenzeichen", "cases.case_id"),
        ("Fall-Nr.", "cases.case_id"),
        ("Sachbearbeiter/in", "cases.current_officer"),
        ("N° dossier", "cases.case_id"),
        ("Fecha de apertura", "cases.opened"),
        ("Asignado a", "cases.current_officer"),
        ("Stunden (verfügbar)", "officers.available_hours"),
        ("available_hours", "officers.available_hours"),
    ],
)
def test_names_of_offices_are_known(name: str, column: str) -> None:
    assert says(name, column) == EXACT


def test_a_part_says_less_than_the_whole_and_a_misspelling_less_still() -> None:
    part, misspelled = (
        says("Primary Assigned Worker", "cases.current_officer"),
        says("Asigned To", "cases.current_officer"),
    )
    assert 0 < misspelled < part < EXACT


@pytest.mark.parametrize("name", ["Previous Officer", "Closed Date", "Date of Birth", "Officer Email", "Notes", "Zip"])
def test_names_of_other_things_say_nothing(name: str) -> None:
    assert best(name) == 0


def test_every_column_of_the_roster_is_in_the_table() -> None:
    every = {f"{sheet.name}.{column.name}" for sheet in SHEETS for column in sheet.columns}
    assert set(NAMES) == every
