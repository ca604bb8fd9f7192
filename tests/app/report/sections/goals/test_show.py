"""How good the plan is, goal by goal."""

from __future__ import annotations

from typing import Any

from app.report.blocks import Bullets, Paragraph, Table
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.goals.show import show
from app.report.sections.summary.entry import Moves, PlanFigures
from tests.app.report.made import blocks, made, on_page, source


def level(name: str, unit: Any, value: float, **more: Any) -> LevelEntry:
    given = {"best": value, "bound": value, "meaning": f"What {name} counts.", "certificate": "Proven.", **more}
    return made(LevelEntry, name=name, unit=unit, value=value, **given)


LEVELS = [
    level("coverage_2", "cases", 1),
    level("fairness", "utilization", 0.0139, best=0.0039, bound=0.0039, slack=0.01),
    level("continuity", "cases", 2, bound=1, status="feasible", certificate="Not proven."),
]


def shown(**given: Any) -> Any:
    plan = made(PlanFigures, moves=made(Moves, cases=2))
    return show(source(**{"plan": plan, "levels": LEVELS, "status": "optimal", **given}))


def test_without_a_plan_there_is_no_goal_to_speak_of() -> None:
    assert show(source(levels=LEVELS)).blocks == ()


def test_goals_stand_in_their_order_each_in_a_sentence() -> None:
    section = shown()
    (listed,) = blocks(section, Bullets)
    assert listed.is_ordered
    assert [str(item).split(".", 1)[0] for item in listed.items] == [
        "1 case of priority 2 has no officer",
        "No officer is more than 1",
        "2 cases leave an officer who may keep them",
    ]
    assert "less than 1 case is not." in str(listed.items[-1])


def test_the_first_sentence_says_whether_all_is_proven() -> None:
    rest = "The goals, most important first; each was held while the next was improved."
    assert (
        blocks(shown(), Paragraph)[0].text
        == f"Proven: no other plan is better. Goals count one after the other, the first one most. {rest}"
    )
    open_one = blocks(shown(status="feasible"), Paragraph)[0].text
    assert str(open_one).startswith("Not everything is proven: fewest moves has a gap of")


def test_priorities_of_which_every_case_has_an_officer_are_one_line() -> None:
    """Five lines said the same of five priorities."""
    levels = [level(f"coverage_{rank}", "cases", 0) for rank in (1, 2, 4)] + [level("coverage_3", "cases", 1)]
    (table,) = blocks(shown(levels=levels), Table)
    assert [row["Goal"] for row in on_page(table)] == ["Coverage, priorities 1, 2 and 4", "Coverage, priority 3"]


def test_only_tie_breaks_open_are_no_gap_to_speak_of() -> None:
    ties = [*LEVELS[:2], level("evenness", "hours", 4, bound=1, status="feasible")]
    said = blocks(shown(status="feasible", levels=ties), Paragraph)[0].text
    assert str(said).startswith("What counts most is proven best; only tie-breaks are not, evenness first.")


def test_the_same_in_numbers_with_their_units() -> None:
    (table,) = blocks(shown(), Table)
    assert table.is_stacked
    assert list(on_page(table)) == [
        {
            "Goal": "Coverage, priority 2",
            "What is counted": "What coverage_2 counts.",
            "In the plan": "1 case",
            "Least found": "1 case",
            "Cannot be below": "1 case",
            "What shows it": "Proven.",
        },
        {
            "Goal": "Fair shares",
            "What is counted": "What fairness counts.",
            "In the plan": "1.39 points",
            "Least found": "0.39 points",
            "Cannot be below": "0.39 points",
            "What shows it": "Proven.",
        },
        {
            "Goal": "Fewest moves",
            "What is counted": "What continuity counts.",
            "In the plan": "2 cases",
            "Least found": "2 cases",
            "Cannot be below": "1 case",
            "What shows it": "Not proven.",
        },
    ]
