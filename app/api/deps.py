"""What routes ask for, declared once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from app.api.http.request_log import Requests
from app.jobs.engine import Engine
from app.jobs.queries import QueryRunner
from app.settings import Settings
from app.store.db import Database


@dataclass(frozen=True)
class Service:
    """Everything that a running server has; kept at ``app.state.service``."""

    settings: Settings
    database: Database
    engine: Engine
    queries: QueryRunner
    requests: Requests = field(default_factory=Requests)

    @property
    def is_ending(self) -> bool:
        """Whether the server was told to end: whoever waits is sent away with an answer, and nothing new begins."""
        return self.engine.is_closing

    def begin_to_end(self) -> None:
        """Hand running plans back and answer whoever waits. Returns at once, and may be called by a signal."""
        self.engine.begin_to_close()
        self.queries.close()


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service = request.app.state.service
    assert isinstance(service, Service)  # noqa: S101 - create_app puts it there
    return service


TheService = Annotated[Service, Depends(service_of)]
