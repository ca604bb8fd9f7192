"""A plan for a percentile of the weights: nobody takes its hours for those of the sheet."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from app.intake.prepare import with_percentile
from app.report.document import ReportDocument
from app.report.render import csv as assignment_tables
from app.report.render import terminal, xlsx
from app.report.render.html import render
from app.report.sections.one_page.show import one_page
from app.report.sections.percentile import build as percentile_build
from app.report.sections.percentile.entry import PercentileEntry
from app.report.source import CaseList
from app.report.text.numbers import number
from tests.app.report.planned import Planned, built_from, dealt, planned
from tests.app.report.render.test_xlsx import table_of
from tests.app.report.uncertain import uncertain


def made(value: float = 95, **goals: Any) -> Planned:
    built = uncertain()
    asked = {"percentile": str(value), **goals}
    return planned(with_percentile(built, dealt(built, **asked).goals), **asked)


def entry(document: ReportDocument) -> PercentileEntry:
    assert document.percentile is not None
    return document.percentile


def test_all_hours_are_at_the_percentile_and_the_sheets_verdict_stands_beside_them() -> None:
    """At the 95th percentile a visit takes 4 h: north has 20 h of work for 10 h, and south 17.5 h for 10 h."""
    document = made().document
    assert document.verdict.demand_hours == 37.5
    assert document.verdict.gap_hours == 17.5
    assert document.verdict.peak_utilization == 2
    assert [officer.workload_hours for officer in document.officers] == [20, 17.5]
    given = entry(document).as_given
    assert (given.demand_hours, given.gap_hours, given.peak_utilization, given.state) == (19.5, 0, 1, "strained")
    assert entry(document).types_without_error == ["call"]
    assert (entry(document).own_cases, entry(document).own_hours) == (1, 1.0)


def test_it_is_said_wherever_hours_are_read() -> None:
    one = made()
    document = one.document
    said = entry(document).sentence
    assert said.startswith("All hours and utilizations here are at the 95th percentile of the case weights")
    assert document.verdict.sentence.startswith(
        "With every case weight at the 95th percentile of its own error: unsustainable. The work fills 187.5%"
    )
    beside = "With the weights as they stand in the sheet: strained. The work fills 97.5% of all hours."
    assert said in document.notes
    assert any(note.startswith(beside) for note in document.notes)
    assert "call, which has no interval; 1 case that brings its own hours" in document.notes[-1]
    page = render(document)
    assert said in page
    assert beside in page
    assert "With case weights at their 95th percentile: " in page[: page.index('<main id="main">')]
    assert "With the weights as they stand, the caseload is strained." in page[: page.index('<main id="main">')]
    screen = " ".join(terminal.summary(document, screen=terminal.Screen(colour=False, unicode=True)).split())
    assert "UNSUSTAINABLE With case weights at their 95th percentile: " in screen
    file = io.BytesIO()
    xlsx.write(file, document, CaseList(one.built, one.plan))
    book = openpyxl.load_workbook(file)
    for sheet in book:
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        if sheet.title not in ("One page", "Where it is from"):
            assert any(said in cell for cell in cells), sheet.title
    for title in ("Range of what is missing", "Chance of more work than hours", "The forecast in numbers"):
        assert said not in str(table_of(book["Figures"], title)[0][0]), "they start from the weights as they stand"
    assert document.provenance.goals["percentile"] == 95


def test_the_tables_for_programs_hold_these_hours() -> None:
    one = made()
    rows = list(assignment_tables.officers(one.built, one.plan))
    assert [float(row.workload_hours) for row in rows] == [20, 17.5]


def test_chances_and_forecast_start_from_the_weights_as_they_stand() -> None:
    careful, plain = made(simulations=50).document, planned(uncertain(), simulations=50).document
    assert careful.uncertainty is not None
    assert plain.uncertainty is not None
    assert careful.uncertainty.missing == plain.uncertainty.missing
    assert careful.uncertainty.officers[0].utilization == 1, "not 2, as at the percentile"
    assert careful.forecast == plain.forecast


def test_a_percentile_that_no_weight_has_a_range_for_is_not_said_to_be_planned_for() -> None:
    """“Weights at their 80th percentile” stood above hours that were those of the sheet."""
    built = built_from([{"officer_id": "A", "available_hours": 10}], [{"case_id": "1", "weight_hours": 9}])
    goals = dealt(built, percentile="80").goals
    document = planned(with_percentile(built, goals), percentile="80").document
    found = entry(document)
    assert found.sentence.startswith("The 80th percentile of the case weights was asked for, but no weight in use has")
    assert document.verdict.sentence.startswith("Strained.")
    assert percentile_build.remark(found) == ""
    assert "With case weights at" not in one_page(document).lead
    assert "no case weight has a range" in " ".join(line for row in one_page(document).rows for line in row.lines)


def test_the_median_is_the_sheet_itself() -> None:
    document, plain = made(50).document, planned(uncertain()).document
    assert document.verdict.demand_hours == plain.verdict.demand_hours
    assert entry(document).as_given.sentence == plain.verdict.sentence
    assert plain.percentile is None
    assert plain.notes == []


def test_without_a_percentile_the_roster_is_as_it_is() -> None:
    built = uncertain()
    assert with_percentile(built, dealt(built).goals) is built


def test_a_plan_for_heavier_weights_is_another_plan_and_safer() -> None:
    """Two officers who may hold all: 4 sure cases of 2 h, and 4 that take 2 h (2 to 6). With the weights as they stand
    any 4 and 4 do, those of today; at the 95th percentile 2 and 2 of each are fair, and nobody is at risk twice.
    """
    officers = [{"officer_id": name, "available_hours": 16} for name in "AB"]
    cases = [
        {"case_id": f"{n}", "case_type": "sure" if n < 4 else "wild", "current_officer": "A" if n < 4 else "B"}
        for n in range(8)
    ]
    weights = [
        {"case_type": "sure", "weight_hours": 2, "low_hours": 2, "high_hours": 2},
        {"case_type": "wild", "weight_hours": 2, "low_hours": 2, "high_hours": 6},
    ]
    built = uncertain(officers=officers, cases=cases, weights=weights, flow=[])
    plain = planned(built)
    careful = planned(with_percentile(built, dealt(built, percentile="95").goals), percentile="95")
    for document in (plain.document, careful.document):
        assert document.uncertainty is not None
    at_risk = [
        max(officer.overloaded.both.probability for officer in document.uncertainty.officers)
        for document in (plain.document, careful.document)
        if document.uncertainty is not None
    ]
    assert plain.document.plan is not None
    assert plain.document.plan.moves.cases == 0
    assert careful.document.plan is not None
    assert careful.document.plan.moves.cases == 4
    assert at_risk[0] > 0.1 > at_risk[1]


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd"), (80, "80th"), (97.5, "97.5th")],
)
def test_ordinals(value: float, words: str) -> None:
    assert percentile_build.ordinal(float(value)) == words


def test_hours_stay_exact() -> None:
    one = made(80)
    hours = sum(one.built.problem.cases.effort.tolist()) * one.built.problem.tick_hours
    assert one.document.verdict.demand_hours == number(hours)
