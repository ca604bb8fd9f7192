"""Which file is which sheet, by its name: the same for a folder, an upload and the page."""

from __future__ import annotations

import pytest

from app.intake.errors import Complaints
from app.intake.formats.sheet import sheet_called, sheet_named, sheets_among


@pytest.mark.parametrize(
    ("file", "called", "named"),
    [
        ("cases.csv", "cases", "cases"),
        ("Cases (1).CSV", "cases", "cases"),
        ("officers - Copy.csv", "officers", "officers"),
        ("Copy of weights.csv", "weights", "weights"),
        ("2026-05 cases final.csv", None, "cases"),
        ("officers and cases.csv", None, None),
        ("my weights.csv", None, None),
        ("officer.csv", None, None),
        ("cases.xlsx", None, None),
    ],
)
def test_a_name_says_which_sheet_a_file_is(file: str, called: str | None, named: str | None) -> None:
    assert (sheet_called(file), sheet_named(file)) == (called, named)


def test_a_second_download_was_read_by_the_page_alone() -> None:
    complaints = Complaints()
    found = sheets_among(["cases (1).csv", "officers.csv", "notes.csv"], complaints)
    assert found == ({"cases": "cases (1).csv", "officers": "officers.csv"}, ["notes.csv"])
    (said,) = complaints.findings.sorted()
    assert (said.code, said.file, said.message) == ("read-as", "cases (1).csv", "the file was read as the sheet cases")


def test_two_files_for_one_sheet_are_refused_and_an_old_one_beside_it_is_none() -> None:
    complaints = Complaints()
    sheets_among(["cases.csv", "cases (1).csv"], complaints)
    assert [(cell.file, cell.message.partition(";")[0]) for cell in complaints.cells] == [
        ("cases (1).csv", "the sheet cases is there twice, as cases.csv, too")
    ]
    complaints = Complaints()
    assert sheets_among(["cases.csv", "cases-2025.csv"], complaints) == ({"cases": "cases.csv"}, ["cases-2025.csv"])
    assert sheets_among(["cases-2025.csv", "cases-2026.csv"], complaints)[0] == {}
    assert complaints.total == 0


def test_what_somebody_says_of_a_file_counts() -> None:
    complaints = Complaints()
    found, others = sheets_among(["people.csv"], complaints, said={"people.csv": "officers"})
    assert (found, others, complaints.findings.sorted()) == ({"officers": "people.csv"}, [], ())
