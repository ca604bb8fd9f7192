"""What routes ask for, declared once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from app.api.http.request_log import Requests
from app.jobs.queries import QueryRunner
from app.jobs.supervise import Supervisor
from app.settings import Settings
from app.store.db import Database


@dataclass(frozen=True)
class Service:
    """Everything that a running server has; kept at ``app.state.service``."""

    settings: Settings
    database: Database
    supervisor: Supervisor
    queries: QueryRunner
    requests: Requests = field(default_factory=Requests)


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service = request.app.state.service
    assert isinstance(service, Service)  # noqa: S101 - create_app puts it there
    return service


TheService = Annotated[Service, Depends(service_of)]
