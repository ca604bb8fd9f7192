"""``caseload explain``: why this officer and not that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.commands.options import (
    ACCEPT,
    GOALS,
    PERIOD,
    PLAN,
    POLICY,
    RELEASE,
    ROSTER,
    json_options,
    read_options,
    takes,
)
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile
    from solver.analysis.casework.explain import Explanation
    from solver.problem import Problem


@click.command("explain", short_help="Why this officer and not that one?")
@takes(ROSTER)
@click.argument("case")
@click.argument("officer")
@takes(PLAN)
@takes(POLICY, *GOALS, RELEASE, *PERIOD, ACCEPT)
@click.option("--json", "json_only", is_flag=True, help="Print the explanation as JSON and nothing else.")
def command(roster: RosterFile, case: str, officer: str, plan: str | None, json_only: bool, **given: Any) -> int:
    """Say what would change if OFFICER held CASE: whether they may, the loads, and every goal, worked out again."""
    from app.answers.explanation import explanation, explanation_entry
    from app.commands.assignment_source import names_as_usage, options_for, read_assigned
    from app.commands.terminal.table import as_shown

    chosen = json_options(given)
    read_options(chosen)  # what cannot be is refused before anything is read
    assigned = read_assigned(roster, plan, chosen, lambda text: click.echo(text, err=True))
    options = read_options(options_for(assigned, chosen))
    with names_as_usage():
        found = explanation(assigned, case, officer, options)
    for stray in assigned.strays:
        click.echo(stray, err=True)
    if json_only:
        click.echo(explanation_entry(assigned.problem, found).model_dump_json(indent=2))
    else:
        click.echo(as_shown(_text(assigned.problem, found)), nl=False)
    return OK


def _text(problem: Problem, found: Explanation) -> str:
    from fractions import Fraction

    from app.answers.explanation import amount_of
    from app.commands.terminal.table import table
    from app.report.text.levels import UNITS, share_of
    from app.report.text.numbers import about, percent
    from solver.goals import Unit

    officers, cases = problem.officers.ids, problem.cases.ids
    who, holder = officers[found.officer], officers[found.holder] if found.holder >= 0 else "nobody"
    case = cases[found.case] + (f" (with {len(found.cases) - 1:,} kept together)" if len(found.cases) > 1 else "")
    lines = [f"Case {case} is with {holder}."]
    if found.obstacles:
        return "\n".join([*lines, f"{who} may not hold it: {'; '.join(found.obstacles)}."]) + "\n"
    if found.officer == found.holder:
        return "\n".join([*lines, f"{who} may hold it; ask about another officer to compare."]) + "\n"
    lines += [f"It would break a rule: {broken}." for broken in found.broken]
    lines += ["", f"If {who} held it:", ""]
    rows = [
        (
            officers[load.officer],
            f"{about(load.now, 2)} h, {percent(load.utilization_now)}",
            f"{about(load.then, 2)} h, {percent(load.utilization_then)}",
        )
        for load in found.loads
    ]
    units = {"points": " points", "hours": " h", "cases": "", "cost": ""}
    for level in found.levels:
        now, then = (amount_of(problem, value, level.unit) for value in (level.now, level.then))
        whole = found.shared_hours if level.unit is Unit.GRAINS else Fraction(0)
        before, after = (
            about(value, 2) + units[UNITS[level.unit]] + (f" ({share_of(value, whole)})" if whole else "")
            for value in (now, then)
        )
        rows.append((level.name, before, after))
    lines += [*table(("", "now", "then"), rows), "", _verdict(found)]
    return "\n".join(lines) + "\n"


def _verdict(found: Explanation) -> str:
    from solver.analysis.words import named

    decisive = found.decisive
    if decisive is None:
        return "Every goal would be as good."
    better = decisive.ranked_then < decisive.ranked_now
    good = [level.name for level in found.levels[: found.levels.index(decisive)] if level.is_good_enough]
    both = f"{named(good).capitalize()} would change, but both are good enough under the goals. " if good else ""
    return f"{both}The first goal that decides is {decisive.name}: it would be {'better' if better else 'worse'}."
