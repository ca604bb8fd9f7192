"""``caseload import``: an office's own export becomes a roster, and a profile remembers what was understood."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import takes
from app.commands.terminal.failures import OK

if TYPE_CHECKING:
    from app.intake.recognise import Recognised
    from app.intake.recognition.profile import Profile
    from app.intake.recognition.understanding import Understanding

MOST_ROUNDS = 5
"""How often a person is asked; every question is asked once."""
ENDINGS = {".xlsx", ".json"}

SAID = (
    click.option(
        "--column",
        multiple=True,
        metavar="'NAME=COLUMN'",
        help="Which column of the roster one of the export is, as 'Ref=case_id'; 'Ref=' leaves it unread. May be given "
        "again, as all options with a name.",
    ),
    click.option(
        "--hours", metavar="H", help="Hours a month that an officer has for cases, where the export says none."
    ),
    click.option("--officer-hours", multiple=True, metavar="'NAME=H'", help="Hours of one officer."),
    click.option("--holder-nobody", multiple=True, metavar="NAME", help="A holder of cases who is no person: a queue."),
    click.option("--holder-officer", multiple=True, metavar="NAME", help="A holder who is one, although called so."),
    click.option("--weight", multiple=True, metavar="'TYPE=H'", help="Hours a month that a case of a type needs."),
    click.option(
        "--weights",
        type=click.Choice(["offered"]),
        help="Take the starting values of the built-in standards for types without a weight; they are labelled.",
    ),
    click.option("--priority", multiple=True, metavar="'WORD=N'", help="What a word means: 1 is most urgent, 5 least."),
    click.option("--skill", multiple=True, metavar="'VALUE=SKILL'", help="Which skill a value is; 'VALUE=': none."),
    click.option(
        "--dates",
        type=click.Choice(["day-first", "month-first"]),
        help="What comes first in a date with two readings, as 03/04/2026.",
    ),
    click.option(
        "--hours-per",
        multiple=True,
        metavar="'NAME=PERIOD'",
        help="The period of which a column holds the hours: day, week, fortnight, month, quarter or year.",
    ),
    click.option(
        "--closed",
        type=click.Choice(["leave-out", "plan"]),
        help="What becomes of cases that seem closed by their status or a date.",
    ),
    click.option(
        "--pseudonyms",
        is_flag=True,
        help="Replace the ids of officers, cases and families; the key stays beside the profile, with the ending .key.",
    ),
)


@click.command("import", short_help="Make a roster of your office's own export.")
@click.argument("export", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write the roster: .xlsx or .json.  [default: roster.xlsx]",
)
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What was remembered of an earlier import.",
)
@click.option(
    "--save-profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to remember this one.  [default: the one of --profile, else beside --out with the ending .toml]",
)
@takes(*SAID)
@click.option("--fix", is_flag=True, help="Mend what is safe to mend: merged cells, rows that are there twice.")
@click.option(
    "--turn-back",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write this CSV file of a plan to --out with names instead of pseudonyms, and nothing else.",
)
@click.option("--force", is_flag=True, help="Overwrite the roster.")
def command(
    export: tuple[Path, ...],
    out: Path | None,
    profile: Path | None,
    save_profile: Path | None,
    fix: bool,
    turn_back: Path | None,
    force: bool,
    **given: Any,
) -> int:
    """Make a roster of EXPORT: one file or several, as your office's system writes them.

    Shows what was understood, and writes the roster and a profile. With that profile, every command that takes a roster
    takes the next export as it is.
    """
    from app.intake.pseudonyms import key_beside, read_key
    from app.intake.recognise import recognise, sources_of
    from app.intake.recognition.profile import Profile, read_profile

    target = out or Path("roster.xlsx")
    remember = save_profile or profile or target.with_suffix(".toml")
    _refuse_target(target, turn_back, force=force)
    said = _said(read_profile(profile.read_bytes(), profile.name) if profile else Profile(), given)
    key = read_key(key_beside(remember), make=turn_back is None) if said.pseudonyms else None
    sources = [source for path in export for source in sources_of(path)]
    found = recognise(sources, said, fix=fix, key=key)
    for _ in range(MOST_ROUNDS):
        if not found.understanding.questions:
            break
        said = _answered(said, found.understanding, takes_offers=given["weights"] == "offered")
        found = recognise(sources, said, fix=fix, key=key)
    if turn_back is not None:
        return _turn_back(turn_back, target, found)
    return _write(found, target, remember)


def _said(profile: Profile, given: dict[str, Any]) -> Profile:
    from app.commands.recognition.answers import profile_of_options

    return profile.merged(profile_of_options(given))


def _refuse_target(target: Path, turn_back: Path | None, *, force: bool) -> None:
    if turn_back is None and target.suffix.casefold() not in ENDINGS:
        raise click.UsageError(f"--out {target} must end in .xlsx or .json.")
    if turn_back is not None and target.suffix.casefold() != ".csv":
        raise click.UsageError(f"--out {target} must end in .csv: --turn-back writes one.")
    if target.exists() and not force:
        raise click.UsageError(f"--out {target} is there already; name another, or overwrite it with --force.")


def _answered(said: Profile, understanding: Understanding, *, takes_offers: bool) -> Profile:
    """The profile with an answer to every question: offered and taken, or asked for on a terminal.

    Raises
    ------
    click.UsageError
        Nobody is there to be asked; it names the options.
    """
    from app.commands.recognition.answers import ask, refusal
    from app.commands.recognition.understood import understood
    from app.intake.recognition.questions import Asked, accept_offers

    left = []
    for question in understanding.questions:
        if takes_offers and question.about is Asked.WEIGHTS:
            said = accept_offers(said, question)
        else:
            left.append(question)
    if left:
        click.echo("\n".join(understood(understanding)), err=True)
        if not sys.stdin.isatty():
            raise refusal(left)
    for question in left:
        said = ask(said, question)
    return said


def _write(found: Recognised, target: Path, remember: Path) -> int:
    from app.commands.recognition.understood import understood
    from app.commands.terminal.remarks import lines_of
    from app.commands.terminal.table import as_shown
    from app.intake.findings import Severity, those
    from app.intake.formats.roster_workbook import write_roster
    from app.intake.recognition.profile import write_profile

    understanding = found.understanding
    document = understanding.document or {}
    if target.suffix.casefold() == ".json":
        target.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    else:
        write_roster(target, document)
    remember.write_text(write_profile(understanding.profile), "utf-8")
    click.echo(as_shown("\n".join(understood(understanding)) + "\n"))
    asked = those(found.roster.findings, Severity.CONFIRM) if found.roster else ()
    if asked:
        click.echo(as_shown("\n".join(["To be mended, or accepted with --accept CODE:", *lines_of(asked), ""])))
    click.echo(f"Wrote {target} and {remember}. Now: caseload plan {target}")
    click.echo(f"Next time: caseload plan EXPORT --profile {remember}")
    return OK


def _turn_back(file: Path, target: Path, found: Recognised) -> int:
    from app.intake.pseudonyms import turned_back

    if not found.name_of:
        raise click.UsageError("--turn-back needs the profile whose pseudonyms were made: give it with --profile.")
    target.write_text(turned_back(file.read_text("utf-8-sig"), found.name_of), "utf-8")
    click.echo(f"Wrote {target} with the names of the export.")
    return OK
