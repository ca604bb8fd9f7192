"""How sure the report is, in words and rounded numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.report.charts.bars import MOST_ROWS
from app.report.document import ReportDocument
from app.report.sections.uncertainty import charts as uncertainty_charts
from app.report.sections.uncertainty.charts import SOURCES, source
from app.report.sections.uncertainty.entry import (
    ChanceEntry,
    OfficerRiskEntry,
    RangeEntry,
    TierRiskEntry,
    UncertaintyEntry,
)
from app.report.text.numbers import about, counted, hours_text, percent
from app.report.text.words import named

MOST_TIERS = 40


def view(document: ReportDocument) -> dict[str, Any] | None:
    """What the section shows; None where there is none."""
    found = document.uncertainty
    if found is None:
        return None
    listed = uncertainty_charts.at_risk(found)
    return {
        "worlds": f"{found.simulations:,}",
        "seed": found.seed,
        "sentences": list(sentences(found)),
        "certain": list(certain(found)),
        "missing": uncertainty_charts.missing(found),
        "missing_rows": list(_missing(found)),
        "overload": uncertainty_charts.overloads(found),
        "officers": [_officer(officer) for officer in listed],
        "more_officers": _more(len(found.officers), len(listed), "officers", f"the {MOST_ROWS} most at risk"),
        "tiers": [_tier(tier) for tier in found.tiers[:MOST_TIERS]],
        "more_tiers": _more(len(found.tiers), min(len(found.tiers), MOST_TIERS), "groups", "the tightest"),
        "is_plan": found.assignment == "plan",
    }


def _more(count: int, listed: int, what: str, which: str) -> str:
    if listed == count:
        return ""
    return f"Here are {which} of {count:,} {what}; all of them are in report.json and plan.xlsx."


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
        f"The error of the weights alone makes it {between(missing.range_hours.weights, 'h')}, the variation of single "
        f"cases alone {between(missing.range_hours.single_cases, 'h')}. A better study of the weights narrows the "
        "first; the second averages out where officers hold many cases."
    )
    if found.officers:
        yield overloaded(found)
    if missing.tiers_held:
        yield (
            "The groups of cases and officers were held as they are in every world, because times differ by officer or "
            "there are too many kinds of cases to look for the tightest group anew: these ranges are near, not exact."
        )


def overloaded(found: UncertaintyEntry) -> str:
    """How many officers have more work than hours on average."""
    where = "In the plan" if found.assignment == "plan" else "Today"
    many = about(found.expected_overloaded)
    return f"{where} {many} of {counted(len(found.officers), 'officer')} have more work than hours, on average."


def in_a_line(found: UncertaintyEntry) -> str:
    """For a small screen: at most 60 characters."""
    missing = between(found.missing.range_hours.both, "h")
    return f"missing: {missing}, in nine worlds of ten"


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


def _missing(found: UncertaintyEntry) -> Iterator[dict[str, str]]:
    missing = found.missing
    for name, title, _ in SOURCES:
        hours, fte = source(missing.range_hours, name), source(missing.fte, name)
        chance: ChanceEntry = getattr(missing.chance, name)
        yield {
            "source": title,
            "low": f"{about(hours.low)} h",
            "median": f"{about(hours.median)} h",
            "high": f"{about(hours.high)} h",
            "fte": between(fte, "FTE", 2),
            "chance": _chance(chance),
        }


def _officer(officer: OfficerRiskEntry) -> dict[str, str]:
    ranges, chance = officer.utilization_range, officer.overloaded
    return {
        "officer_id": officer.officer_id,
        "used": percent(officer.utilization, is_table=True),
        "low": "" if ranges is None else percent(ranges.both.low, is_table=True),
        "high": "" if ranges is None else percent(ranges.both.high, is_table=True),
        "weights": percent(chance.weights.probability, is_table=True),
        "single_cases": percent(chance.single_cases.probability, is_table=True),
        "both": _chance(chance.both),
    }


def _tier(tier: TierRiskEntry) -> dict[str, str]:
    return {
        "tier": str(tier.tier),
        "cases": f"{tier.cases:,}",
        "officers": f"{tier.officers:,}",
        "used": percent(tier.utilization, is_table=True),
        "low": percent(tier.utilization_range.both.low, is_table=True),
        "high": percent(tier.utilization_range.both.high, is_table=True),
        "missing": between(tier.gap_hours.both, "h"),
        "chance": _chance(tier.unsustainable.both),
    }


def _chance(found: ChanceEntry) -> str:
    error = f" ± {found.standard_error * 100:.1f}" if found.standard_error else ""
    return f"{percent(found.probability, is_table=True)}{error}"
