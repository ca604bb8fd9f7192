"""report.json: complete, closed by its schema, and right where it can be checked by hand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.report.build import build_document
from app.report.document import SCHEMA_VERSION, ReportDocument, schema_text
from tests.app.report.planned import (
    Planned,
    built_from,
    crowd,
    dealt,
    example,
    field_office,
    impossible,
    planned,
    probation,
)

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "report.schema.json"
NAMED_IN_THE_INTERFACE = {
    "": (
        "schema_version status levels verdict plan tiers achievable unassigned breaches remedies uncertainty forecast "
        "baselines provenance"
    ),
    "levels": "name best value bound slack gap status certificate",
    "verdict": (
        "state utilization peak_utilization target_utilization demand_hours available_hours gap_hours fte_gap "
        "fte_basis_hours"
    ),
    "plan": "peak_utilization peak_before spread spread_floor moves",
    "tiers": (
        "utilization target state demand_hours available_hours gap_hours fte_gap cases officers needs certificate"
    ),
    "unassigned": "case_id reason fix",
    "provenance": "input_sha256 version ortools_version goals seed workers wall_s",
}


def as_json(made: Planned | ReportDocument) -> dict[str, Any]:
    document = made if isinstance(made, ReportDocument) else made.document
    loaded = json.loads(document.model_dump_json())
    assert isinstance(loaded, dict)
    return loaded


def alone(made: Planned) -> ReportDocument:
    """The same without the plan."""
    return build_document(made.built, made.goals, None)


def test_the_published_schema_is_the_one_in_use() -> None:
    write = (
        'python -c "from pathlib import Path; from app.report.document import schema_text; '
        "Path('docs/report.schema.json').write_text(schema_text())\""
    )
    assert SCHEMA.read_text("utf-8") == schema_text(), f"run: {write}"


@pytest.mark.parametrize("made", [impossible, probation, field_office, crowd])
def test_documents_are_what_the_schema_says(made: Any) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for document in (as_json(made()), as_json(alone(made()))):
        validator.validate(document)
        with pytest.raises(jsonschema.ValidationError):
            validator.validate({**document, "surprise": 1})


@pytest.mark.parametrize("where", NAMED_IN_THE_INTERFACE)
def test_everything_that_the_interface_names_is_there(where: str) -> None:
    document: Any = as_json(impossible())
    part = document[where] if where else document
    part = part[0] if isinstance(part, list) else part
    assert set(NAMED_IN_THE_INTERFACE[where].split()) <= part.keys()
    assert {"cases", "hours", "forced"} <= document["plan"]["moves"].keys()
    assert set(document["baselines"]) == {"current", "round_robin", "equal_counts", "greedy", "random"}


def test_it_reads_back_the_same() -> None:
    document = impossible().document
    assert ReportDocument.model_validate_json(document.model_dump_json()) == document
    assert document.schema_version == SCHEMA_VERSION


def test_probation_by_hand() -> None:
    """90 × 4 + 150 × 2 + 240 × 1 = 900 h of 9 × 120 = 1,080 h; 1,776.5 ÷ 12 = 148.0417 h a month."""
    verdict = probation().document.verdict
    assert (verdict.demand_hours, verdict.available_hours, verdict.effective_hours) == (900, 1080, 1080)
    assert verdict.utilization == verdict.peak_utilization == 0.833333
    assert verdict.fte_basis_hours == pytest.approx(1776.5 / 12)
    assert verdict.budget_fte_basis_hours == pytest.approx(2080 / 12)
    root = (900 / (1776.5 / 12)) ** 0.5
    assert verdict.target_utilization == pytest.approx(root / (root + 1), abs=1e-6)
    assert verdict.state == "strained"
    assert (verdict.gap_hours, verdict.fte_gap, verdict.budget_fte_gap) == (0, 0, 0)


def test_a_gap_by_hand() -> None:
    """Two officers of 100 h, 350 h of work: 150 h are missing, 150 ÷ 148.0417 = 1.0132 FTE, 150 ÷ 173.3333 = 0.8654."""
    officers = [{"officer_id": name, "available_hours": 100} for name in "AB"]
    built = built_from(officers, [{"case_id": f"c{n}", "weight_hours": 35} for n in range(10)])
    verdict = planned(built).document.verdict
    assert verdict.state == "unsustainable"
    assert (verdict.utilization, verdict.gap_hours, verdict.fte_gap, verdict.budget_fte_gap) == (
        1.75,
        150,
        1.0132,
        0.8654,
    )
    assert verdict.sentence == (
        "Unsustainable. The work fills 175% of all hours; the tightest group is at 175%. "
        "150 h are missing (1.01 FTE), whoever holds what."
    )


def test_a_given_target_is_the_target() -> None:
    built = example("probation")
    document = planned(built, target="0.85").document
    assert document.verdict.state == "sustainable"
    assert document.verdict.target_utilization == 0.85
    assert document.verdict.sentence.startswith("Sustainable. The work fills 83.3% of all hours")


def test_the_before_of_probation_is_its_uneven_today() -> None:
    plan = probation().document.plan
    assert plan is not None
    assert plan.peak_before == pytest.approx(171 / 120)
    assert plan.peak_utilization is not None
    assert plan.peak_utilization <= 0.8434, "within one point of 83.33 %"
    assert plan.spread is not None
    assert plan.spread_before is not None
    assert plan.spread < plan.spread_before


def test_levels_come_in_peoples_units() -> None:
    made = impossible()
    levels = {level.name: level for level in made.document.levels}
    fairness, evenness = made.plan.level("fairness"), made.plan.level("evenness")
    assert levels["fairness"].unit == "utilization"
    assert levels["fairness"].value == fairness.value / 10_000
    assert levels["fairness"].slack == 0.01
    assert levels["evenness"].unit == "hours"
    assert levels["evenness"].value == float(made.built.problem.hours(evenness.value))
    assert levels["coverage_2"].value == 4
    assert (levels["continuity"].unit, levels["continuity"].gap_unit) == ("cases", "fraction")


def test_moves_and_coverage_in_hours_are_in_hours() -> None:
    document = planned(example("impossible"), moves="hours", coverage="hours").document
    levels = {level.name: level for level in document.levels}
    assert levels["continuity"].unit == levels["coverage_2"].unit == "hours"
    assert levels["coverage_2"].value == 4 * 9.0, "four intensive cases of 9 h"


def test_costs_are_in_the_rosters_own_numbers() -> None:
    document = planned(
        built_from(
            [{"officer_id": "A", "available_hours": 10}],
            [{"case_id": "1", "weight_hours": 1}],
            costs=[{"case_id": "1", "officer_id": "A", "cost": "12.25"}],
        ),
        objective="cost",
    ).document
    cost = next(level for level in document.levels if level.name == "cost")
    assert (cost.unit, cost.value, cost.bound) == ("cost", 12.25, 12.25)


def test_continuity_agrees_with_the_moves() -> None:
    """The level counts moves that were not forced, and cases that nobody holds though their officer may keep them."""
    for made in (impossible(), probation()):
        plan = made.document.plan
        assert plan is not None
        continuity = next(level for level in made.document.levels if level.name == "continuity")
        assert continuity.value == plan.moves.cases - plan.moves.forced + plan.moves.held_back


def test_breaches_say_what_a_pin_breaks() -> None:
    sentences = {breach.rule: breach.sentence for breach in impossible().document.breaches}
    assert sentences == {
        "eligibility": "pinned-to-the-wrong-docket is pinned to A-1, who may not hold it.",
        "standard": "3 cases are pinned to A-7, whose caseload standard is 2.",
        "hours": "Cases pinned to A-4 need 3.5 h; A-4 has 0 h.",
    }


def test_shortages_have_their_sum() -> None:
    (shortage,) = impossible().document.shortages
    assert (shortage.unit, shortage.cases, shortage.need, shortage.have) == ("cases", 22, 22, 18)
    assert shortage.sentence == (
        "These 22 cases need 22 places; only A-5, A-6 and A-7 may hold them, whose standards leave 18: 4 too few."
    )


def test_officers_add_up() -> None:
    document = field_office().document
    assert sum(officer.caseload or 0 for officer in document.officers) == 6000
    assert sum(officer.workload_hours or 0 for officer in document.officers) == pytest.approx(
        document.verdict.demand_hours
    )
    away = next(officer for officer in document.officers if officer.officer_id == "D-16")
    assert (away.utilization, away.utilization_before, away.fair_share, away.tier) == (None, None, None, None)
    specialists = [officer for officer in document.officers if officer.tier == 1]
    assert [officer.officer_id for officer in specialists] == document.tiers[0].officers == ["D-10", "D-18", "D-26"]


def test_field_office_is_strained_and_its_tightest_group_is_checked_by_hand() -> None:
    document = field_office().document
    assert document.verdict.state == "strained"
    assert document.tiers[0].certificate.endswith("360 h ÷ 366 h = 98.4%.")
    assert document.baselines["current"].peak_utilization is not None
    assert document.baselines["current"].peak_utilization > 5, "absurd"
    counts = document.counts
    current = example("field-office").problem.cases.current
    assert counts.new_cases == int((current == -1).sum())
    assert (counts.officers, counts.officers_with_hours, counts.cases) == (30, 29, 6000)


def test_without_a_plan_what_needs_one_is_null_and_says_why() -> None:
    document = as_json(alone(impossible()))
    assert (document["plan"], document["levels"], document["status"]) == (None, [], "unknown")
    absent = {each["section"]: each["reason"] for each in document["not_computed"]}
    assert absent["plan"] == "no plan was asked for"
    assert {"uncertainty", "forecast"} <= absent.keys()
    assert document["baselines"].keys() == {"current"}
    assert "no plan was asked for" in absent["baselines"]
    with_plan = as_json(impossible())
    assert document["verdict"] == with_plan["verdict"]
    assert document["tiers"] == with_plan["tiers"]
    assert document["provenance"]["seed"] is None


def test_null_sections_are_listed_with_a_reason() -> None:
    document = as_json(impossible())
    for name in ("uncertainty", "forecast"):
        assert document[name] is None
        assert any(each["section"] == name and each["reason"] for each in document["not_computed"])


def test_provenance_is_enough_to_make_it_again() -> None:
    made = impossible()
    origin = made.document.provenance
    assert origin.input_sha256 == made.built.roster.sha256
    assert (origin.seed, origin.workers) == (0, 1)
    assert origin.goals["policy"] == "assign-all"
    assert origin.ortools_version.startswith("9.")
    moment = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
    again = build_document(made.built, made.goals, made.plan, created=moment)
    assert again.provenance.created == "2026-11-24T09:30:00+00:00"


def test_nobody_with_hours_and_nothing_to_do() -> None:
    idle = planned(built_from([{"officer_id": "A", "available_hours": 0}], [{"case_id": "1", "weight_hours": 1}]))
    assert idle.document.verdict.sentence == "No officer has hours for cases in this period."
    assert idle.document.verdict.state == "unsustainable"
    assert idle.document.plan is not None
    assert (idle.document.plan.peak_utilization, idle.document.plan.spread) == (None, None)


def test_many_unassigned_cases_share_their_sentences() -> None:
    count = 20_000
    built = built_from(
        [{"officer_id": "A", "available_hours": 1}],
        [{"case_id": str(n), "weight_hours": 1, "required_skills": f"skill {n % 7}"} for n in range(count)],
    )
    document = dealt(built).document
    assert len(document.unassigned) == count
    assert len({id(case.fix) for case in document.unassigned}) == 7
