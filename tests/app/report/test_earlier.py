from __future__ import annotations

import json
from typing import Any

from app.report.document import ReportDocument
from app.report.earlier import completed
from app.report.sections.summary.entry import PlanFigures
from app.report.sections.uncertainty.entry import UncertaintyEntry
from tests.app.report.made import document, made


def of_before(report: ReportDocument) -> dict[str, Any]:
    """The same report without the fields that came later."""
    old: dict[str, Any] = json.loads(report.model_dump_json())
    for part in old["verdict"]["parts"].values():
        del part["staying"]
    if old["plan"] is not None:
        del old["plan"]["peak_before_of_placed"], old["plan"]["moves"]["lost"]
    if old["uncertainty"] is not None:
        del old["uncertainty"]["unsure_weights"]
    del old["provenance"]["settings"]
    return old


def test_a_report_of_today_is_left_alone_byte_by_byte() -> None:
    for text in (document().model_dump_json(), document().model_dump_json(indent=2)):
        assert completed(text.encode()) == text.encode()


def test_a_report_of_before_has_every_field_again() -> None:
    plan = made(PlanFigures, peak_before=0.8, peak_utilization=0.7)
    report = document(plan=plan, uncertainty=made(UncertaintyEntry), warnings=['Who is "settings":[ ?', "Łódź"])
    found = ReportDocument.model_validate_json(completed(json.dumps(of_before(report)).encode()))
    assert found.plan is not None
    assert (found.plan.peak_before_of_placed, found.plan.moves.lost) == (0.8, 0)
    assert found.uncertainty is not None
    assert found.uncertainty.unsure_weights == 2
    assert found.provenance.settings == []
    assert found.warnings == report.warnings


def test_a_report_of_before_without_a_plan_is_completed_as_well() -> None:
    report = document()
    assert ReportDocument.model_validate_json(completed(json.dumps(of_before(report)).encode())) == report


def test_what_is_no_report_is_left_alone() -> None:
    assert completed(b"{}") == b"{}"
