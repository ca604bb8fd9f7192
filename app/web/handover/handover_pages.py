"""What changes hands in a plan, on pages to look at, to print and to sign, and as files. No id stands in an address."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.access.roles import needs
from app.answers.handover.calendar_file import Meeting
from app.api.deps import Service, TheService
from app.api.models import PlanOut
from app.api.plans import LARGEST, UNKEPT
from app.api.problems import ApiProblem
from app.api.queries import made
from app.api.results import CSV
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.duties import leaves
from app.store.docket import adoptions
from app.store.docket.adoptions import Adoption
from app.store.tables import Role
from app.web.desk.holdings_pages import REASONS, index_of
from app.web.handover.handover_targets import Holdings, Overview, SheetShown
from app.web.pages import NOT_HERE, plan_and_report, problem_page, shown
from app.web.rendering import moment_text, page

router = APIRouter(prefix="/plans", include_in_schema=False)

TARGETS = "app.web.handover.handover_targets"
CALENDAR = "text/calendar"
DAY, TIME = r"[12]\d{3}-\d{2}-\d{2}", r"(\d{2}:\d{2}(:\d{2})?)?"


@router.get("/{plan_id}/handover")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def handover(plan_id: UUID, service: TheService) -> Response:
    """From whom to whom, each officer's sheet, and the files."""
    return shown(service, lambda: _overview(service, plan_id))


@router.get("/{plan_id}/handover/sheets")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def sheets(plan_id: UUID, service: TheService) -> Response:
    """Everybody's sheet, each on paper of its own."""
    return shown(service, lambda: _sheets(service, plan_id))


@router.get("/{plan_id}/handover/{number}")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def sheet(plan_id: UUID, service: TheService, number: int) -> Response:
    """One officer's sheet, and the same as a text for a mail."""
    return shown(service, lambda: _sheet(service, plan_id, number))


@router.get("/{plan_id}/handover.csv")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def handover_csv(plan_id: UUID, service: TheService) -> Response:
    """A row for each case that changes hands."""
    return shown(service, lambda: _csv(service, plan_id))


@router.get("/{plan_id}/handover.ics")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def handover_ics(
    plan_id: UUID,
    service: TheService,
    day: Annotated[str, Query(pattern=f"^{DAY}$")] = "",
    time: Annotated[str, Query(pattern=f"^{TIME}$")] = "",
    minutes: Annotated[int, Query(ge=5, le=600)] = 30,
    ids: Annotated[str, Query(max_length=3)] = "",
    officer: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """The hand-over days as a calendar file, of everybody or of one officer by their number."""
    return shown(service, lambda: _ics(service, plan_id, (day, time, minutes, bool(ids)), officer))


def _overview(service: Service, plan_id: UUID) -> Response:
    plan, report = plan_and_report(service, plan_id)
    found: Overview = service.queries.ask(f"{TARGETS}:overview", _holdings(service, plan_id), report)
    return _page(service, plan, _adoption(service, plan_id), "handover/overview.html", found=found)


def _sheet(service: Service, plan_id: UUID, number: int) -> Response:
    plan, report = plan_and_report(service, plan_id)
    adoption = _adoption(service, plan_id)
    asked = _holdings(service, plan_id), report, number, standing_of(plan, adoption)
    found: SheetShown | None = service.queries.ask(f"{TARGETS}:one_sheet", *asked)
    if found is None:
        return _no_officer(service)
    return _page(service, plan, adoption, "handover/sheet.html", each=found, reasons=REASONS)


def _sheets(service: Service, plan_id: UUID) -> Response:
    plan, report = plan_and_report(service, plan_id)
    adoption = _adoption(service, plan_id)
    asked = _holdings(service, plan_id), report, standing_of(plan, adoption)
    found: list[SheetShown] = service.queries.ask(f"{TARGETS}:all_sheets", *asked)
    return _page(service, plan, adoption, "handover/sheets.html", sheets=found, reasons=REASONS)


def _csv(service: Service, plan_id: UUID) -> Response:
    _, report = plan_and_report(service, plan_id)
    content: bytes = service.queries.ask(f"{TARGETS}:as_csv", _holdings(service, plan_id), report)
    return _file(service, plan_id, content, CSV, "handover.csv")


def _ics(service: Service, plan_id: UUID, said: tuple[str, str, int, bool], officer: int | None) -> Response:
    _, report = plan_and_report(service, plan_id)
    day, time, minutes, names_cases = said
    try:
        meeting = Meeting(
            dt.date.fromisoformat(day), dt.time.fromisoformat(time) if time else None, minutes, names_cases
        )
    except ValueError:
        detail = "Say on which day the cases are handed over, as 2026-12-01. Go back and try again."
        raise ApiProblem(422, detail, "invalid-request") from None
    asked = _holdings(service, plan_id), report, meeting, (plan_id, officer)
    content: bytes | None = service.queries.ask(f"{TARGETS}:as_calendar", *asked)
    if content is None:
        return _no_officer(service)
    return _file(service, plan_id, content, f"{CALENDAR}; charset=utf-8", "handover.ics")


def _holdings(service: Service, plan_id: UUID) -> Holdings:
    return index_of(service, plan_id) or made(service, plan_id)


def _adoption(service: Service, plan_id: UUID) -> Adoption | None:
    with service.database.read() as session:
        return adoptions.of_plan(session, str(plan_id))


def standing_of(plan: PlanOut, adoption: Adoption | None) -> str:
    """Whether a plan was adopted, in a sentence for whoever is to hand something over."""
    name = f"The plan “{plan.name}”" if plan.name else "This plan"
    if adoption is None:
        return f"{name} was not adopted: this is a proposal, and nothing is decided yet."
    if adoption.superseded_by is not None:
        return f"{name} does not hold any more: another one was adopted since, and this list is out of date."
    return f"{name} was adopted by {adoption.name}, {moment_text(adoption.at)}."


def _page(service: Service, plan: PlanOut, adoption: Adoption | None, template: str, **values: Any) -> Response:
    holds = adoption is not None and adoption.superseded_by is None
    standing = standing_of(plan, adoption)
    answer = page(template, visitor=service.caller, plan=plan, holds=holds, standing=standing, **values)
    return handed_out(service, plan.id, answer, "hand-over")


def _file(service: Service, plan_id: UUID, content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": UNKEPT}
    return handed_out(service, plan_id, Response(content, media_type=media_type, headers=headers), name)


def _no_officer(service: Service) -> Response:
    return problem_page(404, NOT_HERE, "The plan has no officer of that number.", service.caller)
