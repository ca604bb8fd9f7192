"""The record that a plan was not arbitrary: how to make it again, and how chance would have done."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from app.intake.command_line import command_line
from app.intake.options import PlanOptions
from app.report.document import ReportDocument
from app.report.sections.provenance.entry import RandomDrawsEntry, RecordEntry
from app.report.text.numbers import counted, percent, points, ratio
from solver.analysis.loads import loads_of, peak, spread
from solver.arrays import Flags
from solver.baselines import random_draws
from solver.goals import SolveConfig
from solver.plan import Plan, Status
from solver.problem import Problem

MOST_DRAWS = 100
WORK = 2_000_000
"""Cases that all draws deal out together: a million cases are dealt out twice, not a hundred times."""
OFFICER_WORTH = 20
"""An officer takes as long to count as so many cases."""
TIME_NEARLY_OVER = 0.8
"""Of the time limit. A search that took longer may have been ended by it."""
NO_NAME = "ROSTER"


def record(
    problem: Problem,
    goals: PlanOptions,
    plan: Plan,
    config: SolveConfig,
    reached: Flags,
    roster: str,
    scenario: Sequence[str] = (),
) -> RecordEntry:
    """What there is to keep.

    Parameters
    ----------
    reached : bool array, shape (officers,)
        Officers whom a case can reach; the spread is theirs.
    roster : str
        What the roster is called.
    scenario : sequence of str
        Changes to the roster that were made before it was planned, as they were asked for.
    """
    given = goals.model_dump(mode="json", exclude_defaults=True)
    given |= {"seed": config.seed, "workers": config.workers}
    return RecordEntry(
        command=command_line(roster or NO_NAME, given, scenario),
        repeats=_repeats(plan, config),
        random=_by_chance(problem, plan, config.seed, reached),
    )


def _repeats(plan: Plan, config: SolveConfig) -> Literal["plan", "values", "nothing"]:
    in_time = not plan.interrupted and plan.wall_s < TIME_NEARLY_OVER * config.time_limit_s
    if in_time and config.workers == 1:
        return "plan"
    return "values" if plan.status is Status.OPTIMAL else "nothing"


def draws_for(problem: Problem) -> int:
    """How many draws there is time for."""
    size = max(1, len(problem.cases), OFFICER_WORTH * len(problem.officers))
    return max(1, min(MOST_DRAWS, WORK // size))


def _by_chance(problem: Problem, plan: Plan, seed: int, reached: Flags) -> RandomDrawsEntry:
    used = loads_of(problem, plan.officer).utilization(problem)
    own_peak, own_spread = peak(used), spread(used, reached)
    peaks: list[Fraction] = []
    spreads: list[Fraction] = []
    as_good = 0
    draws = draws_for(problem)
    for officer in random_draws(problem, draws, seed):
        used = loads_of(problem, officer).utilization(problem)
        highest, difference = peak(used), spread(used, reached)
        peaks += [] if highest is None else [highest]
        spreads += [] if difference is None else [difference]
        as_good += _no_more(highest, own_peak) and _no_more(difference, own_spread)
    return RandomDrawsEntry(
        draws=draws,
        peak_least=ratio(min(peaks, default=None)),
        peak_median=ratio(_median(peaks)),
        peak_most=ratio(max(peaks, default=None)),
        spread_least=ratio(min(spreads, default=None)),
        spread_median=ratio(_median(spreads)),
        spread_most=ratio(max(spreads, default=None)),
        as_good=as_good,
    )


def _no_more(value: Fraction | None, than: Fraction | None) -> bool:
    return value is None or than is None or value <= than


def _median(values: Sequence[Fraction]) -> Fraction | None:
    """The middle one, or the mean of the middle two."""
    if not values:
        return None
    ranked, middle = sorted(values), len(values) // 2
    return ranked[middle] if len(values) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


def chance_sentence(document: ReportDocument) -> str:
    """How chance would have done, in words."""
    if document.record is None or document.record.random.peak_least is None:
        return ""
    found = document.record.random
    times = "Dealt out by chance once" if found.draws == 1 else f"Dealt out by chance {found.draws:,} times"
    lowest, highest = percent(found.peak_least), percent(found.peak_most)
    span = f"is {lowest}" if found.peak_least == found.peak_most else f"is between {lowest} and {highest}"
    text = f"{times}, by the same rules of who may hold what, the peak {span}"
    if found.spread_median is not None:
        text += f", and half the time the spread is above {points(found.spread_median)}"
    if not found.as_good:
        return f"{text}; not once were both as low as in this plan."
    return f"{text}; {counted(found.as_good, 'time')} both were as low as in this plan."


REPEATS = {
    "plan": "One worker and the same seed give the same plan, case by case.",
    "values": "Another plan may come out, but every goal has the same value, since all of them are proven.",
    "nothing": "The search ended before all was proven: another run may find a better plan or a worse one, and says "
    "how far it may be from the best.",
}


def replay_sentence(document: ReportDocument) -> str:
    """What comes of making the plan again; empty without a plan."""
    return "" if document.record is None else REPEATS[document.record.repeats]
