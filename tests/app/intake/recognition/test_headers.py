"""Where the names of the columns are."""

from __future__ import annotations

from app.intake.formats.marks import letters
from app.intake.recognition.headers import Named, find_header

DATA = [["1", "Felony", "A"], ["2", "Felony", "B"]]


def test_below_titles_and_blank_rows() -> None:
    header = find_header([["Open cases"], [], ["Case", "Case Type", "Officer"], *DATA])
    assert header is not None
    assert (header.first, header.last) == (2, 2)
    assert [named.name for named in header.columns] == ["Case", "Case Type", "Officer"]


def test_over_two_rows_with_what_stands_above_several() -> None:
    header = find_header([["Case", "", "Assigned"], ["Number", "Type", "Officer"], *DATA])
    assert header is not None
    assert (header.first, header.last) == (0, 1)
    assert [named.name for named in header.columns] == ["Case Number", "Case Type", "Assigned Officer"]


def test_one_row_stays_one_row() -> None:
    header = find_header([["Case", "Case Type", "Officer"], *DATA])
    assert header is not None
    assert (header.first, header.last) == (0, 0)


def test_blank_columns_are_none_and_nameless_ones_are_called_by_their_letter() -> None:
    header = find_header([["Case", "", "Officer", ""], ["1", "", "A", "x"]])
    assert header is not None
    assert header.columns == (Named(0, "Case"), Named(2, "Officer"), Named(3, "column D", has_name=False))


def test_unknown_names_are_found_by_their_width() -> None:
    header = find_header([["Bericht"], ["Foo", "Bar", "Baz"], ["1", "2026-01-01", "x"], ["2", "2026-01-02", "y"]])
    assert header is not None
    assert header.first == 1


def test_an_empty_table_has_none() -> None:
    assert find_header([[], ["", ""]]) is None


def test_letters_go_on_after_z() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
