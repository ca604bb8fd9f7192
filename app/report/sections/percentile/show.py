"""The remark above all hours that are not the sheet's."""

from __future__ import annotations

from app.report.blocks import Notice, Section
from app.report.sections.percentile.build import beside
from app.report.source import Source

ELSEWHERE = "Only “How sure is this” and “What comes next” start from the weights as they stand."


def show(source: Source) -> Section:
    """Where a percentile was asked for; the one page says so, too."""
    found = source.document.percentile
    there = () if found is None else (Notice(found.sentence, f"{beside(found)} {ELSEWHERE}"),)
    return Section("Weights at a percentile", "percentile", blocks=there)
