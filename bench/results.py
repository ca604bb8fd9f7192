"""What was measured, kept as JSON beside the pages, so that a part of the benchmark can be run again on its own."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

VERSIONED = ("ortools", "highspy", "timefold", "numpy")
"""What figures depend on, where it is installed."""
AFTER_MOVES = {
    "fairness_again": "worst officer above the fair share, points",
    "shortfall": "furthest below, points",
    "evenness": "above the fair shares together, hours",
}
"""Goals that only Caseload is asked about, each after those before it, with what the page calls them."""
Moment = tuple[float, int | None, int | None]
"""Seconds since the process started, value and bound by then."""


@dataclass(frozen=True, slots=True)
class Record:
    """One contestant on one question.

    Attributes
    ----------
    row : str
        Key of the work (:mod:`bench.work`).
    instance : str
        Which office, in words.
    size : int
        Cases.
    seed : int
    who : str
        "caseload" or a peer.
    level : str
        "fairness" (grid steps above the fair share), "moves" (cases), or what else took the time: "report", "read".
    given_s, wall_s : float, seconds
        What the process was given, and took as a whole.
    peak_bytes : int
    value, bound : int or None
        None: none was found.
    gap : float or None
        Fairness: points; moves: a fraction of the value.
    step : int or None
        Grid steps above the fair share in the plan itself.
    solve_s : float or None
        Of ours: without starting, reading and writing, until both questions were settled.
    settled_s : float or None
        Of ours: seconds since the process was started until both questions were proven; None where they were not. What
        comes after it in the same process is evenness, a goal that no peer is asked about, and the checker.
    note : str
        Why there is nothing, where there is nothing.
    later : dict of str to (float, float)
        Of ours, with the moves: value and bound of the goals after them (``AFTER_MOVES``), in their own units.
    moments : tuple of Moment
    """

    row: str
    instance: str
    size: int
    seed: int
    who: str
    level: str
    given_s: float
    wall_s: float
    peak_bytes: int
    value: int | None = None
    bound: int | None = None
    gap: float | None = None
    step: int | None = None
    solve_s: float | None = None
    settled_s: float | None = None
    note: str = ""
    later: dict[str, tuple[float, float]] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.value is not None and self.value == self.bound

    def reached_at(self, value: float) -> float | None:
        """Seconds until the value was as good as this, or None."""
        return next((at for at, told, _ in self.moments if told is not None and told <= value), None)


def gap_of(level: str, value: int | None, bound: int | None) -> float | None:
    """As the solver defines it."""
    if value is None or bound is None:
        return None
    return (value - bound) / 100 if level == "fairness" else (value - bound) / max(1, abs(value))


@dataclass(slots=True)
class Results:
    """All records, the machine that they come from, and the published instances' table."""

    records: list[Record] = field(default_factory=list)
    machine: dict[str, str] = field(default_factory=dict)
    published: list[dict[str, Any]] = field(default_factory=list)

    def replace(self, row: str, records: Iterable[Record]) -> None:
        """Put in the records of a row in place of what was there."""
        self.records = [record for record in self.records if record.row != row] + list(records)
        self.machine = this_machine()

    def of(self, row: str) -> list[Record]:
        """The records of a row."""
        return [record for record in self.records if record.row == row]


def load(path: Path) -> Results:
    """Read what an earlier run has left; nothing where there was none."""
    if not path.exists():
        return Results()
    kept = json.loads(path.read_text("utf-8"))
    records = [
        Record(
            **{
                **record,
                "later": {name: tuple(pair) for name, pair in record.get("later", {}).items()},
                "moments": tuple(tuple(moment) for moment in record["moments"]),
            }
        )
        for record in kept["records"]
    ]
    return Results(records, kept["machine"], kept["published"])


def save(results: Results, path: Path) -> None:
    """Write, one record a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.dumps(dataclasses.asdict(record)) for record in results.records]
    published = [json.dumps(row) for row in results.published]
    path.write_text(
        f'{{"machine": {json.dumps(results.machine)},\n"records": [\n'
        + ",\n".join(rows)
        + '\n],\n"published": [\n'
        + ",\n".join(published)
        + "\n]}\n",
        "utf-8",
    )


def this_machine() -> dict[str, str]:
    """What figures depend on."""
    there = {distribution.name for distribution in importlib.metadata.distributions()}
    versions = {name: importlib.metadata.version(name) for name in VERSIONED if name in there}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **versions,
        "date": datetime.now(UTC).date().isoformat(),
    }
