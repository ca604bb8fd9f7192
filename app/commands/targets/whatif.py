"""What ``caseload whatif`` does in its child process: read, change, judge, and plan where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.answers import whatif
from app.commands.admitted import read_admitted, to_parent
from app.commands.options import read_options
from app.commands.terminal.table import table
from app.confined_child import Child
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions
from app.intake.roster_file import RosterFile
from app.jobs.progress import plain, seldom, without_value
from app.report.text.numbers import about, hours_text, percent
from solver.analysis.scenarios.whatif import Side, WhatIf, with_plans
from solver.analysis.staffing.verdict import Verdict
from solver.analysis.staffing.verdict_parts import PartName
from solver.analysis.words import counted
from solver.plan import Plan


def compare(
    child: Child, roster: RosterFile, given: dict[str, Any], changes: list[str], solve: bool, as_json: bool
) -> str:
    """The text to print."""
    options = read_options(given)
    child.send(without_value("reading", 0.0))
    read = read_admitted(roster, options, to_parent(child.send))
    options = with_settings(options, read.settings)
    found = whatif.compare(read, options, changes)
    if solve:
        found = _planned(child, found, options)
    return whatif.comparison(found).model_dump_json(indent=2) + "\n" if as_json else as_text(found, options)


def _planned(child: Child, found: WhatIf, options: PlanOptions) -> WhatIf:
    from solver.solve import solve  # 0.65 s and pandas: only where a plan is wanted

    tell = seldom(child.send)

    def planned(side: Side) -> Plan:
        goals, config = options.to_solver(side.problem)
        config = replace(config, time_limit_s=config.time_limit_s / 2)
        return solve(side.problem, goals, config, lambda step: tell(plain(step)), child.should_stop)

    goals, _ = options.to_solver(found.base.problem)
    return with_plans(found, goals, planned(found.base), planned(found.changed))


def as_text(found: WhatIf, options: PlanOptions) -> str:
    """Both sides for people."""
    lines = [f"What if {'; '.join(str(change) for change in found.changes)}?", ""]
    lines += table(("", "as it is", "changed"), list(_rows(found.base, found.changed)))
    basis = f"one FTE is {about(found.basis.productive_hours, 2)} h a {options.period}"
    return "\n".join([*lines, "", " ".join(_change(found.base.verdict, found.changed.verdict, basis))]) + "\n"


def _change(base: Verdict, changed: Verdict, basis: str) -> Iterator[str]:
    """What becomes of the missing hours, and of the work that waits for somebody who may do it."""
    before, after = (each.part(PartName.HOURS) for each in (base, changed))
    gained = _known(before.hours) - _known(after.hours)
    if gained:
        what = "are gained" if gained > 0 else "more are missing"
        fte = abs(_known(before.fte) - _known(after.fte))
        yield f"{hours_text(_short(abs(gained)))} {what}: {about(fte, 2)} FTE ({basis})."
    else:
        yield f"The missing hours stay the same ({basis})."
    waiting = changed.outside.hours - base.outside.hours
    if waiting:
        than = "more" if waiting > 0 else "less"
        yield f"{hours_text(_short(abs(waiting)))} of work {than} wait for somebody who may do it."


def _rows(base: Side, changed: Side) -> Iterator[tuple[str, str, str]]:
    sides = (base, changed)

    def row(label: str, texts: Iterator[str]) -> tuple[str, str, str]:
        left, right = texts
        return label, left, right

    yield row("State", (side.verdict.state.value for side in sides))
    for waits, stays, name in (
        ("Wait for somebody", "Not to be held", PartName.SKILLS),
        ("Wait for a place", "Above a standard", PartName.STANDARDS),
    ):
        parts = [side.verdict.part(name) for side in sides]
        waiting, staying = [part.cases - part.staying for part in parts], [part.staying for part in parts]
        for label, counts in ((waits, waiting), (stays, staying)):
            if any(counts):
                yield row(label, (counted(count, "case") for count in counts))
    yield row("Officers", (f"{len(side.problem.officers):,}" for side in sides))
    yield row("Cases", (f"{len(side.problem.cases):,}" for side in sides))
    yield row("Demand", (hours_text(_short(side.verdict.demand_hours)) for side in sides))
    yield row("Available", (hours_text(_short(side.verdict.available_hours)) for side in sides))
    yield row("Utilization", (percent(side.verdict.utilization) for side in sides))
    yield row("Least peak", (percent(side.verdict.peak_utilization) for side in sides))
    hours = [side.verdict.part(PartName.HOURS) for side in sides]
    yield row("Missing hours", (hours_text(_short(_known(part.hours))) for part in hours))
    yield row("Missing FTE", (about(_known(part.fte), 2) for part in hours))
    if any(side.verdict.outside.hours for side in sides):
        yield row("Work that waits", (hours_text(_short(side.verdict.outside.hours)) for side in sides))
    if base.plan is not None and changed.plan is not None:
        plans = (base.plan, changed.plan)
        yield row("Planned peak", (percent(plan.peak_utilization) for plan in plans))
        yield row("Moves", (f"{plan.moves.cases:,} ({plan.moves.forced:,} must)" for plan in plans))
        yield row("Without officer", (counted(plan.unplaced, "case") for plan in plans))
        yield row("Proof", (plan.status.value for plan in plans))


def _known(figure: Fraction | None) -> Fraction:
    """A figure of the hours, which are always known."""
    return Fraction(0) if figure is None else figure


def _short(hours: Fraction) -> Fraction:
    """Hours that changes may have made endless decimals of, to two."""
    return Fraction(round(hours * 100), 100)
