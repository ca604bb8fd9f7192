"""Both sides of a what-if."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.answers.whatif import compare, comparison
from app.intake.options import PlanOptions
from app.intake.read import read_document
from solver.errors import InvalidChange
from tests.app.answers.office import roster


def test_an_officer_who_goes_leaves_the_work() -> None:
    found = comparison(compare(roster(), PlanOptions(), ["remove officer B"]))
    assert (found.base.officers, found.changed.officers) == (2, 1)
    assert (found.base.available_hours, found.changed.available_hours) == (30, 10)
    assert (found.base.demand_hours, found.changed.demand_hours) == (10, 10)
    assert found.base.plan is None


def test_period_and_target_are_those_of_the_options() -> None:
    """A full-time officer there has 20 h: near the 17.5 h that are asked for, far from 34.16 h a week."""
    own = compare(roster(), PlanOptions(period="week", target=Decimal("0.5")), ["add 1 officer"])
    asked = compare(roster(), PlanOptions(target=Decimal("0.5"), fte_hours=Decimal("17.5")), ["add 1 officer"])
    assert [float(each.basis.productive_hours) for each in (own, asked)] == [20, 17.5]
    assert [float(each.changed.verdict.available_hours - 30) for each in (own, asked)] == [20, 17.5]
    assert [each.base.verdict.target.value for each in (own, asked) if each.base.verdict.target] == [Decimal("0.5")] * 2


def test_both_sides_have_the_weights_of_the_percentile() -> None:
    uncertain = read_document(
        {
            "officers": [{"officer_id": "A", "available_hours": 10}],
            "cases": [{"case_id": "1", "case_type": "a", "current_officer": "A"}],
            "weights": [{"case_type": "a", "weight_hours": 2, "low_hours": 1, "high_hours": 3}],
        }
    )
    found = compare(uncertain, PlanOptions(percentile=Decimal(95)), ["hours of officer A +5"])
    assert [float(side.verdict.demand_hours) for side in (found.base, found.changed)] == pytest.approx([3, 3], abs=0.01)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidChange):
        compare(roster(), PlanOptions(), ["remove officer Z"])


def test_both_sides_have_the_parts_of_the_verdict() -> None:
    """Over HTTP a side was “strained” at 10 % of its hours, and nothing said what waits for what."""
    office = read_document(
        {
            "officers": [{"officer_id": "A", "available_hours": 100, "caseload_standard": 2}],
            "cases": [
                *({"case_id": f"c{n}", "weight_hours": 1} for n in range(3)),
                *({"case_id": f"s{n}", "weight_hours": 2, "required_skills": ["creole"]} for n in range(2)),
            ],
        }
    )
    found = comparison(
        compare(office, PlanOptions(target=Decimal("0.9"), accept=("nobody-has",)), ["train officer A skills=creole"])
    )
    base, changed = found.base.parts, found.changed.parts
    assert (base.hours.state, base.skills_and_offices.cases, base.standards.cases) == ("sustainable", 2, 1)
    assert base.skills_and_offices.sentence == "2 cases wait for a skill."
    assert (changed.skills_and_offices.cases, changed.standards.cases) == (0, 3)
