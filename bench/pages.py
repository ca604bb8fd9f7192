"""Writes ``docs/benchmarks.md`` and its charts from what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bench.aims import arrival, as_fast, judge, races
from bench.charts import Chart, Line, render
from bench.contestant import KEEP_WITHIN, OURS
from bench.peers import NAMES
from bench.published_pages import published_tables
from bench.results import AFTER_MOVES, VERSIONED, Record, Results
from bench.work import ROWS, Row

LEAST_POINTS = 0.005
"""Half a grid step: where a chart with a logarithmic scale shows a fairness of exactly the fair share."""
INTRODUCTION = f"""# Benchmarks

Written by `make bench`, which makes the offices, runs everybody on the same ones, one after the other on the same
machine, and puts this page together. Nothing here is typed by hand.

Every contestant has a process of its own, and its **time** is that of the whole process, from its start to its last
word: loading Python and the libraries, reading the problem, building the model, searching. **Memory** is the most that
the process and its children held at one moment. Two questions are asked:

- **fairness**: by how many points of utilization does the worst officer have to lie above the fair share?
- **moves**: how many cases must be taken from officers who may keep them, so that nobody lies more than
  {KEEP_WITHIN / 100:g} points above that best fairness?

Caseload answers both in one process, and its independent checker has passed the plan before the clock stops. Once both
are proven, the rest of its time goes to further goals that the peers are not asked about (the worst officer again, who
is furthest below, evenness); the moment at which both were proven is therefore given, too, and is what the aims and the
growth are about. The peers are asked one
question at a time, in a fresh process each; they are told the fair shares for nothing, and for the moves also the best
fairness. A *bound* is what the contestant itself has proven that no plan can beat; value equal to bound
is *proven*. What a peer found is judged from its assignment alone.

| contestant | what it is |
|---|---|
| Caseload | `solver.solve`, or the command where the row says so |
| {NAMES["booleans"]} | as the assignment examples of the OR-Tools documentation write it |
| {NAMES["classes"]} | equal cases counted; no relaxation, no core |
| {NAMES["highs"]} | the same counts as a mixed-integer program, through `highspy` |
| {NAMES["timefold"]} | constraint streams, default search, in Java: one thread, a heap of 2 GB (`make bench-peers`) |
| {NAMES["greedy"]} | the longest case to whoever is then least utilized |
"""


def write_pages(results: Results, docs: Path) -> None:
    """Write the page and the charts; what was not run is said to be missing."""
    charts = docs / "benchmarks"
    charts.mkdir(parents=True, exist_ok=True)
    lines = [INTRODUCTION, _machine(results.machine), *_aims(results)]
    for row in ROWS:
        records = results.of(row.key)
        lines += ["", f"## {_heading(row)}", ""]
        if not records:
            lines.append("Not run." + (" `make bench-large` does." if row.large else ""))
            continue
        lines += _table(row, records)
        lines += _after_moves(records)
        for name, chart in _charts(row, records):
            (charts / f"{name}.svg").write_text(render(chart), "utf-8")
            lines += ["", f"![{chart.description}](benchmarks/{name}.svg)"]
    lines += ["", "## Published instances", "", *published_tables(results.published)]
    (docs / "benchmarks.md").write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def _heading(row: Row) -> str:
    return row.title[0].upper() + row.title[1:]


def _machine(machine: dict[str, str]) -> str:
    if not machine:
        return ""
    versions = ", ".join(f"{name} {machine[name]}" for name in VERSIONED if name in machine)
    return (
        f"Measured on {machine['date']}: {machine['cores']} cores, {machine['memory']}, {machine['system']}, Python "
        f"{machine['python']}, {versions}. Other machines give other seconds; the ratios are what counts."
    )


def _aims(results: Results) -> Iterator[str]:
    yield from (
        "",
        "## What was aimed at",
        "",
        "| work | aim | measured, worst instance | reached |",
        "|---|---|---|---|",
    )
    for row in ROWS:
        records = results.of(row.key)
        for judged in judge(row, records) if records else ():
            yield f"| {_heading(row)} | {judged.aim} | {judged.measured} | {'yes' if judged.reached else '**no**'} |"


def _table(row: Row, records: list[Record]) -> Iterator[str]:
    if row.kind == "report":
        words = {
            "report": "`caseload report`",
            "read": "reading and checking the files alone",
            "lines": "Python's own CSV reader over `cases.csv`, nothing kept",
        }
        yield from ("| what | time | memory |", "|---|---|---|")
        for record in records:
            yield f"| {words[record.level]} | {record.wall_s:.1f} s | {_memory(record.peak_bytes)} |"
        return
    if row.kind == "race":
        yield from _race(records)
        return
    yield "| office | contestant | time | memory | points above fair share | bound | moves | bound | gap of moves |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for (instance, who), both in groupby(records, lambda record: (record.instance, record.who)):
        found = {record.level: record for record in both}
        fairness, moves = found.get("fairness"), found.get("moves")
        first = fairness or moves
        if first is None:
            continue
        if first.note:
            yield f"| {instance} | {_name(who)} | {first.note} | | | | | | |"
            continue
        seconds = f"{first.wall_s:.1f} s"
        if who != OURS and moves is not None and fairness is not None:
            seconds = f"{fairness.wall_s:.1f} s and {moves.wall_s:.1f} s"
        elif first.settled_s is not None:
            seconds += f", both proven after {first.settled_s:.1f} s"
        peak = max(record.peak_bytes for record in found.values())
        yield (
            f"| {instance} | {_name(who)} | {seconds} | {_memory(peak)} | {_points(fairness)} | "
            f"{_moves(moves)} | {_gap(moves)} |"
        )


def _after_moves(records: list[Record]) -> Iterator[str]:
    """The goals after the moves, which no peer is asked about."""
    ours = [record for record in records if record.who == OURS and record.later]
    if not ours:
        return
    yield from ("", "What Caseload decides after that, with no more moves, in the same time:", "")
    yield "| office | " + " | ".join(f"{words} | bound" for words in AFTER_MOVES.values()) + " |"
    yield "|---|" + "---|---|" * len(AFTER_MOVES)
    for record in ours:
        cells = []
        for name in AFTER_MOVES:
            value, bound = record.later[name]
            cells += [f"{value:,.2f}", "proven" if value == bound else f"{bound:,.2f}"]
        yield f"| {record.instance} | " + " | ".join(cells) + " |"


def _race(records: list[Record]) -> Iterator[str]:
    yield from ("| office | contestant | within 1 % of the fewest moves known after | moves in the end | bound |",)
    yield "|---|---|---|---|---|"
    for instance, group in groupby(records, lambda record: record.instance):
        moves = [record for record in group if record.level == "moves" or record.note]
        times = arrival([record for record in moves if record.level == "moves"])
        for record in moves:
            if record.note:
                yield f"| {instance} | {_name(record.who)} | {record.note} | | |"
                continue
            at = times.get(record.who)
            shown = f"{at:.1f} s" if at is not None else f"not within {record.given_s:.0f} s"
            yield f"| {instance} | {_name(record.who)} | {shown} | {_moves(record)} |"
    yield ""
    for instance, ratio in races(records).items():
        shown = "Caseload did not get there" if ratio is None else f"{as_fast(ratio)} times as fast as the fastest peer"
        yield f"- {instance}: {shown}. A peer that does not get there counts with all the time that it had."


def _name(who: str) -> str:
    return "**Caseload**" if who == OURS else NAMES[who]


def _memory(peak: int) -> str:
    return f"{peak / 1e9:.1f} GB" if peak >= 1e9 else f"{peak / 1e6:.0f} MB"


def _points(record: Record | None) -> str:
    """Value and bound, two cells."""
    if record is None or record.note:
        return f"{record.note if record else 'not asked'} | "
    value = "none found" if record.value is None else f"{record.value / 100:.2f}"
    bound = "none" if record.bound is None else f"{record.bound / 100:.2f}"
    return f"{value} | {'proven' if record.proven else bound}"


def _moves(record: Record | None) -> str:
    """Value and bound, two cells; a plan too far from the fair shares is no answer."""
    if record is None or record.note:
        return f"{record.note if record else 'not asked'} | "
    value = "none found" if record.value is None else f"{record.value:,}"
    if record.value is None and record.step is not None:
        value = f"none, at {record.step / 100:.2f} points"
    bound = "none" if record.bound is None else f"{record.bound:,}"
    return f"{value} | {'proven' if record.proven else bound}"


def _gap(record: Record | None) -> str:
    if record is None or record.gap is None:
        return ""
    return f"{record.gap:.2%}"


def _charts(row: Row, records: list[Record]) -> Iterator[tuple[str, Chart]]:
    if row.key in {"table", "own"}:
        first = [record for record in records if record.seed == min(each.seed for each in records)]
        for level, label in (("fairness", "points above the fair share"), ("moves", "cases moved")):
            yield f"{row.key}-{level}", _over_time(row, level, label, [r for r in first if r.level == level])
    if row.key == "growth":
        yield "growth-time", _over_size(records, "seconds", "Time over size", "seconds, both questions")
        yield "growth-memory", _over_size(records, "memory", "Memory over size", "MB")


def _over_time(row: Row, level: str, label: str, records: list[Record]) -> Chart:
    def shown(value: int) -> float:
        return max(value / 100, LEAST_POINTS) if level == "fairness" else max(value, 0.5)

    lines = []
    for record in records:
        points = [(max(at, 0.1), shown(value)) for at, value, _ in record.moments if value is not None]
        if points:
            name = "Caseload" if record.who == OURS else NAMES[record.who]
            points.append((max(record.wall_s, points[-1][0]), points[-1][1]))
            lines.append(Line(name, points, [not record.proven] * len(points)))
    silent = [NAMES.get(record.who, "Caseload") for record in records if not record.moments and not record.note]
    description = (
        f"{_heading(row)}: {label} over seconds since the process was started, for each contestant. A hollow end: the "
        "time was over before it was proven."
    )
    if silent:
        description += f" Nothing was found in time by: {', '.join(silent)}."
    return Chart(
        f"{label[0].upper()}{label[1:]} over time (hollow: not proven in time)",
        description,
        "seconds since start",
        label,
        lines,
        steps=True,
    )


def _over_size(records: list[Record], what: str, title: str, label: str) -> Chart:
    lines = []
    for who in dict.fromkeys(record.who for record in records):
        points, hollow = [], []
        for size, group in groupby((r for r in records if r.who == who and not r.note), lambda record: record.size):
            both = list(group)
            ours_s = both[0].settled_s or both[0].wall_s
            seconds = ours_s if who == OURS else sum(record.wall_s for record in both)
            y = seconds if what == "seconds" else max(record.peak_bytes for record in both) / 1e6
            points.append((float(size), y))
            hollow.append(not all(record.proven for record in both))
        lines.append(Line("Caseload" if who == OURS else NAMES[who], points, hollow))
    description = (
        f"{title}: whole processes with 50 officers. Hollow points: the time was over before both were proven."
    )
    return Chart(f"{title}: hollow points were not proven in time", description, "cases", label, lines)
