from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.http.unpacked import Body, Part
from app.intake.errors import BadCell
from app.web.corrections import MAX_BYTES, Table, mended, mends_of, texts_of

TEXT = "officer_id,available_hours,skils\nA,ten,x\nB,10,\n"


def test_a_cell_is_replaced_and_nothing_else() -> None:
    table = Table(TEXT)
    table.mend([(2, "Available_Hours ", "10")])
    assert table.text() == TEXT.replace("ten", "10")


def test_a_column_is_renamed_or_left_out() -> None:
    table = Table(TEXT)
    table.mend([(1, "skils", "skills")])
    assert table.text().splitlines()[0] == "officer_id,available_hours,skills"
    table.mend([(1, "skills", " ")])
    assert table.text() == "officer_id,available_hours\nA,ten\nB,10\n"


def test_what_is_not_there_is_not_mended() -> None:
    table = Table(TEXT + "C\n")
    table.mend([(9, "skils", "x"), (0, "skils", "x"), (2, "nothing", "x"), (4, "skils", "x")])
    assert table.text() == TEXT + "C\n"


@pytest.mark.parametrize("text", ["a;b\r\n1,5;x\r\n", "sep=;\na;b\n1,5;x\n", "\ufeffa;b\n1,5;x\n"])
def test_a_german_excel_keeps_its_semicolons(text: str) -> None:
    table = Table(text)
    table.mend([(2, "b", "y;z")])
    assert table.text() == 'a;b\n1,5;"y;z"\n'


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=5), st.sampled_from(",;"))
def test_a_sheet_that_is_not_changed_reads_as_before(rows: list[list[str]], delimiter: str) -> None:
    rows = [["first", "second"], *rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    table = Table(out.getvalue())
    assert table.rows == rows
    assert Table(table.text()).rows == rows


@given(cells, cells)
def test_what_is_typed_is_what_is_read(before: str, typed: str) -> None:
    table = Table('a,b\n"' + before.replace('"', '""') + '",x\n')
    table.mend([(2, "a", typed)])
    assert Table(table.text()).rows[1] == [typed, "x"]


def test_each_bad_cell_gets_a_box_with_what_is_there() -> None:
    cells = [
        BadCell("officers.csv", 2, "available_hours", "ten", "is not a number"),
        BadCell("officers.csv", 2, "available_hours", "ten", "and too short"),
        BadCell("officers.csv", 1, "skils", None, "no such column"),
        BadCell("officers.csv", None, None, None, "is strange"),
        BadCell("cases.csv", 2, "case_id", None, "is empty"),
    ]
    mends = mends_of({"officers": TEXT}, cells)
    assert [(mend.field, mend.now) for mend in mends] == [
        ("fix:officers:2:available_hours", "ten"),
        ("", "ten"),
        ("fix:officers:1:skils", "skils"),
        ("", ""),
        ("", ""),
    ]
    assert [mend.field for mend in mends_of(None, cells)] == [""] * 5


def test_broken_quotes_are_for_the_file() -> None:
    (mend,) = mends_of({"officers": 'a\n"b'}, [BadCell("officers.csv", 2, "a", None, "x")])
    assert mend.field in ("", "fix:officers:2:a")


def test_only_small_text_travels_with_a_page() -> None:
    assert texts_of({"officers": "ä".encode()}) == {"officers": "ä"}
    assert texts_of({"officers": b"\xe4"}) is None
    assert texts_of({"workbook": b"PK"}) is None
    assert texts_of({"officers": b"x" * (MAX_BYTES + 1)}) is None
    assert texts_of({}) is None


def part(name: str, content: str) -> Part:
    return Part(name, "", content.encode())


def test_a_form_that_comes_back_is_mended() -> None:
    parts = [
        part("sheet:officers", TEXT.replace("\n", "\r\n")),
        part("fix:officers:2:available_hours", "10"),
        part("fix:officers:x:available_hours", "20"),
        part("fix:nonsense", "30"),
    ]
    assert mended(Body("multipart/form-data", parts=parts)) == {"officers": TEXT.replace("ten", "10").encode()}
    assert mended(Body("multipart/form-data", parts=[part("files", "")])) is None
