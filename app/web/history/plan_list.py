"""The list of plans: what each was asked for and what came of it, and those that can still be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.roles import needs
from app.answers.plan_summary import PlanSummary, summary_in
from app.api.deps import TheService
from app.api.plans import LARGEST
from app.audit.duties import leaves_nothing
from app.jobs.result import SUMMARY
from app.report.text.words import VERDICTS
from app.store import plans, results
from app.store.db import Session
from app.store.history.notes import notes_of
from app.store.history.removed import removed_plans
from app.store.tables import PlanRow, Role
from app.web.history.goals_in_words import goals_in_words
from app.web.rendering import page

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 50
MOST_REMOVED = 50


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list.

    Attributes
    ----------
    id, name : str
    number : int
    is_hypothetical : bool
        It answers what would be.
    at : datetime
        When it was asked for.
    state, goals, note : str
    verdict : str
        In words; empty where nothing is known.
    summary : PlanSummary or None
        Of a plan that is done, unless it is of a version before there were any.
    """

    id: str
    name: str
    number: int
    is_hypothetical: bool
    at: datetime
    state: str
    goals: str
    note: str
    verdict: str
    summary: PlanSummary | None


def lines_of(session: Session, rows: Sequence[PlanRow]) -> list[PlanLine]:
    """These plans as lines of the list."""
    numbers = [row.number for row in rows]
    notes, summaries = notes_of(session, numbers), results.files_of(session, numbers, SUMMARY)
    lines = []
    for row in rows:
        kept = summaries.get(row.number)
        summary = None if kept is None else summary_in(kept)
        lines.append(
            PlanLine(
                row.id,
                row.name or f"Plan {row.number}",
                row.number,
                bool(row.scenario),
                row.created_at,
                row.state,
                goals_in_words(row.goals),
                notes.get(row.number, ""),
                "" if summary is None else VERDICTS[summary.verdict].capitalize(),
                summary,
            )
        )
    return lines


@router.get("/plans")
@needs(Role.VIEWER)
@leaves_nothing("which plans there are, and how they ended in a few figures; no case and no officer")
def history(service: TheService, before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None) -> Response:
    """Every plan, the newest first."""
    with service.database.read() as session:
        rows = plans.page(session, limit=ON_A_PAGE + 1, before=before)
        lines = lines_of(session, rows[:ON_A_PAGE])
        removed = [] if before else [(each.row, each.until) for each in removed_plans(session, MOST_REMOVED)]
    following = lines[-1].number if len(rows) > ON_A_PAGE else None
    return page(
        "history.html",
        visitor=service.caller,
        lines=lines,
        following=following,
        is_first=before is None,
        removed=removed,
    )
