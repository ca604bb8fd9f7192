"""The first and the last sheet of plan.xlsx: what it says, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.document import ReportDocument
from app.report.report_rows import goal_text
from app.report.sections.forecast import show as forecast_show
from app.report.sections.percentile import build as percentile_build
from app.report.sections.provenance.build import chance_sentence, replay_sentence
from app.report.sections.summary.show import cards, headline, proven
from app.report.sections.uncertainty import show as uncertainty_show
from app.report.text.goals import goal_sentences


def summary(document: ReportDocument, note: str) -> Iterator[tuple[str, str]]:
    """What the first sheet says."""
    yield "Caseload plan", headline(document)
    yield "Verdict", document.verdict.sentence
    for line in percentile_build.notes(document.percentile):
        yield "Weights", line
    for card in cards(document):
        before = f"{card.before} → " if card.before else ""
        joint = " " if card.meaning.startswith("of ") else ". "
        yield card.title, f"{before}{card.figure}{joint}{card.meaning}"
    yield "How good", proven(document)
    if document.uncertainty is not None:
        for sentence in uncertainty_show.sentences(document.uncertainty):
            yield "How sure", sentence
    for sentence in forecast_show.sentences(document):
        yield "What comes next", sentence
    if document.plan is not None:
        for sentence in goal_sentences(document.levels, document.plan.moves):
            yield "", sentence
    if document.tiers:
        yield "Tightest group", document.tiers[0].certificate
    for breach in document.breaches[:100]:
        yield "Broken by a pin", breach.sentence
    for warning in document.warnings[:100]:
        yield "Look at", warning
    if note:
        yield "This workbook", note


def provenance(document: ReportDocument) -> Iterator[tuple[str, str]]:
    """Enough to make the plan again."""
    origin = document.provenance
    yield "SHA-256 of the roster", origin.input_sha256
    for change in origin.scenario:
        yield "Changed first", f"{change.meaning} ({change.text})"
    yield "Caseload", origin.version
    yield "OR-Tools", origin.ortools_version
    for name, value in origin.goals.items():
        yield f"Goal: {name}", "" if value is None else goal_text(value)
    yield "Seed", str(origin.seed)
    yield "Workers", str(origin.workers)
    yield "Seconds", str(origin.wall_s)
    if document.record is not None:
        yield "To make it again", document.record.command
        yield "", replay_sentence(document)
        yield "By chance", chance_sentence(document)
    yield "Made", origin.created
    for each in document.not_computed:
        yield f"Not in this report: {each.section}", each.reason
