"""``caseload weights``: a time study becomes case weights, with how far each may be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from app.commands.terminal.failures import OK

ASSUMED = 0.2
"""Half-width that ``--design`` looks for where none is said."""


def _positive(_context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not value > 0:
        raise click.BadParameter("must be above 0", param=option)
    return value


@click.command("weights", short_help="Make case weights of a time study.")
@click.argument("study", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to write weights.csv, study.html and study.json.",
)
@click.option("--force", is_flag=True, help="Overwrite what is in DIR.")
@click.option(
    "--unit",
    type=click.Choice(["open", "new"]),
    default="open",
    help="Hours of an open case in the period, or of a new case from beginning to end.  [default: open]",
)
@click.option(
    "--period",
    type=click.Choice(["week", "month", "quarter", "year"]),
    default="month",
    help="Of which an open case's weight is the hours.  [default: month]",
)
@click.option(
    "--full-time",
    type=float,
    callback=_positive,
    metavar="H",
    help="Hours a week that a full-time officer is paid for; gives the hours for cases, for --fte-hours of a plan.",
)
@click.option(
    "--shared-cv",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="CV",
    help="An error that all weights share and no study shows of itself, as 0.1.  [default: 0]",
)
@click.option(
    "--phases",
    multiple=True,
    metavar="TYPE:DAYS",
    help="Ages in days at which later phases of a type begin, as intake:30,180, or 30 for all types; needs a file of "
    "cases with case id, case type, opened and closed.",
)
@click.option("--source", metavar="TEXT", help="What the column source says.  [default: time study]")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="What comes first in dates such as 3/4/2026, where no other date of the column shows it.",
)
@click.option(
    "--design", is_flag=True, help="How large a study has to be, instead of weights; STUDY is an earlier one."
)
@click.option(
    "--half-width",
    type=float,
    callback=_positive,
    metavar="SHARE",
    help="With --design: half of the 90 % interval that is wished for.  [default: 0.2]",
)
@click.option("--officers", type=click.IntRange(2), metavar="N", help="With --design: how many there are.")
@click.option("--json", "json_only", is_flag=True, help="Print JSON and nothing else.")
def command(study: tuple[Path, ...], out: Path | None, force: bool, design: bool, json_only: bool, **given: Any) -> int:
    """Make case weights of STUDY: CSV files or a workbook of diaries or an event log, counts and paid hours.

    docs/weights.md says what to record, how long and with how many officers.
    """
    if design:
        return _design(study, given, json_only=json_only)
    if not study:
        raise click.UsageError("Name the files of a study, or ask how large one has to be with --design.")
    from app.answers.weights.answer import weights_of
    from app.output_folder import refuse_unless_free
    from solver.weights.estimate import Estimation
    from solver.weights.study import Unit

    if out is not None:
        refuse_unless_free(out, force=force, forced_by="--force")
    asked = Estimation(Unit(given["unit"]), given["period"], given["shared_cv"])
    document = weights_of(study, asked, given["full_time"], given["dates"], given["phases"])
    if out is not None:
        _write(out, document, given["source"])
    click.echo(json.dumps(document, indent=2, ensure_ascii=False) if json_only else _shown(document, out), nl=json_only)
    return OK


def _write(out: Path, document: dict[str, Any], said: str | None) -> None:
    from app.answers.weights.study_report import study_html
    from app.answers.weights.weights_sheet import sheet_text, source_of
    from app.output_folder import draft_beside, publish

    source = source_of(document, said)
    with draft_beside(out) as draft:
        (draft / "weights.csv").write_text(sheet_text(document, source), "utf-8", newline="")
        (draft / "study.html").write_text(study_html(document, source), "utf-8")
        (draft / "study.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
        publish(draft, out)


def _shown(document: dict[str, Any], out: Path | None) -> str:
    from app.answers.weights.study_screen import HEADER, rows_of, sentences_of, what_to_do
    from app.commands.terminal.table import as_shown, table

    lines = [*table(HEADER, rows_of(document)), "", *sentences_of(document), ""]
    lines += [f"{'WRONG' if each['weight'] == 'wrong' else 'note '}  {each['text']}" for each in document["findings"]]
    if out is not None:
        lines += [
            "",
            f"Wrote {out / 'weights.csv'}, and {out / 'study.html'} to read and print.",
            *what_to_do(document),
        ]
    return as_shown("\n".join(lines) + "\n")


def _design(study: tuple[Path, ...], given: dict[str, Any], *, json_only: bool) -> int:
    from app.answers.weights.answer import differences_in
    from app.answers.weights.design import design_of, design_sentences, design_table
    from app.commands.terminal.table import as_shown, table
    from solver.weights.design import Differences

    known = differences_in(study, given["dates"]) if study else None
    if study and known is None:
        raise click.UsageError("One officer alone had cases in STUDY, so it does not say how much officers differ.")
    found = design_of(given["half_width"] or ASSUMED, known or Differences(), given["officers"])
    if json_only:
        click.echo(json.dumps(found, indent=2))
        return OK
    header, rows = design_table(found)
    lines = [*table(header, rows), "", *design_sentences(found, is_assumed=known is None)]
    click.echo(as_shown("\n".join(lines) + "\n"), nl=False)
    return OK
