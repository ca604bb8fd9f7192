"""A standard as the document has it, with what has to be known to read it."""

from __future__ import annotations

from app.report.sections.standards.build import WHY_NOT, build
from solver.analysis import AnalysisOptions, WhyNot, analyse
from solver.analysis.standards.library import standard_named
from tests.app.report.planned import example, probation


def test_today_and_the_plan_by_hand() -> None:
    """P-1 holds 36 maximum, 9 medium and 9 minimum cases: 36 × 4 + 9 × 2 + 9 × 1 = 171 h of 120."""
    made = probation()
    options = AnalysisOptions(standards=(standard_named("probation-hours"),), remedies_s=0.0)
    found = build(analyse(made.built.problem, options, made.plan), "month")
    assert found is not None
    (entry,) = found
    assert (entry.today.officers_over, entry.today.officers_within, entry.today.breaches_total) == (2, 7, 2)
    assert [(each.officer_id, each.need, each.have) for each in entry.today.breaches] == [
        ("P-1", 171, 120),
        ("P-2", 159, 120),
    ]
    assert entry.plan is not None
    assert (entry.plan.officers_over, entry.plan.counted_cases, entry.plan.other_cases) == (0, 480, 0)
    assert [(each.name, each.case_types) for each in entry.categories] == [
        ("maximum", ["maximum"]),
        ("medium", ["medium"]),
        ("minimum", ["minimum"]),
    ]
    assert entry.remarks == []


def test_another_period_is_said_and_none_has_its_words() -> None:
    problem = example("probation").problem
    options = AnalysisOptions(standards=(standard_named("npdws-2023"),), remedies_s=0.0)
    found = build(analyse(problem, options), "month")
    assert found is not None
    assert found[0].plan is None
    assert any(remark.startswith("The standard is for a year, the roster for a month") for remark in found[0].remarks)
    assert WHY_NOT.keys() == {WhyNot.NOT_ASKED}
    assert build(analyse(problem, AnalysisOptions(remedies_s=0.0)), "month") is None
