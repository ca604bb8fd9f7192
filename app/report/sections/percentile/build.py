"""Says wherever hours are shown that they are not the sheet's, where a plan is made for a percentile of the weights."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from app.intake.build.problem import Built
from app.intake.options import PlanOptions
from app.report import document, standing
from app.report.sections.percentile.entry import AsGiven, PercentileEntry
from app.report.text.numbers import counted, number, ratio
from app.report.text.words import named, verdict_sentence
from solver.analysis.uncertainty.weights import cases_by_table
from solver.fair_shares.decomposition import fair_shares


def entry(built: Built, goals: PlanOptions) -> PercentileEntry | None:
    """What is at which percentile, and the verdict without it; None where the weights are as they stand."""
    if goals.percentile is None or built.as_given is None:
        return None
    problem, weights = built.as_given, built.weights
    shares = fair_shares(problem)
    whole = standing.staffing_of(problem, shares, goals).verdict
    tabled = cases_by_table(problem, weights)
    used = np.zeros(len(weights.weight), np.bool_)
    used[problem.cases.case_type[tabled]] = True
    return PercentileEntry(
        percentile=float(goals.percentile),
        sentence=_sentence(goals.percentile),
        as_given=AsGiven(
            state=whole.state.value,
            sentence=verdict_sentence(whole, len(shares.pinned_no_hours)),
            utilization=ratio(whole.utilization),
            peak_utilization=ratio(whole.peak_utilization),
            demand_hours=number(whole.demand_hours),
            gap_hours=number(whole.gap_hours),
            fte_gap=standing.fte(whole.fte_gap),
        ),
        types_without_error=[problem.cases.type_names[at] for at in np.flatnonzero(used & ~weights.has_error).tolist()],
        own_cases=int((~tabled).sum()),
        own_hours=number(problem.hours(int(problem.cases.effort[~tabled].sum()))),
    )


def labelled(verdict: document.Verdict, found: PercentileEntry | None) -> document.Verdict:
    """The verdict, which says of which hours it speaks."""
    if found is None:
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
    return "" if found is None else f" (weights at their {ordinal(found.percentile)} percentile)"


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
