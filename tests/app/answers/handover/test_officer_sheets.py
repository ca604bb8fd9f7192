from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given

from app.answers.handover.officer_sheets import every_sheet, sheet_of
from app.answers.handover.pairs import everybody, pairs_of
from app.answers.holdings.case_lines import CaseLine
from tests.app.answers.handover.plans import ORDER, drawn, line, lines


def test_a_sheet_says_what_goes_to_whom_and_what_comes_from_whom() -> None:
    ann, bo = every_sheet(pairs_of(lines(), ORDER), ORDER)
    assert (ann.number, ann.officer_id, bo.number, bo.officer_id) == (1, "Ann", 2, "Bo")
    assert [(pair.receiver, pair.count) for pair in ann.gives] == [("Bo", 1)]
    assert [(pair.giver, pair.count) for pair in ann.gets] == [("", 1)]
    assert [(pair.receiver, pair.count) for pair in bo.gives] == [("", 1)]
    assert [(pair.giver, pair.count) for pair in bo.gets] == [("Ann", 1)]


def test_there_is_a_sheet_for_each_number_and_for_no_other() -> None:
    pairs = pairs_of(lines(), ORDER)
    for number in (0, 3, -1):
        assert sheet_of(pairs, ORDER, number) is None
    sheet = sheet_of(pairs, ORDER, 2)
    assert sheet is not None
    assert sheet.officer_id == "Bo"


def test_a_sheet_is_empty_where_nothing_changes() -> None:
    ann, bo = every_sheet(pairs_of([line(1, "Ann", "Ann"), line(2, "", "Bo")], ORDER), ORDER)
    assert (ann.is_empty, bo.is_empty) == (True, False)


@given(drawn())
def test_every_move_is_given_once_and_got_once(cases: Sequence[CaseLine]) -> None:
    order = everybody(cases, ORDER)
    sheets = every_sheet(pairs_of(cases, order), order)
    given_away = Counter(each.number for sheet in sheets for pair in sheet.gives for each in pair.cases)
    got = Counter(each.number for sheet in sheets for pair in sheet.gets for each in pair.cases)
    moves = [each for each in cases if each.before != each.after]
    assert given_away == Counter(each.number for each in moves if each.before)
    assert got == Counter(each.number for each in moves if each.after)
    for sheet in sheets:
        assert all(pair.giver == sheet.officer_id for pair in sheet.gives)
        assert all(pair.receiver == sheet.officer_id for pair in sheet.gets)
