"""Workbooks that the pages hand out: the one to fill in, and a client's own with its bad cells marked."""

from __future__ import annotations

import io

from fastapi import APIRouter, Response

from app.access.roles import for_everybody, needs
from app.api.deps import TheService
from app.api.results import XLSX
from app.audit.duties import leaves_nothing
from app.intake.formats.template import write_template
from app.store.tables import Role
from app.web.form_targets import File
from app.web.pages import FormBody, answered, problem_page

router = APIRouter(include_in_schema=False)


@router.get("/template.xlsx")
@for_everybody
@leaves_nothing("tells nothing of what is kept")
def template() -> Response:
    """The workbook that people fill in."""
    target = io.BytesIO()
    write_template(target)
    return _sent(File(target.getvalue(), "roster.xlsx"))


@router.post("/marked")
@needs(Role.PLANNER, is_form=True)
@leaves_nothing("hands back what was sent, and keeps nothing of it")
def marked(body: FormBody, service: TheService) -> Response:
    """The workbook that travels with a page, with its bad cells marked."""
    found = answered(service, "marked", body)
    if not isinstance(found, File):
        return problem_page(found.status, "The workbook was not marked", found.error, service.caller)
    return _sent(found)


def _sent(file: File) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=XLSX, headers=headers)
