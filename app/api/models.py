"""What the service answers with."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.audit.actions import Action, Outcome
from app.intake.options import Number, PlanOptions
from app.intake.scenario.apply import MOST_CHANGES
from app.intake.scenario.parse import FORMS
from app.jobs.failures import FAILURES
from app.report.sections.findings.entry import FindingEntry
from app.store.plans import NORMAL
from app.store.results import Assignment
from app.store.tables import PlanRow, RosterRow, State

ChangeText = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
SAID = "; ".join(f"`{form}`" for form in FORMS)


class RosterOut(BaseModel):
    """A roster that was read and found good."""

    id: UUID
    created_at: datetime
    sha256: str = Field(description="Of what was read: the same for the same roster, whatever kind of file it came in.")
    counts: dict[str, int] = Field(description="Rows of each sheet.")
    findings: list[FindingEntry] = Field(
        description="What was noticed, the worst first. Those of severity `confirm` stop every plan whose "
        "`goals.accept` does not name their code."
    )
    warnings: list[str] = Field(description="The findings as sentences.")

    @classmethod
    def of(cls, row: RosterRow) -> Self:
        """The answer for one roster."""
        return cls(
            id=UUID(row.id),
            created_at=row.created_at,
            sha256=row.sha256,
            counts=row.counts,
            findings=[FindingEntry.model_validate(found) for found in row.findings or []],
            warnings=row.warnings,
        )


class RosterRequest(BaseModel):
    """Something to be made of a roster that is there already or comes along."""

    model_config = ConfigDict(extra="forbid")

    roster_id: UUID | None = Field(default=None, description="From `POST /v1/rosters`.")
    roster: dict[str, Any] | None = Field(default=None, description="Keys are sheet names, values lists of rows.")
    goals: PlanOptions = Field(default=PlanOptions.model_validate({}))
    scenario: list[ChangeText] = Field(
        default=[], max_length=MOST_CHANGES, description=f"Changes to the roster, made first, in this order: {SAID}."
    )
    name: str = Field(default="", max_length=200, description="What people call it.")
    priority: int = Field(
        default=NORMAL,
        ge=1,
        le=5,
        description="Its place in the queue: 1 comes first, 5 last. Below 3: role approver.",
    )

    @model_validator(mode="after")
    def _one_roster(self) -> Self:
        if (self.roster_id is None) == (self.roster is None):
            raise ValueError("give either roster_id or roster")
        return self


class PlanRequest(RosterRequest):
    """A plan to be made, of a roster that is there already or comes along, or of the docket of an adopted plan."""

    adopted_plan_id: UUID | None = Field(
        default=None,
        description="A plan that was adopted: its roster with all that happened since, and each case with who has it "
        "now. Without `goals` those of that plan hold.",
    )
    draft_of: UUID | None = Field(
        default=None,
        description="A plan with a draft: its roster, in which the changes of the draft are orders. Without `goals` "
        "those of that plan hold.",
    )

    @model_validator(mode="after")
    def _one_roster(self) -> Self:
        if [self.roster_id, self.roster, self.adopted_plan_id, self.draft_of].count(None) != 3:
            raise ValueError("give one of roster_id, roster, adopted_plan_id and draft_of")
        return self


class ReportRequest(RosterRequest):
    """A verdict that is wanted, of a roster that is there already or comes along."""


class WhatIfRequest(RosterRequest):
    """Changes, and a roster that is there already or comes along."""

    scenario: list[ChangeText] = Field(
        min_length=1, max_length=MOST_CHANGES, description=f"Changes to the roster, in this order: {SAID}."
    )


class AdviceRequest(BaseModel):
    """Cases to be given out, in this order: each goes to its best officer before the next one is looked at."""

    model_config = ConfigDict(extra="forbid")

    cases: list[str | dict[str, Any]] = Field(
        min_length=1,
        max_length=100,
        description="Rows as of the sheet `cases`, or ids of cases of the plan, which then count as held by nobody.",
    )
    pace: str | None = Field(
        default=None,
        pattern=r"^[0-9]{1,6}:[0-9]{1,6}$",
        description="`N:M`: at most N new cases for M that an officer holds besides.",
        examples=["1:6"],
    )
    ramp: dict[str, Annotated[Number, Field(gt=0, le=1, decimal_places=6)]] = Field(
        default={},
        max_length=10_000,
        description="Officers back from leave count with this share of their hours: six decimals at most.",
    )

    @property
    def shares(self) -> dict[str, Fraction]:
        """Those shares, exactly."""
        return {name: Fraction(share) for name, share in self.ramp.items()}


class ProgressOut(BaseModel):
    """How far a search is."""

    phase: str
    label: str = Field(description="The phase in words.")
    value: float | None = Field(description="Best value so far, in `unit`. Smaller is better.")
    bound: float | None = Field(description="No plan can be below this.")
    gap: float | None
    unit: Literal["cases", "hours", "points", "cost"] | None
    elapsed_s: float


class FailureOut(BaseModel):
    """Why a plan was not made."""

    type: str = Field(json_schema_extra={"enum": [*FAILURES]})
    message: str = Field(description="What happened and what to do.")


class LinksOut(BaseModel):
    """Where the rest is."""

    self: str
    events: str
    report: str
    assignments: str
    frontier: str
    advice: str
    explain: str
    changes: str
    adoption: str
    cases: str


class PlanOut(BaseModel):
    """A plan and its job."""

    id: UUID
    name: str
    state: State = Field(description="The job's: queued, running, done, failed, cancelled or interrupted.")
    status: Literal["optimal", "feasible"] | None = Field(description="The plan's; null until it is done.")
    stopping: bool = Field(description="It was asked to stop and has not yet.")
    roster_id: UUID
    goals: dict[str, Any] = Field(description="Those that were given; the defaults hold for the rest.")
    scenario: list[str] = Field(description="Changes to the roster that are made first.")
    priority: int = Field(description="Its place in the queue: 1 comes first, 5 last.")
    attempt: int = Field(description="How often it was started.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: ProgressOut | None
    value: float | None = Field(description="`progress.value`")
    bound: float | None = Field(description="`progress.bound`")
    failure: FailureOut | None
    message: str | None = Field(description="For people, where something is to be said.")
    links: LinksOut

    @classmethod
    def of(cls, row: PlanRow) -> Self:
        """The answer for one plan."""
        progress = ProgressOut.model_validate(row.progress) if row.progress else None
        here = f"/v1/plans/{row.id}"
        return cls(
            id=UUID(row.id),
            name=row.name,
            state=State(row.state),
            status=row.status,  # type: ignore[arg-type]  # the database allows no other
            stopping=row.state == State.RUNNING and row.stop is not None,
            roster_id=UUID(row.roster.id),
            goals=row.goals,
            scenario=row.scenario or [],
            priority=row.priority,
            attempt=row.attempt,
            created_at=row.created_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
            progress=progress,
            value=progress.value if progress else None,
            bound=progress.bound if progress else None,
            failure=FailureOut(type=row.failure, message=row.message or "") if row.failure else None,
            message=row.message,
            links=LinksOut(
                self=here,
                events=f"{here}/events",
                report=f"{here}/report",
                assignments=f"{here}/assignments",
                frontier=f"{here}/frontier",
                advice=f"{here}/advice",
                explain=f"{here}/explain",
                changes=f"{here}/changes",
                adoption=f"{here}/adoption",
                cases=f"{here}/cases",
            ),
        )


class PlansPage(BaseModel):
    """Plans, the newest first."""

    items: list[PlanOut]
    next: str | None = Field(description="Address of the next page.")


class AssignmentOut(BaseModel):
    """Who holds one case."""

    case_id: str
    officer_id: str | None = Field(description="Null: nobody; `reason` says why.")
    previous_officer: str | None
    moved: bool
    reason: str

    @classmethod
    def of(cls, row: Assignment) -> Self:
        """The answer for one case."""
        return cls(
            case_id=row.case_id,
            officer_id=row.officer_id or None,
            previous_officer=row.previous_officer or None,
            moved=row.moved == "yes",
            reason=row.reason,
        )


class AssignmentsPage(BaseModel):
    """Assignments in the roster's order."""

    items: list[AssignmentOut]
    next: str | None = Field(description="Address of the next page.")


class AuditRecordOut(BaseModel):
    """What somebody did (docs/audit.md)."""

    number: int = Field(description="Its place in the chain: 1, 2, 3 …")
    at: str = Field(description="When, UTC, as `2026-11-29T09:20:10.123456Z`.")
    actor: str = Field(description="Id of a key, an account or a session; or operator, server or nobody.")
    role: str | None
    offices: Any = Field(description="A list of the offices that it concerns. Null: no office in particular.")
    action: str = Field(description="What was done.", json_schema_extra={"enum": [str(each) for each in Action]})
    subject: str | None = Field(description="`plan:…`, `roster:…` or `key:…`, with its id.")
    outcome: str = Field(json_schema_extra={"enum": [str(each) for each in Outcome]})
    details: Any = Field(description="An object: counts, and names of forms and routes.")
    previous: str = Field(description="The hash of the record before.")
    hash: str


class AuditPage(BaseModel):
    """Records, the newest first."""

    items: list[AuditRecordOut]
    next: str | None = Field(description="Address of the next page.")


class Health(BaseModel):
    """The server answers."""

    status: Literal["ok"] = "ok"
