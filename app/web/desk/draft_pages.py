"""Deciding otherwise than a plan: at the page of a case, and on a page that has all such changes and what they cost."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from app.access.roles import needs
from app.answers.draft.effect import DraftEffect
from app.answers.draft.overrides import Kind, described
from app.answers.explanation import LevelChange
from app.api.deps import Service, SmallForm, TheService
from app.api.desk.around_draft import of_draft
from app.api.desk.draft_models import DraftEntryOut, DraftRequest
from app.api.desk.drafted import draftable
from app.api.desk.drafting import changed, draft_of, undone
from app.api.docket.docket_models import LONGEST_REASON
from app.api.plans import plan_of
from app.api.sent_targets import OfDraft, PlanAsked
from app.api.submit import queue
from app.api.trail import handed_out, refused
from app.audit.actions import Action
from app.audit.duties import leaves
from app.intake.limits import MAX_ID
from app.intake.options import PlanOptions
from app.report.text.goals import WORDS
from app.report.text.words import VERDICTS
from app.store.tables import Role
from app.web.desk.holdings_pages import amount_of
from app.web.pages import error_page, problem_page
from app.web.rendering import page
from solver.errors import CaseloadError

router = APIRouter(prefix="/plans", include_in_schema=False)

NO_REASON = f"Say in a few words why (at most {LONGEST_REASON:,} letters). Go back and try again."
NO_OFFICER = "Say which officer. Go back and try again."
NOT_CHANGED = "The draft was not changed"


@router.get("/{plan_id}/draft")
@needs(Role.VIEWER)
@leaves(Action.DOWNLOADED)
def draft(plan_id: UUID, service: TheService) -> Response:
    """What was decided otherwise than a plan, and what all of it does together."""
    try:
        plan, found = plan_of(service, plan_id), draft_of(service, plan_id)
        answer = page(
            "draft.html",
            visitor=service.caller,
            plan=plan,
            draft=found,
            standing=[(each, words_of(each)) for each in reversed(found.entries) if each.stands],
            past=[(each, words_of(each)) for each in reversed(found.entries) if not each.stands],
            levels=levels_of(found.effect),
            verdicts=VERDICTS,
            alone=alone,
        )
        return handed_out(service, plan_id, answer, "draft")
    except CaseloadError as error:
        return error_page(error, "This draft is not here", service.caller)


@router.post("/{plan_id}/draft")
@needs(Role.PLANNER)
@leaves(Action.DRAFTED)
def change(plan_id: UUID, sent: SmallForm, service: TheService) -> Response:
    """Decide otherwise for one case; the page of the draft says what that does."""
    try:
        with service.database.read() as session:
            draftable(session, str(plan_id))
    except CaseloadError as error:
        return _refused(service, error, "POST /plans/{plan_id}/draft")
    reason, officer = sent.get("reason", "").strip(), sent.get("officer_id", "").strip()
    kind, case_id = sent.get("kind", ""), sent.get("case_id", "")
    if kind not in set(Kind) or not 1 <= len(case_id) <= MAX_ID:
        return problem_page(422, NOT_CHANGED, "The form is not as this page made it.", service.caller)
    if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
        return problem_page(422, NOT_CHANGED, NO_REASON, service.caller)
    if len(officer) > MAX_ID or (not officer and kind != Kind.PIN):
        return problem_page(422, NOT_CHANGED, NO_OFFICER, service.caller)
    wanted = DraftRequest(kind=Kind(kind), case_id=case_id, officer_id=officer or None, reason=reason)
    try:
        entry = changed(service, plan_id, wanted)
    except CaseloadError as error:
        return _refused(service, error, "POST /plans/{plan_id}/draft")
    return RedirectResponse(f"/plans/{plan_id}/draft#change-{entry.number}", 303)


@router.post("/{plan_id}/draft/undo")
@needs(Role.PLANNER)
@leaves(Action.DRAFTED)
def undo(plan_id: UUID, sent: SmallForm, service: TheService) -> Response:
    """Undo one change."""
    number = sent.get("number", "")
    try:
        undone(service, plan_id, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0)
    except CaseloadError as error:
        return _refused(service, error, "POST /plans/{plan_id}/draft/undo")
    return RedirectResponse(f"/plans/{plan_id}/draft", 303)


@router.post("/{plan_id}/draft/plan")
@needs(Role.PLANNER)
@leaves(Action.PLANNED)
def plan_around(plan_id: UUID, service: TheService) -> Response:
    """Make a plan in which the changes hold, and everything else is found around them."""
    try:
        name = plan_of(service, plan_id).name
        asked = PlanAsked("", PlanOptions(), name=name, draft=OfDraft(str(plan_id)))
        plan = queue(service, of_draft(service, asked, OfDraft(str(plan_id))))
    except CaseloadError as error:
        return _refused(service, error, "POST /plans/{plan_id}/draft/plan", "The plan was not asked for")
    return RedirectResponse(f"/plans/{plan.id}", 303)


def _refused(service: Service, error: CaseloadError, route: str, title: str = NOT_CHANGED) -> Response:
    refused(service, error, route)
    return error_page(error, title, service.caller)


def words_of(entry: DraftEntryOut) -> str:
    """An entry in words, without its reason."""
    return described(entry.kind, entry.case_id, entry.officer_id) if entry.kind else f"Change {entry.undoes} was undone"


def levels_of(effect: DraftEffect) -> list[tuple[str, str, str, str]]:
    """Every goal: its title, what it is now and then, and what that means."""
    return [
        (WORDS[each.name].title, amount_of(each.now, each.unit), amount_of(each.then, each.unit), _better(each))
        for each in effect.levels
    ]


def alone(effect: DraftEffect) -> str:
    """What one change did beside those that stood when it was made: every goal that it touched."""
    changed = [(title, now, then, better) for title, now, then, better in levels_of(effect) if better != "the same"]
    if not changed:
        return "It changed no goal."
    told = "; ".join(f"{title} {then} instead of {now} ({better})" for title, now, then, better in changed)
    return f"What it changed: {told}."


def _better(level: LevelChange) -> str:
    if level.now == level.then:
        return "the same"
    return "worse" if level.then > level.now else "better"
