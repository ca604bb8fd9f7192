"""Findings of the reader become entries of the report."""

from __future__ import annotations

from collections.abc import Iterable

from app.intake.findings import Finding
from app.report.sections.findings.entry import FindingEntry


def build(findings: Iterable[Finding]) -> list[FindingEntry]:
    """The findings, in their order: the worst first."""
    return [FindingEntry(**{**found.to_dict(), "severity": found.severity.value}) for found in findings]
