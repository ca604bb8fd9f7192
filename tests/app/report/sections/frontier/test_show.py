"""Balance against moves in the document, on the page and in the workbook."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from app.intake.options import PlanOptions
from app.report.build import build_document
from app.report.render.html import render
from app.report.sections.frontier import show as frontier_show
from app.report.sections.frontier.entry import FrontierEntry, FrontierPlanEntry
from solver.frontier import frontier
from solver.plan import Plan
from solver.solve import solve
from tests.app.report.planned import Planned, built_from
from tests.app.report.render.test_xlsx import book_of, table_of
from tests.app.report.sections.frontier.test_chart import point

OFFICERS = [{"officer_id": name, "available_hours": 10} for name in "AB"]
CASES = [{"case_id": f"c{n}", "weight_hours": 2, "current_officer": "A"} for n in range(4)]


@cache
def made(**given: Any) -> Planned:
    """8 h with A today (80 %): 2 moves bring both to 40 %, one brings A to 60 %, 20 points above the fair share."""
    built = built_from(OFFICERS, CASES)
    goals = PlanOptions(workers=1, time_limit_s=20, frontier=True, **given)
    wanted, config = goals.to_solver(built.problem)
    plan = solve(built.problem, wanted, config)
    traced = frontier(built.problem, wanted, config, plan=plan)
    return Planned(built, goals, plan, build_document(built, goals, plan, traced=traced))


def found(made: Planned) -> FrontierEntry:
    assert made.document.frontier is not None
    return made.document.frontier


def test_by_hand() -> None:
    entry = found(made())
    assert len(entry.points) >= 12
    first, last = entry.points[0], entry.points[-1]
    assert (first.points_above_fair_share, first.moves, first.bound, first.peak_utilization) == (0, 2, 2, 0.4)
    assert (last.points_above_fair_share, last.moves, last.bound, last.peak_utilization) == (40, 0, 0, 0.8)
    assert {point.status for point in entry.points} == {"optimal"}
    assert entry.plan == FrontierPlanEntry(points_above_fair_share=0, moves=2, bound=2)


def test_the_plan_of_another_slack_stands_elsewhere_on_the_same_line() -> None:
    entry = found(made(keep_within_points=25))
    assert entry.plan == FrontierPlanEntry(points_above_fair_share=20, moves=1, bound=1)
    marks = [frontier_show.mark(entry, each) for each in entry.points]
    assert [mark for mark in marks if "this plan" in mark] == ["this plan, proven"]


def test_moves_can_be_hours() -> None:
    entry = found(made(moves="hours"))
    assert entry.moves_unit == "hours"
    assert entry.points[0].moves == 4
    assert "4 h moved" in " ".join(render(made(moves="hours").document).split())


def test_the_page_draws_it_and_says_the_ends() -> None:
    page = " ".join(render(made().document).split())
    assert (
        "The fairest plan has a peak of 40% and takes 2 moves; leaving everything where it is today, as far as that "
        "can be, takes 0 moves and has a peak of 80%." in page
    )
    assert 'aria-labelledby="frontier-title frontier-desc"' in page
    assert "This plan: 0 points, 2 moves. Every point is proven." in page


def test_the_workbook_has_every_point() -> None:
    rows = table_of(book_of(made())["What helps"], "Balance and moves")
    assert rows[0][0].endswith("This plan: 0 points above the fair share, 2 moves.")
    assert rows[2] == (0, 0, 0.4, 2, 2, "optimal")
    assert rows[-1] == (40, 40, 0.8, 0, 0, "optimal")
    assert len(rows) == 2 + len(found(made()).points)


@pytest.mark.parametrize("moves", [0, 5])
def test_one_point_is_drawn_too(moves: int) -> None:
    entry = FrontierEntry(
        moves_unit="cases", fairest_points=0, fairest_points_bound=0, points=[point(0, moves, moves)], plan=None
    )
    document = made().document.model_copy(update={"frontier": entry})
    assert "There is nothing to weigh here" in render(document)


@pytest.mark.parametrize(
    ("goals", "reason"),
    [
        ({}, "it was not asked for; --frontier shows it"),
        ({"frontier": True, "objective": "cost"}, "for the objective balance only"),
        ({"frontier": True}, "the search was stopped before it"),
    ],
)
def test_where_there_is_none_it_says_why(goals: dict[str, Any], reason: str) -> None:
    built, plan = made().built, made().plan
    document = build_document(built, PlanOptions(**goals), plan)
    assert document.frontier is None
    assert reason in {each.section: each.reason for each in document.not_computed}["frontier"]
    assert 'id="frontier"' not in render(document)


def test_a_report_alone_has_none() -> None:
    document = build_document(made().built, PlanOptions(frontier=True), None)
    assert {each.section: each.reason for each in document.not_computed}["frontier"] == "no plan was asked for"


def test_a_plan_without_its_goals_is_not_marked() -> None:
    """Where costs are lowered nothing is said about fair shares, so the plan has no place of its own."""
    entry = found(made(objective="cost"))
    assert isinstance(made(objective="cost").plan, Plan)
    assert entry.plan is None


def test_a_plan_whose_cases_move_freely_has_its_place() -> None:
    entry = found(made(move_freely=True))
    assert entry.plan == FrontierPlanEntry(points_above_fair_share=0, moves=2, bound=2)
