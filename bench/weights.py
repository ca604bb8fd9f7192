"""Studies whose truth is known: how often the intervals of ``caseload weights`` hold it (``make weights-coverage``).

Officers differ in pace, weeks in how busy they are, cases in what they need, and types in how often they occur. Each
kind of study adds what goes wrong in one: types that hardly occur, entries rounded to quarters of an hour, a fifth of
the entries never written. Beside the intervals stands what a percentile bootstrap over officers and weeks would give
(the pigeonhole bootstrap, Owen 2007), and beside the weights what the mean of the officers' own ratios would be.
"""

from __future__ import annotations

import argparse
import time
import warnings
from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Floats
from solver.weights.estimate import WEEKS, estimate
from solver.weights.study import NONE, Counts, Entries, PaidHours, TimeStudy
from solver.weights.totals import weights_of_totals

PAID = 37.5
MONDAY = 736_330
MINUTES = 40.0
"""Mean length of an entry."""
DRAWS = 200
BAND = (0.87, 0.93)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a study is like.

    Attributes
    ----------
    name : str
    rare : bool
        Half of the types have one or two cases with every other officer; all are of one group.
    quarters : bool
        Every entry is rounded to a quarter of an hour, and is at least one.
    missing : float
        Share of the entries that nobody wrote.
    weeks_differ : float
        Standard deviation of the logarithm.
    officers : pair of int
        Fewest, and one more than the most.
    """

    name: str
    rare: bool = False
    quarters: bool = False
    missing: float = 0.0
    weeks_differ: float = 0.1
    officers: tuple[int, int] = (8, 31)


KINDS = (
    Kind("clusters"),
    Kind("four to seven officers", officers=(4, 8)),
    Kind("weeks that differ much", weeks_differ=0.25),
    Kind("rare types", rare=True),
    Kind("quarters of an hour", quarters=True),
    Kind("a fifth missing", missing=0.2),
    Kind("all of it", rare=True, quarters=True, missing=0.2),
)


def drawn(kind: Kind, rng: np.random.Generator) -> tuple[TimeStudy, Floats]:
    """A study of 2 to 6 weeks, and the true hours of an open case and month."""
    officers, weeks, types = int(rng.integers(*kind.officers)), int(rng.integers(2, 7)), 8 if kind.rare else 4
    truth = np.exp(rng.normal(np.log(2), 0.5, types))
    usual = np.exp(rng.normal(np.log(10), 0.5, types))
    if kind.rare:
        usual[types // 2 :] = 0.7
    held = rng.poisson(usual * rng.gamma(4, 0.25, (officers, 1)), (officers, types))
    pace = np.exp(rng.normal(-0.03125, 0.25, (officers, 1, 1)))
    own = np.exp(rng.normal(-0.01125, 0.15, (officers, 1, types)))
    busy = np.exp(rng.normal(-(kind.weeks_differ**2) / 2, kind.weeks_differ, (1, weeks, 1)))
    mean = held[:, None, :] * truth / WEEKS["month"] * pace * own * busy * 60
    number = rng.poisson(mean / MINUTES)
    place = np.repeat(np.arange(number.size), number.ravel())
    minutes = rng.gamma(1.5, MINUTES / 1.5, len(place))
    worked = np.bincount(place, minutes, number.size).reshape(number.shape).sum(axis=2) / 60
    paid = np.maximum(PAID, worked + 5)
    rest_place = np.repeat(np.arange(officers * weeks), 12)
    rest = np.repeat((paid - worked).ravel() * 60 / 12, 12)
    officer, week, case_type = np.unravel_index(place, number.shape)
    who = np.concatenate([officer, rest_place // weeks])
    day = MONDAY + 7 * np.concatenate([week, rest_place % weeks])
    of_type = np.concatenate([case_type, np.full(len(rest), NONE)])
    minutes = np.concatenate([minutes, rest])
    if kind.quarters:
        minutes = np.maximum(np.round(minutes / 15), 1) * 15
    kept = rng.random(len(minutes)) >= kind.missing
    none = np.full(int(kept.sum()), NONE, np.int64)
    grid = np.indices((officers, types)).reshape(2, -1)
    cells = np.indices((officers, weeks)).reshape(2, -1)
    unknown = np.full(held.size, np.nan)
    return TimeStudy(
        officers=tuple(map(str, range(officers))),
        types=tuple(map(str, range(types))),
        activities=(),
        first_monday=MONDAY,
        weeks=weeks,
        entries=Entries(who[kept], day[kept], minutes[kept], of_type[kept], none, none),
        counts=Counts(grid[0], np.full(held.size, NONE), grid[1], held.ravel().astype(float), unknown, unknown),
        paid=PaidHours(cells[0], cells[1], paid.ravel()),
        groups=np.zeros(types if kind.rare else 0, np.int64),
    ), truth


def bootstrap(hours: Floats, cases: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """5th and 95th percentile of the ratio when officers and weeks are drawn anew, each with replacement."""
    officers, weeks, _ = hours.shape
    g = rng.multinomial(officers, np.full(officers, 1 / officers), DRAWS).astype(float)
    w = rng.multinomial(weeks, np.full(weeks, 1 / weeks), DRAWS).astype(float)
    of_hours, of_cases = (np.einsum("bw,bwt->bt", w, np.tensordot(g, table, (1, 0))) for table in (hours, cases))
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = np.nanpercentile(of_hours / of_cases, [5, 95], axis=0)
    return low, high


def without_types(study: TimeStudy) -> TimeStudy:
    """The same study, where nobody wrote down more than the time that belongs to cases."""
    entries = study.entries
    of_cases = entries.case_type != NONE
    none = np.full(int(of_cases.sum()), NONE, np.int64)
    kept = Entries(entries.officer[of_cases], entries.day[of_cases], entries.minutes[of_cases], none, none, none)
    return replace(study, entries=kept, paid=PaidHours.unknown(), groups=np.zeros(0, np.int64))


@dataclass(slots=True)
class Tally:
    """Over all studies of a kind."""

    held: int = 0
    held_rare: int = 0
    intervals: int = 0
    intervals_rare: int = 0
    by_bootstrap: int = 0
    error: float = 0.0
    naive: float = 0.0
    unseen: int = 0


def campaign(kind: Kind, studies: int) -> Tally:
    """Estimate so many studies; the same number gives the same studies."""
    tally = Tally()
    for seed in range(studies):
        rng = np.random.default_rng([seed, *kind.name.encode()])
        study, truth = drawn(kind, rng)
        found = estimate(study)
        common = np.arange(len(truth)) < (len(truth) // 2 if kind.rare else len(truth))
        known = np.isfinite(found.low)
        held = (found.low <= truth) & (truth <= found.high) & known
        tally.held += int(held[common].sum())
        tally.intervals += int(known[common].sum())
        tally.held_rare += int(held[~common].sum())
        tally.intervals_rare += int(known[~common].sum())
        low, high = bootstrap(found.cells.hours, found.cells.cases, rng)
        by_month = truth / WEEKS["month"]
        tally.by_bootstrap += int(((low <= by_month) & (by_month <= high))[common & known].sum())
        tally.error += float((found.weight / truth - 1)[common & known].sum())
        tally.naive += float((naive(study, found.cells.cases) / by_month - 1)[common & known].sum())
    return tally


def campaign_of_totals(studies: int) -> Tally:
    """The same studies without types, estimated from totals alone."""
    tally = Tally()
    for seed in range(studies):
        study, truth = drawn(KINDS[0], np.random.default_rng([seed, *KINDS[0].name.encode()]))
        found = weights_of_totals(without_types(study))
        known = np.isfinite(found.low)
        tally.held += int(((found.low <= truth) & (truth <= found.high) & known).sum())
        tally.intervals += int(known.sum())
        tally.unseen += int((found.weight == 0).sum())
        tally.error += float((found.weight / truth - 1)[np.isfinite(found.weight)].sum())
    return tally


def naive(study: TimeStudy, cases: Floats) -> Floats:
    """The mean of every officer's own hours by cases, as they were written down."""
    entries = study.entries
    of_cases = entries.case_type != NONE
    place = entries.officer[of_cases] * len(study.types) + entries.case_type[of_cases]
    shape = (len(study.officers), len(study.types))
    hours = np.bincount(place, entries.minutes[of_cases], shape[0] * shape[1]).reshape(shape) / 60
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.nanmean(np.where(cases.sum(axis=1) > 0, hours / cases.sum(axis=1), np.nan), axis=0)
    return out


def row(kind: Kind, tally: Tally) -> str:
    """One line of docs/weights.md."""
    rare = f"{tally.held_rare / tally.intervals_rare:.1%}" if tally.intervals_rare else ""
    shares = [tally.by_bootstrap / tally.intervals, tally.error / tally.intervals, tally.naive / tally.intervals]
    cells = [f"{tally.held / tally.intervals:.1%}", rare, f"{shares[0]:.1%}", f"{shares[1]:+.1%}", f"{shares[2]:+.1%}"]
    return f"| {kind.name} | {' | '.join(cells)} |"


def main() -> int:
    """Print the table; 1 where a coverage is outside the band."""
    from bench.weight_logs import LARGE, campaign_of_logs, large_log
    from bench.weight_phases import campaign_of_phases

    warnings.simplefilter("ignore", RuntimeWarning)  # a rare type that a drawn sample lacks has no ratio
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1_000)
    studies = parser.parse_args().studies
    start, outside = time.monotonic(), 0
    print("| study | common types | rare types | percentile bootstrap | mean error | naive mean |")
    print("|---|---|---|---|---|---|")
    for kind in KINDS:
        tally = campaign(kind, studies)
        print(row(kind, tally), flush=True)
        every = (tally.held + tally.held_rare) / (tally.intervals + tally.intervals_rare)
        outside += not BAND[0] <= every <= BAND[1]
    aged = campaign_of_phases(studies)
    print(row(Kind("phases"), aged), flush=True)
    outside += not BAND[0] <= aged.held / aged.intervals <= BAND[1]
    totals = campaign_of_totals(studies)
    held, every = totals.held / totals.intervals, totals.intervals + totals.unseen
    print(f"| only totals | {held:.1%} | | | {totals.error / every:+.1%} | |")
    print(f"Only totals: {totals.unseen / every:.1%} of the weights are not shown by the hours, and have no interval.")
    outside += not BAND[0] <= held <= BAND[1]
    logs = campaign_of_logs(studies)
    held = logs.held / logs.intervals
    print(f"| event logs | {held:.1%} | | | {logs.error / logs.intervals:+.1%} | {logs.naive / logs.intervals:+.1%} |")
    outside += not BAND[0] <= held <= BAND[1]
    print(large_log(LARGE))
    print(f"{studies:,} studies of each kind in {time.monotonic() - start:.0f} s; {outside} kinds outside {BAND}")
    return int(outside > 0)


if __name__ == "__main__":
    raise SystemExit(main())
