"""Two plans side by side, for people."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from app.access.roles import needs
from app.answers.side_by_side import LevelPair
from app.api.deps import TheService
from app.api.desk.comparing import compared
from app.api.plans import LARGEST
from app.api.trail import handed_out
from app.audit.actions import Action
from app.audit.duties import leaves, leaves_nothing
from app.report.text.goals import WORDS
from app.report.text.levels import amount
from app.report.text.words import VERDICTS
from app.store.tables import Role
from app.web.desk.holdings_pages import REASONS
from app.web.pages import error_page
from app.web.rendering import page as shown
from solver.errors import CaseloadError

router = APIRouter(prefix="/plans", include_in_schema=False)

PAGE = 50
"""Cases on one page."""
MOST_OFFICERS = 500


@router.get("/compare")
@needs(Role.VIEWER)
@leaves_nothing("sends on to the page of the plan that was chosen")
def choose(
    plan: Annotated[str, Query(max_length=200)] = "", other: Annotated[str, Query(alias="with", max_length=200)] = ""
) -> Response:
    """Go where two plans that were chosen in a form stand side by side."""
    return RedirectResponse(f"/plans/{quote(plan, safe='')}/compare?{urlencode({'with': other})}", 303)


@router.get("/{plan_id}/compare")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def compare(
    plan_id: UUID,
    service: TheService,
    other: Annotated[str, Query(alias="with", max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=LARGEST // PAGE)] = 1,
    officer: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """Show a plan beside another one, with the cases that differ, or those of one officer among them."""
    begin = (page - 1) * PAGE
    try:
        first, second, found = compared(service, plan_id, other, slice(begin, begin + PAGE), officer)
    except CaseloadError as error:
        return error_page(error, "These plans cannot be compared", service.caller)
    answer = shown(
        "compare.html",
        visitor=service.caller,
        plan=first,
        other=second,
        found=found,
        levels=[levels_of(level) for level in found.levels],
        verdicts=VERDICTS,
        reasons=REASONS,
        page=page,
        pages=max(1, -(-found.cases_listed // PAGE)),
        officer=officer,
        whose=found.officers[officer - 1].officer_id if officer and officer <= len(found.officers) else "",
        most=MOST_OFFICERS,
        same_roster=first.roster_id == second.roster_id,
    )
    return handed_out(service, plan_id, answer, "compare", other=str(second.id))


def levels_of(level: LevelPair) -> tuple[str, str, str, str]:
    """A goal: its title, what it is in either plan, and which is better."""
    told = [None if value is None else amount(value, level.unit) for value in (level.first, level.second)]
    first, second = ("–" if each is None else each for each in told)
    if level.first is None or level.second is None:
        better = "not a goal of both"
    elif level.first == level.second:
        better = "the same"
    else:
        better = "this plan" if level.first < level.second else "the other plan"
    return WORDS[level.name].title, first, second, better
