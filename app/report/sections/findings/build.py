"""Findings of the reader become entries of the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from app.intake.findings import Finding
from app.report.sections.findings.entry import FindingEntry


def build(findings: Iterable[Finding]) -> list[FindingEntry]:
    """The findings, in their order: the worst first."""
    return [FindingEntry(**{**asdict(found), "severity": found.severity.value}) for found in findings]
