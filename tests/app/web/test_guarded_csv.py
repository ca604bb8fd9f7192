from __future__ import annotations

import pytest

from app.web.guarded_csv import guarded


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1+cmd", "@SUM(A1)", "-2+3", "\tx"])
def test_an_id_that_a_spreadsheet_would_work_out_was_handed_to_people_as_it_stands(cell: str) -> None:
    assert guarded(f"case_id,hours\n{cell},1\n".encode()) == f"case_id,hours\n'{cell},1\n".encode()
    assert guarded(f"hours,case_id\n1,{cell}\n".encode()) == f"hours,case_id\n1,'{cell}\n".encode()


def test_a_cell_in_quotes_is_no_way_around_it() -> None:
    assert guarded(b'\xef\xbb\xbfcase_id,hours\n"=A1,B1",1\n') == b'\xef\xbb\xbfcase_id,hours\n"\'=A1,B1",1\n'


def test_numbers_below_nothing_stay_numbers() -> None:
    assert guarded(b"officer_id,change_hours\nA,-3.25\n") == b"officer_id,change_hours\nA,-3.25\n"


def test_a_file_without_any_is_the_same_bytes() -> None:
    content = b'\xef\xbb\xbfcase_id,reason\r\n"a-b",x=1\r\n'
    assert guarded(content) is content
