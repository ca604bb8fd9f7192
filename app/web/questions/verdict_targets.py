"""What a child process makes of a roster where nobody wants a plan: whether it is sustainable, and what is missing."""

from __future__ import annotations

from app.access.caller import Caller
from app.api.http.body import SentAs
from app.confined_child import Child
from app.intake.options import PlanOptions
from app.jobs.roster_source import offices_of
from app.planning import report_roster
from app.report.document import ReportDocument
from app.report.sections.findings.show import in_words
from app.report.sections.one_page.show import one_page
from app.store.scope import EVERYWHERE
from app.web.carried import fields_of as carried_fields
from app.web.form import Upload, scenario_of
from app.web.form_targets import File, Page, Said, with_roster
from app.web.rendering import rendered
from app.web.report_page import TONES

SHOWN = 20
"""Groups, cases, remarks and remedies that the page lists; the whole report has the rest."""


def verdict(child: Child, what: SentAs, visitor: Caller | None) -> Page | Said:
    """The verdict on a page, with the way to the whole report and to a plan."""

    def page(upload: Upload, options: PlanOptions, fields: dict[str, str]) -> Page:
        return Page(_page(_report(upload, options, fields, visitor), upload, fields, visitor))

    return with_roster(child, what, visitor, page)


def whole_report(child: Child, what: SentAs, visitor: Caller | None) -> File | Page | Said:
    """The whole report without what needs a plan, as a page of its own."""

    def file(upload: Upload, options: PlanOptions, fields: dict[str, str]) -> File:
        from app.report.render.html import render

        return File(render(_report(upload, options, fields, visitor)).encode(), "report.html")

    return with_roster(child, what, visitor, file)


def _report(upload: Upload, options: PlanOptions, fields: dict[str, str], visitor: Caller | None) -> ReportDocument:
    roster = upload.read()
    scope = EVERYWHERE if visitor is None else visitor.scope
    scope.refuse_foreign(offices_of(roster))
    return report_roster(roster, options, scenario_of(fields))


def _page(report: ReportDocument, upload: Upload, fields: dict[str, str], visitor: Caller | None) -> str:
    noticed = [in_words(found) for found in report.findings]
    parts = report.verdict.parts
    return rendered(
        "verdict.html",
        visitor=visitor,
        name=upload.name,
        report=report,
        is_changed=bool(scenario_of(fields)),
        one=one_page(report),  # the same words as in report.html
        tone=TONES[report.verdict.state],
        parts=[
            ("Hours", parts.hours.sentence),
            ("Skills and offices", parts.skills_and_offices.sentence),
            ("Caseload standards", parts.standards.sentence),
        ],
        noticed=noticed,
        others=[warning for warning in report.warnings if warning not in noticed],
        shown=SHOWN,
        fields={name: value for name, value in fields.items() if name != "accept"},
        accepted=[code for code in fields["accept"].split(";") if code],
        carried=carried_fields(upload),
    )
