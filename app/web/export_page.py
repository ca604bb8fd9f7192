"""The page of an office's own export: its columns on the left, ours on the right, and what only a person can know.

Nothing is kept on the server: the files and the profile travel with the page, and the profile is handed back.
"""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.access.roles import needs
from app.api.deps import Service, TheService
from app.audit.duties import leaves_nothing
from app.store.tables import Role
from app.web.form_targets import Page
from app.web.pages import FormBody, answered
from app.web.rendering import page

router = APIRouter(include_in_schema=False)

HANDED_BACK = "hands back what was sent, and keeps nothing of it"
TOML = "application/toml"


@router.get("/import")
@needs(Role.PLANNER)
@leaves_nothing("an empty form")
def empty(service: TheService) -> HTMLResponse:
    """Where an export is chosen."""
    return _page(service, "")


@router.post("/import")
@needs(Role.PLANNER, is_form=True)
@leaves_nothing(HANDED_BACK)
def understand(body: FormBody, service: TheService) -> Response:
    """Show what was understood, with what somebody has said on the page before."""
    found = answered(service, "understand", body)
    return (
        HTMLResponse(found.html, found.status) if isinstance(found, Page) else _page(service, found.error, found.status)
    )


@router.post("/import/profile")
@needs(Role.PLANNER, is_form=True)
@leaves_nothing(HANDED_BACK)
def download(body: FormBody, service: TheService) -> Response:
    """The profile as a file, to be kept and sent with the next export."""
    found = answered(service, "profile", body)
    if not isinstance(found, Page):
        return _page(service, found.error, found.status)
    return Response(found.html, media_type=TOML, headers={"Content-Disposition": 'attachment; filename="office.toml"'})


def _page(service: Service, error: str, status: int = 200) -> HTMLResponse:
    return page("export.html", status, visitor=service.caller, error=error, tables=None)
