"""Accepting a plan, the same way for programs and for the form."""

from __future__ import annotations

from collections.abc import Sequence

from app.api.deps import Service
from app.api.http.body import Body
from app.api.http.requests import asked
from app.api.models import PlanOut, PlanRequest
from app.api.problems import ApiProblem, BadField, not_found
from app.api.rosters import keep
from app.intake.admission import NotAccepted, admit, not_accepted
from app.intake.options import PlanOptions
from app.intake.roster import Roster
from app.jobs.roster_source import RosterSource, kept_findings
from app.store import plans, rosters
from app.store.plans import NewPlan
from app.store.tables import PlanRow


def accept(service: Service, body: Body, model: type[PlanRequest], idempotency_key: str | None) -> PlanOut:
    """Queue the plan that a body asks for, or find the one that was accepted with the same key.

    Raises
    ------
    RosterRefused, NotAccepted, InvalidChange, ApiProblem, QueueFull, KeyTaken
    """
    fingerprint = body.fingerprint()
    if idempotency_key is not None:
        known = _known(service, idempotency_key, fingerprint)
        if known is not None:
            return known
    request, source = asked(body, model)
    if request.scenario:
        tried = source if source is not None else kept_source(service, str(request.roster_id))
        service.queries.ask("try_scenario", tried, request.goals, request.scenario)
    return queue(
        service,
        source.read() if source is not None else str(request.roster_id),
        request.goals,
        scenario=request.scenario,
        name=request.name,
        idempotency_key=idempotency_key,
        fingerprint=fingerprint,
    )


def queue(
    service: Service,
    roster: Roster | str,
    options: PlanOptions,
    *,
    scenario: Sequence[str] = (),
    name: str = "",
    idempotency_key: str | None = None,
    fingerprint: str | None = None,
) -> PlanOut:
    """Queue a plan of a roster, given or kept under that id.

    Raises
    ------
    NotAccepted, ApiProblem, QueueFull, KeyTaken
    """
    if isinstance(roster, Roster):
        admit(roster, options)
    _refuse_too_long(options, service.settings.max_time_limit_s)
    with service.database.write() as session:
        kept = rosters.hold(session, roster) if isinstance(roster, str) else keep(session, roster, inline=True)
        if kept is None:
            raise not_found("roster")
        findings = kept_findings(kept.findings or [])
        if asked_for := not_accepted(findings, options.accept):
            raise NotAccepted(findings, asked_for)
        new = NewPlan(
            goals=options.model_dump(mode="json", exclude_unset=True),
            scenario=scenario,
            name=name,
            idempotency_key=idempotency_key,
            request_sha256=fingerprint,
        )
        row: PlanRow = plans.add(session, kept, new, max_queued=service.settings.max_queued)
        plan = PlanOut.of(row)
    service.engine.wake()
    return plan


def kept_source(service: Service, roster_id: str) -> RosterSource:
    """A roster that was stored before.

    Raises
    ------
    ApiProblem
        404
    """
    with service.database.read() as session:
        row = rosters.get(session, roster_id)
        if row is None:
            raise not_found("roster")
        return RosterSource(kept=row.document)


def _refuse_too_long(options: PlanOptions, most_s: float) -> None:
    if options.time_limit_s > most_s:
        message = f"This server searches for at most {most_s:g} s; {options.time_limit_s:g} s is too long."
        raise ApiProblem(
            422, message, "invalid-request", errors=[BadField(where="body.goals.time_limit_s", message=message)]
        )


def _known(service: Service, key: str, fingerprint: str) -> PlanOut | None:
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
