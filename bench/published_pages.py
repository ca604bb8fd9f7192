"""The table of published instances in ``docs/benchmarks.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KINDS = {
    "gap": "Generalised assignment, types A to E (Chu and Beasley 1997; Yagiura, Ibaraki and Glover 2004)",
    "gap-small": "Generalised assignment, gap1 to gap12 (Cattrysse, Salomon and Van Wassenhove 1994)",
    "rcmax": "Unrelated parallel machines, makespan (sample of Fanjul-Peyro and Ruiz)",
}


def published_tables(rows: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each family, then one for each instance."""
    if not rows:
        yield "Not run. `make bench-published` does, where the instances are."
        return
    yield "Gap: how far the value lies above the best known. A value below a proven bound would be an error of ours."
    yield (
        "Here the clock ends a search, as in the papers: its first turn has work for all the seconds. By default "
        "a search is counted in work, so that the plan is the same again, and takes further turns while there is time."
    )
    yield ""
    yield "| family | instances | mean gap | worst gap | proven | below a proven bound | seconds |"
    yield "|---|---|---|---|---|---|---|"
    for kind, title in KINDS.items():
        mine = [row for row in rows if row["kind"] == kind]
        if mine:
            yield f"| {title} | {summary(mine)} |"
    yield from (
        "",
        "| instance | value | best known | gap | our bound | known bound | seconds |",
        "|---|---|---|---|---|---|---|",
    )
    for row in rows:
        value = "none" if row["value"] is None else f"{row['value']:,}"
        gap = "" if row["gap"] is None else f"{row['gap']:.3%}"
        yield (
            f"| {row['instance']} | {value} | {row['best_known']:,} | {gap} | "
            f"{row['bound']:,} | {row['known_bound']:,} | {row['wall_s']:.1f} |"
        )


def summary(rows: list[dict[str, Any]]) -> str:
    """Cells of a family: number, mean and worst gap, proven, impossible values, seconds."""
    gaps = [row["gap"] for row in rows if row["gap"] is not None]
    mean = f"{sum(gaps) / len(gaps):.4%}" if gaps else "–"
    worst = f"{max(gaps):.4%}" if len(gaps) == len(rows) else f"{len(rows) - len(gaps)} without a plan"
    proven = sum(row["value"] is not None and row["value"] == row["bound"] for row in rows)
    wrong = sum(bool(row["wrong"]) for row in rows)
    seconds = sum(row["wall_s"] for row in rows)
    return f"{len(rows)} | {mean} | {worst} | {proven} | {wrong} | {seconds:.0f}"
