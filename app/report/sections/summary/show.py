"""The verdict in full: the headline, every part of it, and what was taken of the weights."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.blocks import Bullets, Paragraph, Section, paragraph, present
from app.report.document import ReportDocument
from app.report.sections.percentile.build import notes, remark
from app.report.sections.summary.facts import has_today, peak_with_all, subject
from app.report.source import Source
from app.report.text.numbers import percent


def show(source: Source) -> Section:
    """The one page says it in brief; here is every number and reason."""
    document = source.document
    return Section(
        "The verdict in full",
        "summary",
        blocks=present(
            Paragraph(f"{headline(document)}."),
            Paragraph(document.verdict.sentence),
            Bullets(tuple(f"{title}: {text}" for title, text in _parts(document))),
            paragraph(*notes(document.percentile)),
        ),
    )


def headline(document: ReportDocument) -> str:
    """What the plan does to the fullest officer, in a line."""
    plan = document.plan
    if plan is None or plan.peak_utilization is None:
        return f"{subject(document)}{remark(document.percentile)}"
    after = percent(plan.peak_utilization)
    weights = remark(document.percentile)
    if not has_today(document):
        return f"{subject(document)}: nobody above {after}{weights}"
    before = percent(plan.peak_before_of_placed)
    others = f" ({peak_with_all(plan)})" if peak_with_all(plan) else ""
    return f"{subject(document)}: peak utilization goes from {before} to {after}{others}{weights}"


def _parts(document: ReportDocument) -> Iterator[tuple[str, str]]:
    """What the verdict is made of."""
    parts = document.verdict.parts
    yield "Hours", parts.hours.sentence
    yield "Skills and offices", parts.skills_and_offices.sentence
    yield "Caseload standards", parts.standards.sentence
