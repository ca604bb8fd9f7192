"""A plan that is made around the draft of another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.api.deps import Service
from app.api.desk.draft_models import change_of
from app.api.desk.drafted import TARGETS, draftable
from app.api.docket.holding import made_plan
from app.api.problems import ApiProblem
from app.api.sent_targets import OfDraft, PlanAsked
from app.store.drafts import drafts
from app.store.drafts.draft_tables import DraftEntryRow


def of_draft(service: Service, asked: PlanAsked, draft: OfDraft) -> PlanAsked:
    """The same plan, of the roster that a child makes of a plan and its draft.

    Raises
    ------
    ApiProblem
        404, or 409 where there is nothing to plan around.
    RosterRefused, NotAccepted, InvalidChange
    """
    with service.database.read() as session:
        row = draftable(session, draft.plan_id)
        rows, plan = drafts.entries(session, row.number), made_plan(session, row)
    standing = drafts.standing(rows)
    if not standing:
        raise ApiProblem(409, "The draft of this plan has no changes: there is nothing to plan around.", "empty-draft")
    changes = [change_of(each) for each in standing]
    options = asked.options if draft.with_goals else None
    question = f"{TARGETS}:roster_around"
    found: PlanAsked = service.queries.ask(question, plan, changes, options, tuple(asked.scenario))
    kept = replace(draft, entry=rows[-1].number, changes=tuple(_told(each) for each in standing))
    return replace(asked, roster=found.roster, options=found.options, draft=kept)


def _told(row: DraftEntryRow) -> dict[str, Any]:
    """A change, as it is kept with the plan that was made around it."""
    said = {name: getattr(row, name) for name in ("number", "kind", "case_id", "officer_id", "reason", "name")}
    return {**said, "at": row.at.isoformat()}
