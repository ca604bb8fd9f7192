"""What report.json is: every figure of a plan and of the verdict, with its unit in its name.

Hours are the nearest double of an exact decimal; utilizations are fractions, rounded half up to 6 decimals. A figure
that does not exist (the utilization of an officer without hours, anything of a plan where none was asked for) is null.
"""

from __future__ import annotations

import json

from pydantic import Field

from app.report.entry import Entry, PlanStatus
from app.report.sections.achievable.entry import AchievableEntry
from app.report.sections.baselines.entry import BaselineEntry
from app.report.sections.breaches.entry import BreachEntry
from app.report.sections.findings.entry import FindingEntry
from app.report.sections.forecast.entry import ForecastEntry
from app.report.sections.frontier.entry import FrontierEntry
from app.report.sections.goals.entry import LevelEntry
from app.report.sections.groups.entry import GroupEntry
from app.report.sections.officers.entry import OfficerEntry
from app.report.sections.percentile.entry import PercentileEntry
from app.report.sections.provenance.entry import NotComputed, Provenance, RecordEntry
from app.report.sections.remedies.entry import RemediesEntry
from app.report.sections.standards.entry import StandardEntry
from app.report.sections.summary.entry import Counts, PlanFigures, Verdict
from app.report.sections.tiers.entry import TierEntry
from app.report.sections.unassigned.entry import FixEntry, NobodyElse, ShortageEntry, Unassigned
from app.report.sections.uncertainty.entry import UncertaintyEntry

SCHEMA_VERSION = "1.0"


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
    nobody_else: list[NobodyElse] = Field(description="Cases that nobody may hold; they stay with who has them.")
    fixes: list[FixEntry] = Field(description="By what would place them; each change was made and checked.")
    shortages: list[ShortageEntry] = Field(description="Without a plan: of caseload standards.")
    breaches: list[BreachEntry]
    baselines: dict[str, BaselineEntry]
    remedies: RemediesEntry | None
    uncertainty: UncertaintyEntry | None = Field(description="From the weights as they stand, whatever the percentile.")
    forecast: ForecastEntry | None = Field(description="From the weights as they stand, whatever the percentile.")
    record: RecordEntry | None = Field(description="null where no plan was asked for.")
    frontier: FrontierEntry | None = Field(description="Fewest moves for each fairness; null where not asked for.")
    standards: list[StandardEntry] | None = Field(description="Those that were named; null where none was.")
    not_computed: list[NotComputed]
    findings: list[FindingEntry] = Field(description="What was noticed in the roster, the worst first.")
    warnings: list[str] = Field(description="The findings as sentences, and what else there is to look at.")
    notes: list[str]
    provenance: Provenance


def schema_text() -> str:
    """docs/report.schema.json: the JSON Schema that is published."""
    schema = ReportDocument.model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:caseload:report:{SCHEMA_VERSION}"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"
