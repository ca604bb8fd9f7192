"""Case weights on a page: what to record, the files of a study, and the weights with their report.

Nothing is kept on the server: the files, and the study that was made of them, travel with the page.
"""

from __future__ import annotations

import io

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.access.roles import for_everybody, needs
from app.api.deps import TheService
from app.api.results import CSV, HTML, JSON, REPORT_POLICY, XLSX
from app.api.trail import note_roster
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.intake.formats.study_templates import TEMPLATES, template_text, write_study_template
from app.store.tables import Role
from app.web.file_names import disposition
from app.web.form_targets import File, Page
from app.web.pages import FormBody, answered, problem_page
from app.web.study.study_targets import DOCUMENT, NOTHING_SAID, REPORT, SHEET, begin_page

router = APIRouter(prefix="/weights", include_in_schema=False)

TARGETS = "app.web.study.study_targets"
KINDS = {SHEET: CSV, REPORT: HTML, DOCUMENT: JSON}
WORKBOOK = "workbook"


@router.get("")
@needs(Role.PLANNER)
@leaves_nothing("an empty form")
def begin(service: TheService) -> HTMLResponse:
    """What to record, and where the files of a study are chosen."""
    return HTMLResponse(begin_page(service.caller, NOTHING_SAID))


@router.post("")
@needs(Role.PLANNER, is_form=True)
@leaves(Action.WEIGHED)
def weigh(body: FormBody, service: TheService) -> Response:
    """The weights of the files, or what is to be put right in them."""
    found = answered(service, f"{TARGETS}:weigh", body)
    if not isinstance(found, Page):
        return HTMLResponse(begin_page(service.caller, NOTHING_SAID, error=found.error), found.status)
    if found.status == 200:
        note_roster(service, Action.WEIGHED, None)
    return HTMLResponse(found.html, found.status)


@router.post("/file")
@needs(Role.PLANNER, is_form=True)
@leaves_nothing("hands back what was sent, and keeps nothing of it")
def study_file(body: FormBody, service: TheService) -> Response:
    """The sheet, the report or the document of the study that the page carries."""
    found = answered(service, f"{TARGETS}:study_file", body)
    if not isinstance(found, File):
        return problem_page(found.status, "This file is not here", found.error, service.caller)
    headers = {"Content-Disposition": disposition(found.name, inline=found.name == REPORT)}
    if found.name == REPORT:
        headers["Content-Security-Policy"] = REPORT_POLICY
    return Response(found.content, media_type=KINDS[found.name], headers=headers)


@router.get("/template")
@for_everybody
@leaves_nothing("tells nothing of what is kept")
def template(table: str = WORKBOOK) -> Response:
    """An empty file of a study: the CSV of a table, or the workbook with all of them."""
    if table in TEMPLATES:
        headers = {"Content-Disposition": disposition(f"{table}.csv")}
        return Response(template_text(table), media_type=CSV, headers=headers)
    if table != WORKBOOK:
        return problem_page(404, "This file is not here", "A study has no table of that name.")
    target = io.BytesIO()
    write_study_template(target)
    return Response(target.getvalue(), media_type=XLSX, headers={"Content-Disposition": disposition("study.xlsx")})
