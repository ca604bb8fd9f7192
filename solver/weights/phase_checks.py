"""What the phases of a study are worth: time whose age is not known, and phases that do not differ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solver.weights.case_ages import Phased
from solver.weights.checks import FEW_OFFICERS, StudyFinding, Weight, named
from solver.weights.estimate import LEVEL, Estimate, covariances
from solver.weights.student_t import half_width

MOST_UNKNOWN = 0.2
"""Share of the time of a type without an age beyond which its phases say too much about how that was spread."""
MOST_NOBODYS = 0.05
"""Share of the case-weeks of which nobody has the case, up to which nothing is said."""


def findings_of_phases(phased: Phased, found: Estimate) -> tuple[StudyFinding, ...]:
    """Everything that was found, what is wrong first.

    Parameters
    ----------
    phased : Phased
    found : Estimate
        Of ``phased.study``.
    """
    every = [*_of_ages(phased), *_of_cases(phased), *_of_phases(phased, found)]
    return tuple(sorted(every, key=lambda each: each.weight is Weight.NOTE))


def _of_ages(phased: Phased) -> Iterator[StudyFinding]:
    several = np.unique(phased.of_type[phased.has_several])
    for kind in several.tolist():
        whole, missing, strange = (
            float(hours[kind]) for hours in (phased.hours, phased.without_case, phased.not_in_file)
        )
        if not missing + strange > 0:
            continue
        share = (missing + strange) / whole
        row = int(np.flatnonzero(phased.of_type == kind)[0])
        name = phased.study.types[row].removesuffix(f", {phased.name(row)}")
        yield StudyFinding(
            "age-unknown",
            Weight.WRONG if share > MOST_UNKNOWN else Weight.NOTE,
            f"{share:.0%} of the time of {name} has no age: {missing / whole:.0%} without a case id, "
            f"{strange / whole:.0%} on cases that the file of cases does not have. It is spread over the phases like "
            "the time of the same officer and week whose age is known.",
        )


def _of_cases(phased: Phased) -> Iterator[StudyFinding]:
    if phased.retyped:
        yield StudyFinding(
            "other-type",
            Weight.NOTE,
            f"{phased.retyped:,} entries name another type than the file of cases has for their case; the file counts.",
        )
    if phased.nobodys > MOST_NOBODYS:
        yield StudyFinding(
            "nobodys-cases",
            Weight.NOTE,
            f"{phased.nobodys:.0%} of the case-weeks are of cases on which nobody booked time and whose officer the "
            "file does not say: they are shared evenly by all. If they are cases of officers who took no part, leave "
            "them out.",
        )


def _of_phases(phased: Phased, found: Estimate) -> Iterator[StudyFinding]:
    several, types = phased.has_several, phased.study.types
    few = several & found.is_measured & (found.officers < FEW_OFFICERS)
    if bool(few.any()):
        names = [f"{types[at]} ({found.officers[at]})" for at in np.flatnonzero(few).tolist()]
        yield StudyFinding(
            "phase-officers", Weight.NOTE, f"Fewer than {FEW_OFFICERS} officers had cases of this age: {named(names)}."
        )
    lost = {int(phased.of_type[at]) for at in np.flatnonzero(several & ~found.is_measured).tolist()}
    if lost:
        names = [types[at] for at in np.flatnonzero(several & ~found.is_measured).tolist()]
        yield StudyFinding(
            "phase-missing",
            Weight.WRONG,
            f"No weight for {named(names)}, so weights.csv has no row of the type: fewer phases, or a longer study.",
        )
    for at in range(len(types) - 1):
        if phased.of_type[at] == phased.of_type[at + 1] and _is_alike(found, at):
            name = types[at + 1].removesuffix(f", {phased.name(at + 1)}")
            yield StudyFinding(
                "phase-alike",
                Weight.NOTE,
                f"{name}: {phased.name(at)} and {phased.name(at + 1)} do not differ by more than chance "
                f"({found.weight[at]:.2f} h and {found.weight[at + 1]:.2f} h); one phase may be enough.",
            )


def _is_alike(found: Estimate, at: int) -> bool:
    """Whether the interval of the ratio of a weight and the next one holds 1: what both share cancels in it."""
    pair = np.array([at, at + 1])
    variance, df = found.spread.variance[pair], found.spread.df[pair]
    if not bool(np.isfinite(variance).all()) or not bool((df > 0).all()):
        return False
    together = covariances(found.cells, found.spread, pair)
    spread = max(float(together[0, 0] + together[1, 1] - 2 * together[0, 1]), 0.0)
    apart = abs(float(np.log(found.measured[at] / found.measured[at + 1])))
    return bool(apart <= half_width(float(df.min()), LEVEL) * spread**0.5)
