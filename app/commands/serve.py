"""``caseload serve``: the pages and the HTTP interface, on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from app.commands.terminal.failures import OK, REFUSED

if TYPE_CHECKING:
    from app.api.deps import Service
    from app.settings import Settings

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
    from pydantic import ValidationError

    from app.settings import Settings

    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = " ".join(map(str, each["loc"]))
            click.echo(f"The settings were refused: {where}{': ' if where else ''}{each['msg']}", err=True)
        return REFUSED
    try:
        return OK if _serve(settings) else REFUSED
    except SystemExit:  # it could not start, and has said why; its exit code would say something else here
        return REFUSED


def _serve(settings: Settings) -> bool:
    """Serve until a signal says that it is enough; False where it never began."""
    import uvicorn

    from app.main import create_app

    os.umask(0o077)  # what this process makes is nobody else's to read
    app = create_app(settings)
    service: Service = app.state.service

    class Server(uvicorn.Server):
        """Tells everybody who waits before it waits for them."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            service.leave()
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=logging_of(uvicorn.config.LOGGING_CONFIG),
        access_log=False,  # it would hold the addresses of people and plans; ours names routes and no ids
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_S,
    )
    server = Server(config)
    service.queries.warm_up()
    try:
        server.run()
    except KeyboardInterrupt:  # uvicorn hands the signal on once it has ended
        pass
    finally:
        service.queries.close()  # also where it never began
    return server.started


def logging_of(base: dict[str, Any]) -> dict[str, Any]:
    """Uvicorn's way of logging, with our own messages in it."""
    ours = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return {**base, "loggers": {**base["loggers"], "caseload": ours}}
