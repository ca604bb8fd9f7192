"""Workbooks that the pages hand out: the one to fill in, and a client's own with its bad cells marked."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from fastapi import APIRouter, Response

from app.api.deps import TheService
from app.api.http.body import Body
from app.api.problems import ApiProblem
from app.api.results import XLSX
from app.intake.formats.template import write_template
from app.intake.mending.marked_workbook import marked_workbook
from app.intake.read import WORKBOOK
from app.web.carried import upload_in
from app.web.form import Upload
from app.web.pages import FormBody
from app.web.rendering import page
from solver.errors import CaseloadError

router = APIRouter(include_in_schema=False)

NOT_HERE = "The workbook did not come along with the page; choose it again."


@router.get("/template.xlsx")
def template() -> Response:
    """The workbook that people fill in."""
    target = io.BytesIO()
    write_template(target)
    return _file(target.getvalue(), "roster.xlsx")


@router.post("/marked")
def marked(body: FormBody, service: TheService) -> Response:
    """The workbook that travels with a page, with its bad cells marked."""
    try:
        upload = _upload(body)
        with service.queries.place():
            content = marked_workbook(upload.sheets[WORKBOOK], WORKBOOK, upload.fixes)
    except ApiProblem as error:
        return page("problem.html", error.status, title="The workbook was not marked", detail=error.detail)
    except CaseloadError as error:
        return page("problem.html", 422, title="The workbook was not marked", detail=str(error))
    return _file(content, _name_of(upload))


def _upload(body: Body | ApiProblem) -> Upload:
    if isinstance(body, ApiProblem):
        raise body
    upload = upload_in(body)
    if upload is None or WORKBOOK not in upload.sheets:
        raise ApiProblem(422, NOT_HERE)
    return upload


def _name_of(upload: Upload) -> str:
    """``May.xlsx`` → ``May-marked.xlsx``, in letters that every header can carry."""
    stem = PurePosixPath(upload.name).stem
    plain = "".join(sign for sign in stem if sign.isascii() and (sign.isalnum() or sign in " -_.")).strip()
    return f"{plain or 'roster'}-marked.xlsx"


def _file(content: bytes, name: str) -> Response:
    return Response(content, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
