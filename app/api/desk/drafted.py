"""A plan that may have a draft, or what is answered where there can be none."""

from __future__ import annotations

from app.api.problems import ApiProblem, not_found
from app.store import plans
from app.store.db import Session
from app.store.tables import PlanRow, State

TARGETS = "app.api.desk.draft_targets"
"""What runs in the child processes that work on a draft."""


def draftable(session: Session, plan_id: str, *, locked: bool = False) -> PlanRow:
    """A plan that may have a draft.

    Parameters
    ----------
    locked : bool
        Nothing is entered on it until the transaction ends.

    Raises
    ------
    ApiProblem
        404, or 409 where it is not done, or is one of a roster with changes made.
    """
    row = plans.locked(session, plan_id) if locked else plans.get(session, plan_id)
    if row is None:
        raise not_found("plan")
    if row.state != State.DONE:
        raise ApiProblem(409, f"The plan is {row.state}; this is there once it is done.", "not-finished")
    if row.scenario:
        detail = "The plan is one of a roster with changes made. Make them in the roster, and plan that one."
        raise ApiProblem(409, detail, "not-draftable")
    return row
