"""The page of a finished plan: the one page to sign, who adopted it, the downloads, and behind headings the rest."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from app.access.caller import Caller
from app.api.models import PlanOut
from app.report.build import ReportDocument
from app.report.sections.figures.show import cards
from app.report.sections.findings.show import in_words
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.one_page.show import one_page
from app.report.sections.summary.facts import proven
from app.report.sections.summary.show import headline
from app.report.text.levels import goal_sentences
from app.report.text.words import REASON_TITLES
from app.store.docket.adoptions import Adoption
from app.web.desk.beside import Beside
from app.web.rendering import page

TONES = {"sustainable": "good", "strained": "warn", "unsustainable": "bad"}
SHOWN = 20
"""Officers, cases and remarks that the page lists; the report has the rest."""
LENGTH = 100.0
"""Width of the drawing of an officer's bars."""
MOST_BEFORE = 2.0
"""How many times the longest planned bar a bar of today may be; beyond, it is cut, and the figure says it."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Lengths of one officer's bars; None where there is nothing to draw."""

    before: float | None
    is_cut: bool
    after: float | None
    is_over: bool
    share: float | None


@dataclass(frozen=True, slots=True)
class PlanKeeping:
    """What people did with a plan: the note that somebody wrote beside it, and who adopted it."""

    note: str = ""
    adoption: Adoption | None = None


def report_page(
    plan: PlanOut,
    report_json: bytes,
    visitor: Caller | None,
    kept: PlanKeeping = PlanKeeping(),
    beside: Beside = Beside(),  # noqa: B008 - frozen
) -> HTMLResponse:
    """The page of a plan that is done, what people did with it, and what stands beside it."""
    report = ReportDocument.model_validate_json(report_json)
    busiest = sorted(report.officers, key=lambda each: -(each.utilization or 0.0))[:SHOWN]
    planned = max([1.0, *(each.utilization or 0.0 for each in busiest)])
    today = max(each.utilization_before or 0.0 for each in busiest) if busiest else 0.0
    widest = max(planned, min(today, planned * MOST_BEFORE))
    noticed = [in_words(found) for found in report.findings]
    return page(
        "report.html",
        visitor=visitor,
        plan=plan,
        adoption=kept.adoption,
        note=kept.note,
        beside=beside,
        report=report,
        noticed=noticed,
        others=[warning for warning in report.warnings if warning not in noticed],
        one=one_page(report),  # the same words as in report.html
        tone=TONES[report.verdict.state],
        headline=headline(report),
        cards=cards(report),
        proven=proven(report),
        goals=[] if report.plan is None else list(goal_sentences(report.levels, report.plan.moves)),
        officers=[(each, _bars(each, widest)) for each in busiest],
        full=LENGTH / widest,
        reasons=REASON_TITLES,
        shown=SHOWN,
    )


def _bars(officer: OfficerEntry, widest: float) -> Bars:
    def length(value: float | None) -> float | None:
        return None if value is None else round(min(value / widest, 1.0) * LENGTH, 2)

    return Bars(
        before=length(officer.utilization_before),
        is_cut=(officer.utilization_before or 0.0) > widest,
        after=length(officer.utilization),
        is_over=(officer.utilization or 0.0) > 1,
        share=length(officer.fair_share),
    )
