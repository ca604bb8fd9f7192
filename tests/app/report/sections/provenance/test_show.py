"""Where this comes from: enough to make it again, in words that are true of this plan."""

from __future__ import annotations

from typing import Any

import pytest

from app.report.blocks import Pairs, Paragraph
from app.report.document import ReportDocument
from app.report.sections.baselines.entry import RandomDrawsEntry
from app.report.sections.provenance.entry import ChangeEntry, NotComputed, Provenance, RecordEntry, SettingEntry
from app.report.sections.provenance.show import REPEATS, replay_sentence, show
from app.report.sections.summary.entry import Counts
from app.report.source import Source
from tests.app.report.made import blocks, document, made

ORIGIN: dict[str, Any] = {
    "input_sha256": "abc",
    "version": "0.1.0",
    "ortools_version": "9.15",
    "goals": {"policy": "assign-all", "standards": [], "move_freely": False, "target": None},
    "created": "2026-11-24T09:30:00+00:00",
}
SEARCHED = {"seed": 7, "workers": 1, "wall_s": 1.26}
RECORD = made(RecordEntry, command="caseload plan roster --seed 7", random=made(RandomDrawsEntry, peak_least=None))


def origin(**given: Any) -> ReportDocument:
    provenance = made(Provenance, **{**ORIGIN, **given})
    counts = made(Counts, officers=2, cases=3, pinned_cases=1, new_cases=1000)
    return document(provenance=provenance, counts=counts)


def facts(found: ReportDocument) -> list[tuple[str, str]]:
    (pairs,) = blocks(show(Source(found)), Pairs)
    return list(pairs.rows)


def sheet(found: ReportDocument) -> list[tuple[str, str]]:
    (pairs,) = show(Source(found)).sheets
    assert isinstance(pairs, Pairs)
    assert pairs.sheet == "Where it is from"
    return list(pairs.rows)


def test_a_report_alone_has_no_search_and_nothing_to_repeat() -> None:
    assert facts(origin()) == [
        ("Roster", "2 officers, 3 cases; 1 pinned, 1,000 new"),
        ("SHA-256 of the roster", "abc"),
        ("Goals", "policy assign-all; standards none; move_freely no"),
        ("Caseload", "0.1.0"),
        ("OR-Tools", "9.15"),
        ("Made", "2026-11-24T09:30:00+00:00"),
    ]
    assert blocks(show(Source(origin())), Paragraph) == [Paragraph("Enough to make it again from the same roster.")]


@pytest.mark.parametrize(("workers", "text"), [(1, "1.3 s, 1 worker, seed 7"), (4, "1.3 s, 4 workers, seed 7")])
def test_a_plan_says_how_it_was_searched_and_how_to_make_it_again(workers: int, text: str) -> None:
    found = origin(**{**SEARCHED, "workers": workers}).model_copy(update={"record": RECORD})
    rows = dict(facts(found))
    assert (rows["Search"], rows["To make it again"]) == (text, "caseload plan roster --seed 7")


@pytest.mark.parametrize("repeats", REPEATS)
def test_it_promises_no_more_than_comes_out_again(repeats: Any) -> None:
    found = origin().model_copy(update={"record": RECORD.model_copy(update={"repeats": repeats})})
    assert replay_sentence(found) == REPEATS[repeats]
    assert str(blocks(show(Source(found)), Paragraph)[0].text).endswith(REPEATS[repeats])
    assert replay_sentence(origin()) == ""


def test_the_sheet_settings_is_told_and_what_of_it_was_not_used() -> None:
    used, other = (SettingEntry(key="fte_hours", value="130", holds=holds) for holds in (True, False))
    for rows in (facts(origin(settings=[used])), sheet(origin(settings=[used]))):
        assert ("From the sheet settings", "fte_hours 130") in rows
    assert ("From the sheet settings", "fte_hours 130 (not used: something else was asked for)") in facts(
        origin(settings=[other])
    )


def test_changes_that_were_made_first_stand_on_both() -> None:
    change = ChangeEntry(text="remove officer D-07", meaning="D-07 leaves")
    found = origin(scenario=[change])
    for rows in (facts(found), sheet(found)):
        assert ("Changed first", "D-07 leaves (remove officer D-07)") in rows


def test_the_sheet_has_every_goal_on_a_row_of_its_own() -> None:
    rows = sheet(origin(**SEARCHED, goals={**ORIGIN["goals"], "standards": ["a", "b"], "move_freely": True}))
    assert [row for row in rows if row[0].startswith("Goal: ")] == [
        ("Goal: policy", "assign-all"),
        ("Goal: standards", "a, b"),
        ("Goal: move_freely", "yes"),
        ("Goal: target", ""),
    ]
    assert ("Seed", "7") in rows
    assert ("Seconds", "1.26") in rows


def test_what_is_not_in_the_report_is_named_with_its_reason_on_both() -> None:
    absent = [
        NotComputed(section="plan", reason="no plan was asked for"),
        NotComputed(section="frontier", reason="not"),
    ]
    found = origin().model_copy(update={"not_computed": absent})
    note = blocks(show(Source(found)), Paragraph)[-1]
    assert note == Paragraph("Not in this report: plan (no plan was asked for); frontier (not).", "note")
    assert sheet(found)[-2:] == [
        ("Not in this report: plan", "no plan was asked for"),
        ("Not in this report: frontier", "not"),
    ]
