"""What ``caseload whatif`` does in its child process: read, change, judge, and plan where that is asked for."""

from __future__ import annotations

from dataclasses import replace
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
from app.report.text.numbers import about
from solver.analysis.scenarios.whatif import Side, WhatIf, with_plans
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
    lines += table(("", "as it is", "changed"), list(whatif.rows(found.base, found.changed)))
    basis = f"one FTE is {about(found.basis.productive_hours, 2)} h a {options.period}"
    return "\n".join([*lines, "", " ".join(whatif.difference(found.base.verdict, found.changed.verdict, basis))]) + "\n"
