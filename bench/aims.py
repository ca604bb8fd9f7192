"""Whether a row reached what was aimed at, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bench.contestant import OURS
from bench.results import Record
from bench.work import Row


@dataclass(frozen=True, slots=True)
class Judged:
    """One aim: what was aimed at, what was measured, and whether that is enough."""

    aim: str
    measured: str
    reached: bool


def judge(row: Row, records: list[Record]) -> list[Judged]:
    """Compare the worst instance of a row with its aims."""
    ours = [record for record in records if record.who == OURS]
    if not ours or any(record.note for record in ours):
        return [Judged("an answer", next((record.note for record in ours if record.note), "not run"), False)]
    return list(_judged(row, ours, records))


def _judged(row: Row, ours: list[Record], records: list[Record]) -> Iterator[Judged]:
    aim = row.aim
    if aim.wall_s is not None:
        worst = max(record.settled_s or record.wall_s for record in ours)
        yield Judged(f"≤ {aim.wall_s:g} s", f"{worst:.1f} s", worst <= aim.wall_s)
    if aim.peak_bytes is not None:
        most = max(record.peak_bytes for record in ours)
        yield Judged(f"≤ {aim.peak_bytes / 1e9:g} GB", f"{most / 1e9:.1f} GB", most <= aim.peak_bytes)
    for level, wanted in (("fairness", aim.fairness), ("moves", aim.moves)):
        if wanted is None:
            continue
        gaps = [record.gap for record in ours if record.level == level]
        gap = None if None in gaps else max(each for each in gaps if each is not None)
        shown = {"fairness": "{:.2f} points", "moves": "{:.3%}"}[level]
        target = f"{level} proven" if wanted == 0 else f"{level} gap ≤ {wanted:g} points"
        if wanted and level == "moves":
            target = f"moves gap ≤ {wanted:.1%}"
        measured = "no plan" if gap is None else "proven" if gap == 0 else f"gap {shown.format(gap)}"
        yield Judged(target, measured, gap is not None and gap <= wanted)
    if aim.times is not None:
        yield _growth(aim.times, ours)
    if aim.beyond_s is not None:
        wall = {record.level: record.wall_s for record in ours}
        beyond = wall["report"] - wall["read"]
        measured = f"{wall['report']:.1f} s, reading alone {wall['read']:.1f} s"
        yield Judged(f"≤ {aim.beyond_s:g} s beyond reading", measured, beyond <= aim.beyond_s)
    if aim.faster is not None:
        ratios = list(races(records).values())
        reached = bool(ratios) and all(ratio is not None and ratio >= aim.faster for ratio in ratios)
        measured = ", ".join("not there" if ratio is None else f"{as_fast(ratio)} × as fast" for ratio in ratios)
        yield Judged(f"≥ {aim.faster:g} × the fastest peer", measured or "no peer took part", reached)


def _growth(most: float, ours: list[Record]) -> Judged:
    took = sorted({record.size: record.solve_s or 0.0 for record in ours}.items())
    steps = [(after / max(before, 1e-9), size) for (_, before), (size, after) in pairwise(took)]
    worst, size = max(steps, default=(0.0, 0))
    measured = f"{worst:.2f} × at {size:,} cases ({', '.join(f'{seconds:.1f} s' for _, seconds in took)})"
    return Judged(f"≤ {most:g} × at 10 × the cases", measured, worst <= most)


def races(records: list[Record]) -> dict[str, float | None]:
    """How many times as fast as the fastest peer ours was, for each instance. None: ours did not get there.

    An instance on which no peer took part is left out.
    """
    out: dict[str, float | None] = {}
    for instance in dict.fromkeys(record.instance for record in records):
        mine = [record for record in records if record.instance == instance and record.level == "moves"]
        times = arrival(mine)
        ours = times.pop(OURS, None)
        peers = [
            seconds or record.given_s for record in mine if record.who in times for seconds in (times[record.who],)
        ]
        if peers:
            out[instance] = min(peers) / ours if ours else None
    return out


def as_fast(ratio: float) -> str:
    """A ratio with what of it means something: 0.52, 6.5, 62, 580."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def arrival(records: list[Record]) -> dict[str, float | None]:
    """When each contestant was within 1 % of the fewest moves that anybody found.

    One that was skipped, or failed before it told anything, took no part; one that told something and was ended later
    counts with what it told.
    """
    known = [record.value for record in records if record.value is not None]
    if not known:
        return {}
    return {record.who: record.reached_at(min(known) * 1.01) for record in records if record.moments or not record.note}
