"""Accepting a plan, the same way for programs and for the form."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from fastapi import Header

from app.access.roles import Need
from app.api.deps import Service
from app.api.desk.around_draft import of_draft
from app.api.docket.holding import TARGETS as DOCKET
from app.api.docket.holding import docket_of, holding, made_plan
from app.api.http.body import Sent
from app.api.models import PlanOut
from app.api.problems import ApiProblem, BadField, not_found
from app.api.sent_targets import OfDocket, PlanAsked
from app.api.trail import did
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.record import Entry
from app.intake.admission import NotAccepted, not_accepted
from app.intake.findings import Finding
from app.intake.options import PlanOptions
from app.jobs.roster_source import RosterSource
from app.store import plans, rosters
from app.store.audit import subject_of
from app.store.db import Session
from app.store.docket import adoptions, dockets
from app.store.drafts import drafts
from app.store.history import profiles
from app.store.plans import NORMAL, KeyTaken, Limits, NewPlan
from app.store.tables import PlanRow, Role, RosterRow

TARGETS = "app.api.sent_targets"
"""What runs in the child processes that look into bodies."""
AHEAD_OF_OTHERS = Need(Role.APPROVER)
"""Of who may put a plan before those that others wait for."""


def key_header(what: str) -> Any:
    """The header with which a request that is sent again makes nothing twice; what the same one gets then."""
    told = f"The same key with the same request: the same {what}"
    return Header(alias="Idempotency-Key", min_length=1, max_length=255, description=told)


def accept(service: Service, body: Sent, idempotency_key: str | None) -> PlanOut:
    """Queue the plan that a body asks for, or find the one that was accepted with the same key.

    Raises
    ------
    RosterRefused, NotAccepted, InvalidChange, ApiProblem, QueueFull
    """
    asked: PlanAsked = service.ask_about(f"{TARGETS}:ask_plan", body)
    if idempotency_key is not None:
        idempotency_key = own_key(service, idempotency_key)
    if idempotency_key is not None and (known := _known(service, idempotency_key, asked.fingerprint)) is not None:
        return known
    if asked.docket is not None:
        asked = of_docket(service, asked, asked.docket)
    elif asked.draft is not None:
        asked = of_draft(service, asked, asked.draft)
    elif isinstance(asked.roster, str):
        _try_kept(service, asked.roster, asked)
    try:
        return queue(service, asked, idempotency_key)
    except KeyTaken:  # another request with the key was accepted since we looked: that one's plan is the answer
        known = _known(service, idempotency_key or "", asked.fingerprint)
        if known is None:
            raise
        return known


def queue(service: Service, asked: PlanAsked, idempotency_key: str | None = None) -> PlanOut:
    """Queue a plan.

    Raises
    ------
    NotAccepted, NotAllowed, ApiProblem, QueueFull, TooManyOfOne, KeyTaken, RosterGone
    """
    options = asked.options
    _refuse_too_long(options, service.settings.max_time_limit_s)
    if asked.priority < NORMAL and service.caller is not None:
        service.caller.check(AHEAD_OF_OTHERS)
    with service.database.write() as session:
        if isinstance(asked.roster, str):
            kept = rosters.hold(session, asked.roster)
        else:
            kept = rosters.add(session, asked.roster, inline=True)
        if kept is None:
            raise not_found("roster")
        findings = tuple(map(Finding.of_dict, kept.findings or []))
        if asked_for := not_accepted(findings, options.accept):
            raise NotAccepted(findings, asked_for)
        new = NewPlan(
            goals=options.model_dump(mode="json", exclude_unset=True),
            scenario=asked.scenario,
            name=asked.name,
            priority=asked.priority,
            idempotency_key=idempotency_key,
            request_sha256=asked.fingerprint,
        )
        row: PlanRow = plans.add(session, kept, new, limits(service))
        if not isinstance(asked.roster, str) and (profile := asked.profile or _profile_before(session, asked)):
            profiles.keep(session, kept, profile)
        if asked.docket is not None and asked.docket.entry is not None:
            adoptions.set_origin(session, row, asked.docket.plan_id, asked.docket.entry)
        if asked.draft is not None and asked.draft.entry is not None:
            drafts.set_origin(session, row, asked.draft.plan_id, asked.draft.entry, list(asked.draft.changes))
        plan = PlanOut.of(row)
        changes: dict[str, Any] = {"changes": len(new.scenario)} if new.scenario else {}
        changes |= {} if asked.draft is None else {"draft_of": asked.draft.plan_id}
        planned = did(service, Action.PLANNED, row, session, roster=subject_of(kept), **changes)
        append(session, *([sent(service, kept, session)] if kept.inline else []), planned)
    service.engine.wake()
    return plan


def _profile_before(session: Session, asked: PlanAsked) -> str:
    """The profile of the plan with a docket or a draft of which the roster was made."""
    before = asked.docket or asked.draft
    return "" if before is None else profiles.of_plan(session, str(before.plan_id))


def of_docket(service: Service, asked: PlanAsked, docket: OfDocket) -> PlanAsked:
    """The same plan, of the roster that a child makes of an adopted plan and all that happened since.

    Raises
    ------
    ApiProblem
        404, or 409 where it does not hold, or has no docket.
    RosterRefused, NotAccepted, InvalidChange
    """
    with service.database.read() as session:
        kept = docket_of(session, holding(session, docket.plan_id))
        row = plans.get(session, docket.plan_id)
        if row is None:  # removed a moment ago
            raise not_found("plan")
        newest = [(each.case_key.decode(), each.record) for each in dockets.newest(session, row.number, kept.entry)]
        plan = made_plan(session, row)
    options = asked.options if docket.with_goals else None
    found: PlanAsked = service.queries.ask(f"{DOCKET}:roster_of_docket", plan, newest, options, tuple(asked.scenario))
    return replace(asked, roster=found.roster, options=found.options, docket=replace(docket, entry=kept.entry))


def sent(service: Service, roster: RosterRow, session: Session) -> Entry:
    """That a roster came in, and which: never what is in it."""
    return did(service, Action.UPLOADED, roster, session, sha256=roster.sha256, **roster.counts)


def limits(service: Service) -> Limits:
    """How many plans the server takes, and how many of this caller."""
    settings = service.settings
    asked_by = None if service.caller is None else service.caller.id
    return Limits(settings.max_queued, asked_by, settings.max_plans_of_one)


def kept_source(service: Service, roster_id: str) -> RosterSource:
    """A roster that was stored before.

    Raises
    ------
    ApiProblem
        404
    """
    return RosterSource(kept=_kept(service, roster_id))


def _kept(service: Service, roster_id: str) -> bytes:
    """A roster that was stored before, as it is kept."""
    with service.database.read() as session:
        row = rosters.get(session, roster_id)
        if row is None:
            raise not_found("roster")
        return row.document


def _try_kept(service: Service, roster_id: str, asked: PlanAsked) -> None:
    """Have a child look whether a kept roster may be planned so: how many hours are too many, the period says."""
    service.queries.ask("try_kept", _kept(service, roster_id), asked.options, tuple(asked.scenario))


def _refuse_too_long(options: PlanOptions, most_s: float) -> None:
    if options.time_limit_s > most_s:
        message = f"This server searches for at most {most_s:g} s; {options.time_limit_s:g} s is too long."
        raise ApiProblem(
            422, message, "invalid-request", errors=[BadField(where="body.goals.time_limit_s", message=message)]
        )


def own_key(service: Service, key: str) -> str:
    """An Idempotency-Key as it is kept: two callers may use the same one, and neither learns of the other."""
    whose = "" if service.caller is None else service.caller.id
    return hashlib.sha256(f"{whose}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()


def _known(service: Service, key: str, fingerprint: str | None) -> PlanOut | None:
    with service.database.read() as session:
        row = plans.by_key(session, key)
        if row is None:
            return None
        if row.request_sha256 != fingerprint:
            raise ApiProblem(
                422,
                "This Idempotency-Key came with another request before. Use a new key for a new request.",
                "idempotency-key-reused",
            )
        return PlanOut.of(row)
