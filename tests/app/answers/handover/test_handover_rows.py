from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from hypothesis import given

from app.answers.handover.handover_rows import HEADER, csv_of, rows_of
from app.answers.handover.pairs import everybody, pairs_of
from app.answers.holdings.case_lines import CaseLine
from tests.app.answers.handover.plans import ORDER, drawn, lines


def test_a_row_has_who_gives_a_case_to_whom_and_what_it_takes() -> None:
    row = next(rows_of(pairs_of(lines(), ORDER)))
    assert row == ("Ann", "Bo", "C-2", "review", "", 2.5, 1, "balance")


def test_the_file_has_hours_as_they_are() -> None:
    assert csv_of(pairs_of(lines(), ORDER)).decode() == (
        "from,to,case_id,case_type,office,hours,priority,reason\n"
        "Ann,Bo,C-2,review,,2.5,1,balance\n"
        "Bo,,D-4,,,1,3,hours\n"
        ",Ann,C-3,court,,4,3,new\n"
    )


@given(drawn())
def test_the_file_can_be_read_again_and_has_every_move_once(cases: Sequence[CaseLine]) -> None:
    content = csv_of(pairs_of(cases, everybody(cases, ORDER))).decode()
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    assert tuple(header) == HEADER
    assert sorted((row[0], row[1], row[2], float(row[5])) for row in rows) == sorted(
        (each.before, each.after, each.case_id, each.hours) for each in cases if each.before != each.after
    )
