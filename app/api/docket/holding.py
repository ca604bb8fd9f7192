"""A plan that holds and its docket, or what is answered where there is none."""

from __future__ import annotations

from app.api.problems import ApiProblem, not_found
from app.intake.options import PlanOptions
from app.jobs.query_targets import MadePlan
from app.jobs.result import ASSIGNMENTS
from app.store import results
from app.store.db import Session
from app.store.docket import adoptions, dockets
from app.store.docket.adoptions import Held
from app.store.docket.dockets import Docket
from app.store.tables import PlanRow, State

TARGETS = "app.api.docket.docket_targets"
"""What runs in the child processes that work on a docket."""
TRIES = 20
"""How often an entry or an adoption is worked out again because another entry was recorded meanwhile."""


def holding(session: Session, plan_id: str, *, locked: bool = False) -> Held:
    """A plan that holds.

    Parameters
    ----------
    locked : bool
        Nothing is recorded on its docket until the transaction ends.

    Raises
    ------
    ApiProblem
        404, or 409 where it does not hold.
    """
    found = adoptions.look(session, plan_id, locked=locked)
    if found is None:
        raise not_found("plan")
    if found.state != State.DONE:
        raise ApiProblem(409, f"The plan is {found.state}; this is there once it is done.", "not-finished")
    if not found.is_adopted:
        raise not_adopted()
    if found.superseded_by is not None:
        detail = f"The plan {found.superseded_by} was adopted since: what happens now is recorded there."
        raise ApiProblem(409, detail, "superseded")
    return found


def docket_of(session: Session, held: Held) -> Docket:
    """What is open of a plan that holds.

    Raises
    ------
    ApiProblem
        409: there is none.
    """
    docket = dockets.of(session, held.number)
    if docket is None:
        detail = "A plan whose roster has a sheet costs has no docket: send the new roster, and plan it."
        raise ApiProblem(409, detail, "no-docket")
    return docket


def not_adopted() -> ApiProblem:
    """409: there is no docket before a plan holds."""
    return ApiProblem(409, "The plan was not adopted, so it has no docket: adopt it first.", "not-adopted")


def made_plan(session: Session, row: PlanRow) -> MadePlan:
    """A finished plan, and what it was made of.

    Raises
    ------
    ApiProblem
        404: it was removed a moment ago.
    """
    file = results.file(session, row.id, ASSIGNMENTS)
    if file is None:
        raise not_found("plan")
    return MadePlan(row.roster.document, PlanOptions.model_validate(row.goals), tuple(row.scenario or ()), file.body)
