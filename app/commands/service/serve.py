"""``caseload serve``: the pages and the HTTP interface, on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from app.commands.terminal.failures import OK, REFUSED


@click.command("serve", short_help="Pages and an HTTP interface on this machine.")
@click.option("--host", metavar="ADDRESS", help="Where to listen.  [default: CASELOAD_HOST, or 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="Which port.  [default: CASELOAD_PORT, or 8000]"
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Holds everything that is kept.  [default: CASELOAD_DATA_DIR, or caseload-data]",
)
def command(**given: Any) -> int:
    """Serve the pages and the HTTP interface on this machine.

    Where there are no keys (caseload keys), it prints an address that signs you in, and refuses to listen anywhere but
    on loopback.
    """
    from app.commands.service.environment import read_settings
    from app.commands.service.listen import listen
    from app.main import create_app

    settings = read_settings(given)
    if settings is None:
        return REFUSED
    os.umask(0o077)  # what this process makes is nobody else's to read
    app = create_app(settings)
    return OK if listen(app, app.state.service) else REFUSED
