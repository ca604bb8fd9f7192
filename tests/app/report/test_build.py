"""report.json: complete, closed by its schema, and right where it can be checked by hand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.report.build import build_document
from app.report.document import SCHEMA_VERSION, ReportDocument
from tests.app.report.planned import (
    Planned,
    crowd,
    field_office,
    impossible,
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


def test_without_a_plan_what_needs_one_is_null_and_says_why() -> None:
    document = as_json(alone(impossible()))
    assert (document["plan"], document["levels"], document["status"]) == (None, [], "unknown")
    absent = {each["section"]: each["reason"] for each in document["not_computed"]}
    assert absent["plan"] == "no plan was asked for"
    assert {"uncertainty", "forecast"} <= absent.keys()
    assert document["baselines"].keys() == {"current"}
    assert "no plan was asked for" in absent["baselines"]
    with_plan = as_json(impossible())
    alone_says, plan_says = document["verdict"], with_plan["verdict"]
    # which cases lack a place is not known before a plan, only how many
    assert (alone_says["parts"]["standards"]["hours"], alone_says["parts"]["standards"]["cases"]) == (None, 5)
    assert plan_says["parts"]["standards"]["cases"] == 5, "4 wait, and one stays above a standard"
    for part in ("hours", "skills_and_offices"):
        assert alone_says["parts"][part] == plan_says["parts"][part]
    told = alone_says.keys() - {"parts", "sentence"}
    assert {key: alone_says[key] for key in told} == {key: plan_says[key] for key in told}
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
