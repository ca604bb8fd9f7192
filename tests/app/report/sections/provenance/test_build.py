"""The record that a plan was not arbitrary."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.intake.options import PlanOptions
from app.report.build import build_document
from app.report.render.html import render
from app.report.sections.baselines.show import chance_sentence
from app.report.sections.provenance.show import replay_sentence
from tests.app.report.planned import Planned, built_from, dealt, example, planned, probation
from tests.app.report.render.test_xlsx import book_of, table_of

WAYS = {"current", "round_robin", "equal_counts", "greedy", "random"}


def kept(made: Planned) -> Any:
    assert made.document.record is not None
    return made.document.record


def test_the_command_says_what_was_wanted_and_no_path() -> None:
    built = example("probation")
    made = planned(built, keep_within_points="0.5", standards=("appa", "probation-hours"), period="quarter")
    document = build_document(built, made.goals, made.plan, name="my roster")
    assert document.record is not None
    assert document.record.command == (
        "caseload plan 'my roster' --keep-within 0.5 --period quarter --time-limit 30 --workers 1 "
        "--standard appa --standard probation-hours --seed 0"
    )
    assert (kept(made).command or "").startswith("caseload plan ROSTER --keep-within 0.5 ")
    assert "To make it again" in render(document)
    assert "caseload plan &#39;my roster&#39; --keep-within 0.5" in render(document)


def test_changes_to_the_roster_are_part_of_the_command() -> None:
    built = replace(example("probation"), changes=(("remove officer P-1", "P-1 leaves"),))
    made = probation()
    document = build_document(built, made.goals, made.plan)
    assert document.record is not None
    assert document.record.command.endswith(" --change 'remove officer P-1'")
    pairs = dict(
        book_of(Planned(built, made.goals, made.plan, document))["Where it is from"].iter_rows(values_only=True)
    )
    assert pairs["To make it again"] == document.record.command


def test_what_a_replay_gives() -> None:
    built, plan = example("probation"), replace(probation().plan, clock_ended=False)
    told = {}
    for name, goals, made in (
        ("one worker", PlanOptions(workers=1), plan),
        ("several", PlanOptions(workers=2), plan),
        ("out of time", PlanOptions(workers=1, time_limit_s=1), replace(plan, clock_ended=True)),
        ("stopped", PlanOptions(workers=1), replace(plan, interrupted=True, clock_ended=True)),
    ):
        document = build_document(built, goals, made)
        assert document.record is not None
        told[name] = document.record.repeats
        assert replay_sentence(document) in render(document).replace("&#39;", "'")
    proven = "values" if plan.status == "optimal" else "nothing"
    assert told["one worker"] == told["several"] == "plan"
    assert told["out of time"] == told["stopped"] == proven


def test_the_plan_stands_beside_every_other_way() -> None:
    made = probation()
    assert set(made.document.baselines) == WAYS
    rows = table_of(book_of(made)["Figures"], "Comparison")
    assert rows[0][0] == chance_sentence(made.document)
    assert [row[0] for row in rows[2:]] == [
        "Today's assignment",
        "In turn (round-robin)",
        "Equal numbers of cases",
        "Longest first to the least loaded",
        "At random",
        "This plan",
    ]
    assert made.document.plan is not None
    assert rows[-1][1] == made.document.plan.peak_utilization
    assert chance_sentence(made.document) in render(made.document)


def test_a_report_without_a_plan_has_no_record() -> None:
    document = build_document(example("probation"), PlanOptions(), None)
    assert document.record is None
    assert {each.section: each.reason for each in document.not_computed}["record"] == "no plan was asked for"
    assert chance_sentence(document) == replay_sentence(document) == ""


def test_nobody_with_hours() -> None:
    made = dealt(built_from([{"officer_id": "A", "available_hours": 0}], [{"case_id": "c", "weight_hours": 1}]))
    assert kept(made).random.peak_least is None
    assert chance_sentence(made.document) == ""
