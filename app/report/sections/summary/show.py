"""What the report says in a line: headline and verdict; and the first sheet of the workbook, which sums it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from app.report.blocks import Banner, Bullets, Head, Pairs
from app.report.document import ReportDocument
from app.report.sections.figures.show import cards
from app.report.sections.findings.show import in_words
from app.report.sections.forecast import words as forecast_words
from app.report.sections.percentile.build import notes, remark
from app.report.sections.summary.facts import has_today, peak_with_all, period, proven, subject
from app.report.sections.uncertainty import show as uncertainty_show
from app.report.source import CaseList, Source
from app.report.text.levels import goal_sentences
from app.report.text.numbers import percent

MOST_LINES = 100
"""Breaches, and remarks on the roster, that the first sheet lists."""


def show(source: Source) -> Head:
    """The headline with what stands around it."""
    document = source.document
    return Head(
        title=headline(document),
        id="summary",
        blocks=(
            Banner(document.verdict.sentence, document.verdict.state),
            Bullets(tuple(f"{title}: {text}" for title, text in _parts(document))),
        ),
        sheets=(Pairs(tuple(_sheet(document, source.cases)), sheet="Summary", has_title=True),),
        is_in_head=True,
        subject=subject(document),
        eyebrow=f"Caseload report · {_period(document)} · {_day(document.provenance.created)}",
    )


def headline(document: ReportDocument) -> str:
    """The one line that must be read."""
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


def _period(document: ReportDocument) -> str:
    start = document.provenance.goals.get("period_start")
    word = period(document).capitalize()
    return f"{word} from {_day(str(start))}" if start else word


def _day(text: str) -> str:
    day = dt.datetime.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _sheet(document: ReportDocument, cases: CaseList | None) -> Iterator[tuple[str, str]]:
    """What the first sheet says."""
    yield "Caseload plan", headline(document)
    yield "Verdict", document.verdict.sentence
    yield from _parts(document)
    for line in notes(document.percentile):
        yield "Weights", line
    for card in cards(document):
        before = f"{card.before} → " if card.before else ""
        joint = " " if card.meaning.startswith("of ") else ". "
        yield card.title, f"{before}{card.figure}{joint}{card.meaning}"
    yield "How good", proven(document)
    if document.uncertainty is not None:
        for sentence in uncertainty_show.sentences(document.uncertainty):
            yield "How sure", sentence
    for sentence in forecast_words.sentences(document):
        yield "What comes next", sentence
    if document.plan is not None:
        for sentence in goal_sentences(document.levels, document.plan.moves):
            yield "", sentence
    if document.tiers:
        yield "Tightest group", document.tiers[0].certificate
    for breach in document.breaches[:MOST_LINES]:
        yield "Broken by a pin", breach.sentence
    said = set(map(in_words, document.findings))  # on a sheet of their own
    for warning in [text for text in document.warnings if text not in said][:MOST_LINES]:
        yield "Look at", warning
    if cases is not None and cases.is_large:
        yield "This workbook", _cut(cases)


def _cut(cases: CaseList) -> str:
    return (
        f"There are more than {cases.most_cases:,} cases: this workbook holds the summaries and up to "
        f"{cases.most_rows:,} moves; assignments.csv lists every case."
    )
