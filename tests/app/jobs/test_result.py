from __future__ import annotations

from app.jobs.result import officers_in, rows_in

HEADER = "\ufeffcase_id,officer_id,previous_officer,moved,reason"
SENT = f'{HEADER}\r\n"C,1",A,,no,new\r\nC-2,,B,yes,"a ""word"""\r\n'.encode()


def test_rows_have_every_column() -> None:
    columns = ("case_id", "officer_id", "previous_officer", "moved", "reason")
    rows = [("C,1", "A", "", "no", "new"), ("C-2", "", "B", "yes", 'a "word"')]
    assert list(rows_in(SENT)) == [dict(zip(columns, row, strict=True)) for row in rows]


def test_each_case_has_its_officer_or_nobody() -> None:
    assert list(officers_in(SENT)) == [("C,1", "A"), ("C-2", "")]
