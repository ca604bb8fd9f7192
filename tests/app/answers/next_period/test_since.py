from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.next_period.last_plan import LastPlan
from app.answers.next_period.since import Became, HoursSince, Trust, since
from app.intake.options import read_plan_options
from app.intake.prepare import prepare
from app.intake.read import read_document
from tests.app.answers.next_period.offices import ASSIGNMENTS, TODAY, export, plan

STAFF = {"Ann": "100", "Bo": "100"}


def test_each_case_is_told_as_what_became_of_it() -> None:
    found = {each.case_id: each.became for each in since(plan(), export()).cases}
    assert found == {
        "K-1": Became.AS_ADOPTED,
        "M-2": Became.AS_ADOPTED,
        "M-3": Became.NOT_HANDED_OVER,
        "N-4": Became.UNNAMED,
        "N-5": Became.WITHOUT,
        "O-7": Became.OTHERWISE,
        "W-8": Became.AS_ADOPTED,
        "X-9": Became.NEW,
        "G-6": Became.CLOSED,
    }


@pytest.mark.parametrize(
    ("trust", "m_3", "o_7"),
    [(Trust.EXPORT, "Ann", "Bo"), (Trust.PLAN, "Bo", "Ann")],
)
def test_who_is_trusted_decides_only_where_both_name_somebody(trust: Trust, m_3: str, o_7: str) -> None:
    found = since(plan(), export(), trust)
    cases = found.roster.to_document()["cases"]
    now = {case["case_id"]: case.get("current_officer", "") for case in cases}
    assert now == {**TODAY, "N-4": "Bo", "M-3": m_3, "O-7": o_7}
    assert now == {each.case_id: each.now for each in found.cases if each.became is not Became.CLOSED}


def test_a_case_that_is_pinned_stays_with_who_has_it_whoever_is_trusted() -> None:
    office = export().to_document()
    next(case for case in office["cases"] if case["case_id"] == "O-7")["pinned"] = True
    found = since(plan(), read_document(office), Trust.PLAN)
    assert [each.now for each in found.cases if each.case_id == "O-7"] == ["Bo"]


def test_who_left_who_came_and_whose_hours_are_others() -> None:
    found = since(plan(), export())
    assert (found.left, found.came) == (("Cy",), ("Di",))
    assert found.hours == (HoursSince("Ann", Decimal(160), Decimal(80)),)
    assert found.handed_over == 1
    unknown = since(LastPlan(plan().adopted, plan().before, None), export())
    assert (unknown.left, unknown.came, unknown.hours, unknown.knows_officers) == ((), (), (), False)


def test_the_same_hours_written_otherwise_are_no_change() -> None:
    assert since(plan(), export(hours={"Ann": "160.0", "Bo": "160", "Cy": "120.50"})).hours == ()


def test_an_export_that_is_what_was_adopted_has_no_differences_and_stays_as_it_is() -> None:
    office = export(plan().adopted, {"Ann": "160", "Bo": "160", "Cy": "120.5"})
    found = since(plan(), office)
    assert {each.became for each in found.cases} == {Became.AS_ADOPTED}
    assert (found.left, found.came, found.hours) == ((), (), ())
    assert found.handed_over == 4
    assert found.roster.sha256 == office.sha256


def test_an_officer_who_is_only_written_otherwise_is_the_same_one() -> None:
    last = LastPlan(
        {"C-1": "Lee, Ann", "C-2": "Bo"}, {"C-1": "", "C-2": "bo "}, {"Lee, Ann": Decimal(9), "Bo": Decimal(9)}
    )
    found = since(last, export({"C-1": "ann  lee", "C-2": "Bo"}, {"ann  lee": "9", "Bo": "9"}))
    assert found.respelled == (("Lee, Ann", "ann  lee"),)
    assert {each.became for each in found.cases} == {Became.AS_ADOPTED}
    assert (found.left, found.came) == ((), ())


def test_two_officers_whose_names_differ_by_a_capital_stay_two() -> None:
    last = LastPlan({"C-1": "LEE"}, {"C-1": ""}, {"LEE": Decimal(9)})
    found = since(last, export({"C-1": "Lee"}, {"Lee": "9", "lee": "9"}))
    assert found.respelled == ()
    assert [each.became for each in found.cases] == [Became.OTHERWISE]
    assert found.left == ("LEE",)


def test_the_plan_of_the_test_is_the_one_of_the_file() -> None:
    assert ASSIGNMENTS.count(b"\n") - 1 == len(plan().adopted)


NAMES = st.sampled_from(["Ann", "Bo", "Gone", ""])
CASES = st.dictionaries(st.integers(1, 30).map(lambda number: f"C-{number}"), st.tuples(NAMES, NAMES), max_size=12)
HOLDERS = st.dictionaries(
    st.integers(1, 30).map(lambda number: f"C-{number}"), st.sampled_from(["Ann", "Bo", ""]), min_size=1, max_size=12
)


@given(CASES, HOLDERS, st.sampled_from(Trust))
def test_every_case_of_both_is_told_exactly_once(
    cases: dict[str, tuple[str, str]], holders: dict[str, str], trust: Trust
) -> None:
    adopted, before = ({case: pair[at] for case, pair in cases.items()} for at in (0, 1))
    found = since(LastPlan(adopted, before, None), export(holders, STAFF), trust)
    assert Counter(each.case_id for each in found.cases) == Counter(adopted.keys() | holders.keys())
    of = {became: {each.case_id for each in found.those(became)} for became in Became}
    assert of[Became.CLOSED] == adopted.keys() - holders.keys()
    assert of[Became.NEW] == holders.keys() - adopted.keys()
    assert list(found.roster.cases.ids) == list(holders)
    for each in found.cases:
        if each.became is Became.AS_ADOPTED:
            assert each.real == each.adopted == each.now
        if each.became in (Became.NOT_HANDED_OVER, Became.OTHERWISE):
            assert each.real
            assert each.real != each.adopted
            assert (each.real == each.before) == (each.became is Became.NOT_HANDED_OVER)
            assert each.now == (each.real if trust is Trust.EXPORT or each.adopted not in STAFF else each.adopted)


@given(CASES)
def test_what_is_adopted_and_then_exported_begins_the_next_period_without_a_difference(
    cases: dict[str, tuple[str, str]],
) -> None:
    """As it was adopted, whoever is trusted; and what comes out of it, again."""
    adopted = {case: pair[0] if pair[0] != "Gone" else "Bo" for case, pair in cases.items()} | {"C-0": "Ann"}
    before = {case: pair[1] for case, pair in cases.items()} | {"C-0": ""}
    last = LastPlan(adopted, before, None)
    office = export(adopted, STAFF)
    for trust in Trust:
        found = since(last, office, trust)
        assert {each.became for each in found.cases} == {Became.AS_ADOPTED}
        assert found.roster.sha256 == office.sha256
        assert found.handed_over == sum(adopted[case] != before[case] for case in adopted)


def test_next_month_a_case_has_the_hours_of_its_next_phase() -> None:
    """6 h in its first 30 days, then 1.5 h: opened on 1 November, it takes 6 h in November and 1.5 h in December."""
    office = {
        "officers": [{"officer_id": "Ann", "available_hours": "160"}],
        "cases": [{"case_id": "K-1", "case_type": "intake", "opened": "2026-11-01", "current_officer": "Ann"}],
        "weights": [
            {"case_type": "intake", "weight_hours": "6"},
            {"case_type": "intake", "weight_hours": "1.5", "from_age_days": 30},
        ],
    }
    found = since(LastPlan({"K-1": "Ann"}, {"K-1": "Ann"}, None), read_document(office)).roster
    months = [read_plan_options({"period_start": first}) for first in ("2026-11-01", "2026-12-01")]
    problems = [prepare(found, each).problem for each in months]
    assert [float(problem.hours(int(problem.cases.effort[0]))) for problem in problems] == [6, 1.5]
