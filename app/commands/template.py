"""``caseload template``: the workbook that people fill in."""

from __future__ import annotations

from pathlib import Path

import click

from app.commands.terminal.failures import OK


@click.command("template", short_help="Write a workbook to fill in.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def command(file: Path, force: bool) -> int:
    """Write a workbook to fill in, with instructions: FILE.xlsx."""
    from app.intake.formats.template import write_template

    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{file} must end in .xlsx: it is a workbook.")
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already; name another, or overwrite it with --force.")
    with file.open("wb") as stream:
        write_template(stream)
    click.echo(f"Wrote {file}. Fill it in, then: caseload plan {file}")
    return OK
