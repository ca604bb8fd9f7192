"""What report.json is: every figure of a plan and of the verdict, with its unit in its name.

Hours are the nearest double of an exact decimal; utilizations are fractions, rounded half up to 6 decimals. A figure
that does not exist (the utilization of an officer without hours, anything of a plan where none was asked for) is null.
"""

from __future__ import annotations

import json
from typing import Literal

from pydantic import Field

from app.report.entry import Entry
from app.report.sections.forecast.entry import ForecastEntry
from app.report.sections.frontier.entry import FrontierEntry
from app.report.sections.percentile.entry import PercentileEntry
from app.report.sections.provenance.entry import BaselineEntry, NotComputed, Provenance, RecordEntry
from app.report.sections.remedies.entry import RemediesEntry
from app.report.sections.standards.entry import StandardEntry
from app.report.sections.unassigned.entry import FixEntry
from app.report.sections.uncertainty.entry import UncertaintyEntry

SCHEMA_VERSION = "1.0"

State = Literal["sustainable", "strained", "unsustainable"]
GroupKind = Literal["office", "docket", "skill"]
LevelUnit = Literal["cases", "hours", "utilization", "cost"]
PlanStatus = Literal["optimal", "feasible", "unknown"]


class Counts(Entry):
    """How much there is."""

    officers: int
    officers_with_hours: int
    cases: int
    pinned_cases: int
    new_cases: int = Field(description="Cases that nobody held before.")
    orphaned_cases: int = Field(description="Cases whose officer has left or may not hold them (pins aside).")
    parts: int | None = Field(description="Groups of officers and cases that have nothing to do with each other.")


class LevelEntry(Entry):
    """One ranked goal. Smaller is better."""

    name: str = Field(description="coverage_1 to coverage_5, fairness, continuity, evenness, cost.")
    meaning: str = Field(description="What is counted, in a sentence.")
    unit: LevelUnit
    best: float = Field(description="Best value found for this goal while the goals before it were held.")
    value: float = Field(description="Value in the delivered plan.")
    bound: float = Field(description="No plan that holds the goals before it can be below this.")
    slack: float = Field(description="How far value may lie above best, in each part, for the sake of later goals.")
    gap: float = Field(description="best - bound: in points for fairness, else as a fraction of best (at least 1).")
    gap_unit: Literal["points", "fraction"]
    status: PlanStatus
    certificate: str = Field(description="What the bound rests on.")


class Verdict(Entry):
    """Whether the caseload is sustainable, and what is missing."""

    state: State
    sentence: str
    utilization: float | None = Field(description="demand_hours / effective_hours, over everybody.")
    peak_utilization: float | None = Field(description="Of the tightest tier: the least that any plan can reach.")
    target_utilization: float | None = Field(description="Target of the tightest tier.")
    demand_hours: float
    available_hours: float
    effective_hours: float = Field(description="available_hours x efficiency: what the hours carry.")
    gap_hours: float = Field(description="The missing hours of all tiers, and those of the cases set aside.")
    fte_gap: float
    fte_basis_hours: float = Field(description="Productive hours of one FTE in the period.")
    budget_fte_gap: float = Field(description="The same on budget_fte_basis_hours.")
    budget_fte_basis_hours: float = Field(description="Paid hours of one FTE in the period, leave included.")
    outside_cases: int = Field(
        description="Cases that nobody with hours may hold, or that are pinned to somebody without."
    )
    outside_hours: float


class Moves(Entry):
    """Cases that change hands."""

    cases: int
    hours: float
    forced: int = Field(description="Of these cases: their officer has left or may not hold them.")
    held_back: int = Field(description="Cases without an officer now, though somebody held them and may keep them.")


class PlanFigures(Entry):
    """What the plan does."""

    peak_utilization: float | None
    peak_before: float | None
    spread: float | None = Field(description="Largest minus smallest utilization of those whom a case can reach.")
    spread_before: float | None
    spread_floor: float | None = Field(description="The least spread that any assignment can have.")
    moves: Moves
    unassigned_cases: int
    wall_s: float
    interrupted: bool


class NeedRow(Entry):
    """Cases of one tier that ask for the same."""

    needs: str
    cases: int
    demand_hours: float


class TierEntry(Entry):
    """Cases that only these officers are left to carry."""

    utilization: float
    target: float
    state: State
    demand_hours: float
    available_hours: float
    effective_hours: float
    gap_hours: float
    fte_gap: float
    budget_fte_gap: float
    cases: int
    officers: list[str]
    needs: list[NeedRow] = Field(description="Largest demand first; at most 100.")
    needs_total: int
    certificate: str = Field(description="Why no assignment can do better, with its arithmetic.")


class GroupEntry(Entry):
    """The cases of one office, docket or skill. Groups overlap: an officer's hours can stand in several."""

    kind: GroupKind
    name: str | None = Field(description="null: the cases that ask for none.")
    state: State = Field(description="Of the worst tier that any of the cases is in.")
    cases: int
    demand_hours: float
    officers: int = Field(description="With hours, who may hold any of the cases.")
    effective_hours: float
    utilization: float | None
    peak_utilization: float | None = Field(description="Of that worst tier.")
    target: float | None
    gap_hours: float = Field(description="Largest deficiency among the group's cases, other work aside.")
    gap_is_at_least: bool = Field(description="Some cases take different officers different times; the least counts.")
    fte_gap: float
    budget_fte_gap: float
    certificate: str


class TypeShareEntry(Entry):
    """One case type in the mix of a tier."""

    case_type: str | None
    mean_hours: float
    cases_today: int
    cases: int = Field(description="When the whole tier holds the largest multiple of its mix.")
    cases_per_officer: float = Field(description="The same for each officer of the tier, on average.")


class OfficerCaseloadEntry(Entry):
    """What one officer can hold."""

    officer_id: str
    cases_today: int
    cases: int = Field(description="Of the tier's mean effort, within the target.")
    hours_per_case_today: float | None = Field(description="available_hours / cases_today, rounded to 4 decimals.")
    of_one_type: list[int | None] = Field(
        description="Whole cases of each type of the tier, in its order, if the officer held no others; at most 20."
    )


class TierCaseloadEntry(Entry):
    """The achievable caseload of one tier."""

    tier: int = Field(description="Position in tiers, from 1.")
    multiple: float = Field(description="Of today's mix of cases, within the target.")
    utilization: float = Field(description="The largest within the target at the load that it makes.")
    cases_today: int
    cases: int
    mean_hours: float
    types: list[TypeShareEntry]
    officers: list[OfficerCaseloadEntry]


class AchievableEntry(Entry):
    """What caseload is achievable."""

    multiple: float | None = Field(description="Of the whole roster's mix at which every tier is within its target.")
    tiers: list[TierCaseloadEntry]


class OfficerEntry(Entry):
    """One officer before and after. 'After' is null where no plan was asked for."""

    officer_id: str
    caseload_before: int
    caseload: int | None
    workload_before_hours: float
    workload_hours: float | None
    available_hours: float
    effective_hours: float
    utilization_before: float | None
    utilization: float | None
    fair_share: float | None
    target: float | None = Field(description="Of the officer's tier.")
    state_before: State | None = Field(description="Of today's workload beside that target; null without hours.")
    state: State | None = Field(description="Of the workload in the plan.")
    tier_state: State | None = Field(description="Of the tier: what no plan can change.")
    tier: int | None = Field(description="Position in tiers, from 1.")
    moves_in: int | None
    moves_out: int | None


class Unassigned(Entry):
    """A case that nobody holds."""

    case_id: str
    priority: int
    hours: float
    previous_officer: str | None
    reason: str
    fix: str
    fix_group: int | None = Field(description="Position in fixes, from 1: the change that was made and checked.")


class ShortageEntry(Entry):
    """Why cases stay unassigned, as a sum: these cases, only these officers, what they have left."""

    reason: Literal["standards", "hours"]
    unit: Literal["cases", "hours"]
    cases: int
    officers: list[str]
    need: float
    have: float
    sentence: str


class BreachEntry(Entry):
    """A rule that a pin breaks."""

    rule: Literal["eligibility", "standard", "hours"]
    officer_id: str
    case_id: str | None
    need: float | None
    have: float | None
    unit: Literal["cases", "hours"] | None
    sentence: str


class ReportDocument(Entry):
    """report.json."""

    schema_version: str = SCHEMA_VERSION
    status: PlanStatus
    verdict: Verdict
    percentile: PercentileEntry | None = Field(description="null: all hours are the sheet's.")
    plan: PlanFigures | None
    levels: list[LevelEntry]
    counts: Counts
    tiers: list[TierEntry]
    groups: list[GroupEntry]
    achievable: AchievableEntry
    officers: list[OfficerEntry]
    unassigned: list[Unassigned]
    fixes: list[FixEntry] = Field(description="By what would place them; each change was made and checked.")
    shortages: list[ShortageEntry]
    breaches: list[BreachEntry]
    baselines: dict[str, BaselineEntry]
    remedies: RemediesEntry | None
    uncertainty: UncertaintyEntry | None = Field(description="From the weights as they stand, whatever the percentile.")
    forecast: ForecastEntry | None = Field(description="From the weights as they stand, whatever the percentile.")
    record: RecordEntry | None = Field(description="null where no plan was asked for.")
    frontier: FrontierEntry | None = Field(description="Fewest moves for each fairness; null where not asked for.")
    standards: list[StandardEntry] | None = Field(description="Those that were named; null where none was.")
    not_computed: list[NotComputed]
    warnings: list[str]
    notes: list[str]
    provenance: Provenance


def schema_text() -> str:
    """docs/report.schema.json: the JSON Schema that is published."""
    schema = ReportDocument.model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:caseload:report:{SCHEMA_VERSION}"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"
