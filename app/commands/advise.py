"""``caseload advise``: who should take these cases."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import BASIS, PLAN, ROSTER, goals_of, options, read_options
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.commands.assignment_source import HeldRoster
    from app.intake.options import PlanOptions
    from solver.analysis.casework.advice import Advice, Terms

SHOWN = 5
"""Officers that the terminal shows for a case; ``--json`` has all."""


@click.command("advise", short_help="Who should take these new cases?")
@options(ROSTER)
@click.argument("case", nargs=-1, required=True)
@options(PLAN)
@click.option("--pace", metavar="N:M", help="At most N new cases for M that an officer holds besides, as 1:6.")
@click.option(
    "--ramp",
    multiple=True,
    metavar="ID=SHARE",
    help="An officer who is back from leave counts with a share of their hours, as D-07=50%; may be given again.",
)
@options(*BASIS)
@click.option("--json", "json_only", is_flag=True, help="Print the advice as JSON and nothing else.")
def command(
    roster: str,
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

    from app.answers.advice import advice_entry
    from app.commands.assignment_source import read_held
    from app.commands.terminal.table import as_shown
    from solver.analysis.casework.advice import advise

    goals = read_options(goals_of(given))
    held = read_held(roster, plan)
    terms = _terms(held, goals, pace, ramp)
    found = advise(held.problem, held.officer, [held.case(name) for name in dict.fromkeys(case)], terms)
    for stray in held.strays:
        click.echo(stray, err=True)
    if json_only:
        entries = [advice_entry(held.problem, advice).model_dump() for advice in found]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        click.echo(as_shown("\n".join(_text(held, advice) for advice in found)), nl=False)
    return OK


def _terms(held: HeldRoster, goals: PlanOptions, pace: str | None, ramp: tuple[str, ...]) -> Terms:
    from solver.analysis.casework.advice import Pace, Terms
    from solver.analysis.fte import Basis, Period

    shares = {}
    for text in ramp:
        match = re.fullmatch(r"(.+)=([0-9]+(?:\.[0-9]+)?)%", text)
        if not match:
            raise click.UsageError(f"--ramp {text} is not understood; write it as D-07=50%.")
        shares[held.officer_named(match[1])] = Fraction(match[2]) / 100
    match = re.fullmatch(r"([0-9]+):([0-9]+)", pace) if pace is not None else None
    if pace is not None and not match:
        raise click.UsageError(f"--pace {pace} is not understood; write it as 1:6.")
    return Terms(
        Basis.of(Period(goals.period)),
        None if goals.target is None else Fraction(goals.target),
        Pace(int(match[1]), int(match[2])) if match else None,
        shares,
    )


def _text(held: HeldRoster, advice: Advice) -> str:
    from app.commands.terminal.table import table
    from app.report.text.numbers import about, counted, percent

    ids, cases = held.problem.officers.ids, held.problem.cases.ids
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
            percent(each.utilization_before, is_table=True),
            percent(each.utilization_after, is_table=True),
            percent(each.peak_after, is_table=True),
            "yes" if each.within_target else "no",
            f"{each.caseload_after:,}",
            "; ".join(each.against) or "-",
        )
        for each in advice.candidates[:SHOWN]
    ]
    header = ("officer", "load", "before", "after", "peak", "in target", "cases", "against")
    more = len(advice.candidates) - SHOWN
    lines = [f"{head}: {ids[advice.candidates[0].officer]}", *("  " + line for line in table(header, rows))]
    return "\n".join([*lines, *([f"  and {counted(more, 'other')}; --json has all"] if more > 0 else [])]) + "\n"
