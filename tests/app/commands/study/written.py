"""A time study of the probation example as files: diaries of officers who differ, counts and paid hours."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

MONDAY = dt.date(2026, 9, 7)
TRUTH = {"maximum": 4.0, "medium": 2.0, "minimum": 1.0}
"""Hours an open case and month."""
WEEKS_OF_MONTH = 365.2425 / 84
PAID = 37.5


def write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    every = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(every[0]))
        writer.writeheader()
        writer.writerows(every)


def write_study(folder: Path, officers: int = 9, weeks: int = 4, seed: int = 1) -> None:
    """Every officer has cases of every kind; 12 to 28 hours a week are theirs, the rest of what is paid is not."""
    rng = np.random.default_rng(seed)
    diaries: list[dict[str, object]] = []
    counts: list[dict[str, object]] = []
    paid: list[dict[str, object]] = []
    for officer in range(1, officers + 1):
        pace = float(np.exp(rng.normal(0, 0.2)))
        held = {kind: int(rng.integers(5, 20)) for kind in TRUTH}
        counts += [{"officer": f"P-{officer}", "case type": kind, "open cases": n} for kind, n in held.items()]
        for week in range(weeks):
            spent = 0.0
            for kind, hours in TRUTH.items():
                for case in range(held[kind]):
                    minutes = float(rng.gamma(2, hours / WEEKS_OF_MONTH * pace * 60 / 2))
                    diaries.append(_entry(rng, officer, week, minutes, (kind, f"{kind}-{officer}-{case}")))
                    spent += minutes / 60
            rest = max(PAID - spent, 1.0) * 60
            diaries += [_entry(rng, officer, week, rest / 5, ("", "")) | {"Date": _day(week, day)} for day in range(5)]
            paid.append({"officer": f"P-{officer}", "week": week + 1, "paid hours": f"{max(PAID, spent + 1):.2f}"})
    write_rows(folder / "diaries.csv", diaries)
    write_rows(folder / "counts.csv", counts)
    write_rows(folder / "paid.csv", paid)


def _entry(
    rng: np.random.Generator, officer: int, week: int, minutes: float, what: tuple[str, str]
) -> dict[str, object]:
    return {
        "Worker": f"P-{officer}",
        "Date": _day(week, int(rng.integers(5))),
        "Minutes": f"{minutes:.1f}",
        "Case Type": what[0],
        "Case ID": what[1],
    }


def _day(week: int, day: int) -> str:
    return (MONDAY + dt.timedelta(days=7 * week + day)).isoformat()
