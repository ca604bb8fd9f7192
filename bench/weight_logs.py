"""Event logs whose truth is known, and one of two million events: part of ``make weights-coverage``.

``python -m bench.weight_logs`` (``make weights-log``, a minute): the large one alone, and whether it is soon and small
enough.

Officers work from nine to five on one task after the other, or on two at once with equal shares; what is not done at
five goes on the next morning; between tasks lies time of which the log knows nothing. A few events are ended days too
late.
"""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.intake.time_study.read_study import read_study
from bench.weights import Tally
from solver.arrays import Floats, Ints
from solver.weights.estimate import WEEKS, estimate
from solver.weights.event_log.handling import handled
from solver.weights.event_log.log import DAY, WEEK, EventLog
from solver.weights.study import NONE, Counts, TimeStudy

TYPES, WEEKS_OF_LOG = 4, 8
MORNING, WORKDAY = 540, 480
TASK = 40.0
"""Minutes of a task on average."""
PAIRED, FORGOTTEN = 0.5, 0.002
FIRST = 105_190 * WEEK
LARGE = 2_000_000
"""Events of the log that is timed."""
MOST_S, MOST_GIGABYTES = 20.0, 1.0


def drawn_log(rng: np.random.Generator) -> tuple[EventLog, Ints, Floats]:
    """A log of 8 to 20 officers, the cases of each, and the true hours of an open case and month."""
    officers = int(rng.integers(8, 21))
    truth = np.exp(rng.normal(np.log(2), 0.5, TYPES))
    held = rng.poisson(6 * rng.gamma(8, 1 / 8, (officers, 1)), (officers, TYPES))
    pace = np.exp(rng.normal(-0.03125, 0.25, (officers, 1)))
    mean = held * truth / WEEKS["month"] * pace * 60
    parts = [_week(rng, who, week, mean[who]) for who in range(officers) for week in range(WEEKS_OF_LOG)]
    officer, start, complete, kind = (np.concatenate(part) for part in zip(*parts, strict=True))
    complete = complete + np.where(rng.random(len(complete)) < FORGOTTEN, rng.integers(1, 8, len(complete)) * DAY, 0)
    case = np.arange(len(officer))
    return EventLog(officer, start, complete, kind, case, np.full(len(officer), NONE)), held, truth


def _week(rng: np.random.Generator, who: int, week: int, mean: Floats) -> tuple[Ints, Floats, Floats, Ints]:
    number = rng.poisson(mean / TASK)
    kind = rng.permutation(np.repeat(np.arange(TYPES), number))
    minutes = rng.gamma(1.5, TASK / 1.5, len(kind))
    pairs = np.flatnonzero(rng.random(len(kind) // 2) < PAIRED) * 2
    second = np.zeros(len(kind), np.bool_)
    second[pairs + 1] = True
    free = max(5 * WORKDAY - 1 - minutes.sum(), 0.0) / max(int((~second).sum()), 1)
    begin = np.cumsum(minutes) - minutes + free * (np.cumsum(~second) - 1)
    begin[pairs + 1] = begin[pairs]
    end = begin + minutes
    for first in pairs.tolist():  # two at once, each at half speed until the shorter one is done
        one, other = minutes[first], minutes[first + 1]
        ends = (2 * one, one + other) if one <= other else (one + other, 2 * other)
        end[first : first + 2] = begin[first] + np.array(ends)
    inside = end < 5 * WORKDAY  # a week that is too full leaves its last tasks undone
    clock = [FIRST + week * WEEK + each // WORKDAY * DAY + MORNING + each % WORKDAY for each in (begin, end)]
    return np.full(int(inside.sum()), who), clock[0][inside], clock[1][inside], kind[inside]


def campaign_of_logs(studies: int) -> Tally:
    """How often intervals hold the truth, beside the hours between start and end as they stand."""
    tally = Tally()
    for seed in range(studies):
        log, held, truth = drawn_log(np.random.default_rng([seed, 5]))
        officers = len(held)
        grid = np.indices((officers, TYPES)).reshape(2, -1)
        unknown = np.full(held.size, np.nan)
        study = TimeStudy(
            officers=tuple(map(str, range(officers))),
            types=tuple(map(str, range(TYPES))),
            activities=(),
            first_monday=log.first_monday,
            weeks=log.weeks,
            entries=handled(log, officers).entries,
            counts=Counts(grid[0], np.full(held.size, NONE), grid[1], held.ravel().astype(float), unknown, unknown),
        )
        found = estimate(study)
        clock = np.bincount(log.case_type, log.complete - log.start, TYPES) / 60
        naive = clock / (held.sum(axis=0) * WEEKS_OF_LOG) * WEEKS["month"]
        tally.held += int(((found.low <= truth) & (truth <= found.high)).sum())
        tally.intervals += int(np.isfinite(found.low).sum())
        tally.error += float((found.weight / truth - 1).sum())
        tally.naive += float((naive / truth - 1).sum())
    return tally


@dataclass(frozen=True)
class Took:
    """What a log took, from the file to the weights; memory is the most that the process ever had."""

    events: int
    seconds: float
    processor_s: float
    gigabytes: float

    def __str__(self) -> str:
        times = f"{self.seconds:.1f} s, {self.processor_s:.1f} s of the processor"
        return f"A log of {self.events:,} events: {times}, {self.gigabytes:.2f} GB at most"


def large_log(events: int) -> Took:
    """Weigh a log of so many events."""
    rng = np.random.default_rng(1)
    days = np.datetime_as_string(np.datetime64("2025-01-06") + np.arange(364))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        with path.open("w", encoding="utf-8") as stream:
            stream.write("resource,start time,complete time,case type,case id\n")
            columns = (rng.integers(0, high, events).tolist() for high in (300, 364, 420, 60_000, 60))
            for who, day, minute, case, length in zip(*columns, strict=True):
                begin, end = divmod(540 + minute, 60), divmod(541 + minute + length, 60)
                times = ",".join(f"{days[day]}T{hour:02}:{rest:02}:00" for hour, rest in (begin, end))
                stream.write(f"O{who},{times},type {case % 20},C{case}\n")
        began, processor = time.monotonic(), time.process_time()
        estimate(read_study([path]).study)
        took = time.monotonic() - began, time.process_time() - processor
    return Took(events, *took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)


def main() -> int:
    """Weigh the large one; 1 where it took longer or more than is promised."""
    took = large_log(LARGE)
    print(took)
    return int(took.seconds > MOST_S or took.gigabytes > MOST_GIGABYTES)


if __name__ == "__main__":
    raise SystemExit(main())
