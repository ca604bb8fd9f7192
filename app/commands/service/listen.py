"""Uvicorn as this service needs it: whoever waits is told at the first signal, not after the last request."""

from __future__ import annotations

from collections.abc import Callable
from socket import socket
from types import FrameType
from typing import Any

import click
import uvicorn

from app.api.deps import Service
from app.commands.service.connections import BACKLOG, Bounded
from app.commands.service.logs import logging_config
from app.settings import is_loopback

SIGN_IN = """
There are no keys yet. Open this address in your browser to sign in; it works once:

    {address}

Programs send a key: caseload keys create NAME --role planner
"""
GOODBYE_S = 3
"""What requests that are under way may still take when the server is told to end; then they get 503."""


class _Server(uvicorn.Server):
    """Says where to sign in, and tells the service that it ends before it waits for those who wait for the service."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started and is_loopback(self._service.settings.host) and not self._service.gate.is_guarded:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            address = self._service.gate.address.new(f"http://{shown}:{port}")
            click.echo(SIGN_IN.format(address=address))  # to whoever started it, and not into the log

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called in the main thread when the process is told to end."""
        self._service.leave()
        super().handle_exit(sig, frame)


def listen(app: Callable[..., Any], service: Service) -> bool:
    """Serve until the process is told to end; False where it could not start, and it was said why."""
    config = uvicorn.Config(
        app,
        http=Bounded,
        backlog=BACKLOG,
        host=service.settings.host,
        port=service.settings.port,
        log_config=logging_config(service.settings.log_format),
        access_log=False,  # it would hold the addresses of people and plans; ours names routes and no ids
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_S,
    )
    server = _Server(config, service)
    service.queries.warm_up()
    try:
        server.run()
    except KeyboardInterrupt:  # Ctrl-C, after everything has ended in order
        return True
    except SystemExit:  # its exit code would say something else here
        return False
    finally:
        service.queries.close()  # also where it never began
    return server.started
