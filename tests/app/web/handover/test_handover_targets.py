from __future__ import annotations

import datetime as dt
import zlib
from uuid import UUID

import pytest

from app.answers.handover.calendar_file import Meeting
from app.answers.holdings.case_index import index_of, packed_index
from app.confined_child import Child
from app.intake.options import read_plan_options
from app.intake.read import read_document
from app.jobs.query_targets import MadePlan
from app.jobs.roster_source import packed
from app.planning import plan_roster, report_roster
from app.report.render.csv import assignments
from app.web.handover import handover_targets
from app.web.handover.handover_targets import TooMuchToPrint, all_sheets, as_calendar, one_sheet, overview
from tests.app.answers.holdings.plans import CASES, OFFICERS, PLAN
from tests.app.web.made_plans import COLUMNS, written

NO_CHILD: Child = None  # type: ignore[assignment]  # none of these asks it anything
OPTIONS = {"simulations": 0, "forecast_periods": 0, "remedies_s": 0}


def made(**options: object) -> tuple[MadePlan, bytes]:
    """Ann hands C-2 to Bo and takes up C-3; D-4 goes from Bo to nobody."""
    roster = read_document({"officers": OFFICERS, "cases": CASES})
    wanted = read_plan_options({**OPTIONS, **options})
    before = {str(case["case_id"]): case.get("current_officer", "") for case in CASES}
    rows = [[case, officer, before[case], "", reason] for case, officer, reason in PLAN]
    plan = MadePlan(packed(roster).document, wanted, (), written(COLUMNS, rows))
    return plan, report_roster(roster, wanted, ()).model_dump_json().encode()


def test_a_whole_hand_over_is_added_up() -> None:
    found = overview(NO_CHILD, *made(period_start="2026-05-01"))
    assert (found.moved, found.new, found.given_back, found.hours) == (1, 1, 1, 7.5)
    assert [(each.officer_id, each.given, each.got) for each in found.officers] == [("Ann", 1, 1), ("Bo", 1, 1)]
    assert (found.unchanged, found.day) == (0, dt.date(2026, 5, 1))


def test_of_many_pairs_those_with_the_most_cases_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, report = made()
    whole = overview(NO_CHILD, plan, report)
    assert whole.table is not None
    monkeypatch.setattr(handover_targets, "WIDEST", 1)
    monkeypatch.setattr(handover_targets, "MOST_PAIRS", 2)
    found = overview(NO_CHILD, plan, report)
    assert found.table is None, "it would have a column for each officer"
    assert (len(whole.pairs), found.pair_count) == (3, 3)
    assert found.pairs == tuple(sorted(whole.pairs, key=lambda pair: -pair.cases)[:2])


def test_the_index_says_the_same_as_the_roster() -> None:
    roster = read_document({"officers": OFFICERS, "cases": CASES})
    outcome = plan_roster(roster, read_plan_options(OPTIONS))
    rows = [list(each) for each in assignments(outcome.built, outcome.plan)]
    plan = MadePlan(packed(roster).document, read_plan_options(OPTIONS), (), written(COLUMNS, rows))
    index = zlib.compress(packed_index(index_of(outcome.built, outcome.plan)))
    report = outcome.report.model_dump_json().encode()
    assert overview(NO_CHILD, index, report) == overview(NO_CHILD, plan, report)
    assert all_sheets(NO_CHILD, index, report, "") == all_sheets(NO_CHILD, plan, report, "")
    assert overview(NO_CHILD, index, report).pairs, "something changes hands"


def test_without_a_period_the_day_is_the_monday_after_the_plan_was_made() -> None:
    plan, report = made()
    day = overview(NO_CHILD, plan, report).day
    today = dt.datetime.now(dt.UTC).date()
    assert day.weekday() == 0
    assert dt.timedelta(0) <= day - today <= dt.timedelta(days=7)


def test_a_sheet_comes_with_the_figures_of_its_officer() -> None:
    plan, report = made()
    found = one_sheet(NO_CHILD, plan, report, 2, "It holds.")
    assert found is not None
    assert found.entry is not None
    assert (found.sheet.officer_id, found.entry.officer_id) == ("Bo", "Bo")
    assert "It holds." in found.mail
    assert one_sheet(NO_CHILD, plan, report, 3, "It holds.") is None


def test_more_than_one_page_can_show_is_not_printed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, report = made()
    assert len(all_sheets(NO_CHILD, plan, report, "")) == 2
    monkeypatch.setattr(handover_targets, "MOST_PRINTED", 2)
    with pytest.raises(TooMuchToPrint, match="one by one"):
        all_sheets(NO_CHILD, plan, report, "")


def test_a_calendar_is_of_everybody_or_of_one() -> None:
    plan, report = made()
    meeting, plan_id = Meeting(dt.date(2026, 12, 1)), UUID(int=1)
    every = as_calendar(NO_CHILD, plan, report, meeting, (plan_id, None))
    one = as_calendar(NO_CHILD, plan, report, meeting, (plan_id, 1))
    assert every is not None
    assert one is not None
    assert (every.count(b"BEGIN:VEVENT"), one.count(b"BEGIN:VEVENT")) == (3, 2)
    assert as_calendar(NO_CHILD, plan, report, meeting, (plan_id, 3)) is None
