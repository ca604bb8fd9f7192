"""The sheets of plan.xlsx that say how sure the plan is."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.sections.uncertainty.charts import SOURCES, source
from app.report.sections.uncertainty.entry import ChancesEntry, RangesEntry, UncertaintyEntry
from app.report.sheets import OFFICER, Cell, Column, Table

LOW, MEDIAN, HIGH = "5th percentile", "Median", "95th percentile"


def missing(found: UncertaintyEntry) -> Table:
    """The range of what is missing, in all and for each group, by what is unsure."""
    columns = (
        Column("Where", "text", 14),
        Column("What", "text", 22),
        Column("What is unsure", "text", 16),
        Column(LOW, "number", 14),
        Column(MEDIAN, "number", 14),
        Column(HIGH, "number", 14),
        Column("Chance of more work than hours", "percent", 16),
        Column("Standard error", "percent", 12),
    )
    note = f"{found.simulations:,} possible worlds, seed {found.seed}, from the weights as they stand in the sheet."
    return Table("Range of what is missing", columns, _missing(found), note, as_given=True)


def _missing(found: UncertaintyEntry) -> Iterator[tuple[Cell, ...]]:
    whole = found.missing
    yield from _by_source("All", "Missing hours", whole.range_hours, whole.chance)
    yield from _by_source("All", "Missing FTE", whole.fte, whole.chance)
    yield from _by_source("All", "Missing budget FTE", whole.budget_fte, whole.chance)
    for tier in found.tiers:
        yield from _by_source(f"Group {tier.tier}", "Utilization", tier.utilization_range, tier.unsustainable)
        yield from _by_source(f"Group {tier.tier}", "Missing hours", tier.gap_hours, tier.unsustainable)
        yield from _by_source(f"Group {tier.tier}", "Missing FTE", tier.fte_gap, tier.unsustainable)


def _by_source(where: str, what: str, ranges: RangesEntry, chances: ChancesEntry) -> Iterator[tuple[Cell, ...]]:
    for name, title, _ in SOURCES:
        range_, chance = source(ranges, name), getattr(chances, name)
        yield where, what, title, range_.low, range_.median, range_.high, chance.probability, chance.standard_error


def officers(found: UncertaintyEntry) -> Table:
    """The chance of overload of everybody."""
    columns = (
        OFFICER,
        Column("Utilization", "percent", 12, over=True),
        Column(LOW, "percent", 12, over=True),
        Column(MEDIAN, "percent", 12, over=True),
        Column(HIGH, "percent", 12, over=True),
        Column("Chance of overload", "percent", 12),
        Column("Standard error", "percent", 12),
        Column("By the weights alone", "percent", 12),
        Column("By single cases alone", "percent", 12),
    )
    where = "in the plan" if found.assignment == "plan" else "today"
    note = f"Chance of more work than hours {where}, from the weights as they stand in the sheet."
    return Table("Chance of overload", columns, _officers(found), note, as_given=True)


def _officers(found: UncertaintyEntry) -> Iterator[tuple[Cell, ...]]:
    for officer in found.officers:
        ranges, chance = officer.utilization_range, officer.overloaded
        both = (None, None, None) if ranges is None else (ranges.both.low, ranges.both.median, ranges.both.high)
        yield (
            officer.officer_id,
            officer.utilization,
            *both,
            chance.both.probability,
            chance.both.standard_error,
            chance.weights.probability,
            chance.single_cases.probability,
        )
