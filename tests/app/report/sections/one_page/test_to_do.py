"""The three best things to do, and what each buys."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.intake.scenario.text import text_of
from app.report.sections.one_page.to_do import NONE_HELPS, NONE_NEEDED, actions
from app.report.sections.remedies.entry import DropEntry, RemediesEntry, RemedyEntry
from app.report.sections.summary.entry import Verdict
from app.report.sections.unassigned.entry import FixEntry, Unassigned
from solver.analysis.scenarios.changes import AddOfficers, Lend, MoreHours, SetStandard, Train, Unpin
from tests.app.report.made import document, made

BASIS = Fraction(150)
VERDICT = made(Verdict, state="strained", fte_basis_hours=150)


def remedy(kind: str, *changes: str, gained: float = 0, **given: Any) -> RemedyEntry:
    return made(RemedyEntry, kind=kind, changes=list(changes), hours_gained=gained, **given)


def told(*ranked: RemedyEntry, **given: Any) -> list[str]:
    remedies = made(RemediesEntry, ranked=list(ranked), **given.pop("remedies", {}))
    return [said.text for said in actions(document(**{"verdict": VERDICT, "remedies": remedies, **given}))]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (AddOfficers(1, BASIS, skills=frozenset({"spanish"})), "Hire 1 officer with spanish: adds 150 h (1 FTE)."),
        (
            AddOfficers(2, BASIS / 2, offices=frozenset({"north"}), dockets=frozenset({"detained"})),
            "Hire 2 officers in north for detained cases: adds 150 h (1 FTE).",
        ),
        (Train("D-1", ("Vietnamese", "spanish")), "Train D-1 in Vietnamese and spanish: adds no hours (0 FTE)."),
        (Lend("D-1", "south"), "Let D-1 also serve south: adds no hours (0 FTE)."),
        (SetStandard("D-1", 6), "Raise the standard of D-1 to 6 cases: adds no hours (0 FTE)."),
        (SetStandard("D-1", None), "Lift the standard of D-1: adds no hours (0 FTE)."),
        (MoreHours("D-1", BASIS / 10), "Give D-1 15 h more: adds 15 h (0.1 FTE)."),
        (Unpin(("c-1",)), "Take the pin off c-1: adds no hours (0 FTE)."),
    ],
)
def test_every_change_that_a_remedy_proposes_is_said_as_an_order(change: Any, says: str) -> None:
    text = text_of(change, full_time_hours=BASIS)
    assert told(remedy("train", text)) == [f"1. {says}"]


def test_what_is_gained_is_said_of_what_is_missing_or_waits() -> None:
    waits = told(remedy("train", "train officer A skills=b", gained=30))
    assert waits == ["1. Train A in b: buys 30 h (0.2 FTE) of work that waits."]
    parts = VERDICT.parts.model_copy(update={"hours": VERDICT.parts.hours.model_copy(update={"hours": 10})})
    verdict = VERDICT.model_copy(update={"parts": parts, "gap_hours": 40})
    both = told(remedy("train", "train officer A skills=b", gained=30), verdict=verdict)
    assert both == ["1. Train A in b: buys 30 h (0.2 FTE) of what is missing or waits."]


def test_where_nothing_is_missing_the_tightest_group_is_what_changes() -> None:
    one = remedy("hire", "add 1 officer", peak_before=0.9, peak_after=0.8)
    assert told(one) == ["1. Hire 1 officer: adds 150 h (1 FTE); tightest group 90% → 80%."]


def test_the_best_of_each_kind_comes_before_another_of_the_same() -> None:
    found = told(
        remedy("train", "train officer A skills=b", "train officer A skills=c", gained=9),
        remedy("train", "train officer A skills=b", gained=8),
        remedy("hire", "add 1 officer", gained=7),
        remedies={"drop": made(DropEntry, cases=2, hours=30)},
    )
    assert [text.split(":")[0] for text in found] == [
        "1. Train A in b; train A in c",
        "2. Hire 1 officer",
        "3. Give up 2 cases, the least urgent first",
    ]


def test_several_of_a_kind_are_counted_where_there_is_no_room() -> None:
    changes = [f"hours of officer {name} +5" for name in "AB"]
    remedies = made(RemediesEntry, ranked=[remedy("hours", *changes)])
    (said,) = actions(document(verdict=VERDICT, remedies=remedies))
    assert said.brief == "1. Give 2 officers 10 h more: adds 10 h (0.07 FTE)."


def test_what_places_cases_is_an_action_too() -> None:
    fix = made(FixEntry, verified=True, cases=2, cases_placed=2, hours=15, changes=["train officer A skills=b"])
    assert told(fixes=[fix]) == ["1. Train A in b: gives 2 cases of 15 h (0.1 FTE) an officer."]
    unsure = fix.model_copy(update={"verified": False})
    assert told(fixes=[unsure]) == [NONE_HELPS], "what was not checked is not promised"


def test_nothing_is_needed_only_where_nothing_is_wrong() -> None:
    fine = VERDICT.model_copy(update={"state": "sustainable"})
    assert told(verdict=fine) == [NONE_NEEDED]
    assert told(verdict=fine, unassigned=[made(Unassigned)]) == [NONE_HELPS]
    assert told() == [NONE_HELPS]
