"""How a server is set up: environment variables that start with ``CASELOAD_``, checked once, at start.

Unsafe settings are refused here, before a socket is opened.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIB = 1024 * 1024
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What a browser on this machine may call the server, wherever it listens."""


class Settings(BaseSettings):
    """Settings of one server.

    Attributes
    ----------
    data_dir : path
        Holds everything that the server keeps (created with access for its owner only).
    database_url : str or None
        SQLAlchemy URL, for example ``postgresql+psycopg://…``; None: SQLite in ``data_dir``.
    host, port : where the server listens
        Any address but loopback is refused at the start of a server for which there are no keys.
    allowed_hosts : tuple of str
        More names, with the port where it is not 80 or 443, by which browsers may call the server.
    max_upload_bytes, max_roster_bytes : int
        Largest request body as sent, and after decompression.
    solves_at_once : int
        Solves that run at the same time in one process; further ones wait in the queue. 0: this server makes no plans,
        workers on the same PostgreSQL do.
    lease_s : float
        Seconds after which a running plan whose process says nothing is taken up by another process. The same for all
        processes of a database.
    max_queued : int
        Plans that may wait; one more is refused with 503.
    solve_memory_bytes : int
        Address space of the process that solves one plan.
    solve_margin_s : float
        Seconds that reading, checking and writing may take on top of a plan's time limit before it is ended.
    solve_grace_s : float
        Seconds that a plan has to return its best result after it was asked to stop.
    max_time_limit_s : float
        Longest time limit that a plan may ask for.
    questions_at_once : int
        Requests that are read and worked out at the same time (rosters, plans that are asked for, reports, what-ifs,
        advice), each in a warm process; others wait, and far too many get 503.
    question_memory_bytes : int
        Address space of the process for one of them.
    question_limit_s : float
        Seconds after which it is ended.
    """

    model_config = SettingsConfigDict(env_prefix="CASELOAD_", extra="ignore", frozen=True)

    data_dir: Path = Path("caseload-data")
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    max_upload_bytes: int = Field(default=64 * MIB, ge=1)
    max_roster_bytes: int = Field(default=512 * MIB, ge=1)
    solves_at_once: int = Field(default=1, ge=0)
    lease_s: float = Field(default=15.0, ge=0.5)
    max_queued: int = Field(default=100, ge=1)
    solve_memory_bytes: int = Field(default=8192 * MIB, ge=64 * MIB)
    solve_margin_s: float = Field(default=300.0, gt=0)
    solve_grace_s: float = Field(default=30.0, gt=0)
    max_time_limit_s: float = Field(default=3600.0, gt=0)
    questions_at_once: int = Field(default=2, ge=1)
    question_memory_bytes: int = Field(default=8192 * MIB, ge=64 * MIB)
    question_limit_s: float = Field(default=300.0, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _split_hosts(cls, values: dict[str, object]) -> dict[str, object]:
        hosts = values.get("allowed_hosts")
        if isinstance(hosts, str):
            values = {**values, "allowed_hosts": tuple(name.strip() for name in hosts.split(",") if name.strip())}
        return values

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> Self:
        if self.solves_at_once == 0 and self.database.startswith("sqlite"):
            raise ValueError(
                "solves_at_once is 0, and on SQLite no other process could make the plans: use 1 or more, or "
                "PostgreSQL (CASELOAD_DATABASE_URL) with `caseload worker`"
            )
        return self

    @property
    def database(self) -> str:
        """The URL to connect to."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'caseload.sqlite').absolute()}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address. A name other than localhost is not looked up: it is not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
