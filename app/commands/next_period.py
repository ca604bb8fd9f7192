"""``caseload next``: the next roster, from the last plan and a new export, and what changed since."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.recognition.import_export import ENDINGS
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.answers.next_period.last_plan import LastPlan
    from app.answers.next_period.since import Since
    from app.intake.roster import Roster

SHOWN = 3
"""Cases and officers of each kind that the terminal shows; ``--json`` and ``--list`` have all."""


@click.command("next", short_help="Begin the next period: the last plan beside a new export.")
@click.argument("last_plan", type=click.Path(exists=True, path_type=Path))
@click.argument("export", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write the roster of the next period: .xlsx or .json.",
)
@click.option(
    "--profile",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What `caseload import` remembered of an earlier export.",
)
@click.option(
    "--trust",
    type=click.Choice(["export", "plan"]),
    default="export",
    help="Who is right where both name an officer and differ: the export, because it is what is real, or the plan.  "
    "[default: export]",
)
@click.option(
    "--list",
    "listing",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write a CSV file with a row for each case that is not as adopted: new, closed, with somebody else.",
)
@click.option("--force", is_flag=True, help="Overwrite the files.")
@click.option("--json", "json_only", is_flag=True, help="Print what changed as JSON and nothing else.")
def command(
    last_plan: Path,
    export: tuple[Path, ...],
    out: Path,
    profile: Path | None,
    listing: Path | None,
    **given: Any,
) -> int:
    """Make the roster of the next period of LAST_PLAN (the folder of a plan) and EXPORT, one new file or several.

    Cases that are not in the export any more are gone, new ones are marked in --list, and where the export names no
    officer of a case, the one of the plan has it. Prints what changed since the plan.
    """
    from app.answers.next_period.since import Trust, since
    from app.answers.next_period.since_entry import SinceEntry

    _refuse_targets(out, listing, force=given["force"])
    plan = _last_plan(last_plan)
    found = since(plan, _recognised(export, profile), Trust(given["trust"]))
    _write(found, out, listing)
    begins = _next_start(last_plan)
    if given["json_only"]:
        click.echo(json.dumps(SinceEntry.of(found).model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        _show(found, out, listing, "" if begins is None else f" --period-start {begins}")
    return OK


def _refuse_targets(out: Path, listing: Path | None, *, force: bool) -> None:
    if out.suffix.casefold() not in ENDINGS:
        raise click.UsageError(f"--out {out} must end in .xlsx or .json.")
    if listing is not None and listing.suffix.casefold() != ".csv":
        raise click.UsageError(f"--list {listing} must end in .csv.")
    for option, path in (("--out", out), ("--list", listing)):
        if path is not None and path.exists() and not force:
            raise click.UsageError(f"{option} {path} is there already; name another, or overwrite it with --force.")


def _last_plan(path: Path) -> LastPlan:
    from app.answers.next_period.last_plan import CASES, PEOPLE, read_last_plan
    from app.commands.plan_folder import report_beside, scenario_of

    report, _ = report_beside(path)
    if scenario_of(report):
        raise click.UsageError(
            f"{path} answers what would be with changes made, and nobody can have adopted it: give the plan that holds."
        )
    assignments, officers = (path / CASES, path / PEOPLE) if path.is_dir() else (path, path.with_name(PEOPLE))
    if not assignments.is_file():
        raise click.UsageError(f"{path} has no {CASES}: give the folder that `caseload plan` has written.")
    people = officers.read_bytes() if path.is_dir() and officers.is_file() else None
    return read_last_plan(assignments.read_bytes(), people)


def _next_start(path: Path) -> dt.date | None:
    """First day after the period of the last plan, where that is known: the ages of the cases count from it."""
    from app.commands.plan_folder import options_in, report_beside
    from app.intake.build.window import next_start

    return next_start(options_in(report_beside(path)[0]))


def _recognised(export: tuple[Path, ...], profile: Path | None) -> Roster:
    """The roster of the export; its questions are answered by the profile alone."""
    from app.intake.pseudonyms import key_beside, read_key
    from app.intake.recognise import recognise, roster_of, sources_of
    from app.intake.recognition.profile import Profile, read_profile

    said = read_profile(profile.read_bytes(), profile.name) if profile else Profile()
    key = read_key(key_beside(profile)) if profile and said.pseudonyms else None
    sources = [source for path in export for source in sources_of(path)]
    return roster_of(recognise(sources, said, key=key, whole=False), profile.name if profile else "the export")


def _write(found: Since, out: Path, listing: Path | None) -> None:
    from app.answers.next_period.since_words import since_csv
    from app.intake.formats.roster_workbook import write_roster
    from app.web.guarded_csv import guarded

    document = found.roster.to_document()
    if out.suffix.casefold() == ".json":
        out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    else:
        write_roster(out, document)
    if listing is not None:
        listing.write_bytes(guarded(since_csv(found)))


def _show(found: Since, out: Path, listing: Path | None, begins: str) -> None:
    from app.answers.next_period.since_words import kinds_of, officers_of
    from app.commands.terminal.remarks import lines_of
    from app.commands.terminal.table import as_shown
    from app.intake.findings import Severity, those

    lines = ["What changed since the plan", ""]
    for kind in kinds_of(found, SHOWN):
        lines += _lines(kind.title, kind.count, kind.first, kind.meaning)
    lines.append("")
    for title, people in officers_of(found):
        lines += _lines(title, len(people), tuple(people[:SHOWN]))
    if not found.knows_officers:
        lines.append(
            "The officers of the plan are not known: its officers.csv is not there. Who left and who came is not said."
        )
    asked = those(found.roster.findings, Severity.CONFIRM)
    if asked:
        lines += ["", "To be mended, or accepted with --accept CODE:", *lines_of(asked)]
    click.echo(as_shown("\n".join([*lines, ""])))
    also = f" and {listing}" if listing else ""
    click.echo(f"Wrote {out}{also}. Now: caseload plan {out}{begins}")


def _lines(title: str, count: int, first: tuple[str, ...], meaning: str = "") -> list[str]:
    more = [f"and {count - len(first):,} more"] if first and count > len(first) else []
    head = f"  {title:<30}{count:>8,}" + (f"  {meaning}" if meaning and count else "")
    return [head, *(f"      {each}" for each in (*first, *more))]
