"""``caseload advise``: who should take these cases."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import ACCEPT, BASIS, PLAN, ROSTER, json_options, read_options, takes
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.intake.roster_file import RosterFile
    from solver.analysis.casework.advice import Advice, Pace
    from solver.problem import Problem

SHOWN = 5
"""Officers that the terminal shows for a case; ``--json`` has all."""


@click.command("advise", short_help="Who should take these new cases?")
@takes(ROSTER)
@click.argument("case", nargs=-1, required=True)
@takes(PLAN)
@click.option("--pace", metavar="N:M", help="At most N new cases for M that an officer holds besides, as 1:6.")
@click.option(
    "--ramp",
    multiple=True,
    metavar="ID=SHARE",
    help="An officer who is back from leave counts with a share of their hours, as D-07=50%; may be given again.",
)
@takes(*BASIS, ACCEPT)
@click.option("--json", "json_only", is_flag=True, help="Print the advice as JSON and nothing else.")
def command(
    roster: RosterFile,
    case: tuple[str, ...],
    plan: str | None,
    pace: str | None,
    ramp: tuple[str, ...],
    json_only: bool,
    **given: Any,
) -> int:
    """Rank the officers who may take each CASE, with what it does to their load, the peak and the target.

    Cases are given out in the order named: each goes to its best officer before the next one is looked at.
    """
    import json

    from app.answers.advice import advice, advice_entry
    from app.commands.assignment_source import names_as_usage, read_assigned
    from app.commands.terminal.table import as_shown
    from app.intake.build.window import dated

    chosen = json_options(given)
    read_options(chosen)  # what cannot be is refused before anything is read
    assigned = read_assigned(roster, plan, chosen, lambda text: click.echo(text, err=True))
    options = read_options({**dated(assigned.made_for), **chosen})
    shares, speed = _shares(ramp), _pace(pace)
    with names_as_usage():
        found = advice(assigned, case, options, speed, shares)
    for stray in assigned.strays:
        click.echo(stray, err=True)
    if json_only:
        entries = [advice_entry(assigned.problem, each).model_dump() for each in found]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        click.echo(as_shown("\n".join(_text(assigned.problem, each) for each in found)), nl=False)
    return OK


def _shares(ramp: tuple[str, ...]) -> dict[str, Fraction]:
    shares = {}
    for text in ramp:
        match = re.fullmatch(r"(.+)=([0-9]+(?:\.[0-9]+)?)%", text)
        if not match:
            raise click.UsageError(f"--ramp {text} is not understood; write it as D-07=50%.")
        shares[match[1]] = Fraction(match[2]) / 100
    return shares


def _pace(text: str | None) -> Pace | None:
    from app.answers.advice import read_pace

    if text is None:
        return None
    pace = read_pace(text)
    if pace is None:
        raise click.UsageError(f"--pace {text} is not understood; write it as 1:6.")
    return pace


def _text(problem: Problem, advice: Advice) -> str:
    from app.commands.terminal.table import table
    from app.report.text.numbers import about, percent
    from solver.analysis.words import counted

    ids, cases = problem.officers.ids, problem.cases.ids
    others = [cases[case] for case in advice.cases if case != advice.case]
    head = f"Case {cases[advice.case]}" + (f", together with {', '.join(others)}" if others else "")
    if not advice.candidates:
        lines = [f"{head}: nobody may take it."]
        lines += [f"  {'; '.join(reasons)}" for _, reasons in advice.nobody[:SHOWN] if reasons]
        rest = len(advice.nobody) - SHOWN
        return "\n".join([*lines, *([f"  and {counted(rest, 'other')}"] if rest > 0 else [])]) + "\n"
    rows = [
        (
            ids[each.officer],
            f"{about(each.load_after, 2)} h",
            percent(each.utilization_before),
            percent(each.utilization_after),
            percent(each.headed_for),
            percent(each.peak_after),
            "yes" if each.within_target else "no",
            f"{each.caseload_after:,}",
            "; ".join(each.against) or "-",
        )
        for each in advice.candidates[:SHOWN]
    ]
    header = ("officer", "load", "before", "after", "headed for", "peak", "in target", "cases", "against")
    more = len(advice.candidates) - SHOWN
    lines = [f"{head}: {ids[advice.candidates[0].officer]}", *("  " + line for line in table(header, rows))]
    return "\n".join([*lines, *([f"  and {counted(more, 'other')}; --json has all"] if more > 0 else [])]) + "\n"
