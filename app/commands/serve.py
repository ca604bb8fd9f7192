"""``caseload serve``: the pages and the HTTP interface, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.commands.terminal.failures import OK, REFUSED

GOODBYE_S = 3
"""What requests that are under way may still take when the server is told to end; streams of events end then."""


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

    Any address but loopback is refused unless CASELOAD_TRUST_NETWORK=1: there is no access control yet.
    """
    import uvicorn
    from pydantic import ValidationError

    from app.main import create_app
    from app.settings import Settings

    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = " ".join(map(str, each["loc"]))
            click.echo(f"The settings were refused: {where}{': ' if where else ''}{each['msg']}", err=True)
        return REFUSED
    try:
        uvicorn.run(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_config=logging_of(uvicorn.config.LOGGING_CONFIG),
            access_log=False,  # it would hold the addresses of people and plans; ours names routes and no ids
            server_header=False,
            timeout_graceful_shutdown=GOODBYE_S,
        )
    except SystemExit:  # it could not start, and has said why; its exit code would say something else here
        return REFUSED
    return OK


def logging_of(base: dict[str, Any]) -> dict[str, Any]:
    """Uvicorn's way of logging, with our own messages in it."""
    ours = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return {**base, "loggers": {**base["loggers"], "caseload": ours}}
