from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given

from app.answers.handover.pairs import Pair, count_of, everybody, hours_of, pairs_of, table_of
from app.answers.holdings.case_lines import CaseLine
from tests.app.answers.handover.plans import ORDER, drawn, line, lines


def test_each_case_with_another_officer_is_in_the_pair_of_both() -> None:
    """Ann hands C-2 to Bo and takes up C-3; D-4 goes from Bo to nobody; C-1 stays, and D-5 waits."""
    pairs = pairs_of(lines(), ORDER)
    found = [(pair.giver, pair.receiver, [each.case_id for each in pair.cases], pair.hours) for pair in pairs]
    assert found == [
        ("Ann", "Bo", ["C-2"], 2.5),
        ("Bo", "", ["D-4"], 1.0),
        ("", "Ann", ["C-3"], 4.0),
    ]


def test_the_most_urgent_comes_first_and_then_as_the_roster_has_them() -> None:
    cases = [line(1, "Ann", "Bo"), line(2, "Ann", "Bo", priority=1), line(3, "Ann", "Bo")]
    assert [each.number for each in pairs_of(cases, ORDER)[0].cases] == [2, 1, 3]


def test_the_table_has_those_of_whom_something_moves() -> None:
    table = table_of(pairs_of(lines(), ORDER), ORDER)
    assert (table.givers, table.receivers) == (("Ann", "Bo", ""), ("Ann", "Bo", ""))
    assert table.rows == ((0, 1, 0), (0, 0, 1), (1, 0, 0))


def test_who_is_in_no_roster_comes_last_of_everybody() -> None:
    assert everybody([line(1, "Gone", "Bo")], ORDER) == ["Ann", "Bo", "Gone"]


def test_nothing_moves_in_a_plan_that_keeps_everything() -> None:
    assert pairs_of([line(1, "Ann", "Ann"), line(2, "", "")], ORDER) == []


@given(drawn())
def test_every_move_is_in_exactly_one_pair_and_nothing_else_is(cases: Sequence[CaseLine]) -> None:
    order = everybody(cases, ORDER)
    pairs = pairs_of(cases, order)
    found = Counter(each.number for pair in pairs for each in pair.cases)
    assert found == Counter(each.number for each in cases if each.before != each.after)
    assert all((each.before, each.after) == (pair.giver, pair.receiver) for pair in pairs for each in pair.cases)
    assert len({(pair.giver, pair.receiver) for pair in pairs}) == len(pairs)
    assert hours_of(pairs) == sum(each.hours for each in cases if each.before != each.after)
    table = table_of(pairs, order)
    assert sum(map(sum, table.rows)) == count_of(pairs) == sum(found.values())
    assert {(len(row)) for row in table.rows} <= {len(table.receivers)}


def test_hours_of_a_pair_are_added_without_an_error_of_floating_point() -> None:
    assert Pair("Ann", "Bo", tuple(line(number, "Ann", "Bo", hours=0.1) for number in range(1, 11))).hours == 1.0
