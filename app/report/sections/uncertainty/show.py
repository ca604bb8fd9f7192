"""How sure the report is: ranges and chances, in words, charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.report.blocks import Block, Bullets, Chart, Column, Heading, Paragraph, Section, Table, Where, present
from app.report.charts.bars import MOST_ROWS
from app.report.sections.uncertainty import charts
from app.report.sections.uncertainty.charts import SOURCES, source
from app.report.sections.uncertainty.entry import (
    ChanceEntry,
    ChancesEntry,
    OfficerRiskEntry,
    RangeEntry,
    RangesEntry,
    TierRiskEntry,
    UncertaintyEntry,
)
from app.report.source import Source
from app.report.text.numbers import about, hours_text, percent
from app.report.text.sheet_names import FIGURES
from app.report.text.words import cut
from solver.analysis.words import counted, named

TITLE = "How sure is this"
MOST_TIERS = 40
LOW, MEDIAN, HIGH = "5th percentile", "Median", "95th percentile"


class Ranged(NamedTuple):
    """A figure with its range from one source of uncertainty, and the chance that belongs to it."""

    where: str
    what: str
    source: str
    range: RangeEntry
    chance: ChanceEntry


def show(source: Source) -> Section:
    """Ranges of what is missing, and chances of overload; nothing where everything is taken as certain."""
    found = source.document.uncertainty
    if found is None:
        return Section(TITLE, "uncertainty")
    officers = officer_table(found)
    known = tuple(certain(found))
    return Section(
        TITLE,
        "uncertainty",
        blocks=present(
            Paragraph(
                f"Case weights are estimates, and no two cases are alike. {found.simulations:,} possible worlds were "
                f"drawn (seed {found.seed}): in each, every weight of the sheet is wrong by an error between its low "
                "and its high, for all cases of the type at once, and every caseload varies as its single cases do."
            ),
            Bullets(tuple(sentences(found))),
            Chart(
                charts.missing(found), "spans", (("span", "from the 5th to the 95th percentile"), ("share", "median"))
            ),
            _missing(found),
            *_officers(found, officers),
            *_tiers(found),
            Paragraph("The officers' hours and the numbers of cases are taken as certain: no world changes them."),
            Paragraph("Taken as certain, too, because nothing is said about it:") if known else None,
            Bullets(known) if known else None,
            Paragraph(
                "± is the standard error of the simulation in points: how much a chance would differ with other draws.",
                "note",
            ),
        ),
        sheets=(_ranges(found), officers),
    )


def sentences(found: UncertaintyEntry) -> Iterator[str]:
    """The answer, one idea a sentence."""
    missing = found.missing
    both, fte = missing.range_hours.both, missing.fte.both
    yield (
        f"Missing hours: {between(both, 'h')} ({between(fte, 'FTE', 2)}) in nine worlds of ten; "
        f"{hours_text(missing.hours)} with the weights as they stand. Something is missing with a chance of "
        f"{percent(missing.chance.both.probability)}."
    )
    yield (
        f"If only the case weights were wrong, {between(missing.range_hours.weights, 'h')} would be missing; if only "
        f"single cases took more or less time than usual, {between(missing.range_hours.single_cases, 'h')}. A better "
        "study of the weights narrows the first; the second evens out where officers hold many cases."
    )
    yield correlated(found)
    if found.officers:
        yield overloaded(found)
    if missing.tiers_held:
        yield (
            "The groups of cases and officers were held as they are in every world, because times differ by officer or "
            "there are too many kinds of cases to look for the tightest group anew: these ranges are near, not exact."
        )


def correlated(found: UncertaintyEntry) -> str:
    """How far the errors go together, and what would come of it if they did not, or wholly."""
    if found.unsure_weights < 2:
        which = "Only one weight is unsure" if found.unsure_weights else "No weight is unsure"
        return f"{which}, so that no errors of weights could go together."
    apart, alike = found.missing.independent.range_hours, found.missing.together.range_hours
    together = about(found.weight_correlation, 4)
    return (
        f"Errors of different weights are taken to go together with a correlation of {together}. If each weight were "
        f"wrong on its own, {between(apart, 'h')} would be missing; if all were wrong alike, {between(alike, 'h')}."
    )


def overloaded(found: UncertaintyEntry) -> str:
    """How many officers have more work than hours on average."""
    where = "In the plan" if found.assignment == "plan" else "Today"
    many = about(found.expected_overloaded)
    return f"{where} {many} of {counted(len(found.officers), 'officer')} have more work than hours, on average."


def certain(found: UncertaintyEntry) -> Iterator[str]:
    """What is taken as known, because nothing is said about it."""
    known = found.certain
    if known.own_cases:
        whose = "its" if known.own_cases == 1 else "their"
        many, hours = counted(known.own_cases, "case"), hours_text(known.own_hours)
        yield f"{many} with {whose} own hours ({hours}): no error, no variation."
    if known.types_without_error:
        yield f"No low_hours and high_hours, so no error: {named(known.types_without_error)}."
    if known.types_without_variation:
        yield f"No case_cv, so no variation: {named(known.types_without_variation)}."


def between(found: RangeEntry, unit: str, digits: int = 1) -> str:
    """0 to 253.1 h; or 12 h where there is no width."""
    low, high = about(found.low, digits), about(found.high, digits)
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"


def _missing(found: UncertaintyEntry) -> Table[Ranged]:
    """What the page says of the missing hours, by what is unsure."""
    missing = found.missing
    fte = {title: source(missing.fte, name) for name, title, _ in SOURCES}
    return Table(
        "Missing hours by what is unsure",
        (
            Column("What is unsure", "text", lambda row: row.source, is_head=True),
            Column(LOW, "hours", lambda row: row.range.low, digits=1),
            Column(MEDIAN, "hours", lambda row: row.range.median, digits=1),
            Column(HIGH, "hours", lambda row: row.range.high, digits=1),
            Column("In full-time officers", "figure", lambda row: between(fte[row.source], "FTE", 2)),
            Column("Chance that any are missing", "figure", lambda row: _chance(row.chance)),
        ),
        list(_by_source("All", "Missing hours", missing.range_hours, missing.chance)),
    )


def _ranges(found: UncertaintyEntry) -> Table[Ranged]:
    """The range of what is missing, in all and for each group, by what is unsure."""
    return Table(
        "Range of what is missing",
        (
            Column("Where", "text", lambda row: row.where, 14),
            Column("What", "text", lambda row: row.what, 22),
            Column("What is unsure", "text", lambda row: row.source, 16),
            Column(LOW, "number", lambda row: row.range.low, 14),
            Column(MEDIAN, "number", lambda row: row.range.median, 14),
            Column(HIGH, "number", lambda row: row.range.high, 14),
            Column("Chance of more work than hours", "percent", lambda row: row.chance.probability, 16),
            Column("Standard error", "percent", lambda row: row.chance.standard_error),
        ),
        _every_range(found),
        sheet=FIGURES,
        note=f"{found.simulations:,} possible worlds, seed {found.seed}, from the weights as they stand in the sheet.",
        is_as_given=True,
    )


def _every_range(found: UncertaintyEntry) -> Iterator[Ranged]:
    whole = found.missing
    yield from _by_source("All", "Missing hours", whole.range_hours, whole.chance)
    yield from _by_source("All", "Missing FTE", whole.fte, whole.chance)
    yield from _by_source("All", "Missing budget FTE", whole.budget_fte, whole.chance)
    for tier in found.tiers:
        yield from _by_source(f"Group {tier.tier}", "Utilization", tier.utilization_range, tier.unsustainable)
        yield from _by_source(f"Group {tier.tier}", "Missing hours", tier.gap_hours, tier.unsustainable)
        yield from _by_source(f"Group {tier.tier}", "Missing FTE", tier.fte_gap, tier.unsustainable)


def _by_source(where: str, what: str, ranges: RangesEntry, chances: ChancesEntry) -> Iterator[Ranged]:
    for name, title, _ in SOURCES:
        yield Ranged(where, what, title, source(ranges, name), getattr(chances, name))


def _officers(found: UncertaintyEntry, table: Table[OfficerRiskEntry]) -> Iterator[Block]:
    if not found.officers:
        return
    yield Heading("Each officer in the plan" if found.assignment == "plan" else "Each officer today")
    if more := cut(len(found.officers), MOST_ROWS, f"the {MOST_ROWS} most at risk", "officers"):
        yield Paragraph(more)
    yield Chart(charts.overloads(found), "bars")
    yield table


def officer_table(found: UncertaintyEntry) -> Table[OfficerRiskEntry]:
    """The chance of overload of everybody; the page lists those most at risk."""
    where = "in the plan" if found.assignment == "plan" else "today"

    def used(title: str, value: Callable[[RangeEntry], float], on: Where = Where.BOTH) -> Column[OfficerRiskEntry]:
        def cell(officer: OfficerRiskEntry) -> float | None:
            return None if officer.utilization_range is None else value(officer.utilization_range.both)

        return Column(title, "percent", cell, where=on, over=Where.WORKBOOK)

    return Table(
        "Chance of more work than hours",
        (
            Column("Officer", "text", lambda officer: officer.officer_id, 16, is_head=True),
            Column(
                "Utilization", "percent", lambda officer: officer.utilization, over=Where.WORKBOOK, absent="no hours"
            ),
            used(LOW, lambda found: found.low),
            used(MEDIAN, lambda found: found.median, Where.WORKBOOK),
            used(HIGH, lambda found: found.high),
            Column("Chance of overload", "figure", lambda officer: _chance(officer.overloaded.both), where=Where.PAGE),
            Column(
                "Chance of overload",
                "percent",
                lambda officer: officer.overloaded.both.probability,
                where=Where.WORKBOOK,
            ),
            Column(
                "Standard error",
                "percent",
                lambda officer: officer.overloaded.both.standard_error,
                where=Where.WORKBOOK,
            ),
            Column("By the weights alone", "percent", lambda officer: officer.overloaded.weights.probability),
            Column("By single cases alone", "percent", lambda officer: officer.overloaded.single_cases.probability),
        ),
        found.officers,
        listed=charts.at_risk(found),
        sheet=FIGURES,
        note=f"Chance of more work than hours {where}, from the weights as they stand in the sheet.",
        is_as_given=True,
    )


def _tiers(found: UncertaintyEntry) -> Iterator[Block]:
    if not found.tiers:
        return
    yield Heading("Each group")
    if more := cut(len(found.tiers), MOST_TIERS, "the tightest", "groups"):
        yield Paragraph(more)
    yield Table[TierRiskEntry](
        "Groups of cases and officers in the possible worlds",
        (
            Column("Group", "count", lambda tier: tier.tier, is_head=True),
            Column("Cases", "count", lambda tier: tier.cases),
            Column("Officers", "count", lambda tier: tier.officers),
            Column("Utilization", "percent", lambda tier: tier.utilization, absent="no hours"),
            Column(LOW, "percent", lambda tier: tier.utilization_range.both.low),
            Column(HIGH, "percent", lambda tier: tier.utilization_range.both.high),
            Column("Missing, nine worlds of ten", "figure", lambda tier: between(tier.gap_hours.both, "h")),
            Column("Chance of more work than hours", "figure", lambda tier: _chance(tier.unsustainable.both)),
        ),
        found.tiers,
        listed=found.tiers[:MOST_TIERS],
    )


def _chance(found: ChanceEntry) -> str:
    error = f" ± {found.standard_error * 100:.1f}" if found.standard_error else ""
    return f"{percent(found.probability)}{error}"
