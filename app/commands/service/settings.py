"""``caseload settings``: what a server or a worker that is started here would be set to, and why."""

from __future__ import annotations

import json

import click

from app.commands.terminal.failures import OK, REFUSED


@click.command("settings", short_help="What a server that is started here would be set to.")
@click.option("--json", "as_json", is_flag=True, help="As JSON: name, value, and whether it is a default.")
def command(as_json: bool) -> int:
    """Print every setting of a server or a worker, with its value and whether the environment or a default says so.

    They are checked as at a start. Passwords and secrets are not shown.
    """
    from app.commands.service.environment import read_settings, shown

    settings = read_settings({})
    if settings is None:
        return REFUSED
    rows = shown(settings)
    if as_json:
        keys = ("name", "value", "from")
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
        return OK
    width = max(len(name) for name, _, _ in rows)
    for name, value, source in rows:
        click.echo(f"{name.ljust(width)}  {value}{'' if source == 'default' else f'   ({source})'}")
    return OK
