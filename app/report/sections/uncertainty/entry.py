"""What report.json says about how sure it is. Simulated hours are rounded to 4 decimals, ratios to 6."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry


class RangeEntry(Entry):
    """5th percentile, median and 95th percentile over the simulated worlds."""

    low: float
    median: float
    high: float


class RangesEntry(Entry):
    """One figure with its uncertainty from each source."""

    weights: RangeEntry = Field(description="From the error of the case weights alone, shared by all cases of a type.")
    single_cases: RangeEntry = Field(description="From the variation of single cases alone, which averages out.")
    both: RangeEntry


class ChanceEntry(Entry):
    """A simulated probability."""

    probability: float
    standard_error: float = Field(description="Of the simulation: the root of p (1 - p) / simulations.")


class ChancesEntry(Entry):
    """One probability by each source of uncertainty alone, and by both."""

    weights: ChanceEntry
    single_cases: ChanceEntry
    both: ChanceEntry


class EndEntry(Entry):
    """What is missing if the errors of different weights had nothing, or everything, to do with each other."""

    range_hours: RangeEntry = Field(description="From both sources of uncertainty.")
    chance: ChanceEntry


class MissingRisk(Entry):
    """What is missing, with the weights as they stand and in the simulated worlds."""

    hours: float = Field(description="With the weights as they stand.")
    range_hours: RangesEntry
    fte: RangesEntry
    budget_fte: RangesEntry
    independent: EndEntry = Field(description="If each weight were wrong on its own (weight_correlation 0).")
    together: EndEntry = Field(description="If all weights were at the same percentile of their error (1).")
    chance: ChancesEntry = Field(description="That anything is missing.")
    tiers_held: bool = Field(
        description="Today's tiers were held in every world, instead of looking for the worst set of cases anew."
    )


class TierRiskEntry(Entry):
    """One tier with the cases and officers that it has with the weights as they stand."""

    tier: int = Field(description="Position among the tiers with the weights as they stand, tightest first, from 1.")
    cases: int
    officers: int
    utilization: float = Field(description="With the weights as they stand.")
    utilization_range: RangesEntry
    gap_hours: RangesEntry
    fte_gap: RangesEntry
    unsustainable: ChancesEntry = Field(description="That its work exceeds its hours.")


class OfficerRiskEntry(Entry):
    """One officer under the assignment."""

    officer_id: str
    utilization: float | None = Field(description="With the weights as they stand; null without hours.")
    utilization_range: RangesEntry | None
    overloaded: ChancesEntry = Field(description="That the work exceeds the officer's hours.")


class CertainEntry(Entry):
    """What is taken as certain, because nothing is said about it."""

    own_cases: int = Field(description="Cases that bring their own hours, or whose time is given for each officer.")
    own_hours: float
    types_without_error: list[str] = Field(description="Types in use without low_hours and high_hours.")
    types_without_variation: list[str] = Field(description="Types in use without case_cv, which counts as 0.")


class UncertaintyEntry(Entry):
    """How sure the verdict and the assignment are, starting from the weights as they stand in the sheet."""

    simulations: int
    seed: int
    weight_correlation: float = Field(
        description="Of the errors of two weights; hours, and numbers of cases, are taken as certain."
    )
    unsure_weights: int = Field(description="With an error of their own. With one or none the correlation is nothing.")
    assignment: Literal["plan", "today"] = Field(description="Whose officers are meant in officers.")
    expected_overloaded: float = Field(description="Officers who are overloaded, on average over the worlds.")
    missing: MissingRisk
    tiers: list[TierRiskEntry]
    officers: list[OfficerRiskEntry] = Field(description="In the order of the roster.")
    certain: CertainEntry
