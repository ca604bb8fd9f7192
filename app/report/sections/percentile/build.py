"""Says wherever hours are shown that they are not the sheet's, where a plan is made for a percentile of the weights."""

from __future__ import annotations

from decimal import Decimal

from app.report.sections.percentile.entry import AsGiven, PercentileEntry
from app.report.sections.summary.entry import Verdict
from app.report.text.numbers import fte, number, ratio
from app.report.text.words import verdict_sentence
from solver.analysis import Analysis
from solver.analysis.words import counted, named

MEDIAN = 50
UNCHANGED = "no weight in use has low_hours and high_hours: all hours are as they stand in the sheet."


def build(analysis: Analysis, percentile: Decimal | None) -> PercentileEntry | None:
    """What is at which percentile, and the verdict without it; None where the weights are as they stand."""
    given = analysis.as_given
    if percentile is None or given is None:
        return None
    whole, known = given.staffing.verdict, given.known
    is_same = percentile != MEDIAN and whole.demand_hours == analysis.staffing.verdict.demand_hours
    return PercentileEntry(
        percentile=float(percentile),
        sentence=_nothing_moved(percentile) if is_same else _sentence(percentile),
        as_given=AsGiven(
            state=whole.state.value,
            sentence=verdict_sentence(whole),
            utilization=ratio(whole.utilization),
            peak_utilization=ratio(whole.peak_utilization),
            demand_hours=number(whole.demand_hours),
            gap_hours=number(whole.gap_hours),
            fte_gap=fte(whole.fte_gap),
        ),
        types_without_error=list(known.types_without_error),
        own_cases=known.own_cases,
        own_hours=number(known.own_hours),
    )


def labelled(verdict: Verdict, found: PercentileEntry | None) -> Verdict:
    """The verdict, which says of which hours it speaks."""
    if found is None or changes_nothing(found):
        return verdict
    sentence = verdict.sentence[0].lower() + verdict.sentence[1:]
    return verdict.model_copy(update={"sentence": f"With {_weights(found)}: {sentence}"})


def notes(found: PercentileEntry | None) -> list[str]:
    """What a reader must know of these hours; nothing where they are the sheet's."""
    if found is None:
        return []
    start = "How sure that is, and what comes next, start from the weights as they stand."
    lines = [found.sentence, beside(found), start]
    stay = []
    if found.types_without_error:
        are = "has" if len(found.types_without_error) == 1 else "have"
        stay.append(f"{named(found.types_without_error)}, which {are} no interval")
    if found.own_cases:
        bring = "brings its own hours" if found.own_cases == 1 else "bring their own hours"
        stay.append(f"{counted(found.own_cases, 'case')} that {bring}")
    if stay:
        lines.append(f"Not at that percentile, but as they stand: {'; '.join(stay)}.")
    return lines


def beside(found: PercentileEntry) -> str:
    """The verdict with the weights as they stand, in one sentence."""
    given = found.as_given.sentence
    return f"With the weights as they stand in the sheet: {given[0].lower()}{given[1:]}"


def remark(found: PercentileEntry | None) -> str:
    """For a headline: (weights at their 80th percentile); empty where there is nothing to remark."""
    return (
        "" if found is None or changes_nothing(found) else f" (weights at their {ordinal(found.percentile)} percentile)"
    )


def changes_nothing(found: PercentileEntry) -> bool:
    """Whether a percentile was asked for that no weight has a range for: all hours are as they stand."""
    return found.sentence.endswith(UNCHANGED)


def _nothing_moved(percentile: Decimal) -> str:
    return f"The {ordinal(float(percentile))} percentile of the case weights was asked for, but {UNCHANGED}"


def _weights(found: PercentileEntry) -> str:
    return f"every case weight at the {ordinal(found.percentile)} percentile of its own error"


def _sentence(percentile: Decimal) -> str:
    return (
        f"All hours and utilizations here are at the {ordinal(float(percentile))} percentile of the case weights: each "
        "weight is taken at that percentile of its own error, not as it stands in the sheet."
    )


def ordinal(percentile: float) -> str:
    """80th, 97.5th, 1st, 12th."""
    text = f"{percentile:g}"
    last, teens = text[-1], text[-2:] in ("11", "12", "13")
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(last, "th") if "." not in text and not teens else "th"
    return f"{text}{ending}"
