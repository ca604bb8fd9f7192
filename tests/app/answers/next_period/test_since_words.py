from __future__ import annotations

from app.answers.next_period.last_plan import LastPlan
from app.answers.next_period.since import Became, Trust, since
from app.answers.next_period.since_words import MEANINGS, TITLES, in_words, kinds_of, officers_of, since_csv
from tests.app.answers.next_period.offices import export, plan


def test_each_kind_is_told_with_its_first_cases() -> None:
    found = {kind.title: (kind.count, kind.first) for kind in kinds_of(since(plan(), export()), 5)}
    assert found == {
        "Closed": (1, ("G-6 (was with Ann)",)),
        "New": (1, ("X-9 (with Bo)",)),
        "Not handed over yet": (1, ("M-3 (adopted for Bo, with Ann)",)),
        "Moved otherwise than adopted": (1, ("O-7 (adopted for Ann, with Bo)",)),
        "No officer named": (1, ("N-4 (adopted for Bo)",)),
        "Without an officer": (1, ("N-5 (adopted for Cy)",)),
        "As adopted": (3, ()),
    }
    assert all(kind.first == () for kind in kinds_of(since(plan(), export()), 0))
    last = list(kinds_of(since(plan(), export()), 5))[-1]
    assert last.meaning == "with those to whom the plan gave them; handed over since: 1"


def test_where_the_plan_is_trusted_a_case_says_for_whom_it_counts() -> None:
    found = since(plan(), export(), Trust.PLAN)
    assert in_words(found.those(Became.OTHERWISE)[0]) == "O-7 (adopted for Ann, with Bo; counts for Ann)"


def test_everything_has_a_title_and_a_meaning() -> None:
    assert set(TITLES) == set(MEANINGS) == set(Became)


def test_officers_are_told_with_their_hours() -> None:
    assert list(officers_of(since(plan(), export()))) == [
        ("Officers who left", ("Cy",)),
        ("Officers who came", ("Di",)),
        ("Hours that changed", ("Ann (80 h, was 160)",)),
    ]


def test_who_is_written_otherwise_is_told() -> None:
    last = LastPlan({"C-1": "Lee, Ann"}, {"C-1": ""}, None)
    found = since(last, export({"C-1": "Ann Lee"}, {"Ann Lee": "9"}))
    assert list(officers_of(found)) == [("Written otherwise than in the plan", ("Ann Lee (was Lee, Ann)",))]


def test_the_file_has_a_row_for_each_case_that_is_not_as_adopted() -> None:
    assert since_csv(since(plan(), export())).decode() == (
        "case_id,became,had it before,adopted,has it by the export,has it in the next roster\n"
        "G-6,closed,Ann,Ann,,\n"
        "X-9,new,,,Bo,Bo\n"
        "M-3,not handed over yet,Ann,Bo,Ann,Ann\n"
        "O-7,moved otherwise than adopted,Ann,Ann,Bo,Bo\n"
        "N-4,no officer named,,Bo,,Bo\n"
        "N-5,without an officer,,Cy,,\n"
    )
