"""How sure the report is: the document repeats the library, says what is certain, and is the verdict at no width."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.intake.options import PlanOptions
from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render.html import render
from app.report.sections.uncertainty import build as uncertainty_build
from app.report.sections.uncertainty import charts as uncertainty_charts
from app.report.sections.uncertainty import show as uncertainty_show
from app.report.sections.uncertainty.entry import UncertaintyEntry
from solver.analysis import WhyNot
from solver.analysis.uncertainty.report import UncertaintyParams, uncertainty
from solver.fair_shares.decomposition import fair_shares
from tests.app.report.planned import built_from, crowd, dealt, field_office
from tests.app.report.uncertain import CASES, WEIGHTS, uncertain


def risk_of(document: ReportDocument) -> UncertaintyEntry:
    assert document.uncertainty is not None
    return document.uncertainty


def today(built: Any, **goals: Any) -> ReportDocument:
    return build_document(built, PlanOptions(**goals), None)


def reason(document: ReportDocument, section: str = "uncertainty") -> str:
    return {each.section: each.reason for each in document.not_computed}[section]


def test_it_repeats_the_library() -> None:
    built = uncertain()
    found = risk_of(today(built, simulations=200, seed=7))
    problem = built.problem
    again = uncertainty(
        problem,
        built.weights,
        fair_shares(problem),
        officer=problem.cases.current,
        basis=PlanOptions().basis_of(problem),
        params=UncertaintyParams(simulations=200, seed=7),
    )
    assert (found.simulations, found.seed, found.assignment) == (200, 7, "today")
    for name in ("weights", "single_cases", "both"):
        hours, entry = getattr(again.gap.range, name), getattr(found.missing.range_hours, name)
        assert [entry.low, entry.median, entry.high] == pytest.approx(
            [float(hours.low), float(hours.median), float(hours.high)], abs=1e-4
        )
        assert getattr(found.missing.chance, name).probability == getattr(again.gap.short, name).probability
        for mine, officer in zip(found.officers, again.officers, strict=True):
            assert getattr(mine.overloaded, name).probability == getattr(officer.overloaded, name).probability
    assert found.expected_overloaded == pytest.approx(sum(o.overloaded.both.probability for o in again.officers))
    assert [tier.tier for tier in found.tiers] == [1, 2]
    assert [(tier.cases, tier.officers, tier.utilization) for tier in found.tiers] == [(5, 1, 1.0), (6, 1, 0.95)]


def test_the_weight_of_two_hours_at_the_limit_is_too_much_in_half_of_the_worlds() -> None:
    """Five cases of 2 h for 10 h: overloaded where the weight is above its median, which is half of the worlds; the
    95th percentile is 5 × 4 h, 10 h of them missing.
    """
    found = risk_of(dealt(uncertain(), simulations=10_000).document)
    first = found.officers[0]
    assert found.assignment == "plan"
    assert first.officer_id == "A"
    assert first.utilization == 1
    assert first.utilization_range is not None
    assert abs(first.overloaded.weights.probability - 0.5) < 4 * first.overloaded.weights.standard_error
    assert first.utilization_range.weights.high == pytest.approx(2, rel=0.05)
    assert found.tiers[0].gap_hours.weights.high == pytest.approx(10, rel=0.1)


def test_what_is_taken_as_certain_is_named() -> None:
    document = today(uncertain())
    known = risk_of(document).certain
    assert (known.own_cases, known.own_hours) == (1, 1.0)
    assert known.types_without_error == ["call"]
    assert known.types_without_variation == ["call"]
    page = render(document)
    assert "1 case with its own hours (1 h): no error, no variation." in page
    assert "No low_hours and high_hours, so no error: call." in page
    assert "No case_cv, so no variation: call." in page


def test_no_width_is_the_verdict_itself() -> None:
    """An interval of no width beside one that is used by no case: every world is as things are."""
    flat = [{"case_type": "visit", "weight_hours": 3, "low_hours": 3, "high_hours": 3, "case_cv": 0}]
    wide = [{"case_type": "unused", "weight_hours": 1, "low_hours": "0.5", "high_hours": 2}]
    cases = [case for case in CASES if case.get("case_type") == "visit"]
    document = today(uncertain(weights=[*flat, *wide], cases=cases, flow=[]))
    assert document.uncertainty is None
    assert reason(document) == uncertainty_build.WHY_NOT[WhyNot.NOT_BY_TABLE]
    tiny = [{"case_type": "tiny", "weight_hours": "0.0001", "low_hours": "0.0001", "high_hours": "0.0002"}]
    one = {"case_id": "tiny", "case_type": "tiny", "office": "north", "current_officer": "A"}
    document = today(uncertain(weights=[*flat, *tiny], cases=[*cases, one], flow=[]))
    found = risk_of(document)
    missing = found.missing
    assert missing.hours == document.verdict.gap_hours == 7.0001  # 15.0001 h for 10, 12 h for 10
    for source in (missing.range_hours.weights, missing.range_hours.both):
        assert [source.low, source.median, source.high] == pytest.approx([7.0001] * 3, abs=2e-4)
    single = missing.range_hours.single_cases
    assert [single.low, single.median, single.high] == [7.0001] * 3
    assert missing.chance.both.probability == 1


@pytest.mark.parametrize(
    ("sheets", "goals", "why"),
    [
        ({}, {"simulations": 0}, WhyNot.NOT_ASKED),
        (
            {"weights": [{"case_type": "visit", "weight_hours": 2}, WEIGHTS[1]]},
            {},
            WhyNot.CERTAIN,
        ),
        ({"cases": [{"case_id": "1", "weight_hours": 2}]}, {}, WhyNot.NOT_BY_TABLE),
    ],
)
def test_it_is_null_for_a_reason_that_says_what_to_do(sheets: Any, goals: Any, why: WhyNot) -> None:
    document = today(uncertain(**sheets), **goals)
    assert document.uncertainty is None
    assert reason(document) == uncertainty_build.WHY_NOT[why]
    assert "How sure is this" not in render(document).partition('<section aria-labelledby="provenance">')[0]


def test_nobody_has_hours() -> None:
    away = [{"officer_id": "A", "available_hours": 0}]
    cases = [{"case_id": "1", "case_type": "visit"}]
    document = today(uncertain(officers=away, cases=cases, flow=[]))
    found = risk_of(document)
    assert found.tiers == []
    assert found.officers[0].utilization is None
    assert found.missing.hours == 2
    assert "no hours" in render(document)


def test_the_page_says_the_ranges_and_draws_them() -> None:
    document = field_office().document
    found = risk_of(document)
    page = render(document).replace("&#39;", "'")
    for sentence in uncertainty_show.sentences(found):
        assert sentence in page
    spans = uncertainty_charts.missing(found)
    assert [row.label for row in spans.rows] == ["The weights", "Single cases", "Both"]
    for row, name in zip(spans.rows, ("weights", "single_cases", "both"), strict=True):
        range_ = getattr(found.missing.range_hours, name)
        assert (row.before, row.share, row.after) == pytest.approx(
            [each / 8 for each in (range_.low, range_.median, range_.high)], abs=0.002
        ), "the axis ends at 800 h"
    bars = uncertainty_charts.overloads(found)
    assert len(bars.rows) == 30
    assert [tick.label for tick in bars.ticks] == ["0%", "25%", "50%", "75%", "100%"]
    assert [row.after for row in bars.rows] == [round(100 * o.overloaded.both.probability, 3) for o in found.officers]


def test_of_many_officers_those_most_at_risk_are_drawn() -> None:
    made = crowd()
    officers = [{"officer_id": name, "available_hours": 100} for name in made.built.problem.officers.ids]
    cases = [{"case_id": f"{n}", "case_type": "visit", "current_officer": f"O-{n * n % 97:03d}"} for n in range(3000)]
    document = today(built_from(officers, cases, weights=WEIGHTS[:1]), simulations=50)
    found = risk_of(document)
    listed = uncertainty_charts.at_risk(found)
    assert len(found.officers) == 150
    assert len(listed) == 60
    least = min(officer.overloaded.both.probability for officer in listed)
    others = [o for o in found.officers if o.officer_id not in {each.officer_id for each in listed}]
    assert all(officer.overloaded.both.probability <= least for officer in others)
    assert uncertainty_show.officer_table(found).listed == listed
    assert "Here are the 60 most at risk of 150 officers" in render(document)


def test_a_range_in_words() -> None:
    entry = uncertainty_build.range_of(uncertainty_range(0, 1, "253.07"), 4)
    assert uncertainty_show.between(entry, "h") == "0 to 253.1 h"
    assert uncertainty_show.between(uncertainty_build.range_of(uncertainty_range(12, 12, 12), 4), "h") == "12 h"


def uncertainty_range(low: Any, median: Any, high: Any) -> Any:
    from solver.analysis.uncertainty.monte_carlo import Range

    return Range(Fraction(low), Fraction(median), Fraction(high))


def test_one_unsure_weight_cannot_go_together_with_another() -> None:
    """“Errors of different weights are taken to go together”, where one weight has an error."""
    weights = [{"case_type": "a", "weight_hours": 1, "low_hours": 0.5, "high_hours": 2}]
    cases = [{"case_id": f"c{n}", "case_type": "a"} for n in range(20)]
    built = built_from([{"officer_id": "A", "available_hours": 15}], cases, weights=weights)
    said = list(uncertainty_show.sentences(risk_of(today(built, simulations=100))))
    assert "Only one weight is unsure, so that no errors of weights could go together." in said
    assert not any("correlation" in sentence for sentence in said)
