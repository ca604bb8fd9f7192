"""A standard as the document has it, with what has to be known to read it."""

from __future__ import annotations

from app.report.sections.standards.build import WHY_NOT, build
from solver.analysis import AnalysisOptions, WhyNot, analyse
from solver.analysis.standards.library import standard_named
from tests.app.report.planned import built_from, example, probation


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


def test_a_half_time_officer_is_judged_by_half_and_the_remark_says_so() -> None:
    officers = [{"officer_id": "Full", "available_hours": 120}, {"officer_id": "Half", "available_hours": 60}]
    cases = [
        {"case_id": f"{name}-{n}", "case_type": "maximum", "weight_hours": 4, "current_officer": name}
        for name in ("Full", "Half")
        for n in range(30)
    ]
    problem = built_from(officers, cases).problem
    options = AnalysisOptions(standards=(standard_named("probation-hours"),), remedies_s=0.0)
    found = build(analyse(problem, options), "month")
    assert found is not None
    (entry,) = found
    assert (entry.full_time_hours, entry.today.officers_over, entry.today.officers_within) == (120, 1, 1)
    assert [(each.officer_id, each.have) for each in entry.today.breaches] == [("Half", 60)]
    (remark,) = entry.remarks
    assert remark == (
        "The figures are for a full-time officer, who has 120 h in this roster. 1 officer has less, and is judged by "
        "that share of them."
    )


def test_half_timers_were_judged_as_full_time_and_nothing_was_said() -> None:
    """Six of 60 h and one of 120 h: a quarter has 60 h or more, so 17 cases of 4 h were within a standard of 120 h."""
    officers = [{"officer_id": f"P{n}", "available_hours": 60 if n else 120} for n in range(7)]
    cases = [
        {"case_id": f"{name}", "case_type": "maximum", "weight_hours": 4, "current_officer": f"P{name % 7}"}
        for name in range(119)
    ]
    problem = built_from(officers, cases).problem
    options = AnalysisOptions(standards=(standard_named("probation-hours"),), remedies_s=0.0)
    found = build(analyse(problem, options), "month")
    assert found is not None
    assert found[0].today.officers_over == 0
    (remark,) = found[0].remarks
    assert remark == (
        "Whoever has 60 h is judged as working full time, since a quarter of the officers have that much or more; "
        "usual are 120 h. Give --fte-hours where full time is more."
    )
