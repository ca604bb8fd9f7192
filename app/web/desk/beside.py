"""What stands beside a plan on its page: the draft that it was made around, its own, and plans to compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.answers.draft.overrides import Kind, described
from app.api.deps import Service
from app.store import plans
from app.store.drafts import drafts
from app.store.drafts.comparable import comparable
from app.store.drafts.drafts import Origin
from app.store.tables import PlanRow


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a plan.

    Attributes
    ----------
    origin : Origin or None
        The draft around which it was made.
    orders : sequence of str
        The changes of that draft, in words.
    decided : int
        Changes that stand on its own draft.
    others : sequence of PlanRow
        Plans to compare it with.
    """

    origin: Origin | None = None
    orders: Sequence[str] = ()
    decided: int = 0
    others: Sequence[PlanRow] = ()


def beside(service: Service, plan_id: UUID) -> Beside:
    """What stands beside a plan that is done."""
    with service.database.read() as session:
        row = plans.get(session, str(plan_id))
        if row is None:  # removed a moment ago
            return Beside()
        origin = drafts.origin(session, row.number)
        decided = len(drafts.standing(drafts.entries(session, row.number)))
        orders = [] if origin is None else [_words(change) for change in origin.changes]
        return Beside(origin, orders, decided, comparable(session, row))


def _words(change: dict[str, Any]) -> str:
    return f"{described(Kind(change['kind']), change['case_id'], change['officer_id'])}: {change['reason']}"
